// The statement of the facts (facts.ts), written twice: for lists, and for one person at one application.
import type { Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { conditionsSql } from './rule-sql.ts';

/** How the statement says what it is asked about: lists, a condition on the application "a", a time. */
type Asked = { accounts: string; applications: string; now: string; sessions: string };

// Rules of classes and sets do not reach our own pages: nobody shuts the console by a class.
// OFFSET 0 keeps the planner from reading all units and groups of the province for the few that are reached.
// UNION drops what was seen before: nesting in a loop ends, and many ways to one group cost one row.
const factsSql = ({ accounts, applications, now, sessions }: Asked) => `
  WITH RECURSIVE apps AS MATERIALIZED (
    SELECT a.* FROM application a
    WHERE ${applications}
  ), held AS MATERIALIZED (
    SELECT p.* FROM post p
    WHERE p.account_id = ANY(${accounts})
      AND (p.valid_from IS NULL OR p.valid_from <= ${now})
      AND (p.valid_to IS NULL OR p.valid_to > ${now})
  ), above (id) AS (
    SELECT unit_id FROM held
    UNION
    SELECT u.parent_id FROM above x JOIN unit u ON u.id = x.id WHERE u.parent_id IS NOT NULL
  ), member AS MATERIALIZED (
    SELECT m.group_id, m.account_id FROM group_account m WHERE m.account_id = ANY(${accounts})
  ), inside (id) AS (
    SELECT group_id FROM member
    UNION
    SELECT n.parent_id FROM inside x JOIN group_nesting n ON n.child_id = x.id
  ), targeted AS (
    SELECT g.*, g.application_id::text AS target_id FROM apps JOIN "grant" g ON g.application_id = apps.id
    UNION ALL
    SELECT g.*, g.class_code FROM (SELECT DISTINCT class FROM apps WHERE NOT built_in) c
      JOIN "grant" g ON g.class_code = c.class
    UNION ALL
    SELECT g.*, g.set_id::text FROM (
        SELECT DISTINCT m.set_id FROM apps JOIN application_set_member m ON m.application_id = apps.id
      ) s JOIN "grant" g ON g.set_id = s.set_id
  ), rules AS MATERIALIZED (
    SELECT * FROM targeted g WHERE CASE g.subject
      WHEN 'unit' THEN g.unit_id IN (SELECT id FROM above)
      WHEN 'position' THEN g.position_code IN (SELECT position_code FROM held)
      WHEN 'group' THEN g.group_id IN (SELECT id FROM inside)
      WHEN 'kind' THEN g.account_kind IN (SELECT kind FROM account WHERE id = ANY(${accounts}))
      WHEN 'account' THEN g.account_id = ANY(${accounts})
      ELSE true END
  )
  SELECT
    (SELECT coalesce(json_agg(json_build_object(
      'id', a.id, 'username', a.username, 'kind', a.kind, 'state', a.state,
      'stateReason', a.state_reason, 'stateNote', a.state_note, 'fullName', a.full_name,
      'familyName', a.family_name, 'middleName', a.middle_name, 'givenName', a.given_name,
      'mail', a.mail, 'phone', a.phone, 'employeeNumber', a.employee_number, 'locale', a.locale,
      'sourceId', a.source_id, 'dn', a.dn, 'createdAt', a.created_at, 'updatedAt', a.updated_at,
      'lastSignInAt', a.last_sign_in_at)), '[]')
      FROM account a WHERE a.id = ANY(${accounts})) AS accounts,
    (SELECT coalesce(json_agg(json_build_object(
      'id', a.id, 'clientId', a.client_id, 'name', a.name, 'nameEn', a.name_en, 'class', a.class,
      'state', a.state, 'builtIn', a.built_in, 'link', a.link, 'order', a."order",
      'contact', a.contact,
      'sets', ARRAY(SELECT m.set_id FROM application_set_member m WHERE m.application_id = a.id),
      'ownerUnit', CASE WHEN u.id IS NOT NULL THEN json_build_object(
        'id', u.id, 'code', u.code, 'name', u.name, 'contactName', u.contact_name,
        'contactMail', u.contact_mail, 'contactPhone', u.contact_phone) END)
      ORDER BY a.built_in, a."order", a.name), '[]')
      FROM apps a LEFT JOIN unit u ON u.id = a.owner_unit_id) AS applications,
    (SELECT coalesce(json_agg(json_build_object(
      'id', p.id, 'accountId', p.account_id, 'positionCode', p.position_code,
      'positionName', c.name, 'title', p.title, 'main', p.main,
      'unit', json_build_object('id', u.id, 'code', u.code, 'name', u.name,
        'fullName', unit_full_name(u.id)))
      ORDER BY p.main DESC, p.id), '[]')
      FROM held p JOIN unit u ON u.id = p.unit_id
      LEFT JOIN catalog_item c ON c.catalog = 'position' AND c.code = p.position_code) AS posts,
    (SELECT coalesce(json_agg(json_build_object(
      'id', u.id, 'code', u.code, 'name', u.name, 'parentId', u.parent_id, 'state', u.state)), '[]')
      FROM above CROSS JOIN LATERAL (SELECT * FROM unit WHERE id = above.id OFFSET 0) u) AS units,
    (SELECT coalesce(json_agg(json_build_object(
      'accountId', m.account_id, 'groupId', m.group_id)), '[]') FROM member m) AS members,
    (SELECT coalesce(json_agg(json_build_object(
      'id', g.id, 'code', g.code, 'name', g.name, 'state', g.state,
      'parentIds', ARRAY(SELECT n.parent_id FROM group_nesting n WHERE n.child_id = g.id))), '[]')
      FROM inside CROSS JOIN LATERAL (SELECT * FROM "group" WHERE id = inside.id OFFSET 0) g) AS groups,
    (SELECT coalesce(json_agg(json_build_object(
      'id', r.id, 'targetId', r.target_id, 'subject', r.subject, 'effect', r.effect,
      'subjectId', coalesce(r.unit_id::text, r.position_code, r.group_id::text, r.account_kind, r.account_id::text),
      'subtree', r.subtree, 'roles', r.roles, 'conditions', ${conditionsSql('r')},
      'target', CASE WHEN r.class_code IS NOT NULL THEN 'class' WHEN r.set_id IS NOT NULL THEN 'set'
        ELSE 'application' END,
      'targetName', coalesce(s.name, k.name))), '[]')
      FROM rules r LEFT JOIN application_set s ON s.id = r.set_id
      LEFT JOIN catalog_item k ON k.catalog = 'application-class' AND k.code = r.class_code) AS grants,
    (SELECT coalesce(json_agg(json_build_object(
      'code', z.code, 'ranges', z.ranges, 'rest', z.rest, 'inner', z."inner")), '[]')
      FROM network_zone z WHERE EXISTS (SELECT FROM rules WHERE zones <> '{}')) AS zones,
    (SELECT coalesce(json_agg(json_build_object('uid', o.uid, 'accountId', o.account_id,
      'address', coalesce(o.last_address, o.address), 'amr', o.amr)), '[]')
      FROM session_origin o WHERE o.uid = ANY(${sessions})) AS sightings`;

// Neither applications nor clients: all of them.
const load: Statement = {
  name: 'access-facts',
  text: factsSql({
    accounts: '$1::uuid[]',
    applications:
      '($2::uuid[] IS NULL OR a.id = ANY($2)) AND ($3::text[] IS NULL OR a.client_id = ANY($3))',
    now: '$4::timestamptz',
    sessions: '$5::text[]',
  }),
};
// The hot path. PostgreSQL sees that each list holds one, and so plans it once for all: with lists of
// unknown length it would plan anew each time, which takes longer than the answer.
const loadOne: Statement = {
  name: 'access-facts-one',
  text: factsSql({
    accounts: 'ARRAY[$1::uuid]',
    applications: 'a.client_id = $2',
    now: '$3::timestamptz',
    sessions: 'ARRAY[$4::text]',
  }),
};

export type Query = {
  accountIds: readonly string[];
  applicationIds?: readonly string[];
  clientIds?: readonly string[]; // neither: all applications
  sessions?: readonly string[]; // by their public names, whose browsers are asked for
  now: Date;
};

/** What to ask of the database; one row answers. */
export function toAsk(query: Query): [Statement, unknown[]] {
  const { applicationIds, clientIds, now, sessions = [] } = query;
  const accountIds = query.accountIds.filter(isId);
  const one = accountIds.length === 1 && clientIds?.length === 1 && sessions.length <= 1;
  if (one && applicationIds === undefined)
    return [loadOne, [accountIds[0], clientIds[0], now, sessions[0] ?? null]];
  const ids = applicationIds?.filter(isId) ?? null;
  return [load, [accountIds, ids, clientIds ?? null, now, sessions]];
}
