// Synchronisation: a feed is read and staged → merge → plan → brake → one transaction that applies the
// plan and records the run (conclusion.ts). A dry run takes the same path and is rolled back. Nothing is
// changed by a run that fails, is cancelled or is held; a held one waits for an administrator to
// release or dismiss it.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { AppError, isAppError } from '../core/errors.ts';
import { newId } from '../core/random.ts';
import type { Job } from '../core/scheduler.ts';
import type { Logger } from '../core/logger.ts';
import { system, type Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { createCancelling } from './cancelling.ts';
import { createConclusion, type Errand } from './conclusion.ts';
import type { Producer } from './feed.ts';
import { createListening } from './listening.ts';
import { saveStateOfSource, stateOfSource, type SourceState } from './mirror.ts';
import { createProgress } from './progress.ts';
import { wholeReading } from './reading.ts';
import { createReports } from './reports.ts';
import { createRuns, type KeptDays, type Run } from './runs.ts';
import type { Servers } from './servers.ts';
import type { Source, SourceSafe } from './source-safe.ts';
import type { Sources } from './sources.ts';
import { createStaging } from './staging.ts';

export type Sync = ReturnType<typeof createSync>;

type Deps = {
  db: Database;
  clock: Clock;
  logger: Logger;
  sources: Sources;
  safe: SourceSafe;
  keptDays: () => Promise<KeptDays>;
  servers: Pick<Servers, 'open'>;
};

/** A run that goes on by itself. */
export type Started = { id: string; ended: Promise<unknown> };

type Performance = {
  dryRun?: boolean;
  releases?: Run;
  /** Hears the id of the run as soon as it has one. */
  begun?: (runId: string) => void;
  /** Goes on from where the last one ended, if it can, and need not be recorded. */
  delta?: Producer;
};

const lockOf = (sourceId: string) => `sync:${sourceId}`;

export function createSync(deps: Deps) {
  const { db, clock, logger, sources, safe, servers } = deps;
  const runs = createRuns({ db, clock });
  const reports = createReports({ db });
  const progress = createProgress({ db, clock, logger });
  const staging = createStaging(db);
  const cancelling = createCancelling({ db, clock });
  const listening = createListening({ db, clock, staging, cancelling });
  const conclusion = createConclusion({ db, clock, logger, runs });
  const background = new Set<Promise<unknown>>();

  /** The reason is kept with the run; what is not ours to explain is in the log alone. */
  async function fail(errand: Errand, error: unknown): Promise<void> {
    const known = error instanceof AppError;
    const reason = known ? error.code : 'internal';
    if (!known) logger.error({ err: error, source: errand.source.name }, 'sync failed');
    const reasonDetail = known ? { ...error.params } : {};
    await db.transaction(async (tx) => {
      await runs.finish(tx, errand.runId, { state: 'failed', reason, reasonDetail });
      await conclusion.tell(tx, errand, 'sync.failed', { reason });
    });
  }

  /** A delta without news moves the cookie on, and that is all. */
  const heardNothing = (sourceId: string, state: SourceState, cookie: string | null) =>
    saveStateOfSource(db.sql, sourceId, {
      ...state,
      cookie,
      checkedAt: clock.now(),
      fullAt: null,
    });

  /** @returns false where the run left nothing to record. */
  async function carryOut(errand: Errand, producer: Producer): Promise<boolean> {
    const { source, runId, report } = errand;
    const state = await stateOfSource(db.sql, source.id);
    const heard = await listening.read(errand, producer, state);
    if (state && heard.mode === 'delta' && heard.complete && !(await staging.hasNews(runId))) {
      await errand.ours();
      await heardNothing(source.id, state, heard.cookie);
      return false;
    }
    await errand.begin();
    await report.written();
    await cancelling.close(runId);
    report.phase('planning');
    return conclusion.conclude(errand, heard);
  }

  /**
   * What is staged is lost where PostgreSQL dies, and thrown away by whoever gets the lock when ours is lost:
   * what is left of it would look like a directory that most people have left.
   * @throws AppError `database.unreachable`
   */
  async function ours(sourceId: string): Promise<void> {
    if (!(await db.holds(lockOf(sourceId)))) throw new AppError('database.unreachable');
  }

  function errandOf(by: Actor, source: Source, performance: Performance): Errand {
    const { dryRun = false, releases, delta } = performance;
    const runId = newId(clock.now());
    const report = progress.reportOf(runId);
    let begun: Promise<void> | undefined;
    const begin = async () => {
      await runs.begin(by, { id: runId, sourceId: source.id, dryRun });
      report.begin();
      performance.begun?.(runId);
    };
    return {
      by,
      source,
      runId,
      dryRun,
      releases,
      report,
      quiet: delta !== undefined,
      ours: () => ours(source.id),
      begin: () => (begun ??= begin()),
      hasBegun: () => begun !== undefined,
    };
  }

  async function work(by: Actor, source: Source, performance: Performance) {
    const { delta } = performance;
    const errand = errandOf(by, source, performance);
    const { runId, report } = errand;
    let worthIt = true;
    try {
      await staging.forget(source.id); // of a run whose node died
      if (!delta) await errand.begin();
      const { password, ...now } = await safe.open(source.id);
      const connected = () => servers.open({ ...now, password });
      const producer = delta ?? wholeReading(connected, now.settings);
      worthIt = await carryOut({ ...errand, source: now }, producer);
    } catch (error) {
      if (!errand.hasBegun()) throw error;
      await fail(errand, error);
    } finally {
      await staging.forget(source.id);
    }
    await report.written();
    if (!worthIt && errand.hasBegun()) await runs.drop(runId);
    return worthIt ? runs.get(runId) : ('nothing' as const);
  }

  async function perform(by: Actor, source: Source, performance: Performance = {}) {
    const done = await db.exclusively(lockOf(source.id), () => work(by, source, performance));
    if (!done) throw new AppError('sync.already-running');
    return done;
  }

  /** A run that is not a delta always leaves a record. */
  async function performWhole(by: Actor, source: Source, performance: Performance) {
    const run = await perform(by, source, performance);
    if (run === 'nothing') throw new Error('a whole run without a record');
    return run;
  }

  /** A dry run is how a source is tried out before it is switched on. */
  async function sourceOf(id: string, dryRun = false): Promise<Source> {
    const source = await sources.find(id);
    if (!source) throw new AppError('source.not-found');
    if (!source.enabled && !dryRun) throw new AppError('source.disabled');
    return source;
  }

  /** Goes on after the promise is kept. `ended` is kept when the run is over, however it went. */
  function inBackground(by: Actor, source: Source, performance: Performance): Promise<Started> {
    return new Promise((resolve, reject) => {
      const begun = (id: string) => resolve({ id, ended: work });
      const work = perform(by, source, { ...performance, begun }).catch((error: unknown) => {
        if (!isAppError(error)) logger.error({ err: error, source: source.name }, 'sync broke off');
        reject(error); // heard only where the run had not begun
      });
      background.add(work);
      void work.then(() => background.delete(work));
    });
  }

  async function heldRun(runId: string): Promise<Run> {
    const run = await runs.get(runId);
    if (run.state !== 'held' || run.dryRun) throw new AppError('sync.not-held');
    return run;
  }

  const job: Job = {
    name: 'sync',
    everySeconds: 60,
    async run() {
      const due = await sources.takeDue();
      if (due.length > 0) await runs.forget(await deps.keptDays());
      for (const id of due)
        await perform(system, await sourceOf(id)).catch((error: unknown) =>
          logger.warn({ err: error, source: id }, 'scheduled sync did not run'),
        );
    },
  };

  return {
    job,
    /**
     * Reads a source now. A directory that fails gives a run with state `failed`, not an exception.
     * @throws AppError `source.not-found`, `source.disabled`, `sync.already-running`.
     */
    run: async (by: Actor, sourceId: string, options: { dryRun?: boolean } = {}) =>
      performWhole(by, await sourceOf(sourceId, options.dryRun), options),
    /**
     * Reads again and applies what a held run showed. Gives the new run, which is held in its turn where
     * more would leave now. @throws AppError `sync.run-not-found`, `sync.not-held`, `sync.already-running`.
     */
    release: async (by: Actor, runId: string) => {
      const held = await heldRun(runId);
      return performWhole(by, await sourceOf(held.sourceId), { releases: held });
    },
    /**
     * As `run` and `release`, but only as far as the run has begun; the rest goes on by itself.
     * @returns the id of the run.
     */
    start: async (by: Actor, sourceId: string, options: { dryRun?: boolean } = {}) =>
      inBackground(by, await sourceOf(sourceId, options.dryRun), options),
    startRelease: async (by: Actor, runId: string) => {
      const held = await heldRun(runId);
      return inBackground(by, await sourceOf(held.sourceId), { releases: held });
    },
    /** Lets runs that were started come to their end. */
    stop: async () => void (await Promise.all(background)),
    /** @throws AppError `sync.run-not-found`, `sync.not-held`. */
    dismiss: async (by: Actor, runId: string) => {
      const { sourceName, sourceId } = await heldRun(runId);
      await db.transaction(async (tx) => {
        if (!(await runs.mark(tx, runId, 'dismissed'))) throw new AppError('sync.not-held');
        const object = { type: 'run', id: runId, name: sourceName };
        await record(tx, by, { event: 'sync.dismissed', object, detail: { sourceId } });
      });
    },
    /**
     * Ends a run that is reading, at whichever node; nothing of it is applied. It ends a moment later, as
     * `failed` with the reason `sync.cancelled`. @throws AppError `sync.run-not-found`, `sync.not-reading`.
     */
    async cancel(by: Actor, runId: string): Promise<void> {
      const run = await runs.get(runId);
      if (run.state !== 'running') throw new AppError('sync.not-reading');
      // Where nobody holds the lock its node has died: there is nothing to wait for.
      const closed = await db.exclusively(lockOf(run.sourceId), async () => {
        await runs.closeDead(run.sourceId);
        return true;
      });
      if (!closed) await cancelling.ask(by, run);
    },
    /**
     * Takes what a producer has to say since the last time, or all of it where that is not known. Of a
     * delta that changes nothing no run is kept.
     * @returns the run, or `nothing`. @throws AppError `source.not-found`, `source.disabled`,
     *   `sync.already-running`; of the directory, where it failed before there was anything to record.
     */
    take: async (by: Actor, sourceId: string, producer: Producer) =>
      perform(by, await sourceOf(sourceId), { delta: producer }),
    /** When a source was last heard from, and last read whole. */
    state: (sourceId: string) => stateOfSource(db.sql, sourceId),
    /** Newest first. */
    runs: (sourceId?: string, page: { before?: string | undefined; limit?: number } = {}) =>
      runs.list(sourceId, page),
    findRun: runs.get,
    changes: reports.changes,
    rejections: reports.rejections,
    progress: progress.of,
  };
}
