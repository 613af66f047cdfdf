// Once before all test files: one PostgreSQL with a migrated template that each file copies.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createLogger } from '../../src/core/logger.ts';
import { migrate } from '../../src/core/migrations.ts';
import { startPostgres } from '../../src/demo/postgres.ts';
import { freePort } from './ports.ts';

export default async function setup(): Promise<void> {
  const postgres = await startPostgres({
    folder: join(mkdtempSync(join(tmpdir(), 'motchia-test-')), 'postgres'),
    port: await freePort(),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  await client.query('CREATE DATABASE template_motchia');
  await client.end();
  await migrate({
    url: postgres.url('template_motchia'),
    folder: 'prisma/migrations',
    logger: createLogger('silent'),
  });
  process.env['TEST_POSTGRES'] = postgres.url('');
  (globalThis as Record<string, unknown>)['testPostgres'] = postgres;
}
