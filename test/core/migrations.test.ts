import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createLogger } from '../../src/core/logger.ts';
import { migrate } from '../../src/core/migrations.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const logger = createLogger('silent');
let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase(); // migrated already
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync('prisma/migrations', folder, { recursive: true });
});
afterEach(() => database.drop());

function add(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

const run = () => migrate({ url: database.url, folder, logger });

async function query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
const applied = async (name: string) =>
  (await query(`SELECT 1 FROM _prisma_migrations WHERE migration_name = '${name}'`)).length;

describe('the migration runner', () => {
  test('applies what is new, once, and keeps the rows that Prisma keeps', async () => {
    add('29990101000000_more', 'CREATE TABLE more (id int)');
    await run();
    await run();
    const [row] = await query(
      `SELECT checksum, finished_at, applied_steps_count FROM _prisma_migrations
       WHERE migration_name = '29990101000000_more'`,
    );
    expect(row).toEqual({
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      finished_at: expect.any(Date),
      applied_steps_count: 1,
    });
  });

  test('lets nodes that start at the same moment apply it once', async () => {
    add('29990101000000_more', 'CREATE TABLE more (id int); SELECT pg_sleep(0.2)');
    await Promise.all([run(), run(), run()]);
    expect(await applied('29990101000000_more')).toBe(1);
  });

  test('stops where an applied migration was edited', async () => {
    add('29990101000000_more', 'CREATE TABLE more (id int)');
    await run();
    add('29990101000000_more', 'CREATE TABLE more (id bigint)');
    await expect(run()).rejects.toThrow('29990101000000_more was edited after it was applied');
  });

  test('leaves nothing of a migration that fails, and starts once it is mended', async () => {
    add('29990101000000_more', 'CREATE TABLE half (id int); SELECT 1 / 0');
    await expect(run()).rejects.toThrow('29990101000000_more failed: division by zero');
    expect(await query(`SELECT 1 FROM pg_tables WHERE tablename = 'half'`)).toEqual([]);
    expect(await applied('29990101000000_more')).toBe(0);
    add('29990101000000_more', 'CREATE TABLE whole (id int)');
    await run();
    expect(await applied('29990101000000_more')).toBe(1);
  });

  test('makes an index beside those who write, on one of several nodes, and anew where it was broken off', async () => {
    await query('CREATE INDEX left_over ON account (mail)');
    add('29990101000000_index', '-- why\nCREATE INDEX CONCURRENTLY left_over ON account (phone);');
    await Promise.all([run(), run(), run()]);
    expect(await applied('29990101000000_index')).toBe(1);
    const [made] = await query(
      `SELECT indexdef, indisvalid FROM pg_indexes JOIN pg_index ON indexrelid = indexname::regclass
       WHERE indexname = 'left_over'`,
    );
    expect(made).toMatchObject({ indexdef: expect.stringContaining('(phone)'), indisvalid: true });
  });

  test('stops where Prisma left one half done', async () => {
    await query(`UPDATE _prisma_migrations SET finished_at = NULL`);
    await expect(run()).rejects.toThrow('was left unfinished');
  });
});
