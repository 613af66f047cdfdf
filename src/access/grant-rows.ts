// A rule as it is read, everywhere rules are listed.
import type { Statement } from '../core/database.ts';
import { unconditional, type Conditions } from './conditions.ts';
import type { Effect, SubjectType, TargetType } from './decide.ts';
import { slotOf, type Subject, type Target } from './rule.ts';
import { conditionsSql } from './rule-sql.ts';

export type Grant = {
  id: string;
  subject: SubjectType;
  subjectId: string | null;
  subjectName: string | null; // null for everyone and kinds
  subtree: boolean;
  target: TargetType;
  targetId: string;
  targetName: string;
  targetNameEn: string; // of a set: its only name
  applicationId: string | null; // where it is for one application
  clientId: string | null;
  effect: Effect;
  conditions: Conditions | null;
  roles: string[];
  reason: string | null;
  decisionNo: string | null;
  decisionDate: string | null; // yyyy-mm-dd
  createdByName: string | null;
  createdAt: Date;
  updatedByName: string | null;
  updatedAt: Date | null; // null: as it was made
};

/** What a grant is read as; the alias `g` is the rule. */
export const grantColumns = `g.id, g.subject,
  coalesce(g.unit_id::text, g.position_code, g.group_id::text, g.account_kind, g.account_id::text) AS "subjectId",
  coalesce(u.name, p.name, n.name, c.full_name, g.position_code) AS "subjectName", g.subtree,
  CASE WHEN g.class_code IS NOT NULL THEN 'class' WHEN g.set_id IS NOT NULL THEN 'set'
    ELSE 'application' END AS target,
  coalesce(g.application_id::text, g.class_code, g.set_id::text) AS "targetId",
  coalesce(a.name, k.name, s.name, g.class_code) AS "targetName",
  coalesce(a.name_en, k.name_en, s.name, g.class_code) AS "targetNameEn",
  g.application_id AS "applicationId", a.client_id AS "clientId", g.effect,
  ${conditionsSql('g')} AS conditions, g.roles, g.reason,
  g.decision_no AS "decisionNo", to_char(g.decision_date, 'YYYY-MM-DD') AS "decisionDate",
  g.created_by_name AS "createdByName", g.created_at AS "createdAt",
  g.updated_by_name AS "updatedByName", g.updated_at AS "updatedAt"
  FROM "grant" g LEFT JOIN application a ON a.id = g.application_id
  LEFT JOIN application_set s ON s.id = g.set_id
  LEFT JOIN catalog_item k ON k.catalog = 'application-class' AND k.code = g.class_code
  LEFT JOIN catalog_item p ON p.catalog = 'position' AND p.code = g.position_code
  LEFT JOIN unit u ON u.id = g.unit_id LEFT JOIN "group" n ON n.id = g.group_id
  LEFT JOIN account c ON c.id = g.account_id`;

const order = `ORDER BY a."order", "targetName", g.subject, "subjectName", g.id`;
/** $1 application, $2 account, $3 group, $4 unit, $5 position, $6 class, $7 set, $10 type of subject; null: any. */
export const listGrants: Statement = {
  name: 'grant-list',
  text: `SELECT ${grantColumns}
    WHERE ($1::uuid IS NULL OR g.application_id = $1) AND ($2::uuid IS NULL OR g.account_id = $2)
      AND ($3::uuid IS NULL OR g.group_id = $3) AND ($4::uuid IS NULL OR g.unit_id = $4)
      AND ($5::text IS NULL OR g.position_code = $5) AND ($6::text IS NULL OR g.class_code = $6)
      AND ($7::uuid IS NULL OR g.set_id = $7) AND ($10::text IS NULL OR g.subject = $10)
    ${order} LIMIT $8::int OFFSET $9::int`,
};
/** Of its class and its sets; our own pages have none. */
export const inheritedGrants: Statement = {
  name: 'grant-inherited',
  text: `SELECT ${grantColumns}
    WHERE g.class_code = (SELECT class FROM application WHERE id = $1::uuid AND NOT built_in)
      OR g.set_id IN (SELECT set_id FROM application_set_member WHERE application_id = $1::uuid)
    ${order} LIMIT 1000`,
};
export const findGrants: Statement = {
  name: 'grant-find',
  text: `SELECT ${grantColumns} WHERE g.id = ANY($1::uuid[])`,
};
/** $1 a target, $2 subjects. */
export const findSameGrants: Statement = {
  name: 'grant-find-same',
  text: `SELECT ${grantColumns}
    WHERE (g.application_id::text = $1 OR g.class_code = $1 OR g.set_id::text = $1)
      AND (g.subject = 'everyone' OR coalesce(g.unit_id::text, g.position_code, g.group_id::text,
        g.account_kind, g.account_id::text) = ANY($2::text[]))`,
};

export const subjectOf = ({ subject, subjectId, subtree }: Grant): Subject =>
  subject === 'everyone' ? { type: subject } : { type: subject, id: subjectId!, subtree };
export const targetOf = ({ target, targetId }: Grant): Target => ({ type: target, id: targetId });

export function slotOfGrant(grant: Grant): string {
  const { days, fromMinute, toMinute, zones, strong } = grant.conditions ?? unconditional;
  const lists = { days: [...days], zones: [...zones], roles: grant.roles };
  return slotOf(subjectOf(grant), { ...lists, fromMinute, toMinute, strong });
}
