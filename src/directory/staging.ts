// What a run reads, kept until the run is decided: each entry is compared with the mirror as it comes,
// so that of an entry that has not changed no more is kept than that it is there. The rows belong to
// the run alone; nothing is decided here, and nothing of it survives the run.
import type { Database, Sql, Statement } from '../core/database.ts';
import type { Entry } from './connection.ts';
import { drafting, hashOfDn, uuidOf, type Drafted, type Known } from './drafts.ts';
import type { Batch, Feed, Kind, Present } from './feed.ts';
import { isSkipped } from './person-entry.ts';
import { ahead } from './rows.ts';
import type { SourceSettings } from './settings.ts';
import { failure } from './socket.ts';

// What is lost with the server is read again: no commit need wait for the disk.
const unhurried: Statement = {
  name: 'staged-unhurried',
  text: 'SET LOCAL synchronous_commit = off',
};
// Says which of the entries are news; the others are there, and that is all.
const keepKnown: Statement = {
  name: 'staged-known',
  text: `
    WITH read AS (
      SELECT * FROM unnest($4::text[], $5::uuid[], $6::uuid[]) AS read (external_id, digest, dn_hash)),
    same AS (
      SELECT r.external_id FROM read r
      JOIN directory_entry e ON e.source_id = $2 AND e.kind = $3 AND e.external_id = r.external_id
      WHERE e.digest = coalesce(r.digest, e.digest) AND e.dn_hash = coalesce(r.dn_hash, e.dn_hash)),
    kept AS (
      INSERT INTO directory_staged (run_id, source_id, kind, external_id, op)
      SELECT $1::uuid, $2::uuid, $3, external_id, 'same' FROM same
      ON CONFLICT (run_id, kind, external_id) DO UPDATE SET op = 'same')
    SELECT external_id AS id FROM read WHERE external_id NOT IN (SELECT external_id FROM same)`,
};
const keepNew: Statement = {
  name: 'staged-new',
  text: `
    INSERT INTO directory_staged (run_id, source_id, kind, op, external_id, dn, dn_hash, digest, draft, names, rejections)
    SELECT $1::uuid, $2::uuid, $3, 'new', * FROM json_to_recordset($4::json) AS read (
      external_id text, dn text, dn_hash uuid, digest uuid, draft jsonb, names text[], rejections jsonb)
    ON CONFLICT (run_id, kind, external_id) DO UPDATE SET op = 'new', dn = EXCLUDED.dn,
      dn_hash = EXCLUDED.dn_hash, digest = EXCLUDED.digest, draft = EXCLUDED.draft, names = EXCLUDED.names,
      rejections = EXCLUDED.rejections`,
};
const dropReferences: Statement = {
  name: 'staged-drop-references',
  text: `DELETE FROM directory_staged_reference
         WHERE run_id = $1 AND kind = $2 AND external_id = ANY($3::text[])`,
};
const keepReferences: Statement = {
  name: 'staged-references',
  text: `
    INSERT INTO directory_staged_reference (run_id, source_id, kind, external_id, dn_hash, dn_key)
    SELECT $1::uuid, $2::uuid, $3, * FROM unnest($4::text[], $5::uuid[], $6::text[]) ON CONFLICT DO NOTHING`,
};
const keepGone: Statement = {
  name: 'staged-gone',
  text: `
    INSERT INTO directory_staged (run_id, source_id, kind, external_id, op)
    SELECT DISTINCT $1::uuid, $2::uuid, $3, *, 'gone' FROM unnest($4::text[])
    ON CONFLICT (run_id, kind, external_id) DO UPDATE SET op = 'gone'`,
};
const newsOf: Statement = {
  name: 'staged-news',
  text: `SELECT s.op FROM directory_staged s WHERE s.run_id = $1 AND (s.op = 'new' OR (s.op = 'gone' AND EXISTS (
           SELECT FROM directory_entry e
           WHERE e.source_id = s.source_id AND e.kind = s.kind AND e.external_id = s.external_id))) LIMIT 1`,
};
const forgetEntries: Statement = {
  name: 'staged-forget',
  text: 'DELETE FROM directory_staged WHERE source_id = $1',
};
const forgetReferences: Statement = {
  name: 'staged-forget-references',
  text: 'DELETE FROM directory_staged_reference WHERE source_id = $1',
};

const pageSize = 1_000; // references per statement
const atATime = 500; // entries per statement, and per fetch

function* slices<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += atATime) yield items.slice(at, at + atATime);
}

/** `at`: the moment that dates of entries are measured by. */
type Of = { runId: string; sourceId: string; settings: SourceSettings; at: Date };
type Listener = {
  /** Entries of a kind read so far. */
  heard(kind: Kind, entries: number): void;
};

export type Staging = ReturnType<typeof createStaging>;

export function createStaging({ sql, transaction }: Pick<Database, 'sql' | 'transaction'>) {
  function stager(sql: Sql, { runId, sourceId, settings }: Of, rules: ReturnType<typeof drafting>) {
    const { known, drafted } = rules;

    async function stageNew(kind: Kind, drafts: readonly Drafted[]): Promise<void> {
      const rows = drafts.map(({ externalId, dn, dnHash, digest, draft, names, rejections }) => ({
        external_id: externalId,
        dn,
        dn_hash: dnHash,
        digest,
        draft,
        names,
        rejections: rejections.length > 0 ? rejections : null,
      }));
      await sql.query(keepNew, [runId, sourceId, kind, JSON.stringify(rows)]);
      if (kind === 'units' || (kind === 'people' && settings.groupsFrom !== 'memberOf')) return;
      await sql.query(dropReferences, [runId, kind, drafts.map((one) => one.externalId)]);
      const named = drafts.flatMap((one) =>
        one.references.map((key) => [one.externalId, uuidOf(key), key] as const),
      );
      for (let at = 0; at < named.length; at += pageSize) {
        const part = named.slice(at, at + pageSize);
        const columns = ([0, 1, 2] as const).map((column) => part.map((row) => row[column]));
        await sql.query(keepReferences, [runId, sourceId, kind, ...columns]);
      }
    }

    async function stageEntries(kind: Kind, entries: readonly Entry[]): Promise<void> {
      const read = new Map<string, { entry: Entry; as: Known }>();
      const left: string[] = [];
      for (const entry of entries) {
        const as = known(entry);
        if (kind === 'people' && isSkipped(entry, settings)) left.push(as.externalId);
        else read.set(as.externalId, { entry, as });
      }
      // Whoever came in before a rule left him out has left, as far as we are concerned.
      if (left.length > 0) await sql.query(keepGone, [runId, sourceId, kind, left]);
      const all = [...read.values()].map(({ as }) => as);
      const columns = [all.map((one) => one.externalId), all.map((one) => one.digest)];
      const news = await sql.query<{ id: string }>(keepKnown, [
        runId,
        sourceId,
        kind,
        ...columns,
        all.map(() => null),
      ]);
      const drafts = news.map(({ id }) => drafted(kind, read.get(id)!.entry, read.get(id)!.as));
      if (drafts.length > 0) await stageNew(kind, drafts);
    }

    async function stagePresent(kind: Kind, present: readonly Present[], feed: Feed) {
      const once = [...new Map(present.map((one) => [one.externalId, one])).values()];
      const unknown = await sql.query<{ id: string }>(keepKnown, [
        runId,
        sourceId,
        kind,
        once.map(({ externalId }) => externalId),
        once.map(() => null),
        once.map(({ dn }) => (dn === undefined ? null : hashOfDn(dn))),
      ]);
      if (unknown.length === 0) return;
      if (!feed.fetch)
        throw failure('directory.malformed', 'entries that are present are not known');
      const ids = unknown.map(({ id }) => id);
      await stageEntries(kind, await feed.fetch(kind, ids));
    }

    return async (batch: Batch, feed: Feed): Promise<void> => {
      for (const part of slices(batch.entries)) await stageEntries(batch.kind, part);
      for (const part of slices(batch.present ?? [])) await stagePresent(batch.kind, part, feed);
      for (const part of slices(batch.gone ?? []))
        await sql.query(keepGone, [runId, sourceId, batch.kind, part]);
    };
  }

  return {
    /** @throws AppError of the directory; then nothing of it may be used. */
    async stage(of: Of, feed: Feed, listener: Listener): Promise<void> {
      const rules = drafting(of.settings, of.at);
      const read = { people: 0, units: 0, groups: 0 };
      for await (const batch of ahead(feed.batches)) {
        await transaction(async (tx) => {
          await tx.sql.query(unhurried);
          await stager(tx.sql, of, rules)(batch, feed);
        });
        read[batch.kind] += batch.entries.length + (batch.present?.length ?? 0);
        listener.heard(batch.kind, read[batch.kind]);
      }
    },
    /** Whether anything of what was read differs from what is known. */
    hasNews: async (runId: string): Promise<boolean> =>
      (await sql.query(newsOf, [runId])).length > 0,
    /** Only for the holder of the source's lock: rows of a run that died go too. */
    async forget(sourceId: string): Promise<void> {
      await sql.query(forgetEntries, [sourceId]);
      await sql.query(forgetReferences, [sourceId]);
    },
  };
}
