// The only door to PostgreSQL. One pool serves two ways of speaking to it: prepared SQL for the hot
// path (protocol, sign-in, journal, sync), Prisma for the console's work. A unit of work is wholly
// one or the other; both offer `sql`, so that the journal can be written inside either.
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient, type Prisma } from '../generated/prisma/client.ts';
import { AppError } from './errors.ts';
import { createLocks } from './locks.ts';
import type { Logger } from './logger.ts';

/** A named statement is parsed and planned once per connection. The name must belong to one text. */
export type Statement = { readonly name: string; readonly text: string };

export type Sql = {
  query<Row>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
};

/** A transaction of prepared SQL. */
export type Transaction = { readonly sql: Sql };

/** A transaction of the console: Prisma, with `sql` on the same connection. */
export type Change = Transaction & { readonly prisma: Prisma.TransactionClient };

export type Database = ReturnType<typeof createDatabase>;

/** Connection lost, refused, shut down or out of slots: worth another try, and 503 to whoever asked. */
function isOutage(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return (
    /^(08|57P|53)/.test(code ?? '') ||
    /^(ECONN|ETIMEDOUT|ENOENT|EPIPE|EHOSTUNREACH|P1001|P1017)/.test(code ?? '') ||
    /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/.test(
      message ?? '',
    )
  );
}

async function mapOutage<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isOutage(error) ? new AppError('database.unreachable', { cause: error }) : error;
  }
}

const sqlOf = (client: pg.Pool | pg.PoolClient): Sql => ({
  async query<Row>(statement: Statement, values: readonly unknown[] = []) {
    const result = await mapOutage(client.query({ ...statement, values: [...values] }));
    return result.rows as Row[];
  },
});

const sqlOfPrisma = (tx: Prisma.TransactionClient): Sql => ({
  query: <Row>(statement: Statement, values: readonly unknown[] = []) =>
    mapOutage(tx.$queryRawUnsafe<Row[]>(statement.text, ...values)),
});

export function createDatabase(options: { url: string; maxConnections: number; logger: Logger }) {
  const { logger } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'motchia',
  });
  // The pool listens only to idle connections: one that dies between two statements of a unit of
  // work would end the whole process.
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      if (!pool.ending) logger.warn({ err: error }, 'database connection lost');
    }),
  );
  pool.on('error', () => undefined); // told above
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  const sql = sqlOf(pool);
  const locks = createLocks(options);

  /** Runs `work` in one transaction of prepared SQL. Any error rolls back and is thrown on. */
  async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await mapOutage(pool.connect());
    let broken: Error | undefined;
    try {
      await mapOutage(client.query('BEGIN'));
      const result = await work({ sql: sqlOf(client) });
      await mapOutage(client.query('COMMIT'));
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((e: unknown) => (broken = e as Error));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Runs `work` in one Prisma transaction, which ends after that many seconds. */
  function change<T>(work: (tx: Change) => Promise<T>, seconds = 30): Promise<T> {
    return mapOutage(
      prisma.$transaction((tx) => work({ prisma: tx, sql: sqlOfPrisma(tx) }), {
        maxWait: 5_000,
        timeout: seconds * 1000,
      }),
    );
  }

  /**
   * Runs `work` on one node only: undefined at once where another, or this one, is at it. Long work
   * hears when the lock is lost.
   */
  const exclusively = <T>(name: string, work: (lost: AbortSignal) => Promise<T>) =>
    mapOutage(locks.exclusively(name, work));

  /** Whether what runs under this name on this node is still the only one that does, and was all along. */
  const holds = (name: string) => mapOutage(locks.holds(name));

  async function close(): Promise<void> {
    await prisma.$disconnect();
    await locks.close();
    await pool.end();
  }

  return { sql, prisma, pool, transaction, change, exclusively, holds, close };
}

/**
 * The same database for verbs that are to be part of a transaction under way: what they would do in
 * one of their own becomes part of this one, and stands or falls with it.
 */
export const within = (db: Database, tx: Change): Database => ({
  ...db,
  sql: tx.sql,
  prisma: tx.prisma as Database['prisma'],
  change: (work) => work(tx),
  transaction: (work) => work(tx),
});
