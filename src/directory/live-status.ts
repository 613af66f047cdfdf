// How the changes of a source are followed, for whoever looks at it from whichever node.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import type { Json } from '../journal/journal.ts';
import type { Method } from './cookie.ts';

export type LiveState = 'starting' | 'running' | 'held' | 'waiting' | 'stopped';

export type LiveStatus = {
  state: LiveState;
  method: Method | null; // null: not known yet
  persistent: boolean; // the server tells by itself; otherwise it is asked now and then
  since: Date; // of this state
  changedAt: Date | null; // the last change that was applied
  runId: string | null; // the held run that everything waits for
  reason: string | null; // code of the error: why it waits
  reasonDetail: Record<string, Json>;
  heardAt: Date; // of the node that follows
};

export type LiveStatuses = ReturnType<typeof createLiveStatuses>;

type Note = Partial<
  Pick<LiveStatus, 'method' | 'persistent' | 'runId' | 'reason' | 'reasonDetail'>
>;

const save: Statement = {
  name: 'live-save',
  text: `INSERT INTO source_live AS l
           (source_id, state, method, persistent, run_id, reason, reason_detail, since, heard_at)
         SELECT id, $2, $3, $4, $5::uuid, $6, $7::jsonb, $8, $8 FROM source WHERE id = $1
         ON CONFLICT (source_id) DO UPDATE SET state = $2, method = $3, persistent = $4, run_id = $5,
           reason = $6, reason_detail = $7, heard_at = $8,
           since = CASE WHEN (l.state, l.method, l.persistent) IS DISTINCT FROM ($2, $3, $4) THEN $8 ELSE l.since END`,
};
const hear: Statement = {
  name: 'live-hear',
  text: 'UPDATE source_live SET heard_at = $2, changed_at = coalesce($3, changed_at) WHERE source_id = $1',
};
const find: Statement = {
  name: 'live-find',
  text: `SELECT state, method, persistent, since, changed_at AS "changedAt", run_id AS "runId", reason,
           reason_detail AS "reasonDetail", heard_at AS "heardAt" FROM source_live WHERE source_id = $1`,
};

/** A node that is at it says so more often than that. */
const silentMs = 60_000;

export function createLiveStatuses({ db, clock }: { db: Database; clock: Clock }) {
  return {
    note: async (sourceId: string, state: LiveState, about: Note = {}): Promise<void> => {
      const { method = null, persistent = false, runId = null, reason = null } = about;
      const detail = JSON.stringify(about.reasonDetail ?? {});
      const values = [sourceId, state, method, persistent, runId, reason, detail, clock.now()];
      await db.sql.query(save, values);
    },
    /** Still at it; with `changed`, a change was applied just now. */
    hear: async (sourceId: string, changed = false): Promise<void> =>
      void (await db.sql.query(hear, [sourceId, clock.now(), changed ? clock.now() : null])),
    /** Undefined where nobody ever followed; `stopped` where nobody does now. */
    of: async (sourceId: string): Promise<LiveStatus | undefined> => {
      const [row] = await db.sql.query<LiveStatus>(find, [sourceId]);
      const silent = row && clock.now().getTime() - row.heardAt.getTime() > silentMs;
      return silent ? { ...row, state: 'stopped', since: row.heardAt } : row;
    },
  };
}
