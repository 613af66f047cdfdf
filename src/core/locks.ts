// Work that one node at a time may do. The locks are PostgreSQL's advisory locks, all of this node's on
// one connection of their own: a job that waits for its turn at the pool cannot starve the others, and
// whatever this node held is free when it dies.
import pg from 'pg';
import type { Logger } from './logger.ts';

const ownLock = `
  SELECT FROM pg_locks, hashtextextended($1, 0) AS key
  WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objsubid = 1
    AND classid::bigint = (key >> 32) & 4294967295 AND objid::bigint = key & 4294967295`;

export function createLocks(options: { url: string; logger: Logger }) {
  const held = new Map<string, AbortController>(); // the session itself would let this node in twice
  const session = new pg.Pool({
    connectionString: options.url,
    max: 1,
    idleTimeoutMillis: 0, // kept: the locks are gone with it
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    application_name: 'motchia locks',
    // A node that lost its power says no farewell: its locks are free after some fifteen seconds.
    options:
      '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2 -c tcp_user_timeout=15000',
  });
  session.on('remove', () => {
    for (const loss of held.values()) loss.abort();
  });
  session.on('error', (error) => {
    // Where the database stops together with us, its farewell is no news.
    if (!session.ending) options.logger.warn({ err: error }, 'locks lost');
  });

  async function ask(statement: string, name: string): Promise<boolean> {
    const { rows } = await session.query<{ done: boolean }>(
      `SELECT ${statement}(hashtextextended($1, 0)) AS done`,
      [`motchia:${name}`],
    );
    return rows[0]?.done ?? false;
  }

  return {
    /**
     * @param work hears when the lock is lost: another node may be at it then.
     * @returns undefined at once where this node or another is at it.
     */
    async exclusively<T>(
      name: string,
      work: (lost: AbortSignal) => Promise<T>,
    ): Promise<T | undefined> {
      if (held.has(name)) return undefined;
      const loss = new AbortController();
      held.set(name, loss);
      try {
        if (!(await ask('pg_try_advisory_lock', name))) return undefined;
        try {
          return await work(loss.signal);
        } finally {
          // A connection that was lost has let go already.
          await ask('pg_advisory_unlock', name).catch(() => undefined);
        }
      } finally {
        held.delete(name);
      }
    },

    /**
     * Whether the lock that work began under is still ours, as PostgreSQL says: neither it nor the line to
     * it broke since, and nobody else was at it.
     */
    async holds(name: string): Promise<boolean> {
      const { rowCount } = await session.query(ownLock, [`motchia:${name}`]);
      return (rowCount ?? 0) > 0;
    },

    close: () => session.end(),
  };
}
