// What another node changed, told by PostgreSQL's NOTIFY on one connection of its own. A connection
// that was lost may have missed news, so each return is told as a change of everything.
import pg from 'pg';
import type { Logger } from './logger.ts';

export type Topic =
  | 'application'
  | 'application_secret'
  | 'key'
  | 'setting'
  | 'source'
  | 'directory_server'
  | 'access';
export type Notifications = ReturnType<typeof createNotifications>;

const retryMs = 1_000;

export function createNotifications(options: { url: string; logger: Logger }) {
  const listeners: { topics: readonly Topic[]; tell: () => void }[] = [];
  let client: pg.Client | undefined;
  let stopped = false;
  let retry: NodeJS.Timeout | undefined;

  const tell = (topic?: string) => {
    for (const listener of listeners)
      if (topic === undefined || listener.topics.includes(topic as Topic)) listener.tell();
  };

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.url,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      application_name: 'motchia notifications',
    });
    client = next;
    next.on('notification', (message) => tell(message.payload));
    next.on('error', (error) => options.logger.warn({ err: error }, 'notifications interrupted'));
    next.on('end', again);
    await next.connect();
    await next.query('LISTEN motchia');
    tell();
  }

  function again(): void {
    if (stopped || retry) return;
    retry = setTimeout(() => {
      retry = undefined;
      connect().catch(again);
    }, retryMs);
  }

  return {
    /** `tell` must be quick and must not throw. */
    on(topics: readonly Topic[], tell: () => void): void {
      listeners.push({ topics, tell });
    },
    start: () => connect().catch(again),
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(retry);
      await client?.end().catch(() => undefined);
    },
  };
}
