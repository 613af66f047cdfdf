// Bringing in people, groups and rules from a file, in the background: reading → difference → a person
// looks at it → one transaction applies all of it, or nothing. Whoever works on an import holds its
// lock on all nodes, so that one that nobody holds is known to have died, and says so. The deeds
// themselves are the rooms'; the record is in runs.ts.
import type { Clock } from '../core/clock.ts';
import type { Change, Database } from '../core/database.ts';
import { AppError, isAppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import type { Logger } from '../core/logger.ts';
import type { Job } from '../core/scheduler.ts';
import { system, type Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { createCurrent } from './current.ts';
import { perform, type ImportVerbs } from './deeds.ts';
import { planOf } from './facts.ts';
import type { FileRead, ImportKind } from './import.ts';
import { createRuns, digestOf, type ImportPhase, type ImportRun } from './runs.ts';

export type Imports = ReturnType<typeof createImports>;

/** An import that goes on by itself. `ended` is kept when it is over, with what it failed of. */
export type Started = { id: string; ended: Promise<AppError | undefined> };

export type NewImport = {
  kind: ImportKind;
  name: string; // of the file
  read: () => Promise<FileRead>;
};

const applySeconds = 600; // ten thousand rows take some seconds
const tellEveryMs = 500;

export function createImports(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  /** The verbs of the rooms, as part of a transaction under way. */
  verbsIn: (tx: Change) => ImportVerbs;
}) {
  const { db, logger, verbsIn } = deps;
  const runs = createRuns(deps);
  const background = new Set<Promise<unknown>>();
  const lockOf = (id: string) => `import:${id}`;

  /** Tells how far it is, now and then. @throws AppError `import.cancelled` where it is not to go on. */
  function reportOf(id: string) {
    let [phase, told]: [ImportPhase | undefined, number] = [undefined, 0];
    return async (now: ImportPhase, done = 0): Promise<void> => {
      if (now === phase && performance.now() - told < tellEveryMs) return;
      [phase, told] = [now, performance.now()];
      if (!(await runs.tell(id, now, done))) throw new AppError('import.cancelled');
    };
  }

  async function fail(by: Actor, id: string, cause: unknown): Promise<AppError> {
    const error = cause instanceof AppError ? cause : new AppError('internal', { cause });
    if (!isAppError(cause)) logger.error({ err: cause, import: id }, 'import failed');
    await db.transaction(async (tx) => {
      const failed = await runs.fail(tx, id, error.code, error.params);
      if (failed?.phase !== 'applying') return; // a file that could not be read is no deed
      const object = { type: 'import', id, name: failed.fileName };
      const detail = { reason: error.code };
      await record(tx, by, { event: 'import.applied', outcome: 'failure', object, detail });
    });
    return error;
  }

  /**
   * Runs `work` under the import's lock, and resolves as soon as `begin` has: what that throws is thrown.
   * @returns undefined where somebody is at it already, or `begin` says that there is nothing to do.
   */
  function goOn(
    by: Actor,
    id: string,
    begin: () => Promise<boolean>,
    work: () => Promise<void>,
  ): Promise<Started | undefined> {
    return new Promise((resolve, reject) => {
      const ended = db.exclusively(lockOf(id), async () => {
        if (!(await begin())) return undefined;
        resolve({ id, ended: over });
        return work().then(
          () => undefined,
          (error: unknown) => fail(by, id, error),
        );
      });
      const over = ended.catch((error: unknown) => {
        if (!isAppError(error)) logger.error({ err: error, import: id }, 'import broke off');
        reject(error); // heard only where it had not begun
        return undefined;
      });
      background.add(over);
      void over.then(() => {
        background.delete(over);
        resolve(undefined); // where it never began
      });
    });
  }

  async function prepare(id: string, { kind, read }: NewImport): Promise<void> {
    const report = reportOf(id);
    const file = await read();
    await report('planning');
    const { lines } = await planOf(db.sql, kind, file.rows);
    await runs.show(id, file, lines);
  }

  const apply = (by: Actor, id: string): Promise<void> =>
    db.change(async (tx) => {
      const { kind, fileName, rows, digest, counts } = await runs.held(tx, id);
      const plan = await planOf(tx.sql, kind, rows);
      if (digestOf(plan.lines) !== digest) throw new AppError('import.outdated');
      const report = reportOf(id);
      await perform(by, verbsIn(tx), plan, (done) => report('applying', done));
      await runs.finish(tx, by, id);
      const object = { type: 'import', id, name: fileName };
      await record(tx, by, { event: 'import.applied', object, detail: { kind, counts } });
    }, applySeconds);

  /** Nobody holds the lock of one whose process has died, on this node or another. */
  async function endIfDead(id: string): Promise<void> {
    await db.exclusively(lockOf(id), () => fail(system, id, new AppError('import.interrupted')));
  }

  async function find(id: string): Promise<ImportRun | undefined> {
    const run = await runs.find(id);
    if (run?.state !== 'reading' && run?.state !== 'applying') return run;
    await endIfDead(id);
    return runs.find(id);
  }

  async function ready(id: string): Promise<ImportRun> {
    const run = await runs.find(id);
    if (!run) throw new AppError(isId(id) ? 'import.expired' : 'import.not-found');
    if (run.state === 'cancelled') throw new AppError('import.cancelled');
    if (run.counts.error > 0) throw new AppError('import.has-mistakes');
    return run;
  }

  return {
    find,
    current: createCurrent(deps),
    latest: runs.latest,
    lines: runs.lines,
    /**
     * Reads the file and works out the difference, which is kept for an hour. Changes nothing else.
     * Resolves as soon as it has begun.
     */
    start: async (by: Actor, file: NewImport): Promise<Started> => {
      const id = runs.newId();
      const begin = () => runs.begin(id, by, file).then(() => true);
      return (await goOn(by, id, begin, () => prepare(id, file)))!;
    },
    /**
     * Does all of it in one transaction, where the difference is still the one that was shown. Resolves
     * as soon as it has begun; undefined where it is being done already, or was.
     * @throws AppError `import.has-mistakes`, `import.expired`, `import.cancelled`.
     */
    startApply: async (by: Actor, id: string): Promise<Started | undefined> => {
      const { counts } = await ready(id);
      const begin = () => runs.beginApply(id, counts.new + counts.changed);
      return goOn(by, id, begin, () => apply(by, id));
    },
    /** Nothing of it is done, or stays. False where all of it is done already. */
    cancel: (id: string): Promise<boolean> => runs.cancel(id),
    /** Lets imports that were started come to their end. */
    stop: async () => void (await Promise.all(background)),
    sweep: {
      name: 'import-sweep',
      everySeconds: 60,
      async run() {
        for (const { id } of await runs.underWay()) await endIfDead(id);
        await runs.forget();
      },
    } satisfies Job,
  };
}
