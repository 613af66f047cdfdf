// What a run reads, kept until the run is decided: each entry is compared with the mirror as it comes,
// so that of an entry that has not changed no more is kept than that it is there. The rows belong to
// the run alone; nothing is decided here, and nothing of it survives the run.
import type { Database, Statement } from '../core/database.ts';
import type { Entry } from './connection.ts';
import { drafting, hashOfDn, uuidOf, type Drafted, type Known } from './drafts.ts';
import type { Batch, Feed, Kind, Present } from './feed.ts';
import { isSkipped } from './person-entry.ts';
import { ahead, writeRows, type Columns } from './rows.ts';
import type { SourceSettings } from './settings.ts';
import { failure } from './socket.ts';

// The others of those that are asked about have not changed. Each is looked up by its id: a join of one
// page with the whole mirror would be made anew for every page.
const newsAmong: Statement = {
  name: 'staged-news-among',
  text: `
    SELECT r.external_id AS id FROM unnest($3::text[], $4::uuid[], $5::uuid[]) AS r (external_id, digest, dn_hash)
    WHERE NOT EXISTS (
      SELECT FROM directory_entry e WHERE e.source_id = $1 AND e.kind = $2 AND e.external_id = r.external_id
        AND e.digest = coalesce(r.digest, e.digest) AND e.dn_hash = coalesce(r.dn_hash, e.dn_hash) OFFSET 0)`,
};
const keepSame: Statement = {
  name: 'staged-same',
  text: `
    INSERT INTO directory_staged (run_id, source_id, kind, external_id, op)
    SELECT $1::uuid, $2::uuid, $3, external_id, 'same' FROM unnest($4::text[]) AS external_id
    ON CONFLICT (run_id, kind, external_id) DO UPDATE SET op = 'same'`,
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
    SELECT $1::uuid, $2::uuid, $3, * FROM unnest($4::text[], $5::uuid[], $6::text[])`,
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

const referenceColumns: Columns<{ id: string; key: string }> = [
  (row) => row.id,
  (row) => uuidOf(row.key),
  (row) => row.key,
];

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

/** Entries of one kind, compared with the mirror and not kept yet. */
type Compared = { kind: Kind; news: Drafted[]; same: string[]; gone: readonly string[] };

export type Staging = ReturnType<typeof createStaging>;

// No transaction holds a batch together: of a run that does not read to its end nothing is used. What is
// written to unlogged tables alone is committed without waiting for the disk.
export function createStaging({ sql }: Pick<Database, 'sql'>) {
  /** Entries → what is news of them. Looks at the mirror alone, so it may run ahead of what is kept. */
  function comparing({ sourceId, settings, at }: Of) {
    const { known, drafted } = drafting(settings, at);

    async function compareEntries(kind: Kind, entries: readonly Entry[]): Promise<Compared> {
      const read = new Map<string, { entry: Entry; as: Known }>();
      const gone: string[] = [];
      for (const entry of entries) {
        const as = known(entry);
        // Whoever came in before a rule left him out has left, as far as we are concerned.
        if (kind === 'people' && isSkipped(entry, settings)) gone.push(as.externalId);
        else read.set(as.externalId, { entry, as });
      }
      const all = [...read.values()].map(({ as }) => as);
      const columns = [all.map((one) => one.externalId), all.map((one) => one.digest)];
      const changed = await idsOfNews(kind, [...columns, all.map(() => null)]);
      const same = all.flatMap(({ externalId }) => (changed.has(externalId) ? [] : externalId));
      const news = [...changed].map((id) => drafted(kind, read.get(id)!.entry, read.get(id)!.as));
      return { kind, news, same, gone };
    }

    async function idsOfNews(kind: Kind, columns: readonly (string | null)[][]) {
      const rows = await sql.query<{ id: string }>(newsAmong, [sourceId, kind, ...columns]);
      return new Set(rows.map(({ id }) => id));
    }

    async function* comparePresent(kind: Kind, present: readonly Present[], feed: Feed) {
      const once = [...new Map(present.map((one) => [one.externalId, one])).values()];
      const ids = once.map(({ externalId }) => externalId);
      const hashes = once.map(({ dn }) => (dn === undefined ? null : hashOfDn(dn)));
      const unknown = await idsOfNews(kind, [ids, ids.map(() => null), hashes]);
      yield { kind, news: [], same: ids.filter((id) => !unknown.has(id)), gone: [] };
      if (unknown.size === 0) return;
      if (!feed.fetch)
        throw failure('directory.malformed', 'entries that are present are not known');
      yield await compareEntries(kind, await feed.fetch(kind, [...unknown]));
    }

    return async function* ({ kind, entries, present = [], gone = [] }: Batch, feed: Feed) {
      for (const part of slices(entries)) yield await compareEntries(kind, part);
      for (const part of slices(present)) yield* comparePresent(kind, part, feed);
      for (const part of slices(gone)) yield { kind, news: [], same: [], gone: part };
    };
  }

  /** In the order of reading: of an entry that is named twice the later counts. */
  function keeping({ runId, sourceId, settings }: Of) {
    async function keepReferencesOf(kind: Kind, drafts: readonly Drafted[]): Promise<void> {
      await sql.query(dropReferences, [runId, kind, drafts.map((one) => one.externalId)]);
      const named = drafts.flatMap((one) =>
        one.references.map((key) => ({ id: one.externalId, key })),
      );
      await writeRows(sql, keepReferences, named, referenceColumns, [runId, sourceId, kind]);
    }

    async function keepNews(kind: Kind, drafts: readonly Drafted[]): Promise<void> {
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
      await keepReferencesOf(kind, drafts);
    }

    return async ({ kind, news, same, gone }: Compared): Promise<void> => {
      if (gone.length > 0) await sql.query(keepGone, [runId, sourceId, kind, gone]);
      if (same.length > 0) await sql.query(keepSame, [runId, sourceId, kind, same]);
      if (news.length > 0) await keepNews(kind, news);
    };
  }

  return {
    /** Reading, comparing and keeping each work on a part of their own. @throws AppError of the directory. */
    async stage(of: Of, feed: Feed, listener: Listener): Promise<void> {
      const compared = comparing(of);
      const read = { people: 0, units: 0, groups: 0 };
      async function* parts() {
        for await (const batch of ahead(feed.batches)) {
          yield* compared(batch, feed);
          read[batch.kind] += batch.entries.length + (batch.present?.length ?? 0);
          listener.heard(batch.kind, read[batch.kind]);
        }
      }
      const keep = keeping(of);
      for await (const part of ahead(parts())) await keep(part);
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
