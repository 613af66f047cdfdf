// The changes of every source, as they happen: which node follows which source, and what happens when
// that fails. One node follows a source, held by a lock that is free when it dies; the others ask for
// the lock every two seconds. A full reading on its schedule repairs whatever was missed.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { AppError, isAppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Notifications } from '../core/notifications.ts';
import { pause } from '../core/pause.ts';
import { system } from '../journal/actor.ts';
import type { Producer } from './feed.ts';
import { follow, type Following } from './follow.ts';
import type { LiveStatuses } from './live-status.ts';
import type { Servers } from './servers.ts';
import { sourceOf, type OpenSource, type SourceSafe } from './source-safe.ts';
import type { Sync } from './sync.ts';

type Deps = {
  db: Database;
  clock: Clock;
  logger: Logger;
  notifications: Notifications;
  safe: SourceSafe;
  servers: Pick<Servers, 'open'>;
  sync: Sync;
  statuses: LiveStatuses;
};

/** What this node does about a source, until its settings change. */
type Follower = { version: number; stop: AbortController; ended: Promise<void> };

const askMs = 2_000; // between two tries for the lock, and for a run that is under way to end
const beatMs = 10_000;
const lookMs = 30_000; // between two looks at the sources, should the news of a change be lost
const longestWaitMs = 120_000;

/** Growing waits, so that a directory that comes back is not met by everybody at once. */
const waitAfter = (failures: number): number =>
  Math.min(longestWaitMs, 1_000 * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);

export function createLive(deps: Deps) {
  const { db, clock, logger, notifications, safe, servers, sync, statuses } = deps;
  const followers = new Map<string, Follower>();
  const stop = new AbortController();
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  /** Waits for a run that is under way: what it read may be older than what we have. */
  async function take(source: OpenSource, producer: Producer, signal: AbortSignal) {
    for (;;) {
      try {
        const run = await sync.take(system, source.id, producer);
        if (run === 'nothing') return run;
        if (run.state === 'failed') throw new AppError('sync.changes-failed');
        if (run.state === 'held') return 'held';
        await statuses.hear(source.id, true);
        return 'applied';
      } catch (error) {
        const busy = isAppError(error) && error.code === 'sync.already-running';
        if (!busy || signal.aborted) throw error;
        await pause(askMs / 2, signal);
      }
    }
  }

  function followingOf(source: OpenSource, signal: AbortSignal, done: () => void): Following {
    const { id, settings } = source;
    return {
      settings,
      clock,
      signal,
      connect: () => servers.open(source),
      take: (producer) => take(source, producer, signal),
      caughtUp: async (method, persistent) => {
        done();
        await statuses.note(id, 'running', { method, persistent });
      },
    };
  }

  async function heldRun(sourceId: string): Promise<string | undefined> {
    const runs = await sync.runs(sourceId, { limit: 50 });
    const last = runs.find(({ dryRun }) => !dryRun);
    return last?.state === 'held' ? last.id : undefined;
  }

  /** Nothing goes on before an administrator has released or dismissed what was held. */
  async function heldUp(sourceId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const runId = signal.aborted ? undefined : await heldRun(sourceId);
      if (runId === undefined) return;
      await statuses.note(sourceId, 'held', { runId });
      await pause(askMs, signal);
    }
  }

  /** While this node holds the lock of the source. */
  async function watch(source: OpenSource, signal: AbortSignal): Promise<void> {
    let failures = 0;
    await statuses.note(source.id, 'starting');
    while (!signal.aborted) {
      try {
        await heldUp(source.id, signal);
        if (signal.aborted) return;
        const outcome = await follow(followingOf(source, signal, () => (failures = 0)));
        if (outcome === 'again') await pause(waitAfter(failures++), signal);
      } catch (error) {
        if (signal.aborted) return;
        await waitAfterTrouble(source, error, waitAfter(failures++), signal);
      }
    }
  }

  async function waitAfterTrouble(
    source: OpenSource,
    error: unknown,
    ms: number,
    signal: AbortSignal,
  ): Promise<void> {
    const known = isAppError(error);
    const log = { err: error, source: source.name };
    if (known) logger.warn(log, 'changes are not followed');
    else logger.error(log, 'following changes broke off');
    const reason = known ? error.code : 'internal';
    const reasonDetail = known ? { ...error.params } : {};
    await statuses
      .note(source.id, 'waiting', { reason, reasonDetail })
      .catch((cause: unknown) => logger.warn({ err: cause }, 'state of following not written'));
    await pause(ms, signal);
  }

  /** Never rejects: another node may be at it, and may die. */
  async function waitAndWatch(id: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await db.exclusively(`live:${id}`, async (lost) => {
          const beat = setInterval(() => void statuses.hear(id).catch(() => undefined), beatMs);
          try {
            await watch(await safe.open(id), AbortSignal.any([signal, lost]));
          } finally {
            clearInterval(beat);
          }
          if (!lost.aborted) await statuses.note(id, 'stopped');
        });
      } catch (error) {
        logger.warn({ err: error, source: id }, 'changes cannot be followed');
      }
      await pause(askMs, signal);
    }
  }

  /** Begins and ends followers as the sources now are. */
  async function look(): Promise<void> {
    const rows = stop.signal.aborted ? [] : (await safe.list()).map(sourceOf);
    const wanted = new Map(
      rows
        .filter(({ enabled, settings }) => enabled && settings.changes.method !== 'none')
        .map(({ id, updatedAt }) => [id, updatedAt.getTime()]),
    );
    const over = [...followers].filter(([id, { version }]) => wanted.get(id) !== version);
    for (const [, follower] of over) follower.stop.abort();
    await Promise.all(over.map(([, { ended }]) => ended));
    for (const [id] of over) followers.delete(id);
    for (const [id, version] of wanted) {
      if (followers.has(id)) continue;
      const own = new AbortController();
      followers.set(id, { version, stop: own, ended: waitAndWatch(id, own.signal) });
    }
  }

  function lookSoon(): void {
    looking = looking.then(look).catch((error: unknown) => {
      if (!stop.signal.aborted) logger.warn({ err: error }, 'sources cannot be looked at');
    });
  }

  return {
    start(): void {
      notifications.on(['source'], lookSoon);
      timer = setInterval(lookSoon, lookMs);
      lookSoon();
    },
    /** Lets what is being applied come to its end. */
    async stop(): Promise<void> {
      clearInterval(timer);
      stop.abort();
      lookSoon();
      await looking;
    },
  };
}
