// An administrator's word that a run is to end, given at whichever node. It is taken while the run
// reads, and no later: what is decided by then is decided, and the row of its progress says so under a
// lock, so that nobody is told of a run that was ended and goes on.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import type { Run } from './runs.ts';

const lockPhase: Statement = {
  name: 'cancel-phase',
  text: 'SELECT phase FROM sync_progress WHERE run_id = $1 FOR UPDATE',
};
const ask: Statement = {
  name: 'cancel-ask',
  text: `INSERT INTO sync_cancel (run_id, by_id, by_name, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
};
const asked: Statement = {
  name: 'cancel-asked',
  text: 'SELECT by_name AS "byName" FROM sync_cancel WHERE run_id = $1',
};
const decide: Statement = {
  name: 'cancel-decide',
  text: `UPDATE sync_progress SET phase = 'planning' WHERE run_id = $1`,
};

const everyMs = 500;

export type Cancelling = ReturnType<typeof createCancelling>;

export function createCancelling({ db, clock }: { db: Database; clock: Clock }) {
  const cancelledBy = async (sql: Database['sql'], runId: string) =>
    (await sql.query<{ byName: string }>(asked, [runId]))[0]?.byName;
  const cancelled = (by: string) => new AppError('sync.cancelled', { params: { by } });

  return {
    /** @throws AppError `sync.not-reading`. */
    ask: (by: Actor, { id, sourceName, sourceId }: Run) =>
      db.transaction(async (tx) => {
        const [row] = await tx.sql.query<{ phase: string }>(lockPhase, [id]);
        if (row?.phase !== 'reading') throw new AppError('sync.not-reading');
        await tx.sql.query(ask, [id, by.accountId, by.name, clock.now()]);
        const object = { type: 'run', id, name: sourceName };
        await record(tx, by, { event: 'sync.cancelled', object, detail: { sourceId } });
      }),
    /**
     * Does what `work` does while nobody asks for an end of the run; then `interrupt` is called once, and
     * whatever became of the work the run is cancelled. @throws AppError `sync.cancelled`.
     */
    async during<T>(runId: string, interrupt: () => void, work: () => Promise<T>): Promise<T> {
      let by: string | undefined;
      const look = async () => {
        by ??= await cancelledBy(db.sql, runId).catch(() => undefined);
        if (by !== undefined) interrupt();
      };
      const timer = setInterval(() => void look(), everyMs);
      try {
        return await work();
      } catch (error) {
        throw by === undefined ? error : cancelled(by);
      } finally {
        clearInterval(timer);
      }
    },
    /** From here on the run cannot be cancelled any more. @throws AppError `sync.cancelled`. */
    close: (runId: string) =>
      db.transaction(async ({ sql }) => {
        await sql.query(lockPhase, [runId]);
        const by = await cancelledBy(sql, runId);
        if (by !== undefined) throw cancelled(by);
        await sql.query(decide, [runId]);
      }),
  };
}
