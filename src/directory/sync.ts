// Synchronisation: read → entries → plan → brake → one transaction that applies the plan and records
// the run. A dry run takes the same path and rolls the plan back. Nothing is changed by a run that
// fails or is held; a held one waits for an administrator to release or dismiss it.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { AppError, isAppError } from '../core/errors.ts';
import { newId } from '../core/random.ts';
import type { Job } from '../core/scheduler.ts';
import type { Logger } from '../core/logger.ts';
import { system, type Actor } from '../journal/actor.ts';
import type { EventName } from '../journal/events.ts';
import { record, type Json } from '../journal/journal.ts';
import { applyPlan } from './apply.ts';
import { brake, type Braked } from './brake.ts';
import { connectAs } from './connection.ts';
import { currentOf } from './current.ts';
import type { Producer } from './feed.ts';
import { listen } from './listen.ts';
import { snapshotSteps, type Snapshot } from './entries.ts';
import { planSteps, type Plan } from './plan.ts';
import { createProgress, type Report } from './progress.ts';
import { readDirectory } from './reading.ts';
import { countsOf, createRuns, type Ending, type Run } from './runs.ts';
import { endpointOf, type Source, type SourceSafe } from './source-safe.ts';
import type { Sources } from './sources.ts';
import { leisurely } from './steps.ts';

export type Sync = ReturnType<typeof createSync>;

type Deps = { db: Database; clock: Clock; logger: Logger; sources: Sources; safe: SourceSafe };
type Errand = {
  by: Actor;
  source: Source;
  runId: string;
  dryRun: boolean;
  releases: Run | undefined;
  report: Report;
};

/** A run that goes on by itself. */
export type Started = { id: string; ended: Promise<unknown> };
type Performance = { dryRun?: boolean; releases?: Run; begun?: (runId: string) => void };

const statement = (name: string, text: string): Statement => ({ name, text });
// What an administrator changes while we apply makes the transaction fail and start over, never lose his change.
const isolate = statement('sync-isolate', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
const savepoint = statement('sync-savepoint', 'SAVEPOINT before_plan');
const undo = statement('sync-undo', 'ROLLBACK TO SAVEPOINT before_plan');

const lostRace = /^(40001|40P01|23505)$/;
const tries = 4;

export function createSync(deps: Deps) {
  const { db, clock, logger, sources, safe } = deps;
  const runs = createRuns({ db, clock });
  const progress = createProgress({ db, clock, logger });
  const background = new Set<Promise<unknown>>();
  const cookies = new Map<string, string>(); // lost with this node: then everything is told anew

  async function readSnapshot(sourceId: string, report: Report): Promise<Snapshot> {
    const { settings, password } = await safe.open(sourceId);
    const connection = await connectAs(endpointOf(settings), settings.bindDn, password);
    try {
      const reading = await readDirectory(connection, settings, report);
      return await leisurely(snapshotSteps(reading, settings));
    } finally {
      connection.close();
    }
  }

  /** A held run may be released only for what it showed: whoever leaves beyond that was not looked at. */
  async function braked(
    tx: Transaction,
    errand: Errand,
    plan: Plan,
    bySettings: () => Braked | undefined,
  ): Promise<Braked | undefined> {
    if (!errand.releases) return bySettings();
    const shown = await runs.leaving(tx, errand.releases.id);
    const taken = [...plan.leaving, ...plan.unitsClosing, ...plan.groupsClosing];
    const beyond = taken.filter((id) => !shown.has(id)).length;
    return beyond === 0 ? undefined : { reason: 'more-than-shown', detail: { beyond } };
  }

  async function tell(
    tx: Transaction,
    errand: Errand,
    event: EventName,
    detail: Record<string, Json>,
  ) {
    const { by, source, runId } = errand;
    const object = { type: 'run', id: runId, name: source.name };
    const outcome = event === 'sync.failed' ? 'failure' : 'success';
    await record(tx, by, { event, outcome, object, detail: { sourceId: source.id, ...detail } });
  }

  /** The journal of each person whose right to sign in the directory took or gave back. */
  async function tellPeople(tx: Transaction, { by, runId }: Errand, plan: Plan): Promise<void> {
    for (const { entity, op, entityId, attribute, old, new: now } of plan.changes) {
      if (entity !== 'account' || attribute !== 'state' || old === null) continue;
      const event = op === 'suspend' ? 'account.suspended' : 'account.restored';
      await record(tx, by, {
        event,
        accountId: entityId,
        detail: { before: { state: old }, after: { state: now }, runId },
      });
    }
  }

  async function conclude(tx: Transaction, errand: Errand, snapshot: Snapshot): Promise<void> {
    const { runId, source, releases, dryRun } = errand;
    await tx.sql.query(isolate);
    errand.report.phase('planning');
    const current = await currentOf(tx, source.id, snapshot);
    const plan = await leisurely(planSteps(snapshot, current, () => newId(clock.now())));
    const held = await braked(tx, errand, plan, () =>
      brake(snapshot, plan, current, source.settings.brake),
    );
    const read = {
      people: snapshot.present.size,
      units: snapshot.units.length,
      groups: snapshot.groups.length,
    };
    const counts = countsOf(plan, read);
    if (!held || dryRun) {
      errand.report.phase('applying');
      await tx.sql.query(savepoint);
      await applyPlan(tx, source.id, plan);
      if (dryRun) await tx.sql.query(undo);
      else await tellPeople(tx, errand, plan);
    }
    const ending: Ending = held
      ? { state: 'held', reason: held.reason, reasonDetail: held.detail, counts }
      : { state: 'applied', counts };
    await runs.keep(tx, runId, plan);
    await runs.finish(tx, runId, ending);
    if (dryRun) return;
    await runs.supersede(tx, source.id, [runId, releases?.id ?? runId]);
    if (releases) await takeHeld(tx, releases, held ? 'dismissed' : 'released');
    if (releases && !held) await tell(tx, errand, 'sync.released', { heldRunId: releases.id });
    await tell(tx, errand, held ? 'sync.held' : 'sync.applied', {
      counts,
      ...(held ? { reason: held.reason } : {}),
    });
  }

  async function takeHeld(tx: Transaction, run: Run, state: 'released' | 'dismissed') {
    if (!(await runs.mark(tx, run.id, state))) throw new AppError('sync.not-held');
  }

  async function concludeOrTryAgain(errand: Errand, snapshot: Snapshot): Promise<void> {
    for (let left = tries; ; left--) {
      try {
        return await db.transaction((tx) => conclude(tx, errand, snapshot));
      } catch (error) {
        const { code } = error as { code?: string };
        if (left === 1 || !lostRace.test(code ?? '')) throw error;
        logger.info(
          { source: errand.source.name },
          'sync begins again: something changed meanwhile',
        );
      }
    }
  }

  /** The reason is kept with the run; what is not ours to explain is in the log alone. */
  async function fail(errand: Errand, error: unknown): Promise<void> {
    const known = error instanceof AppError;
    const reason = known ? error.code : 'internal';
    if (!known) logger.error({ err: error, source: errand.source.name }, 'sync failed');
    const reasonDetail = known ? { ...error.params } : {};
    await db.transaction(async (tx) => {
      await runs.finish(tx, errand.runId, { state: 'failed', reason, reasonDetail });
      await tell(tx, errand, 'sync.failed', { reason });
    });
  }

  /** @param begun hears the id of the run as soon as it has one. */
  async function perform(
    by: Actor,
    source: Source,
    { dryRun = false, releases, begun }: Performance = {},
  ): Promise<Run> {
    const work = async () => {
      const runId = await runs.begin(by, source.id, dryRun);
      begun?.(runId);
      const report = progress.reportOf(runId);
      const errand: Errand = { by, source, runId, dryRun, releases, report };
      try {
        await concludeOrTryAgain(errand, await readSnapshot(source.id, report));
      } catch (error) {
        await fail(errand, error);
      }
      await report.written();
      return runs.get(runId);
    };
    const run = await db.exclusively(`sync:${source.id}`, work);
    if (!run) throw new AppError('sync.already-running');
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
      if (due.length > 0) await runs.forget();
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
      perform(by, await sourceOf(sourceId, options.dryRun), options),
    /**
     * Reads again and applies what a held run showed. Gives the new run, which is held in its turn where
     * more would leave now. @throws AppError `sync.run-not-found`, `sync.not-held`, `sync.already-running`.
     */
    release: async (by: Actor, runId: string) => {
      const held = await heldRun(runId);
      return perform(by, await sourceOf(held.sourceId), { releases: held });
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
    /**
     * Takes what a producer has to say since the last time, or all of it where that is not known: a
     * reason to read everything. @returns the run, or `nothing`. @throws AppError `source.not-found`, `source.disabled`,
     *   `sync.already-running`; of the directory, where it failed before there was anything to record.
     */
    take: async (by: Actor, sourceId: string, producer: Producer) => {
      const { news, cookie } = await listen(await producer(cookies.get(sourceId) ?? null));
      const run = news ? await perform(by, await sourceOf(sourceId)) : undefined;
      if (cookie && run?.state !== 'held') cookies.set(sourceId, cookie);
      const told = run && (run.state !== 'applied' || run.counts.changes !== 0);
      return told ? run : ('nothing' as const);
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
    /** Newest first. */
    runs: (sourceId?: string, page: { before?: string | undefined; limit?: number } = {}) =>
      runs.list(sourceId, page),
    findRun: runs.get,
    changes: runs.changes,
    rejections: runs.rejections,
    progress: progress.of,
  };
}
