// What a rule rests on is there, and stays while the rule is made.
import type { Change, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import { isPossible, type Subject, type Target } from './rule.ts';

/** Which of these are there. */
const findSubjects: Statement = {
  name: 'grant-find-subjects',
  text: `SELECT 'unit ' || id AS key FROM unit WHERE id = ANY($1::uuid[])
    UNION ALL SELECT 'group ' || id FROM "group" WHERE id = ANY($1::uuid[])
    UNION ALL SELECT 'account ' || id FROM account WHERE id = ANY($1::uuid[])
    UNION ALL SELECT 'position ' || code FROM catalog_item
      WHERE catalog = 'position' AND replaced_by IS NULL AND code = ANY($2::text[])`,
};
const lockApplication: Statement = {
  name: 'grant-lock-application',
  text: `SELECT client_id AS "clientId", built_in AS "builtIn" FROM application
    WHERE id = $1::uuid FOR NO KEY UPDATE`,
};
const lockClass: Statement = {
  name: 'grant-lock-class',
  text: `SELECT '' AS "clientId", false AS "builtIn" FROM catalog_item
    WHERE catalog = 'application-class' AND code = $1 FOR NO KEY UPDATE`,
};
const lockSet: Statement = {
  name: 'grant-lock-set',
  text: `SELECT '' AS "clientId", false AS "builtIn" FROM application_set
    WHERE id = $1::uuid FOR NO KEY UPDATE`,
};
const holdZones: Statement = {
  name: 'grant-hold-zones',
  text: 'SELECT code FROM network_zone WHERE code = ANY($1::text[]) FOR KEY SHARE',
};
const holdRoles: Statement = {
  name: 'grant-hold-roles',
  text: `SELECT code FROM application_role WHERE application_id = $1::uuid AND code = ANY($2::text[])
    FOR KEY SHARE`,
};
const locks = { application: lockApplication, class: lockClass, set: lockSet };

export type LockedTarget = Target & { clientId: string; builtIn: boolean };

/** Two who change the rules of one target take turns. @throws AppError `application.not-found`, `grant.target-unknown`. */
export async function lockTarget(tx: Change, target: Target): Promise<LockedTarget> {
  const possible = target.type === 'class' || isId(target.id);
  type Row = { clientId: string; builtIn: boolean };
  const [row] = possible ? await tx.sql.query<Row>(locks[target.type], [target.id]) : [];
  if (row) return { ...target, ...row };
  throw new AppError(
    target.type === 'application' ? 'application.not-found' : 'grant.target-unknown',
  );
}

/** @throws AppError `grant.subject-unknown` where one of them is not there. */
export async function checkSubjects(tx: Change, subjects: readonly Subject[]): Promise<void> {
  const named = subjects.flatMap((each) =>
    each.type === 'everyone' || each.type === 'kind' ? [] : [each],
  );
  if (!subjects.every(isPossible)) throw new AppError('grant.subject-unknown');
  const ids = named.filter(({ type }) => type !== 'position').map(({ id }) => id);
  const codes = named.filter(({ type }) => type === 'position').map(({ id }) => id);
  const found = await tx.sql.query<{ key: string }>(findSubjects, [ids, codes]);
  const there = new Set(found.map(({ key }) => key.toLowerCase()));
  if (!named.every(({ type, id }) => there.has(`${type} ${id.toLowerCase()}`)))
    throw new AppError('grant.subject-unknown');
}

/** @throws AppError `grant.zone-unknown`, `grant.role-unknown`. */
export async function checkNamed(
  tx: Change,
  target: Target,
  rule: { zones: readonly string[]; roles: readonly string[] },
): Promise<void> {
  const zones = rule.zones.length > 0 ? await tx.sql.query(holdZones, [rule.zones]) : [];
  if (zones.length < rule.zones.length) throw new AppError('grant.zone-unknown');
  const roles = rule.roles.length > 0 ? await tx.sql.query(holdRoles, [target.id, rule.roles]) : [];
  if (roles.length < rule.roles.length) throw new AppError('grant.role-unknown');
}
