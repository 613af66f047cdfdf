// The tables of one run: what is to be planned, and what was planned and is not written yet. They are
// temporary, so of one connection, and empty again when its transaction ends, however it ends.
import type { Sql, Statement } from '../core/database.ts';

const table = (name: string, columns: string): Statement => ({
  name: `workspace-${name}`,
  text: `CREATE TEMP TABLE IF NOT EXISTS ${name} (${columns}) ON COMMIT DELETE ROWS`,
});

const tables: readonly Statement[] = [
  // Entries that are gone, of all kinds.
  table('run_gone', 'kind text, external_id text, PRIMARY KEY (kind, external_id)'),
  // People to plan, and people and groups whose memberships may change.
  table('run_touched', 'kind text, external_id text, PRIMARY KEY (kind, external_id)'),
  // Where each of the people to plan belongs; `open`: did not get the names asked for.
  table(
    'run_person',
    `external_id text PRIMARY KEY, home text, home_label text, part text, part_label text,
     open boolean NOT NULL DEFAULT false`,
  ),
  table(
    'run_account',
    `id uuid PRIMARY KEY, external_id text, fresh boolean, dn text, username text, kind text, state text,
     state_reason text, full_name text, family_name text, middle_name text, given_name text, mail text,
     phone text, employee_number text, search_key text, sort_key text`,
  ),
  table('run_name', 'name text, account_id uuid, kind text'),
  table(
    'run_post',
    `id uuid, account_id uuid, unit_id uuid, title text, position_code text, main boolean`,
  ),
  table('run_post_gone', 'id uuid'),
  // Mail names that pass from one account to another, by decision.
  table('run_move', 'name text PRIMARY KEY, from_id uuid, to_id uuid'),
  table(
    'run_conflict',
    `id uuid, external_id text, what text, dn text, asked text, value text, holder_id uuid,
     PRIMARY KEY (external_id, what)`,
  ),
  table('run_leaving', 'id uuid'),
  table(
    'run_group',
    `id uuid PRIMARY KEY, external_id text, fresh boolean, dn text, code text, name text,
     description text, state text, search_key text`,
  ),
  table(
    'run_change',
    `seq int PRIMARY KEY, entity text, op text, entity_id uuid, name text, attribute text, old text, new text`,
  ),
  table('run_rejection', 'seq int PRIMARY KEY, dn text, level text, reason text, detail jsonb'),
  // Memberships as the directory wants them, and those there are, of the groups and members looked at.
  table('run_wanted', 'group_id uuid, member uuid'),
  table('run_have', 'group_id uuid, member uuid, origin text'),
  table('run_member', `kind text, added boolean, group_id uuid, member uuid`),
  // Rows as they are before the run writes them (undo-images.ts).
  table('run_before', 'entity text, entity_id uuid, part text, image jsonb'),
  // Of a run that is to be undone: as it was, as the run left it, as it is; what is in the way.
  table(
    'run_undo',
    `entity text, entity_id uuid, part text, before jsonb, after jsonb, now jsonb, obstacle text,
     PRIMARY KEY (entity, entity_id, part)`,
  ),
];

/** In every transaction of a run, before anything else of it. */
export async function openWorkspace(sql: Sql): Promise<void> {
  await sql.query(forMany);
  await sql.query(byIndex);
  for (const each of tables) await sql.query(each);
}

const set = (name: string, settings: Record<string, string>) => ({
  name: `workspace-${name}`,
  text: `SELECT ${Object.entries(settings)
    .map(([key, value]) => `set_config('${key}', '${value}', true)`)
    .join(', ')}`,
});
const byHash = set('by-hash', {
  enable_nestloop: 'off',
  enable_hashjoin: 'on',
  enable_mergejoin: 'on',
  join_collapse_limit: '8',
  plan_cache_mode: 'force_custom_plan',
});
const byIndex = set('by-index', {
  enable_nestloop: 'on',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  join_collapse_limit: '1', // tables are joined in the order in which they are written
  plan_cache_mode: 'auto', // foreign keys are checked by plans too, which must not be made for each row
});

// Compiling a statement takes longer than any of these runs; sets of a hundred thousand are joined in memory.
const forMany = set('for-many', {
  jit: 'off',
  work_mem: '64MB',
  gin_pending_list_limit: '1GB',
});

/**
 * Statements over all rows of a source; the others look at a page of them, by an index. PostgreSQL cannot
 * know which is which: tables that were filled a moment ago have no statistics, and a guess either way
 * compares each row with each, which takes hours where a second would do.
 */
export async function overAll<T>(sql: Sql, work: () => Promise<T>): Promise<T> {
  await sql.query(byHash);
  const result = await work();
  await sql.query(byIndex);
  return result;
}

// Only what joins ask for: samples of whole entries would take longer than a page of them.
const keys = '(source_id, kind, external_id, dn_hash)';
const filled = [
  `directory_entry ${keys}`,
  `directory_reference ${keys}`,
  'directory_outcome (source_id, external_id)',
  'account',
  'login_name',
  'post',
  'group_account',
  'group_nesting',
];

/** After a run that brought many rows: autovacuum would count them a minute later, and a delta may come sooner. */
export async function countFilled(sql: Sql): Promise<void> {
  await countRows(sql, filled);
}

/**
 * So that the statements over many rows are planned for many: nobody else counts temporary tables.
 * @param names of tables, some with the columns that count.
 */
export async function countRows(sql: Sql, names: readonly string[]): Promise<void> {
  for (const name of names)
    await sql.query({ name: `workspace-count-${name.split(' ')[0]}`, text: `ANALYZE ${name}` });
}
