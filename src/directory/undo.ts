// Undoing an applied run: rows that still are as it left them go back to what they were before, in one
// transaction under the lock of the source. The directory still says the same, so the source is
// switched off: whatever comes next is an administrator's decision, and the next reading a whole one.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Actor } from '../journal/actor.ts';
import { record, recordAll, type Entry } from '../journal/journal.ts';
import { tellTurned } from './joined.ts';
import type { Run } from './runs.ts';
import {
  collisionsOf,
  imagesAreKept,
  judgeUndo,
  type Collision,
  type Undoable,
} from './undo-judging.ts';
import { mostUndoable, undoableDays } from './undo-images.ts';
import { writeUndo } from './undo-writing.ts';
import { openWorkspace } from './workspace.ts';

/** What undoing a run would do; `kept` is false where the run is too old, too large, or changed nothing. */
export type UndoView = {
  kept: boolean;
  limits: { days: number; rows: number };
  counts: Undoable;
  collisions: readonly Collision[]; // the first hundred lines
};

export type UndoOptions = {
  reason: string;
  /** Undoes the rest where this many rows collide, or fewer: as many as the administrator saw. */
  despite?: number | undefined;
};

const limits = { days: undoableDays, rows: mostUndoable };
const shown = 100;
// What an administrator edits while we write makes us fail, never lose his edit.
const isolate: Statement = {
  name: 'undo-isolate',
  text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
};
const mark: Statement = {
  name: 'undo-mark',
  text: `UPDATE sync_run SET state = 'undone', undone_at = $2, undone_by_id = $3, undone_by_name = $4, undone_reason = $5
         WHERE id = $1 AND state = 'applied' AND NOT dry_run RETURNING id`,
};
const forget: Statement = { name: 'undo-forget', text: 'DELETE FROM sync_undo WHERE run_id = $1' };
const switchOff: Statement = {
  name: 'undo-switch-off',
  text: 'UPDATE source SET enabled = false, updated_at = now() WHERE id = $1 AND enabled RETURNING id',
};
const readWhole: Statement = {
  name: 'undo-read-whole',
  text: 'UPDATE source_state SET cookie = NULL WHERE source_id = $1',
};
const statesChanged: Statement = {
  name: 'undo-states-changed',
  text: `SELECT a.id, r.now->>'state' AS old, a.state, a.state_reason AS reason
    FROM run_undo r JOIN account a ON a.id = r.entity_id AND a.external_id IS NOT NULL
    WHERE r.entity = 'account' AND r.obstacle IS NULL AND r.now->>'state' <> a.state ORDER BY a.id`,
};

const lostRace = /^(40001|40P01|23505|23503)$/;

export function createUndo({ db, clock }: { db: Database; clock: Clock }) {
  /** The journal of each person whose right to sign in changed. */
  async function tellPeople(tx: Transaction, by: Actor, runId: string): Promise<void> {
    type Row = { id: string; old: string; state: string; reason: string | null };
    const rows = await tx.sql.query<Row>(statesChanged);
    const entries = rows.map(({ id, old, state, reason }): Entry => ({
      event: state === 'suspended' ? 'account.suspended' : 'account.restored',
      accountId: id,
      detail: { before: { state: old }, after: { state, stateReason: reason }, runId },
    }));
    await recordAll(tx, by, entries);
  }

  async function turnOff(tx: Transaction, by: Actor, { sourceId, sourceName }: Run) {
    await tx.sql.query(readWhole, [sourceId]);
    if ((await tx.sql.query(switchOff, [sourceId])).length === 0) return;
    const object = { type: 'source', id: sourceId, name: sourceName };
    const detail = { before: { enabled: true }, after: { enabled: false } };
    await record(tx, by, { event: 'source.updated', object, detail });
  }

  async function work(tx: Transaction, by: Actor, run: Run, { reason, despite = 0 }: UndoOptions) {
    await tx.sql.query(isolate);
    await openWorkspace(tx.sql);
    const marked = [run.id, clock.now(), by.accountId, by.name, reason];
    if ((await tx.sql.query(mark, marked)).length === 0) throw new AppError('sync.not-applied');
    if (!(await imagesAreKept(tx.sql, run.id))) throw new AppError('sync.undo-not-kept');
    const counts = await judgeUndo(tx.sql, run.id);
    if (counts.collisions > despite) throw new AppError('sync.undo-collides');
    const turned = await writeUndo(tx.sql);
    await tellPeople(tx, by, run.id);
    await tellTurned(tx, by, turned, { runId: run.id });
    await turnOff(tx, by, run);
    const object = { type: 'run', id: run.id, name: run.sourceName };
    const detail = { sourceId: run.sourceId, counts, ...(reason && { reason }) };
    await record(tx, by, { event: 'sync.undone', object, detail });
    await tx.sql.query(forget, [run.id]);
  }

  return {
    /** Looks, and changes nothing. */
    look: (runId: string): Promise<UndoView> =>
      db.transaction(async ({ sql }) => {
        const kept = await imagesAreKept(sql, runId);
        await openWorkspace(sql);
        const counts = await judgeUndo(sql, runId);
        return { kept, limits, counts, collisions: await collisionsOf(sql, shown) };
      }),
    isKept: (runId: string) => imagesAreKept(db.sql, runId),
    /**
     * For the holder of the source's lock. @throws AppError `sync.not-applied`, `sync.undo-not-kept`,
     * `sync.undo-collides`; `sync.undo-outrun` where somebody edited meanwhile. Then nothing is undone.
     */
    async undo(by: Actor, run: Run, options: UndoOptions): Promise<void> {
      try {
        await db.transaction((tx) => work(tx, by, run, options));
      } catch (error) {
        const { code } = error as { code?: string };
        if (!lostRace.test(code ?? '')) throw error;
        throw new AppError('sync.undo-outrun', { cause: error });
      }
    },
  };
}
