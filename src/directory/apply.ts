// Writes what was planned: a handful of statements however many people there are. Rows are never
// deleted but for posts and memberships that came from the directory.
import { accountSearchKey, accountSortKey } from '../accounts/account.ts';
import { groupSearchKey } from '../accounts/group.ts';
import type { Sql, Statement } from '../core/database.ts';
import { unitSearchKey } from '../organization/unit.ts';
import { joinedOfRun, putTogether, type Turned } from './joined.ts';
import { applyMembers } from './memberships.ts';
import { applyMoves } from './moves.ts';
import type { AccountRow, GroupRow, LoginNameRow, PostRow, UnitRow } from './plan.ts';
import type { PeoplePlan } from './plan-people.ts';
import { writeRows, type Columns } from './rows.ts';

type Fresh = { fresh: boolean };

const planAccounts: Statement = {
  name: 'apply-plan-accounts',
  text: `INSERT INTO run_account SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::text[],
           $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
           $14::text[], $15::text[], $16::text[], $17::text[])`,
};
const accountColumns: Columns<AccountRow & Fresh> = [
  (row) => row.id,
  (row) => row.externalId,
  (row) => row.fresh,
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
const planNames: Statement = {
  name: 'apply-plan-names',
  text: 'INSERT INTO run_name SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])',
};
const nameColumns: Columns<LoginNameRow> = [
  (row) => row.name,
  (row) => row.accountId,
  (row) => row.kind,
];
const planPosts: Statement = {
  name: 'apply-plan-posts',
  text: `INSERT INTO run_post SELECT * FROM
         unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::boolean[])`,
};
const postColumns: Columns<PostRow> = [
  (row) => row.id,
  (row) => row.accountId,
  (row) => row.unitId,
  (row) => row.title,
  (row) => row.positionCode,
  (row) => row.main,
];
const planPostsGone: Statement = {
  name: 'apply-plan-posts-gone',
  text: 'INSERT INTO run_post_gone SELECT * FROM unnest($1::uuid[])',
};
const planLeavers: Statement = {
  name: 'apply-plan-leaving',
  text: 'INSERT INTO run_leaving SELECT * FROM unnest($1::uuid[])',
};
const planOpen: Statement = {
  name: 'apply-plan-open',
  text: 'UPDATE run_person SET open = true WHERE external_id = ANY($1::text[])',
};
const planGroupRows: Statement = {
  name: 'apply-plan-groups',
  text: `INSERT INTO run_group SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::text[], $5::text[],
           $6::text[], $7::text[], $8::text[], $9::text[])`,
};
const groupColumns: Columns<GroupRow & Fresh> = [
  (row) => row.id,
  (row) => row.externalId,
  (row) => row.fresh,
  (row) => row.dn,
  (row) => row.code,
  (row) => row.name,
  (row) => row.description,
  (row) => row.state,
  (row) => groupSearchKey(row),
];

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
// New rows are inserted without ON CONFLICT: where somebody else brought the same meanwhile the run loses
// the race and begins again, and looking out for it beforehand would cost every row a third more.
const changeAccounts: Statement = {
  name: 'sync-change-accounts',
  text: `
    UPDATE account a SET dn = r.dn, username = r.username, kind = r.kind,
      state_note = CASE WHEN a.state = r.state THEN a.state_note END,
      state = r.state, state_reason = r.state_reason, full_name = r.full_name, family_name = r.family_name,
      middle_name = r.middle_name, given_name = r.given_name, mail = r.mail, phone = r.phone,
      employee_number = r.employee_number, search_key = r.search_key, sort_key = r.sort_key, updated_at = now()
    FROM run_account r WHERE NOT r.fresh AND a.id = r.id
      AND NOT EXISTS (SELECT FROM account_share s WHERE s.id = r.id)`,
};
const addAccounts: Statement = {
  name: 'sync-add-accounts',
  text: `
    INSERT INTO account (source_id, id, external_id, dn, username, kind, state, state_reason, full_name, family_name,
      middle_name, given_name, mail, phone, employee_number, search_key, sort_key)
    SELECT $1::uuid, id, external_id, dn, username, kind, state, state_reason, full_name, family_name,
      middle_name, given_name, mail, phone, employee_number, search_key, sort_key FROM run_account WHERE fresh`,
};
const changeShares: Statement = {
  name: 'sync-change-shares',
  text: `
    UPDATE account_share s SET dn = r.dn, username = r.username, kind = r.kind,
      state_note = CASE WHEN s.state = r.state THEN s.state_note END, state = r.state, state_reason = r.state_reason,
      full_name = r.full_name, family_name = r.family_name, middle_name = r.middle_name, given_name = r.given_name,
      mail = r.mail, phone = r.phone, employee_number = r.employee_number
    FROM run_account r WHERE NOT r.fresh AND s.id = r.id`,
};
// A name stays with its owner even if it was given away since the plan was made; the count then tells.
// What it is was said by the share that brought it.
const saveLoginNames: Statement = {
  name: 'sync-save-login-names',
  text: `
    WITH wanted AS (
      SELECT r.name, coalesce(s.account_id, r.account_id) AS account_id, r.kind, s.id AS share_id
      FROM run_name r LEFT JOIN account_share s ON s.id = r.account_id),
    changed AS (
      UPDATE login_name n SET kind = CASE WHEN n.share_id IS DISTINCT FROM w.share_id THEN n.kind ELSE w.kind END
      FROM wanted w WHERE n.name = w.name AND n.account_id = w.account_id RETURNING 1),
    added AS (
      INSERT INTO login_name (name, account_id, kind, share_id) SELECT name, account_id, kind, share_id FROM wanted w
      WHERE NOT EXISTS (SELECT FROM login_name n WHERE n.name = w.name) RETURNING 1)
    SELECT (SELECT count(*) FROM changed) + (SELECT count(*) FROM added) = (SELECT count(*) FROM run_name) AS whole`,
};
const removePosts: Statement = {
  name: 'sync-remove-posts',
  text: `DELETE FROM post USING run_post_gone g WHERE post.id = g.id AND origin = 'directory'`,
};
const addPosts: Statement = {
  name: 'sync-add-posts',
  text: `
    INSERT INTO post (id, account_id, unit_id, title, position_code, main, origin, share_id, share_main)
    SELECT r.id, coalesce(s.account_id, r.account_id), r.unit_id, r.title, r.position_code, r.main AND s.id IS NULL,
      'directory', s.id, CASE WHEN s.id IS NOT NULL THEN r.main END
    FROM run_post r LEFT JOIN account_share s ON s.id = r.account_id`,
};
const saveGroups: Statement = {
  name: 'sync-save-groups',
  text: `
    INSERT INTO "group" (source_id, id, external_id, dn, code, name, description, state, search_key)
    SELECT $1::uuid, id, external_id, dn, code, name, description, state, search_key FROM run_group
    ON CONFLICT (id) DO UPDATE SET dn = EXCLUDED.dn, name = EXCLUDED.name, description = EXCLUDED.description,
      state = EXCLUDED.state, search_key = EXCLUDED.search_key, updated_at = now()`,
};

/** Keeps a plan of some people in the workspace, until it is known whether it may be applied. */
export async function keepPeople(sql: Sql, plan: PeoplePlan, known: ReadonlySet<string>) {
  const accounts = plan.accounts.map((row) => ({ ...row, fresh: !known.has(row.id) }));
  await writeRows(sql, planAccounts, accounts, accountColumns);
  await writeRows(sql, planNames, plan.loginNames, nameColumns);
  await writeRows(sql, planPosts, plan.posts, postColumns);
  await writeRows(sql, planPostsGone, plan.postsToRemove, [(id) => id]);
  await writeRows(sql, planLeavers, plan.leaving, [(id) => id]);
  if (plan.unsettled.length > 0) await sql.query(planOpen, [plan.unsettled]);
}

export async function keepGroups(sql: Sql, rows: readonly GroupRow[], known: ReadonlySet<string>) {
  const groups = rows.map((row) => ({ ...row, fresh: !known.has(row.id) }));
  await writeRows(sql, planGroupRows, groups, groupColumns);
}

/**
 * @returns the joined people whose state has changed with that of a share.
 * @throws Error with the code of a lost race where a name was given to somebody else meanwhile.
 */
export async function applyPlan(
  sql: Sql,
  sourceId: string,
  { units, unitsToRecode }: { units: readonly UnitRow[]; unitsToRecode: readonly string[] },
): Promise<Turned[]> {
  if (unitsToRecode.length > 0) await sql.query(freeCodes, [unitsToRecode]);
  await writeRows(sql, saveUnits, parentsFirst(units), unitColumns, [sourceId]);
  const joined = await joinedOfRun(sql);
  await sql.query(changeAccounts);
  await sql.query(changeShares);
  await sql.query(addAccounts, [sourceId]);
  await applyMoves(sql);
  const [names] = await sql.query<{ whole: boolean }>(saveLoginNames);
  if (!names?.whole)
    throw Object.assign(new Error('a name was given away meanwhile'), { code: '40001' });
  await sql.query(removePosts);
  await sql.query(addPosts);
  await sql.query(saveGroups, [sourceId]);
  await applyMembers(sql);
  return putTogether(sql, joined);
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
