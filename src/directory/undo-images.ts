// What a run changed, as exact images of its rows: taken around its writing, by sets, and kept for a
// month. Of a run of very many rows nothing is kept: a first load is not undone row by row.
import type { Sql, Statement } from '../core/database.ts';

/** Changed rows, accounts and memberships alike; a run of more cannot be undone. */
export const mostUndoable = 20_000;
export const undoableDays = 30;

const words = (text: string): readonly string[] => text.split(' ');
/** Of each table the columns a run writes; they are what undoing compares and gives back. */
export const columnsOf = {
  account: words(
    'dn username kind state state_reason state_note full_name family_name middle_name given_name mail phone employee_number',
  ),
  unit: words('dn code name parent_id state'),
  group: words('dn name description state'),
  post: words('account_id unit_id title position_code main origin valid_from valid_to'),
  member: ['origin'],
  nested: ['origin'],
  name: ['account_id', 'kind'],
} as const;
export type UndoEntity = keyof typeof columnsOf;

/** The account that a member of a group is, where he was known by the id of a share. */
export const holderOf = (id: string): string =>
  `coalesce((SELECT s.account_id FROM account_share s WHERE s.id = ${id}), ${id})`;
const member = (entity: UndoEntity) => `CASE WHEN k.entity = '${entity}' THEN k.part::uuid END`;
const joins: Record<UndoEntity, string> = {
  account: 'known_person t ON t.id = k.entity_id AND t.external_id IS NOT NULL',
  unit: 'unit t ON t.id = k.entity_id',
  group: '"group" t ON t.id = k.entity_id',
  post: 'post t ON t.id = k.entity_id',
  member: `group_account t ON t.group_id = k.entity_id AND t.account_id = ${holderOf(member('member'))}`,
  nested: `group_nesting t ON t.parent_id = k.entity_id AND t.child_id = ${member('nested')}`,
  name: 'login_name t ON t.name = k.part',
};
const entities = Object.keys(joins) as UndoEntity[];

/** Never null where there is a row. */
const aKey: Record<UndoEntity, string> = {
  account: 'id',
  unit: 'id',
  group: 'id',
  post: 'id',
  member: 'group_id',
  nested: 'parent_id',
  name: 'name',
};
/** What has come to a joined person is told as of the share it came with: joining changes no image. */
function valueOf(entity: UndoEntity, column: string): string {
  const ofShare = column === 'account_id' && (entity === 'post' || entity === 'name');
  if (ofShare) return 'coalesce(t.share_id, t.account_id)';
  return entity === 'post' && column === 'main' ? 'coalesce(t.share_main, t.main)' : `t.${column}`;
}

/** Rows as they are now, null where there is none; `keys` is a table of (entity, entity_id, part). */
export const imagesOf = (keys: string, columns: string): string =>
  entities
    .map((entity) => {
      const pairs = columnsOf[entity].map((column) => `'${column}', ${valueOf(entity, column)}`);
      return `SELECT ${columns}, CASE WHEN t.${aKey[entity]} IS NOT NULL THEN jsonb_build_object(${pairs.join(', ')}) END AS image
        FROM ${keys} k LEFT JOIN ${joins[entity]} WHERE k.entity = '${entity}'`;
    })
    .join(' UNION ALL ');

const many: Statement = {
  name: 'undo-how-many',
  text: `SELECT (SELECT count(*) FROM run_account) + (SELECT count(*) FROM run_group) + (SELECT count(*) FROM run_post)
    + (SELECT count(*) FROM run_post_gone) + (SELECT count(*) FROM run_member) + cardinality($1::uuid[])
    > ${mostUndoable} AS many`,
};
const touched = `(
  SELECT 'account' AS entity, id AS entity_id, '' AS part FROM run_account
  UNION SELECT 'unit', id, '' FROM unnest($1::uuid[]) AS id
  UNION SELECT 'group', id, '' FROM run_group
  UNION SELECT 'post', id, '' FROM run_post UNION SELECT 'post', id, '' FROM run_post_gone
  UNION SELECT CASE kind WHEN 'account' THEN 'member' ELSE 'nested' END, group_id, member::text FROM run_member
  UNION SELECT 'name', account_id, name FROM run_name)`;
const keys = 'k.entity, k.entity_id, k.part';
const keepBefore: Statement = {
  name: 'undo-keep-before',
  text: `INSERT INTO run_before (entity, entity_id, part, image) ${imagesOf(touched, keys)}`,
};
const keepBoth: Statement = {
  name: 'undo-keep-both',
  text: `INSERT INTO sync_undo (run_id, entity, entity_id, part, before, after)
    SELECT $1::uuid, entity, entity_id, part, before, image
    FROM (${imagesOf('run_before', `${keys}, k.image AS before`)}) AS changed
    WHERE before IS DISTINCT FROM image`,
};
const drop: Statement = {
  name: 'undo-drop-old',
  text: `DELETE FROM sync_undo USING sync_run r
    WHERE r.id = run_id AND r.started_at < $1::timestamptz - make_interval(days => ${undoableDays})`,
};

/**
 * Does what `apply` does to the rows of the workspace and keeps both images under the id of the run.
 * @param units ids of those that will be written; they are not in the workspace.
 */
export async function keepImages(
  sql: Sql,
  { runId, units }: { runId: string; units: readonly string[] },
  apply: () => Promise<void>,
): Promise<void> {
  const [row] = await sql.query<{ many: boolean }>(many, [units]);
  if (row?.many) return apply();
  await sql.query(keepBefore, [units]);
  await apply();
  await sql.query(keepBoth, [runId]);
}

export const dropOldImages = (sql: Sql, now: Date) => sql.query(drop, [now]);
