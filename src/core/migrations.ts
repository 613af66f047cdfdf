// Applies prisma/migrations at start, one node at a time, and keeps the same rows that Prisma's own
// command would: the two can be used on one database.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from './logger.ts';

const prismaLock = 72707369; // the advisory lock that Prisma's own command takes

type Migration = { name: string; sql: string; checksum: string };
type Row = { migration_name: string; checksum: string; finished_at: Date | null };

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/** What is still to apply. @throws where an applied migration was edited, or one was left half done. */
export function pending(all: readonly Migration[], rows: readonly Row[]): Migration[] {
  const applied = new Map(rows.map((row) => [row.migration_name, row]));
  return all.filter((migration) => {
    const row = applied.get(migration.name);
    if (!row) return true;
    if (!row.finished_at)
      throw new Error(`migration ${migration.name} was left unfinished: restore the database`);
    if (row.checksum !== migration.checksum)
      throw new Error(`migration ${migration.name} was edited after it was applied`);
    return false;
  });
}

async function keep(client: pg.Client, { name, checksum }: Migration): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), now(), 1)`,
    [randomUUID(), checksum, name],
  );
}

async function inTransaction(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await keep(client, migration);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/**
 * A migration that is one such statement on a table that is written all the time: PostgreSQL takes it
 * outside a transaction only, and leaves an index without use behind where it is broken off.
 */
const concurrent = /^(?:--.*\n)*(?:CREATE|DROP) INDEX CONCURRENTLY (?:IF EXISTS )?(\w+)/;

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const [, index] = concurrent.exec(migration.sql) ?? [];
  try {
    if (index === undefined) return await inTransaction(client, migration);
    await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
    await client.query(migration.sql);
    await keep(client, migration);
  } catch (cause) {
    throw new Error(`migration ${migration.name} failed: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Asks again and again rather than wait in the database: a statement that waits holds a snapshot, which
 * the index that the other node makes would in turn wait for.
 */
async function takeTurn(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ mine: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS mine',
      [prismaLock],
    );
    if (rows[0]?.mine) return;
    await setTimeout(100);
  }
}

/** Brings the database up to date; a no-op where it is. */
export async function migrate(options: {
  url: string;
  folder: string;
  logger: Logger;
}): Promise<void> {
  const client = new pg.Client({ connectionString: options.url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await takeTurn(client);
    await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
      migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
    const { rows } = await client.query<Row>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    );
    for (const migration of pending(readMigrations(options.folder), rows)) {
      await apply(client, migration);
      options.logger.info({ migration: migration.name }, 'migration applied');
    }
  } finally {
    await client.end(); // frees the lock as well
  }
}
