// Which rows of a run can go back to what they were: those that still are as the run left them, in the
// columns it changed. The others were edited later and collide, each with a line that says how.
import type { Sql, Statement } from '../core/database.ts';
import { imagesOf, type UndoEntity } from './undo-images.ts';
import { overAll } from './workspace.ts';

/** `in-use`, `taken`, `other-main`: not the row itself, something that came later is in the way. */
export type Obstacle = 'edited' | 'in-use' | 'taken' | 'other-main';

export type Collision = {
  entity: 'account' | 'unit' | 'group';
  entityId: string;
  name: string;
  attribute: string; // as lines of a run name it
  left: string | null; // as the run left it
  now: string | null;
  obstacle: Obstacle;
};

/** Rows that go back; of those the run made, how many are closed or suspended instead. */
export type Undoable = Record<'people' | 'units' | 'groups' | 'posts' | 'members', number> & {
  made: number;
  collisions: number;
};

const judge: Statement = {
  name: 'undo-judge',
  text: `
    INSERT INTO run_undo (entity, entity_id, part, before, after, now, obstacle)
    SELECT entity, entity_id, part, before, after, image, CASE WHEN CASE
      WHEN before IS NULL AND entity IN ('account', 'unit', 'group')
        THEN image IS NULL OR image->'state' <> after->'state'
      WHEN before IS NULL OR after IS NULL OR image IS NULL THEN image IS DISTINCT FROM after
      ELSE EXISTS (SELECT FROM jsonb_object_keys(before) AS f
        WHERE before->f IS DISTINCT FROM after->f AND image->f IS DISTINCT FROM after->f)
      END THEN 'edited' END
    FROM (${imagesOf(
      '(SELECT * FROM sync_undo WHERE run_id = $1)',
      'k.entity, k.entity_id, k.part, k.before, k.after',
    )}) AS kept`,
};
/** A row that the run added and that will be gone. */
const goesAway = (entity: UndoEntity, id: string) => `EXISTS (SELECT FROM run_undo o
  WHERE o.entity = '${entity}' AND o.entity_id = ${id} AND o.before IS NULL AND o.obstacle IS NULL)`;
/** Removed rows and old codes whose place somebody else has taken; made units that somebody else is in. */
const otherMain: Statement = {
  name: 'undo-other-main',
  text: `
      UPDATE run_undo r SET obstacle = 'other-main'
      FROM post p WHERE r.entity = 'post' AND r.after IS NULL AND r.obstacle IS NULL AND (r.before->>'main')::boolean
        AND p.account_id = (r.before->>'account_id')::uuid AND p.main AND p.share_id IS NULL
        AND NOT ${goesAway('post', 'p.id')}`,
};
const codeTaken: Statement = {
  name: 'undo-code-taken',
  text: `
      UPDATE run_undo r SET obstacle = 'taken'
      FROM unit u WHERE r.entity = 'unit' AND r.obstacle IS NULL AND r.before->'code' IS DISTINCT FROM r.after->'code'
        AND u.code = r.before->>'code' AND u.id <> r.entity_id
        AND NOT EXISTS (SELECT FROM run_undo o WHERE o.entity = 'unit' AND o.entity_id = u.id
          AND o.obstacle IS NULL AND o.before->'code' IS DISTINCT FROM o.after->'code')`,
};
const unitInUse: Statement = {
  name: 'undo-unit-in-use',
  text: `
      UPDATE run_undo r SET obstacle = 'in-use'
      WHERE r.entity = 'unit' AND r.before IS NULL AND r.obstacle IS NULL AND (
        EXISTS (SELECT FROM post p WHERE p.unit_id = r.entity_id AND NOT ${goesAway('post', 'p.id')})
        OR EXISTS (SELECT FROM unit c WHERE c.parent_id = r.entity_id AND c.state = 'active' AND NOT EXISTS (
          SELECT FROM run_undo o WHERE o.entity = 'unit' AND o.entity_id = c.id AND o.obstacle IS NULL
            AND (o.before IS NULL OR o.before->>'parent_id' IS DISTINCT FROM r.entity_id::text
              OR o.before->>'state' = 'closed'))))`,
};
// Twice: a unit that is in the way of one keeps its code, and one that keeps its code stays where it is.
const obstruct = [otherMain, unitInUse, codeTaken, unitInUse, codeTaken];
// A login name goes with its account and is never taken from it: by itself it collides with nothing.
const counts: Statement = {
  name: 'undo-counts',
  text: `
    SELECT count(*) FILTER (WHERE obstacle IS NOT NULL)::int AS collisions,
      count(*) FILTER (WHERE free AND entity = 'account' AND before IS NOT NULL)::int AS people,
      count(*) FILTER (WHERE free AND entity = 'unit' AND before IS NOT NULL)::int AS units,
      count(*) FILTER (WHERE free AND entity = 'group' AND before IS NOT NULL)::int AS groups,
      count(*) FILTER (WHERE free AND entity IN ('account', 'unit', 'group') AND before IS NULL)::int AS made,
      count(*) FILTER (WHERE free AND entity = 'post')::int AS posts,
      count(*) FILTER (WHERE free AND entity IN ('member', 'nested'))::int AS members
    FROM (SELECT *, obstacle IS NULL AS free FROM run_undo WHERE entity <> 'name') AS row`,
};
const isKept: Statement = {
  name: 'undo-is-kept',
  text: 'SELECT FROM sync_undo WHERE run_id = $1 LIMIT 1',
};

const unitNamed = (image: string, column: string) =>
  `(SELECT name FROM unit WHERE id = (${image}->>'${column}')::uuid)`;
const memberName = `coalesce((SELECT full_name FROM account WHERE r.entity = 'member' AND id = r.part::uuid),
  (SELECT name FROM "group" WHERE r.entity = 'nested' AND id = r.part::uuid))`;
const nameOf = {
  account: '(SELECT full_name FROM account WHERE id = owner)',
  unit: '(SELECT name FROM unit WHERE id = owner)',
  group: '(SELECT name FROM "group" WHERE id = owner)',
};
// Of a changed row a line for each column that differs, of the others one line.
const collisions: Statement = {
  name: 'undo-collisions',
  text: `
    WITH line AS (
      SELECT r.entity AS kind, r.obstacle, r.part,
        CASE r.entity WHEN 'post' THEN 'account' WHEN 'member' THEN 'group' WHEN 'nested' THEN 'group'
          ELSE r.entity END AS entity,
        CASE r.entity WHEN 'post' THEN (coalesce(r.after, r.before)->>'account_id')::uuid ELSE r.entity_id END AS owner,
        CASE WHEN r.entity = 'post' THEN 'unit' WHEN r.entity IN ('member', 'nested') THEN 'member' ELSE f.name END AS attribute,
        CASE WHEN r.entity = 'post' THEN ${unitNamed('r.after', 'unit_id')}
          WHEN r.entity IN ('member', 'nested') THEN CASE WHEN r.after IS NOT NULL THEN ${memberName} END
          WHEN f.name = 'parent_id' THEN ${unitNamed('r.after', 'parent_id')} ELSE r.after->>f.name END AS "left",
        CASE WHEN r.obstacle = 'taken' THEN r.before->>'code'
          WHEN r.entity = 'post' THEN ${unitNamed('r.now', 'unit_id')}
          WHEN r.entity IN ('member', 'nested') THEN CASE WHEN r.now IS NOT NULL THEN ${memberName} END
          WHEN f.name = 'parent_id' THEN ${unitNamed('r.now', 'parent_id')} ELSE r.now->>f.name END AS now
      FROM run_undo r LEFT JOIN LATERAL (
        SELECT key AS name FROM jsonb_object_keys(coalesce(r.before, r.after)) AS key
        WHERE r.entity IN ('account', 'unit', 'group') AND CASE
          WHEN r.obstacle = 'taken' THEN key = 'code'
          WHEN r.before IS NULL THEN key = 'state'
          ELSE r.before->key IS DISTINCT FROM r.after->key AND r.now->key IS DISTINCT FROM r.after->key END) AS f ON true
      WHERE r.obstacle IS NOT NULL AND r.entity <> 'name')
    SELECT entity, owner AS "entityId", attribute, "left", now, obstacle,
      CASE entity WHEN 'account' THEN ${nameOf.account} WHEN 'unit' THEN ${nameOf.unit} ELSE ${nameOf.group} END AS name
    FROM line ORDER BY entity, name, owner, attribute LIMIT $1`,
};
const attributes: Readonly<Record<string, string>> = { parent_id: 'parent', state_note: 'note' };
const attributeOf = (column: string): string =>
  attributes[column] ?? column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

export const imagesAreKept = async (sql: Sql, runId: string): Promise<boolean> =>
  (await sql.query(isKept, [runId])).length > 0;

/** Leaves in the workspace what of the run may go back and what collides. */
export async function judgeUndo(sql: Sql, runId: string): Promise<Undoable> {
  await sql.query(judge, [runId]);
  await overAll(sql, async () => {
    for (const each of obstruct) await sql.query(each);
  });
  const [row] = await sql.query<Undoable>(counts);
  return row!;
}

/** Lines of what collides, the first ones. */
export async function collisionsOf(sql: Sql, most: number): Promise<Collision[]> {
  const rows = await sql.query<Collision>(collisions, [most]);
  return rows.map((row) => ({ ...row, attribute: attributeOf(row.attribute) }));
}
