// Loads what we have, in the transaction that will change it: the plan is made against exactly the
// rows it is applied to. Units and groups whole; people some at a time.
import { searchKey } from '../core/text.ts';
import type { Sql, Statement } from '../core/database.ts';
import type { AccountRow, GroupRow, PostRow, UnitRow } from './plan.ts';
import { keyOfDecision, type Clash, type Decided } from './names-of-people.ts';
import type { CurrentGroups } from './plan-groups.ts';
import type { CurrentPeople } from './plan-people.ts';
import type { CurrentUnits } from './plan-units.ts';

const units: Statement = {
  name: 'sync-units',
  text: `SELECT id, external_id AS "externalId", dn, code, name, parent_id AS "parentId", state
         FROM unit WHERE source_id = $1`,
};
const unitCodes: Statement = {
  name: 'sync-unit-codes',
  text: 'SELECT code AS key, id FROM unit WHERE code = ANY($1::text[])',
};
const accountColumns = `id, account_id AS "accountId", external_id AS "externalId", dn, username, kind, state, state_reason AS "stateReason",
  full_name AS "fullName", family_name AS "familyName", middle_name AS "middleName",
  given_name AS "givenName", mail, phone, employee_number AS "employeeNumber"`;
const accounts: Statement = {
  name: 'sync-accounts',
  text: `SELECT ${accountColumns} FROM known_person WHERE source_id = $1 AND external_id = ANY($2::text[])`,
};
const posts: Statement = {
  name: 'sync-posts',
  text: `SELECT id, account_id AS "accountId", unit_id AS "unitId", title, position_code AS "positionCode", main
         FROM post WHERE account_id = ANY($1::uuid[]) AND share_id IS NULL AND origin = 'directory'
         UNION ALL SELECT id, share_id, unit_id, title, position_code, share_main
         FROM post WHERE share_id = ANY($1::uuid[]) AND origin = 'directory'`,
};
const mainByHand: Statement = {
  name: 'sync-main-by-hand',
  text: `SELECT account_id AS id FROM post
         WHERE account_id = ANY($1::uuid[]) AND share_id IS NULL AND origin <> 'directory' AND main
         UNION SELECT share_id FROM post
         WHERE share_id = ANY($1::uuid[]) AND origin <> 'directory' AND share_main`,
};
const sharesAmong: Statement = {
  name: 'sync-shares-among',
  text: 'SELECT id FROM account_share WHERE id = ANY($1::uuid[])',
};
const sharePosts: Statement = {
  name: 'sync-posts-of-shares',
  text: `SELECT id FROM post WHERE share_id = ANY($1::uuid[]) AND origin = 'directory'`,
};
const loginNames: Statement = {
  name: 'sync-login-names',
  text: 'SELECT name AS key, account_id AS id FROM login_name WHERE name = ANY($1::text[])',
};
const decisions: Statement = {
  name: 'sync-decisions',
  text: `SELECT external_id AS "externalId", what, kind, asked, given FROM directory_decision
         WHERE source_id = $1 AND external_id = ANY($2::text[])`,
};
const groups: Statement = {
  name: 'sync-groups',
  text: `SELECT id, external_id AS "externalId", dn, code, name, description, state
         FROM "group" WHERE source_id = $1`,
};
const groupCodes: Statement = { name: 'sync-group-codes', text: 'SELECT code AS key FROM "group"' };
const positions: Statement = {
  name: 'sync-positions',
  // Where two agree, the later counts: a name of its own goes before what it is also called.
  text: `SELECT key, id FROM (
      SELECT 1 AS rank, unnest(also_called) AS key, code AS id FROM catalog_item WHERE catalog = 'position'
      UNION ALL SELECT 2, name, code FROM catalog_item WHERE catalog = 'position' AND replaced_by IS NULL
    ) AS names ORDER BY rank, id`,
};
const goneByName: Statement = {
  name: 'sync-gone-named',
  text: `SELECT ${accountColumns} FROM known_person WHERE source_id = $1 AND state IN ('active', 'initial')
           AND external_id IN (SELECT external_id FROM run_gone WHERE kind = 'people')
           AND external_id > $2 ORDER BY external_id LIMIT $3`,
};
const goneByAbsence: Statement = {
  name: 'sync-gone-absent',
  text: `SELECT ${accountColumns} FROM known_person a WHERE source_id = $1 AND state IN ('active', 'initial')
           AND NOT EXISTS (SELECT FROM directory_entry e
             WHERE e.source_id = $1 AND e.kind = 'people' AND e.external_id = a.external_id)
           AND external_id > $2 ORDER BY external_id LIMIT $3`,
};
const entriesWithoutId: Statement = {
  name: 'sync-entries-without-id',
  text: `SELECT dn_hash AS id FROM directory_entry
         WHERE source_id = $1 AND kind = 'people' AND external_id LIKE 'dn:%' AND dn_hash = ANY($2::uuid[])`,
};

type Pair = { key: string; id: string };
const toMap = (pairs: readonly Pair[]) => new Map(pairs.map(({ key, id }) => [key, id]));

export async function currentUnits(
  sql: Sql,
  sourceId: string,
  codes: readonly string[],
): Promise<CurrentUnits> {
  return {
    units: await sql.query<UnitRow>(units, [sourceId]),
    unitCodes: toMap(await sql.query<Pair>(unitCodes, [codes])),
  };
}

type DecidedRow = Decided & { externalId: string; what: Clash };

/** @param names that the people ask for. */
export async function currentPeople(
  sql: Sql,
  sourceId: string,
  { externalIds, names }: { externalIds: readonly string[]; names: readonly string[] },
): Promise<CurrentPeople> {
  const known = await sql.query<AccountRow>(accounts, [sourceId, externalIds]);
  const decided = await sql.query<DecidedRow>(decisions, [sourceId, externalIds]);
  const asked = [...names, ...decided.flatMap(({ given }) => given ?? [])];
  const ids = known.map(({ id }) => id);
  const shares = await sql.query<{ id: string }>(sharesAmong, [ids]);
  const byHand = ids.length === 0 ? [] : await sql.query<{ id: string }>(mainByHand, [ids]);
  return {
    accounts: known,
    posts: ids.length === 0 ? [] : await sql.query<PostRow>(posts, [ids]),
    shares: new Set(shares.map(({ id }) => id)),
    mainByHand: new Set(byHand.map(({ id }) => id)),
    loginNames: toMap(await sql.query<Pair>(loginNames, [asked])),
    decisions: new Map(decided.map((row) => [keyOfDecision(row.externalId, row.what), row])),
  };
}

/** Active accounts whose entries are gone, page by page: named so, or simply not there. */
export const goneAccounts =
  (sql: Sql, sourceId: string, { named, pageSize }: { named: boolean; pageSize: number }) =>
  (after: string) =>
    sql.query<AccountRow>(named ? goneByName : goneByAbsence, [sourceId, after, pageSize]);

/** The posts that go with a share which is no longer active; whoever has one source alone keeps his. */
export async function postsOfShares(sql: Sql, rows: readonly AccountRow[]): Promise<string[]> {
  const found = await sql.query<{ id: string }>(sharePosts, [rows.map(({ id }) => id)]);
  return found.map(({ id }) => id);
}

/** Of these DNs, by their hashes, those at which an entry stands that shows no id. */
export async function withoutId(sql: Sql, sourceId: string, hashes: readonly string[]) {
  const found = await sql.query<{ id: string }>(entriesWithoutId, [sourceId, hashes]);
  return new Set(found.map(({ id }) => id.replaceAll('-', '')));
}

export async function currentGroups(sql: Sql, sourceId: string): Promise<CurrentGroups> {
  const codes = await sql.query<Pick<Pair, 'key'>>(groupCodes);
  return {
    groups: await sql.query<GroupRow>(groups, [sourceId]),
    groupCodes: new Set(codes.map(({ key }) => key)),
  };
}

/** Folded title → code in the catalogue. */
export async function currentPositions(sql: Sql): Promise<Map<string, string>> {
  const catalogued = await sql.query<Pair>(positions);
  return toMap(catalogued.map(({ key, id }) => ({ key: searchKey(key), id })));
}
