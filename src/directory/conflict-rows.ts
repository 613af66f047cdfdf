// Conflicts as a run finds them: kept in its workspace while it plans, written where people settle them
// when it is applied. One that no longer arises closes itself.
import type { Sql, Statement } from '../core/database.ts';
import type { Conflict } from './names-of-people.ts';
import { writeRows, type Columns } from './rows.ts';

const keep: Statement = {
  name: 'conflict-keep',
  text: `INSERT INTO run_conflict SELECT * FROM
         unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[])`,
};
const columns: Columns<Conflict & { id: string }> = [
  (row) => row.id,
  (row) => row.externalId,
  (row) => row.what,
  (row) => row.dn,
  (row) => row.asked,
  (row) => row.value,
  (row) => row.holderId,
];
const open: Statement = {
  name: 'conflict-open',
  text: `
    INSERT INTO directory_conflict AS old (id, source_id, external_id, what, dn, asked, value, holder_id,
      first_run_id, first_at, last_run_id, last_at)
    SELECT id, $1::uuid, external_id, what, dn, asked, value, holder_id, $2::uuid, $3::timestamptz,
      $2::uuid, $3::timestamptz FROM run_conflict
    ON CONFLICT (source_id, external_id, what) DO UPDATE SET dn = EXCLUDED.dn, asked = EXCLUDED.asked,
      value = EXCLUDED.value, holder_id = EXCLUDED.holder_id,
      first_run_id = CASE WHEN old.value = EXCLUDED.value THEN old.first_run_id ELSE EXCLUDED.first_run_id END,
      first_at = CASE WHEN old.value = EXCLUDED.value THEN old.first_at ELSE EXCLUDED.first_at END,
      last_run_id = EXCLUDED.last_run_id, last_at = EXCLUDED.last_at`,
};
const close: Statement = {
  name: 'conflict-close',
  text: `
    DELETE FROM directory_conflict c WHERE c.source_id = $1 AND (
      NOT EXISTS (SELECT FROM directory_entry e WHERE e.source_id = $1 AND e.kind = 'people'
        AND e.external_id = c.external_id AND e.draft IS NOT NULL)
      OR (EXISTS (SELECT FROM run_person r WHERE r.external_id = c.external_id)
        AND NOT EXISTS (SELECT FROM run_conflict n WHERE n.external_id = c.external_id AND n.what = c.what)))`,
};

export async function keepConflicts(
  sql: Sql,
  conflicts: readonly Conflict[],
  newId: () => string,
): Promise<void> {
  const rows = conflicts.map((row) => ({ ...row, id: newId() }));
  await writeRows(sql, keep, rows, columns);
}

/** After the plan was written. */
export async function saveConflicts(
  sql: Sql,
  { sourceId, runId, at }: { sourceId: string; runId: string; at: Date },
): Promise<void> {
  await sql.query(close, [sourceId]);
  await sql.query(open, [sourceId, runId, at]);
}
