// Once before all test files: one PostgreSQL with a migrated template that each file copies. All
// temporary files of the run lie under one folder, which goes with it.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createLogger } from '../../src/core/logger.ts';
import { migrate } from '../../src/core/migrations.ts';
import { startPostgres } from '../../src/demo/postgres.ts';
import { freePort } from './ports.ts';

/** A process that outlives this one and tidies up, however this one ends. */
function watchOver(folder: string): void {
  const watcher = spawn(process.execPath, ['test/support/after-death.mjs', folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  watcher.unref();
  (watcher.stdin as unknown as { unref(): void }).unref();
}

export default async function setup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'motchia-test-'));
  chmodSync(folder, 0o711); // servers that tests start as another user reach their own folder
  process.env['TMPDIR'] = folder;
  watchOver(folder);
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
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
