// The lines of one run as they arise: what changes, what could not be taken. They wait in the workspace
// until the run is decided, and go to where people read them in the transaction that stays.
import type { Sql, Statement } from '../core/database.ts';
import type { Feed } from './feed.ts';
import { tellMembers } from './memberships.ts';
import type { Change } from './plan.ts';
import type { Rejection } from './rejection.ts';
import { writeRows, type Columns } from './rows.ts';

export type RunChange = Change & { seq: number };
export type RunRejection = Rejection & { seq: number };

const saveChanges: Statement = {
  name: 'record-changes',
  text: `INSERT INTO sync_change (run_id, seq, entity, op, entity_id, name, attribute, old, new)
    SELECT $1::uuid, * FROM unnest($2::int[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[])`,
};
const noteChanges: Statement = {
  name: 'record-note-changes',
  text: `INSERT INTO run_change SELECT * FROM
    unnest($1::int[], $2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])`,
};
const changeColumns: Columns<RunChange> = [
  (row) => row.seq,
  (row) => row.entity,
  (row) => row.op,
  (row) => row.entityId,
  (row) => row.name,
  (row) => row.attribute,
  (row) => row.old,
  (row) => row.new,
];
const saveRejections: Statement = {
  name: 'record-rejections',
  text: `INSERT INTO sync_rejection (run_id, seq, dn, level, reason, detail)
    SELECT $1::uuid, * FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`,
};
const noteRejections: Statement = {
  name: 'record-note-rejections',
  text: `INSERT INTO run_rejection SELECT * FROM
    unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::jsonb[])`,
};
const publishChanges: Statement = {
  name: 'record-publish-changes',
  text: `INSERT INTO sync_change (run_id, seq, entity, op, entity_id, name, attribute, old, new)
    SELECT $1::uuid, seq, entity, op, entity_id, name, attribute, old, new FROM run_change`,
};
const publishRejections: Statement = {
  name: 'record-publish-rejections',
  text: `INSERT INTO sync_rejection (run_id, seq, dn, level, reason, detail)
    SELECT $1::uuid, seq, dn, level, reason, detail FROM run_rejection`,
};
const rejectionColumns: Columns<RunRejection> = [
  (row) => row.seq,
  (row) => row.dn,
  (row) => row.level,
  (row) => row.reason,
  (row) => JSON.stringify(row.detail),
];

/** Entries of the mirror; in a delta those that are news. */
const entriesOf = (mode: Feed['mode']) =>
  mode === 'full'
    ? 'directory_entry e'
    : `(SELECT kind, external_id FROM directory_staged WHERE run_id = $3 AND op = 'new') s
       JOIN directory_entry e ON e.source_id = $2 AND e.kind = s.kind AND e.external_id = s.external_id`;
/** What was wrong with the entries themselves, as the mirror keeps it. */
const ofEntries = (mode: Feed['mode']): Statement => ({
  name: `record-entries-${mode}`,
  text: `
    WITH told AS (
      INSERT INTO run_rejection (seq, dn, level, reason, detail)
      SELECT $1::int + row_number() OVER (ORDER BY e.kind, e.external_id), r.dn, r.level, r.reason, r.detail
      FROM ${entriesOf(mode)},
        jsonb_to_recordset(e.rejections) AS r (dn text, level text, reason text, detail jsonb)
      WHERE e.source_id = $2 AND e.rejections IS NOT NULL RETURNING 1)
    SELECT count(*)::int AS lines FROM told`,
});
/** Officials whom no unit takes in. */
const homeless = (mode: Feed['mode']): Statement => ({
  name: `record-homeless-${mode}`,
  text: `
    WITH told AS (
      INSERT INTO run_rejection (seq, dn, level, reason, detail)
      SELECT $1::int + row_number() OVER (ORDER BY e.external_id), e.dn, 'warning', 'no-unit', '{}'::jsonb
      FROM ${entriesOf(mode)} LEFT JOIN run_person r ON r.external_id = e.external_id
      LEFT JOIN directory_outcome o ON o.source_id = $2 AND o.external_id = e.external_id
      WHERE e.source_id = $2 AND e.kind = 'people'
        AND CASE WHEN r.external_id IS NULL THEN o.home IS NULL ELSE r.home IS NULL END
        AND e.draft->>'kind' = 'official' RETURNING 1)
    SELECT count(*)::int AS lines FROM told`,
});
const changesAfter: Statement = {
  name: 'record-changes-after',
  text: `SELECT seq, entity, op, entity_id AS "entityId", name, attribute, old, new FROM run_change
         WHERE seq > $1 ORDER BY seq LIMIT 1000`,
};
const rejectionsAfter: Statement = {
  name: 'record-rejections-after',
  text: `SELECT seq, dn, level, reason, detail FROM run_rejection
         WHERE seq > $1 ORDER BY seq LIMIT 1000`,
};

export type Record = ReturnType<typeof recordOf>;

export function recordOf(sql: Sql, runId: string) {
  let changes = 0;
  let rejections = 0;

  async function told(statement: Statement, values: readonly string[]): Promise<void> {
    const [row] = await sql.query<{ lines: number }>(statement, [rejections, ...values]);
    rejections += row?.lines ?? 0;
  }

  return {
    async changes(lines: readonly Change[]): Promise<void> {
      const rows = lines.map((line, i) => ({ ...line, seq: changes + i + 1 }));
      changes += lines.length;
      await writeRows(sql, noteChanges, rows, changeColumns);
    },
    async rejections(lines: readonly Rejection[]): Promise<void> {
      const rows = lines.map((line, i) => ({ ...line, seq: rejections + i + 1 }));
      rejections += lines.length;
      await writeRows(sql, noteRejections, rows, rejectionColumns);
    },
    async members(): Promise<void> {
      changes += await tellMembers(sql, changes);
    },
    /** In a delta: of the entries it names. */
    async entries(sourceId: string, mode: Feed['mode']): Promise<void> {
      const values = mode === 'full' ? [sourceId] : [sourceId, runId];
      await told(ofEntries(mode), values);
      await told(homeless(mode), values);
    },
    /** Nothing that people have not read before: a full reading tells the same rejections every time. */
    isEmpty: (mode: Feed['mode']) => changes === 0 && (mode === 'full' || rejections === 0),
  };
}

/** In the transaction of the run itself. */
export async function publish(sql: Sql, runId: string): Promise<void> {
  await sql.query(publishChanges, [runId]);
  await sql.query(publishRejections, [runId]);
}

/** The lines of a run from a transaction that will be rolled back into one that stays. */
export async function carryOver(from: Sql, to: Sql, runId: string): Promise<void> {
  for (let after = 0; ;) {
    const rows = await from.query<RunChange>(changesAfter, [after]);
    if (rows.length === 0) break;
    await writeRows(to, saveChanges, rows, changeColumns, [runId]);
    after = rows.at(-1)!.seq;
  }
  for (let after = 0; ;) {
    const rows = await from.query<RunRejection>(rejectionsAfter, [after]);
    if (rows.length === 0) return;
    await writeRows(to, saveRejections, rows, rejectionColumns, [runId]);
    after = rows.at(-1)!.seq;
  }
}
