// The mirror: what a directory said last of each of its entries. A run merges what it staged into the
// mirror and plans from the mirror alone, so a full reading and a delta that tell the same lead to the
// same plan. Everything here happens in the transaction of the run: where that is rolled back, the
// mirror and the cookie are as before, and the next run hears the same again.
import type { Sql, Statement } from '../core/database.ts';
import type { Feed, Kind } from './feed.ts';

const changeEntries: Statement = {
  name: 'mirror-change',
  text: `
    UPDATE directory_entry e SET dn = s.dn, dn_hash = s.dn_hash, digest = s.digest, draft = s.draft,
      names = s.names, rejections = s.rejections
    FROM directory_staged s WHERE s.run_id = $2 AND s.op = 'new'
      AND e.source_id = $1 AND e.kind = s.kind AND e.external_id = s.external_id`,
};
const addEntries: Statement = {
  name: 'mirror-add',
  text: `
    INSERT INTO directory_entry (source_id, kind, external_id, dn, dn_hash, digest, draft, names, rejections)
    SELECT source_id, kind, external_id, dn, dn_hash, digest, draft, names, rejections
    FROM directory_staged s WHERE run_id = $2 AND op = 'new' AND NOT EXISTS (
      SELECT FROM directory_entry e WHERE e.source_id = $1 AND e.kind = s.kind AND e.external_id = s.external_id)`,
};
const removeNamed: Statement = {
  name: 'mirror-remove-named',
  text: `
    WITH gone AS (
      DELETE FROM directory_entry e USING directory_staged s
      WHERE s.run_id = $2 AND s.op = 'gone' AND e.source_id = $1 AND e.kind = s.kind AND e.external_id = s.external_id
      RETURNING e.kind, e.external_id)
    INSERT INTO run_gone SELECT * FROM gone`,
};
const removeUnnamed: Statement = {
  name: 'mirror-remove-unnamed',
  text: `
    WITH gone AS (
      DELETE FROM directory_entry e WHERE e.source_id = $1 AND NOT EXISTS (
        SELECT FROM directory_staged s
        WHERE s.run_id = $2 AND s.kind = e.kind AND s.external_id = e.external_id AND s.op <> 'gone')
      RETURNING e.kind, e.external_id)
    INSERT INTO run_gone SELECT * FROM gone`,
};
const removeOutcomes: Statement = {
  name: 'mirror-remove-outcomes',
  text: `
    DELETE FROM directory_outcome o
    WHERE o.source_id = $1 AND (
      o.external_id IN (SELECT external_id FROM run_gone WHERE kind = 'people')
      OR o.external_id IN (SELECT external_id FROM directory_staged
        WHERE run_id = $2 AND kind = 'people' AND op = 'new' AND draft IS NULL))`,
};
const removeReferencesOfGone: Statement = {
  name: 'mirror-references-gone',
  text: `
    DELETE FROM directory_reference r USING run_gone g
    WHERE r.source_id = $1 AND r.kind = g.kind AND r.external_id = g.external_id`,
};
const removeReferences: Statement = {
  name: 'mirror-references-remove',
  text: `
    DELETE FROM directory_reference r USING directory_staged s
    WHERE s.run_id = $2 AND s.op = 'new' AND r.source_id = $1 AND r.kind = s.kind AND r.external_id = s.external_id
      AND NOT EXISTS (SELECT FROM directory_staged_reference x WHERE x.run_id = $2 AND x.kind = r.kind
        AND x.external_id = r.external_id AND x.dn_hash = r.dn_hash)`,
};
const addReferences: Statement = {
  name: 'mirror-references-add',
  text: `
    INSERT INTO directory_reference (source_id, kind, external_id, dn_hash, dn_key)
    SELECT x.source_id, x.kind, x.external_id, x.dn_hash, x.dn_key
    FROM directory_staged_reference x
    JOIN directory_staged s ON s.run_id = x.run_id AND s.kind = x.kind AND s.external_id = x.external_id
    WHERE x.run_id = $2 AND s.op = 'new' AND NOT EXISTS (
      SELECT FROM directory_reference r WHERE r.source_id = $1 AND r.kind = x.kind
        AND r.external_id = x.external_id AND r.dn_hash = x.dn_hash)
    ORDER BY x.kind, x.external_id, x.dn_hash`,
};
const touchStaged: Statement = {
  name: 'mirror-touch-staged',
  text: `
    INSERT INTO run_touched SELECT kind, external_id FROM directory_staged
    WHERE run_id = $1 AND op = 'new' AND kind <> 'units' UNION
    SELECT kind, external_id FROM run_gone WHERE kind <> 'units'`,
};
// A unit that stands elsewhere takes everything below with it, of which a delta need not speak.
const movedUnit: Statement = {
  name: 'mirror-moved-unit',
  text: `
    SELECT s.dn FROM directory_staged s
    JOIN directory_entry e ON e.source_id = $1 AND e.kind = s.kind AND e.external_id = s.external_id
    WHERE s.run_id = $2 AND s.kind = 'units' AND s.op = 'new' AND e.dn_hash <> s.dn_hash LIMIT 1`,
};
const unitsTouched: Statement = {
  name: 'mirror-units-touched',
  text: `
    SELECT external_id FROM directory_staged WHERE run_id = $1 AND kind = 'units' AND op = 'new' UNION ALL
    SELECT external_id FROM run_gone WHERE kind = 'units' LIMIT 1`,
};
const sizes: Statement = {
  name: 'mirror-sizes',
  text: `SELECT kind, count(*)::int AS entries FROM directory_entry WHERE source_id = $1 GROUP BY kind`,
};
const stagedSizes: Statement = {
  name: 'mirror-staged-sizes',
  text: `SELECT kind, count(*)::int AS entries FROM directory_staged WHERE run_id = $1 GROUP BY kind`,
};
const findState: Statement = {
  name: 'source-state-find',
  text: `SELECT cookie, settings_key AS "settingsKey", positions_key AS "positionsKey", checked_at AS "checkedAt",
           full_at AS "fullAt" FROM source_state WHERE source_id = $1`,
};
// A reading that gives no cookie leaves the one there is: it is behind the data, which does no harm.
const saveState: Statement = {
  name: 'source-state-save',
  text: `
    INSERT INTO source_state AS state (source_id, cookie, settings_key, positions_key, checked_at, full_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (source_id) DO UPDATE SET
      cookie = CASE WHEN state.settings_key = $3 THEN coalesce($2, state.cookie) ELSE $2 END,
      settings_key = $3, positions_key = coalesce($4, state.positions_key), checked_at = $5,
      full_at = coalesce($6, state.full_at)`,
};

export type SourceState = {
  cookie: string | null;
  settingsKey: string | null; // of the settings the mirror was read with
  positionsKey: string | null;
  checkedAt: Date | null; // last heard from, whether or not there was news
  fullAt: Date | null; // last whole reading that was applied
};

const sizesOf = (rows: readonly { kind: Kind; entries: number }[]): Record<Kind, number> => ({
  people: 0,
  units: 0,
  groups: 0,
  ...Object.fromEntries(rows.map(({ kind, entries }) => [kind, entries])),
});

export type Merged = {
  /** Entries in the mirror now. */
  size: Record<Kind, number>;
  /** Entries that the feed named. */
  read: Record<Kind, number>;
  unitsTouched: boolean;
};

export const stateOfSource = async (sql: Sql, sourceId: string): Promise<SourceState | undefined> =>
  (await sql.query<SourceState>(findState, [sourceId]))[0];

export const saveStateOfSource = (
  sql: Sql,
  sourceId: string,
  { cookie, settingsKey, positionsKey, checkedAt, fullAt }: SourceState,
) => sql.query(saveState, [sourceId, cookie, settingsKey, positionsKey, checkedAt, fullAt]);

/** Whether a delta tells less than what has changed: then only a whole reading will do. */
export const tellsTooLittle = async (sql: Sql, sourceId: string, runId: string) =>
  (await sql.query(movedUnit, [sourceId, runId])).length > 0;

/** Leaves in the workspace what is gone, and which people and groups are to be looked at. */
export async function merge(
  sql: Sql,
  { sourceId, runId, mode }: { sourceId: string; runId: string; mode: Feed['mode'] },
): Promise<Merged> {
  await sql.query(changeEntries, [sourceId, runId]);
  await sql.query(addEntries, [sourceId, runId]);
  await sql.query(mode === 'full' ? removeUnnamed : removeNamed, [sourceId, runId]);
  await sql.query(removeOutcomes, [sourceId, runId]);
  await sql.query(removeReferencesOfGone, [sourceId]);
  await sql.query(removeReferences, [sourceId, runId]);
  await sql.query(addReferences, [sourceId, runId]);
  await sql.query(touchStaged, [runId]);
  return {
    size: sizesOf(await sql.query(sizes, [sourceId])),
    read: sizesOf(await sql.query(stagedSizes, [runId])),
    unitsTouched: (await sql.query(unitsTouched, [runId])).length > 0,
  };
}
