// What all nodes together think of the servers of a source: one row for each view of a node, one for
// what comes of them. Whichever node turns the second one writes the journal, in the same transaction:
// a server that dies is told once, however many nodes and sign-ins noticed. That nodes differ is told
// only when it lasts: most of the time the others just have not looked yet.
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { system } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { isDead } from './health.ts';
import type { ServerChange } from './servers.ts';
import type { Source } from './source-safe.ts';

export type ServerState = 'good' | 'partly' | 'dead';
export type NodeView = { node: string; good: boolean; error: string | null; since: Date };
/** `state` is null where no node looked yet. */
export type ServerSeen = {
  url: string;
  state: ServerState | null;
  since: Date | null;
  views: NodeView[];
};

export type ServerStatus = ReturnType<typeof createServerStatus>;

/** A node renews its views every minute; what is older is of a node that ended. */
const staleSeconds = 180;

const saveView: Statement = {
  name: 'server-view-save',
  text: `INSERT INTO directory_server_view (source_id, url, node, good, error, since, seen_at)
         SELECT id, $2, $3, $4, $5, $6, $7 FROM source WHERE id = $1
         ON CONFLICT (source_id, url, node) DO UPDATE SET good = $4, error = $5, since = $6, seen_at = $7`,
};
/** One node at a time, and a first row: a server nobody knows is good until somebody says otherwise. */
const lockServer: Statement = {
  name: 'server-lock',
  text: `INSERT INTO directory_server (source_id, url, since) SELECT id, $2, $3 FROM source WHERE id = $1
         ON CONFLICT (source_id, url) DO UPDATE SET url = excluded.url RETURNING state, told, since`,
};
const together: Statement = {
  name: 'server-together',
  text: `SELECT CASE WHEN bool_and(good) THEN 'good' WHEN bool_or(good) THEN 'partly' ELSE 'dead' END AS state
         FROM directory_server_view WHERE source_id = $1 AND url = $2 AND seen_at > $3`,
};
const turn: Statement = {
  name: 'server-turn',
  text: `UPDATE directory_server SET state = $3, told = $4, since = $5 FROM source s
         WHERE s.id = source_id AND source_id = $1 AND url = $2 RETURNING s.name`,
};
const servers: Statement = {
  name: 'server-list',
  text: 'SELECT source_id AS "sourceId", url, state, since FROM directory_server',
};
const views: Statement = {
  name: 'server-views',
  text: `SELECT source_id AS "sourceId", url, node, good, error, since FROM directory_server_view
         WHERE seen_at > $1 ORDER BY node`,
};
const forgetViews: Statement = {
  name: 'server-forget-views',
  text: 'DELETE FROM directory_server_view WHERE seen_at <= $1',
};
const forgetServers: Statement = {
  name: 'server-forget',
  text: `DELETE FROM directory_server d WHERE NOT EXISTS (SELECT 1 FROM directory_server_view v
         WHERE v.source_id = d.source_id AND v.url = d.url)`,
};

/** How long nodes may differ before that is news. */
const settleSeconds = 30;
const badness: readonly ServerState[] = ['good', 'partly', 'dead'];

type Merged = { state: ServerState; told: ServerState; since: Date };
type Turn = { before: ServerState; after: ServerState };
type ServerRow = { sourceId: string; url: string; state: ServerState; since: Date };
type ViewRow = NodeView & { sourceId: string; url: string };

export function createServerStatus(deps: { db: Database; clock: Clock; node: string }) {
  const { db, clock, node } = deps;

  const freshSince = () => after(clock.now(), -staleSeconds);

  async function journalled(tx: Transaction, view: ServerChange, name: string, turn: Turn) {
    const { sourceId, url, health } = view;
    const worse = badness.indexOf(turn.after) > badness.indexOf(turn.before);
    await record(tx, system, {
      event: worse ? 'source.server-lost' : 'source.server-back',
      object: { type: 'source', id: sourceId, name },
      detail: {
        url,
        node,
        before: { state: turn.before },
        after: { state: turn.after },
        ...(worse && { error: health.error }),
      },
    });
  }

  async function turned(tx: Transaction, view: ServerChange, row: Merged, now: Date) {
    const { sourceId, url } = view;
    const fresh = [sourceId, url, after(now, -staleSeconds)];
    const [merged] = await tx.sql.query<{ state: ServerState }>(together, fresh);
    const { state } = merged!;
    const since = state === row.state ? row.since : now;
    const settled = state !== 'partly' || after(since, settleSeconds) <= now;
    const told = settled ? state : row.told;
    if (state === row.state && told === row.told) return;
    const values = [sourceId, url, state, told, since];
    const [source] = await tx.sql.query<{ name: string }>(turn, values);
    if (told !== row.told)
      await journalled(tx, view, source?.name ?? '', { before: row.told, after: told });
  }

  return {
    /** What this node thinks of a server now. */
    async tell(view: ServerChange): Promise<void> {
      const { sourceId, url, health } = view;
      const now = clock.now();
      await db.transaction(async (tx) => {
        const [row] = await tx.sql.query<Merged>(lockServer, [sourceId, url, now]);
        if (!row) return; // the source is gone
        const seen = [node, !isDead(health), health.error, health.since ?? now, now];
        await tx.sql.query(saveView, [sourceId, url, ...seen]);
        await turned(tx, view, row, now);
      });
    },

    /** The servers of each source as it is configured now, in that order. */
    async of(sources: readonly Source[]): Promise<Map<string, ServerSeen[]>> {
      const rows = await db.sql.query<ServerRow>(servers);
      const seen = await db.sql.query<ViewRow>(views, [freshSince()]);
      return new Map(
        sources.map(({ id, settings }) => [
          id,
          settings.urls.map((url) => {
            const isIt = (row: { sourceId: string; url: string }) =>
              row.sourceId === id && row.url === url;
            const row = rows.find(isIt);
            return {
              url,
              state: row?.state ?? null,
              since: row?.since ?? null,
              views: seen.filter(isIt),
            };
          }),
        ]),
      );
    },

    /** Views of nodes that ended, servers that nobody looks at any more. */
    async forget(): Promise<void> {
      await db.sql.query(forgetViews, [freshSince()]);
      await db.sql.query(forgetServers);
    },
  };
}
