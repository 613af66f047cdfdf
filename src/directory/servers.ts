// The servers of every source, as this node finds them: which are good, which cool down, which is
// asked next. Owns all connections of sign-in and lends new ones to whoever reads. Decisions are made
// from memory, never by a question to the database; what changed is handed to `changed` and told to
// the other nodes and the journal by server-status.ts.
import type { Clock } from '../core/clock.ts';
import { isAppError, type AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Outcome } from './changes.ts';
import { connect, type Connection } from './connection.ts';
import { answered, failed, isDead, isDue, shareOf, unknown, worthAsking } from './health.ts';
import type { Health } from './health.ts';
import { inTime, within } from './in-time.ts';
import { createPool } from './pool.ts';
import { failure, refusal } from './socket.ts';
import { endpointOf, type OpenSource, type Source } from './source-safe.ts';

export type Servers = ReturnType<typeof createServers>;
export type ServerChange = { sourceId: string; url: string; health: Health };

type Known = {
  destination: string;
  urls: readonly string[];
  health: Map<string, Health>;
  lastGood: string | undefined;
};
type Work<T> = (connection: Connection) => Promise<T>;

const probeMs = 3_000;
/** How long a sign-in waits for the probe of a source that is down: refused or good shows sooner. */
const glanceMs = 300;
const slowMs = 5_000;

/** What says something of the server; anything else says something of the question. */
const ofServer = /^directory\.(unreachable|timeout|tls|malformed)$/;
const isOfServer = (error: unknown): error is AppError =>
  isAppError(error) && ofServer.test(error.code);

/** 51 busy, 52 unavailable (RFC 4511, section 4.1.9): this server cannot, another may. */
export function refuseUnable({ code, message }: Outcome): void {
  if (code === 51 || code === 52) throw failure('directory.unreachable', `${code} ${message}`);
}

const destinationOf = ({ settings }: Source) => {
  const { urls, security, allowPlain, ca } = settings;
  return JSON.stringify([urls, security, allowPlain, ca]);
};

export function createServers({ clock, logger }: { clock: Clock; logger: Logger }) {
  let changed: ((change: ServerChange) => void) | undefined;
  const pool = createPool();
  const sources = new Map<string, Known>();
  const probes = new Map<string, Promise<void>>();

  /** What is known of a source; nothing any more once it points elsewhere. */
  function knownOf(source: Source): Known {
    const destination = destinationOf(source);
    const known = sources.get(source.id);
    if (known?.destination === destination) return known;
    known?.health.forEach((_, url) => pool.drop(keyOf(source.id, known, url)));
    const { urls } = source.settings;
    const fresh: Known = { destination, urls, health: new Map(), lastGood: undefined };
    sources.set(source.id, fresh);
    return fresh;
  }

  const keyOf = (id: string, known: Known, url: string) =>
    JSON.stringify([id, url, known.destination]);
  const healthIn = (known: Known) => (url: string) => known.health.get(url) ?? unknown;

  function note(source: Source, known: Known, url: string, health: Health): void {
    const before = healthIn(known)(url);
    known.health.set(url, health);
    if (before.since && isDead(before) === isDead(health)) return;
    if (isDead(health)) {
      pool.drop(keyOf(source.id, known, url));
      logger.warn({ source: source.name, url, reason: health.error }, 'directory server lost');
    } else if (before.since) logger.info({ source: source.name, url }, 'directory server is back');
    changed?.({ sourceId: source.id, url, health });
  }

  const good = (source: Source, known: Known, url: string): void =>
    note(source, known, url, answered(healthIn(known)(url), clock.now()));

  const bad = (source: Source, known: Known, url: string, { code }: AppError): void =>
    note(source, known, url, failed(healthIn(known)(url), code, clock.now()));

  const allDead = (known: Known): boolean =>
    known.urls.every((url) => isDead(healthIn(known)(url)));

  function connectTo({ settings }: Source, url: string, connectMs: number, operationMs: number) {
    return connect({ ...endpointOf(settings), urls: [url], connectMs, operationMs });
  }

  /** One question to one server, over a connection that waits or over a new one. */
  async function askOne<T>(source: Source, url: string, ms: number, work: Work<T>): Promise<T> {
    const key = keyOf(source.id, knownOf(source), url);
    const began = performance.now();
    const left = () => Math.max(1, ms - (performance.now() - began));
    const waiting = pool.take(key);
    try {
      if (waiting) return await over(waiting, left());
    } catch (error) {
      // It may have died unseen while it waited: that says nothing of the server.
      if (!isAppError(error, 'directory.unreachable')) throw error;
    }
    return over(await connectTo(source, url, left(), slowMs), left());

    async function over(connection: Connection, leftMs: number): Promise<T> {
      try {
        return await inTime(leftMs, connection, work);
      } finally {
        pool.giveBack(key, connection);
      }
    }
  }

  /** Whether it answers at all; what it thinks of the bind account is for the synchronisation to tell. */
  function probe(source: OpenSource, url: string): Promise<void> {
    const known = knownOf(source);
    const key = keyOf(source.id, known, url);
    const running = probes.get(key);
    if (running) return running;
    const work = async () => {
      try {
        const connection = await connectTo(source, url, probeMs, probeMs);
        const bind: Work<Outcome> = (to) => to.bind(source.settings.bindDn, source.password);
        refuseUnable(await inTime(probeMs, connection, bind).finally(connection.close));
        good(source, known, url);
      } catch (error) {
        if (!isOfServer(error)) throw error;
        bad(source, known, url, error);
      }
    };
    const probing = work()
      .catch((error: unknown) => logger.warn({ err: error, source: source.name }, 'probe failed'))
      .finally(() => probes.delete(key));
    probes.set(key, probing);
    return probing;
  }

  /** Until the first server of a source is back, or none is. */
  function probeAny(source: OpenSource, known: Known): Promise<void> {
    const back = known.urls.map(async (url) => {
      await probe(source, url);
      if (isDead(healthIn(known)(url))) throw new Error('dead');
    });
    return Promise.any(back).catch(() => undefined);
  }

  return {
    probe,
    /** `tell` hears of each server that died, came back or was met for the first time. It must not throw. */
    onChange: (tell: (change: ServerChange) => void): void => void (changed = tell),
    /** Whether every server of a source is known to be dead. */
    isDown: (source: Source): boolean => allDead(knownOf(source)),
    anyDown: (): boolean => [...sources.values()].some(allDead),
    /** Every server that was ever met. */
    known: (): ServerChange[] =>
      [...sources].flatMap(([sourceId, { health }]) =>
        [...health].map(([url, one]) => ({ sourceId, url, health: one })),
      ),
    /** The servers of a source that a probe should ask now. */
    due: (source: Source): string[] => {
      const healthOf = healthIn(knownOf(source));
      return source.settings.urls.filter((url) => isDue(healthOf(url), clock.now()));
    },
    /** Forgets a source that is gone. */
    keepOnly(ids: ReadonlySet<string>): void {
      for (const id of sources.keys()) if (!ids.has(id)) sources.delete(id);
    },

    /**
     * Asks one server after the other until one answers; all of them share the time until `deadline`
     * (of `performance.now()`). Servers that are known to be dead are left out, and where all are, a
     * glance at a probe tells whether one is back.
     * @throws AppError of the last server asked; `directory.plain-refused`
     */
    async ask<T>(source: OpenSource, deadline: number, work: Work<T>): Promise<T> {
      const known = knownOf(source);
      if (allDead(known)) await within(glanceMs, probeAny(source, known));
      const urls = worthAsking(source.settings.urls, healthIn(known), known.lastGood);
      let last = failure('directory.unreachable', 'no server of the source answers');
      for (const [i, url] of urls.entries()) {
        const left = deadline - performance.now();
        if (left <= 0) break;
        try {
          const answer = await askOne(source, url, shareOf(left, urls.length - i), work);
          good(source, known, url);
          known.lastGood = url;
          return answer;
        } catch (error) {
          if (!isOfServer(error)) throw error;
          bad(source, known, url, (last = error));
        }
      }
      throw last;
    },

    /**
     * A connection of its own, bound as the source's account, to the first server that answers within
     * the source's time to connect. Dead ones are tried last. The caller closes it.
     * @throws AppError as connect does, of the last server tried, or `directory.bind-refused`
     */
    async open(source: OpenSource): Promise<Connection> {
      const known = knownOf(source);
      const { connectMs, operationMs } = endpointOf(source.settings);
      const first = worthAsking(source.settings.urls, healthIn(known), known.lastGood);
      let last: AppError | undefined;
      for (const url of new Set([...first, ...source.settings.urls])) {
        try {
          const connection = await connectTo(source, url, connectMs, operationMs);
          return await bound(source, known, url, connection);
        } catch (error) {
          if (!isOfServer(error)) throw error;
          bad(source, known, url, (last = error));
        }
      }
      throw last ?? failure('directory.unreachable', '');
    },
    /** Closes the connections that wait. */
    stop: pool.stop,
  };

  async function bound(source: OpenSource, known: Known, url: string, connection: Connection) {
    const { settings, password } = source;
    const ms = settings.connectSeconds * 1000;
    try {
      const result = await inTime(ms, connection, (to) => to.bind(settings.bindDn, password));
      refuseUnable(result);
      good(source, known, url);
      known.lastGood = url;
      if (result.code !== 0) throw refusal(result.code, result.message);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }
}
