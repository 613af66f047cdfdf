// Loads what we have of one source, in the transaction that will change it: the plan is made against
// exactly the rows it is applied to.
import { searchKey } from '../core/text.ts';
import type { Statement, Transaction } from '../core/database.ts';
import type { Snapshot } from './entries.ts';
import { mailName } from './names-of-people.ts';
import type { AccountRow, Current, GroupRow, Membership, PostRow, UnitRow } from './plan.ts';

const units: Statement = {
  name: 'sync-units',
  text: `SELECT id, external_id AS "externalId", dn, code, name, parent_id AS "parentId", state
         FROM unit WHERE source_id = $1`,
};
const accounts: Statement = {
  name: 'sync-accounts',
  text: `SELECT id, external_id AS "externalId", dn, username, kind, state, state_reason AS "stateReason",
           full_name AS "fullName", family_name AS "familyName", middle_name AS "middleName",
           given_name AS "givenName", mail, phone, employee_number AS "employeeNumber"
         FROM account WHERE source_id = $1`,
};
const posts: Statement = {
  name: 'sync-posts',
  text: `SELECT p.id, p.account_id AS "accountId", p.unit_id AS "unitId", p.title,
           p.position_code AS "positionCode", p.main
         FROM post p JOIN account a ON a.id = p.account_id
         WHERE a.source_id = $1 AND p.origin = 'directory'`,
};
const mainByHand: Statement = {
  name: 'sync-main-by-hand',
  text: `SELECT p.account_id AS id FROM post p JOIN account a ON a.id = p.account_id
         WHERE a.source_id = $1 AND p.origin <> 'directory' AND p.main`,
};
const groups: Statement = {
  name: 'sync-groups',
  text: `SELECT id, external_id AS "externalId", dn, code, name, description, state
         FROM "group" WHERE source_id = $1`,
};
const groupAccounts: Statement = {
  name: 'sync-group-accounts',
  text: `SELECT m.group_id AS "groupId", m.account_id AS member, m.origin <> 'directory' AS "byHand"
         FROM group_account m JOIN "group" g ON g.id = m.group_id WHERE g.source_id = $1`,
};
const groupNestings: Statement = {
  name: 'sync-group-nestings',
  text: `SELECT m.parent_id AS "groupId", m.child_id AS member, m.origin <> 'directory' AS "byHand"
         FROM group_nesting m JOIN "group" g ON g.id = m.parent_id WHERE g.source_id = $1`,
};
const loginNames: Statement = {
  name: 'sync-login-names',
  text: 'SELECT name AS key, account_id AS id FROM login_name WHERE name = ANY($1::text[])',
};
const unitCodes: Statement = {
  name: 'sync-unit-codes',
  text: 'SELECT code AS key, id FROM unit WHERE code = ANY($1::text[])',
};
const groupCodes: Statement = {
  name: 'sync-group-codes',
  text: 'SELECT code AS key, id FROM "group"',
};
const positions: Statement = {
  name: 'sync-positions',
  // Where two agree, the later counts: a name of its own goes before what it is also called.
  text: `SELECT key, id FROM (
      SELECT 1 AS rank, unnest(also_called) AS key, code AS id FROM catalog_item WHERE catalog = 'position'
      UNION ALL SELECT 2, name, code FROM catalog_item WHERE catalog = 'position' AND replaced_by IS NULL
    ) AS names ORDER BY rank, id`,
};

type Pair = { key: string; id: string };
const toMap = (pairs: readonly Pair[]) => new Map(pairs.map(({ key, id }) => [key, id]));

/** The names and codes a snapshot asks for. */
function asked(snapshot: Snapshot) {
  return {
    names: snapshot.people.flatMap(({ username, mail }) => [
      username,
      ...(mail ? [mailName(mail)] : []),
    ]),
    codes: snapshot.units.flatMap(({ code }) => code ?? []),
  };
}

export async function currentOf(
  { sql }: Transaction,
  sourceId: string,
  snapshot: Snapshot,
): Promise<Current> {
  const { names, codes } = asked(snapshot);
  const catalogued = await sql.query<Pair>(positions);
  const byHand = await sql.query<{ id: string }>(mainByHand, [sourceId]);
  return {
    units: await sql.query<UnitRow>(units, [sourceId]),
    accounts: await sql.query<AccountRow>(accounts, [sourceId]),
    posts: await sql.query<PostRow>(posts, [sourceId]),
    mainByHand: new Set(byHand.map(({ id }) => id)),
    groups: await sql.query<GroupRow>(groups, [sourceId]),
    groupAccounts: await sql.query<Membership>(groupAccounts, [sourceId]),
    groupNestings: await sql.query<Membership>(groupNestings, [sourceId]),
    loginNames: toMap(await sql.query<Pair>(loginNames, [names])),
    unitCodes: toMap(await sql.query<Pair>(unitCodes, [codes])),
    groupCodes: toMap(await sql.query<Pair>(groupCodes)),
    positions: toMap(catalogued.map(({ key, id }) => ({ key: searchKey(key), id }))),
  };
}
