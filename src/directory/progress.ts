// How far a run is, for whoever looks at it from whichever node. Written outside the transaction of
// the run, about once a second, and never in the row of the run itself: that transaction is of
// repeatable read and ends by updating the row, so that a write there would make it start over.
// Nobody's run fails because its progress could not be told.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';

export type Phase = 'reading' | 'planning' | 'applying';

/** Numbers are of entries read so far. */
export type Progress = { phase: Phase; people: number; units: number; groups: number; at: Date };

export type Report = ReturnType<ReturnType<typeof createProgress>['reportOf']>;

const save: Statement = {
  name: 'progress-save',
  text: `INSERT INTO sync_progress (run_id, phase, people, units, groups, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (run_id) DO UPDATE SET phase = $2, people = $3, units = $4, groups = $5, at = $6`,
};
const find: Statement = {
  name: 'progress-find',
  text: 'SELECT phase, people, units, groups, at FROM sync_progress WHERE run_id = $1',
};

const everyMs = 1_000;

export function createProgress(deps: { db: Database; clock: Clock; logger: Logger }) {
  const { db, clock, logger } = deps;

  function reportOf(runId: string) {
    const read = { people: 0, units: 0, groups: 0 };
    let phase: Phase = 'reading';
    let told = 0; // when
    let begun = false;
    let writing: Promise<unknown> = Promise.resolve();

    function tell(): void {
      if (!begun) return;
      const at = clock.now();
      told = at.getTime();
      const values = [runId, phase, read.people, read.units, read.groups, at];
      writing = writing
        .then(() => db.sql.query(save, values))
        .catch((error: unknown) => logger.warn({ err: error }, 'progress of a sync not written'));
    }

    return {
      /** When the run has its record. */
      begin(): void {
        begun = true;
        tell();
      },
      /** Entries of a kind read so far. */
      heard(kind: 'people' | 'units' | 'groups', entries: number): void {
        read[kind] = entries;
        if (clock.now().getTime() - told >= everyMs) tell();
      },
      phase(next: Phase): void {
        if (next === phase) return;
        phase = next;
        tell();
      },
      /** Resolves when nothing of it is under way. */
      written: async () => void (await writing),
    };
  }

  return {
    reportOf,
    /** Undefined before a run has said anything, and of runs before there was progress. */
    of: async (runId: string): Promise<Progress | undefined> =>
      (await db.sql.query<Progress>(find, [runId]))[0],
  };
}
