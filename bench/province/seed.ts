// Fills an empty, migrated database with the province: people, units, applications, rules, runs, journal.
import pg from 'pg';
import { createApp, type App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/core/logger.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { benchId } from './ids.ts';
import { makePeople } from './people.ts';
import { afterEntries, cast, dropCast, entries } from './seed-journal.ts';
import { rowSteps, sourceStep } from './seed-rows.ts';
import { size } from './size.ts';
import { makeUnits } from './units.ts';

export const password = 'Cửa sổ số 7 nhìn ra sông';
/** Who signs in: an administrator, and an official with fifty groups. */
export const administrator = 'quan-tri-bench';
export const official = 'can-bo-20';

/** The environment of the product on the province's database. */
export const environmentOf = (url: string, ports = { public: 3000, console: 3001 }) => ({
  DATABASE_URL: url,
  PUBLIC_URL: `http://localhost:${ports.public}`,
  CONSOLE_URL: `http://localhost:${ports.console}`,
  HOST: '127.0.0.1',
  PORT: String(ports.public),
  CONSOLE_PORT: String(ports.console),
  SEALING_KEYS: '5e'.repeat(32),
  LOG_LEVEL: 'warn',
});

/** The product without its sites, to use its verbs. */
export async function withApp<T>(url: string, work: (app: App) => Promise<T>): Promise<T> {
  const app = createApp(loadConfig(environmentOf(url)), { logger: createLogger('silent') });
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

export async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  console.log(`  ${name.padEnd(20)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

const part = 250_000; // is sorted in memory

async function insert(client: pg.Client, table: string, rows: object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await client.query(
    `INSERT INTO "${table}" (${columns}) SELECT ${columns}
     FROM jsonb_populate_recordset(NULL::"${table}", $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

async function people(client: pg.Client): Promise<void> {
  const units = makeUnits(size.units);
  await insert(client, 'unit', units);
  for (const { accounts, posts } of makePeople(size.people, units)) {
    await insert(client, 'account', accounts);
    await insert(client, 'post', posts);
  }
}

/** Its indexes are made afterwards, which is several times quicker. */
async function journal(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; sql: string }>(
    `SELECT indexname AS name, indexdef AS sql FROM pg_indexes
     WHERE tablename = 'journal' AND indexname <> 'journal_pkey'`,
  );
  await client.query(cast);
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  await timed('journal', async () => {
    const [{ id: first }] = (
      await client.query<{ id: number }>('SELECT coalesce(max(id), 0)::int AS id FROM journal')
    ).rows as [{ id: number }];
    for (let id = first + 1; id <= size.journal; id += part)
      await client.query(entries, [id, Math.min(id + part - 1, size.journal)]);
    await client.query(afterEntries);
  });
  await timed('its indexes', async () => {
    for (const { sql } of rows) await client.query(sql);
  });
  await client.query(dropCast);
}

async function whoSignsIn(url: string): Promise<void> {
  await withApp(url, async (app) => {
    const kind = 'administrator';
    const person = { username: administrator, fullName: 'Trần Thị Quản Trị', kind } as const;
    const { id } = await app.accounts.createLocal(by, person);
    const group = await app.groups.findByCode('quan-tri-he-thong');
    if (!group) throw new Error('the group of the administrators is gone');
    await app.groups.addAccount(by, group.id, id);
    for (const account of [id, benchId('account', 20)])
      await app.passwords.set(by, account, password, { mustChange: false });
  });
}

/** Some two minutes. */
export async function seed(url: string): Promise<void> {
  await withApp(url, (app) => app.prepare());
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '512MB';
      SET work_mem = '256MB'; SELECT setseed(0.2026)`);
    await client.query(sourceStep.sql);
    await timed('people and units', () => people(client));
    for (const { name, sql } of rowSteps) await timed(name, () => client.query(sql));
    await timed('who signs in', () => whoSignsIn(url));
    await journal(client);
    await timed('statistics', () => client.query('VACUUM ANALYZE'));
  } finally {
    await client.end();
  }
}
