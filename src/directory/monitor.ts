// Keeps an eye on the servers of all sources, on every node for itself: asks those that cool down or
// were quiet for long, and tells the other nodes what changed. Whoever signs in finds the answer there
// already; nothing waits for this.
import type { Database, Statement } from '../core/database.ts';
import { isAppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Notifications } from '../core/notifications.ts';
import type { ServerChange, Servers } from './servers.ts';
import type { ServerStatus } from './server-status.ts';
import type { OpenSource, SourceSafe } from './source-safe.ts';

const beatMs = 1_000;
/** How often the sources are read again, and what is known of their servers is told anew. */
const roundMs = 60_000;
const againMs = 5_000; // where that failed

/** Those that somebody may sign in by, or that are read. */
const inUse: Statement = {
  name: 'monitor-sources',
  text: `SELECT id FROM source s WHERE sealed_password IS NOT NULL AND (enabled OR EXISTS
           (SELECT 1 FROM account WHERE source_id = s.id AND state = 'active'))`,
};

export function createMonitor(deps: {
  db: Database;
  logger: Logger;
  safe: Pick<SourceSafe, 'open'>;
  servers: Servers;
  status: ServerStatus;
  notifications: Pick<Notifications, 'on'>;
}) {
  const { db, logger, safe, servers, status } = deps;
  const news = new Map<string, ServerChange>();
  let sources: OpenSource[] = [];
  let roundAt = 0;
  let stale = false; // the sources changed while they were being read
  let lookAgain = false; // another node sees a server otherwise than before
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> | undefined;

  const keyOf = ({ sourceId, url }: ServerChange) => `${sourceId} ${url}`;
  /** The newest word on each server is enough. */
  const changed = (change: ServerChange): void => void news.set(keyOf(change), change);

  /** One source that cannot be opened, such as after a lost sealing key, is not the others' trouble. */
  const opensAt = (id: string) =>
    safe.open(id).catch((error: unknown) => {
      if (isAppError(error, 'database.unreachable')) throw error;
      logger.warn({ err: error, source: id }, 'source cannot be watched');
      return undefined;
    });

  async function round(): Promise<void> {
    if (performance.now() < roundAt) return;
    roundAt = performance.now() + againMs;
    stale = false;
    const rows = await db.sql.query<{ id: string }>(inUse);
    const opened = await Promise.all(rows.map(({ id }) => opensAt(id)));
    sources = opened.filter((source) => source !== undefined);
    servers.keepOnly(new Set(rows.map(({ id }) => id)));
    servers.known().forEach(changed);
    await status.forget();
    roundAt = stale ? 0 : performance.now() + roundMs;
  }

  /** In the order of their names, so that two nodes never wait for each other crosswise. */
  async function tell(): Promise<void> {
    for (const key of [...news.keys()].toSorted()) {
      const change = news.get(key)!; // not sooner: it may have changed while the one before was told
      news.delete(key);
      try {
        await status.tell(change);
      } catch (error) {
        if (!news.has(key)) news.set(key, change); // at the next beat
        throw error;
      }
    }
  }

  async function beat(): Promise<void> {
    try {
      await round();
      // Not awaited: a server that hangs must not hold up the news of the others.
      const all = lookAgain;
      lookAgain = false;
      for (const source of sources)
        for (const url of all ? source.settings.urls : servers.due(source))
          void servers.probe(source, url);
      await tell();
    } catch (error) {
      logger.warn({ err: error }, 'directory monitor missed a beat');
    }
  }

  servers.onChange(changed);
  deps.notifications.on(['source'], () => {
    stale = true;
    roundAt = 0;
  });

  deps.notifications.on(['directory_server'], () => void (lookAgain = true));

  return {
    start(): void {
      const next = () => {
        beating ??= beat().finally(() => (beating = undefined));
      };
      next();
      timer = setInterval(next, beatMs);
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await beating;
    },
  };
}
