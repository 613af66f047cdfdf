// Writes a plan: a handful of statements however many people there are, each with one array per
// column. Rows are never deleted but for posts and memberships that came from the directory.
import { accountSearchKey, accountSortKey } from '../accounts/account.ts';
import { groupSearchKey } from '../accounts/group.ts';
import type { Statement, Transaction } from '../core/database.ts';
import { unitSearchKey } from '../organization/unit.ts';
import type { AccountRow, GroupRow, Plan, PostRow, UnitRow } from './plan.ts';

const slice = 1_000; // rows per statement: bounded parameters, and requests come through in between

/** One array per column, in the order of the statement's parameters. */
type Columns<Row> = readonly ((row: Row) => string | boolean | null)[];

const freeCodes: Statement = {
  name: 'sync-free-codes',
  text: 'UPDATE unit SET code = NULL WHERE id = ANY($1::uuid[])',
};
const saveUnits: Statement = {
  name: 'sync-save-units',
  text: `
    INSERT INTO unit (source_id, id, external_id, dn, code, name, parent_id, state, search_key)
    SELECT $1::uuid, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::text[], $9::text[])
    ON CONFLICT (id) DO UPDATE SET dn = EXCLUDED.dn, code = EXCLUDED.code, name = EXCLUDED.name,
      parent_id = EXCLUDED.parent_id, state = EXCLUDED.state, search_key = EXCLUDED.search_key, updated_at = now()`,
};
const unitColumns: Columns<UnitRow> = [
  (row) => row.id,
  (row) => row.externalId,
  (row) => row.dn,
  (row) => row.code,
  (row) => row.name,
  (row) => row.parentId,
  (row) => row.state,
  (row) => unitSearchKey(row),
];

const saveAccounts: Statement = {
  name: 'sync-save-accounts',
  text: `
    INSERT INTO account (source_id, id, external_id, dn, username, kind, state, state_reason, full_name, family_name,
      middle_name, given_name, mail, phone, employee_number, search_key, sort_key)
    SELECT $1::uuid, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[])
    ON CONFLICT (id) DO UPDATE SET dn = EXCLUDED.dn, username = EXCLUDED.username, kind = EXCLUDED.kind,
      state_note = CASE WHEN account.state = EXCLUDED.state THEN account.state_note END,
      state = EXCLUDED.state, state_reason = EXCLUDED.state_reason, full_name = EXCLUDED.full_name,
      family_name = EXCLUDED.family_name, middle_name = EXCLUDED.middle_name, given_name = EXCLUDED.given_name,
      mail = EXCLUDED.mail, phone = EXCLUDED.phone, employee_number = EXCLUDED.employee_number,
      search_key = EXCLUDED.search_key, sort_key = EXCLUDED.sort_key, updated_at = now()`,
};
const accountColumns: Columns<AccountRow> = [
  (row) => row.id,
  (row) => row.externalId,
  (row) => row.dn,
  (row) => row.username,
  (row) => row.kind,
  (row) => row.state,
  (row) => row.stateReason,
  (row) => row.fullName,
  (row) => row.familyName,
  (row) => row.middleName,
  (row) => row.givenName,
  (row) => row.mail,
  (row) => row.phone,
  (row) => row.employeeNumber,
  (row) => accountSearchKey(row),
  (row) => accountSortKey(row),
];

// The condition keeps a name with its owner even if it was given away since the plan was made; the
// count then tells.
const saveLoginNames: Statement = {
  name: 'sync-save-login-names',
  text: `
    INSERT INTO login_name (name, account_id, kind) SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])
    ON CONFLICT (name) DO UPDATE SET kind = EXCLUDED.kind WHERE login_name.account_id = EXCLUDED.account_id
    RETURNING name`,
};
const removePosts: Statement = {
  name: 'sync-remove-posts',
  text: `DELETE FROM post WHERE id = ANY($1::uuid[]) AND origin = 'directory'`,
};
const addPosts: Statement = {
  name: 'sync-add-posts',
  text: `
    INSERT INTO post (id, account_id, unit_id, title, position_code, main, origin)
    SELECT *, 'directory' FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::boolean[])`,
};
const postColumns: Columns<PostRow> = [
  (row) => row.id,
  (row) => row.accountId,
  (row) => row.unitId,
  (row) => row.title,
  (row) => row.positionCode,
  (row) => row.main,
];

const saveGroups: Statement = {
  name: 'sync-save-groups',
  text: `
    INSERT INTO "group" (source_id, id, external_id, dn, code, name, description, state, search_key)
    SELECT $1::uuid, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
    ON CONFLICT (id) DO UPDATE SET dn = EXCLUDED.dn, name = EXCLUDED.name, description = EXCLUDED.description,
      state = EXCLUDED.state, search_key = EXCLUDED.search_key, updated_at = now()`,
};
const groupColumns: Columns<GroupRow> = [
  (row) => row.id,
  (row) => row.externalId,
  (row) => row.dn,
  (row) => row.code,
  (row) => row.name,
  (row) => row.description,
  (row) => row.state,
  (row) => groupSearchKey(row),
];

/** Membership of accounts and nesting of groups differ in two names only. */
const membership = (table: string, group: string, member: string) => ({
  add: {
    name: `sync-add-${table}`,
    text: `INSERT INTO ${table} (${group}, ${member}, origin)
           SELECT *, 'directory' FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING`,
  },
  remove: {
    name: `sync-remove-${table}`,
    text: `DELETE FROM ${table} m USING unnest($1::uuid[], $2::uuid[]) AS gone (a, b)
           WHERE m.${group} = gone.a AND m.${member} = gone.b AND m.origin = 'directory'`,
  },
});
const groupAccount = membership('group_account', 'group_id', 'account_id');
const groupNesting = membership('group_nesting', 'parent_id', 'child_id');
const pairColumns: Columns<{ groupId: string; member: string }> = [
  (row) => row.groupId,
  (row) => row.member,
];

/** @throws Error with the code of a lost race where a name was given to somebody else meanwhile. */
export async function applyPlan({ sql }: Transaction, sourceId: string, plan: Plan): Promise<void> {
  async function write<Row>(
    statement: Statement,
    rows: readonly Row[],
    columns: Columns<Row>,
    before: readonly unknown[] = [],
  ): Promise<number> {
    let written = 0;
    for (let at = 0; at < rows.length; at += slice) {
      const part = rows.slice(at, at + slice);
      const values = columns.map((column) => part.map(column));
      written += (await sql.query(statement, [...before, ...values])).length;
    }
    return written;
  }

  if (plan.unitsToRecode.length > 0) await sql.query(freeCodes, [plan.unitsToRecode]);
  await write(saveUnits, parentsFirst(plan.units), unitColumns, [sourceId]);
  await write(saveAccounts, plan.accounts, accountColumns, [sourceId]);
  const names = await write(saveLoginNames, plan.loginNames, [
    (row) => row.name,
    (row) => row.accountId,
    (row) => row.kind,
  ]);
  if (names !== plan.loginNames.length)
    throw Object.assign(new Error('a name was given away meanwhile'), { code: '40001' });
  await write(removePosts, plan.postsToRemove, [(id) => id]);
  await write(addPosts, plan.posts, postColumns);
  await write(saveGroups, plan.groups, groupColumns, [sourceId]);
  await write(groupAccount.remove, plan.groupAccountsToRemove, pairColumns);
  await write(groupAccount.add, plan.groupAccountsToAdd, pairColumns);
  await write(groupNesting.remove, plan.groupNestingsToRemove, pairColumns);
  await write(groupNesting.add, plan.groupNestingsToAdd, pairColumns);
}

/** So that a slice never names a parent that a later one brings. */
function parentsFirst(units: readonly UnitRow[]): UnitRow[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const sorted = new Set<UnitRow>();
  const add = (unit: UnitRow | undefined): void => {
    if (!unit || sorted.has(unit)) return;
    add(byId.get(unit.parentId ?? ''));
    sorted.add(unit);
  };
  units.forEach(add);
  return [...sorted];
}
