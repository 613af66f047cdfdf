// How long the database works on the console's search of people, with 70,000 people in it.
// PostgreSQL itself measures: auto_explain tells the time and the plan of each statement as the product
// sends it. Prints median, 95th percentile and the indexes used, and ends with 1 above 50 ms.
// Use: npm run bench:people-search
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { createLogger } from '../src/core/logger.ts';
import { startPostgres } from '../src/demo/postgres.ts';
import { makePeople, makeUnits } from './people.ts';

const people = 70_000;
const rounds = 20;
const limitMs = 50;

/** Parts of names without marks, from the rarest to one that thousands share. */
const searches = [
  'nguyen',
  'nguyen van',
  'thi huong',
  'dung',
  'quoc anh tran',
  'le thi kim ngan',
  'oanh',
  'd',
  'khong co ai ten nay',
  'can-bo-4711',
];

type Plan = { 'Node Type': string; 'Index Name'?: string; Plans?: Plan[] };
type Measured = { ms: number; indexes: string[] };

function indexesOf(plan: Plan): string[] {
  const own = plan['Index Name'] ? [plan['Index Name']] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(indexesOf)];
}

/** Each new connection has its searches explained, and tells them as notices. */
function listen(app: App): Measured[] {
  const heard: Measured[] = [];
  app.db.pool.on('connect', (client) =>
    client.on('notice', ({ message = '' }) => {
      const found = /^duration: ([\d.]+) ms {2}plan:\n(.*)$/s.exec(message);
      if (!found?.[2]?.includes('search_key LIKE')) return;
      const { Plan: plan } = JSON.parse(found[2]) as { Plan: Plan };
      heard.push({ ms: Number(found[1]), indexes: indexesOf(plan) });
    }),
  );
  return heard;
}

const explain = `ALTER DATABASE postgres SET session_preload_libraries = 'auto_explain';
  ALTER DATABASE postgres SET auto_explain.log_min_duration = 0;
  ALTER DATABASE postgres SET auto_explain.log_analyze = on;
  ALTER DATABASE postgres SET auto_explain.log_timing = off; -- a clock at each row costs more than the search
  ALTER DATABASE postgres SET auto_explain.log_format = json;
  ALTER DATABASE postgres SET auto_explain.log_level = notice`;

async function fill(app: App): Promise<void> {
  const insert = (table: string, rows: object[]) =>
    app.db.sql.query(
      {
        name: `bench-${table}`,
        text: `INSERT INTO "${table}" SELECT (r).* FROM (
          SELECT jsonb_populate_record(NULL::"${table}", e) AS r FROM jsonb_array_elements($1::jsonb) e) x`,
      },
      [JSON.stringify(rows)],
    );
  const units = makeUnits(1_500);
  await insert('unit', units);
  for (const { accounts, posts } of makePeople(people, units)) {
    await insert('account', accounts);
    await insert('post', posts);
  }
  await app.db.sql.query({ name: 'bench-vacuum', text: 'VACUUM ANALYZE' });
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

async function measure(app: App, heard: Measured[], text: string): Promise<number> {
  heard.length = 0;
  for (let i = 0; i < rounds; i++) await app.accounts.search({ text, limit: 50 });
  if (heard.length < rounds) throw new Error(`PostgreSQL told of ${heard.length} searches`);
  const times = heard.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const indexes = [...new Set(heard.flatMap(({ indexes: used }) => used))].toSorted();
  const figures = [at(times, 0.5), at(times, 0.95)].map((ms) => ms.toFixed(1).padStart(7));
  console.log(`${text.padEnd(22)} ${figures.join(' ')}   ${indexes.join(', ')}`);
  return at(times, 0.95);
}

async function withApp(url: string, work: (app: App) => Promise<void>): Promise<void> {
  const environment = {
    DATABASE_URL: url,
    PUBLIC_URL: 'http://localhost:3000',
    CONSOLE_URL: 'http://localhost:3001',
    SEALING_KEYS: '5e'.repeat(32),
  };
  const app = createApp(loadConfig(environment), { logger: createLogger('silent') });
  try {
    await work(app);
  } finally {
    await app.stop();
  }
}

async function report(app: App): Promise<void> {
  const heard = listen(app);
  console.log(`${people} people; milliseconds in the database over ${rounds} searches each\n`);
  console.log(`${'search'.padEnd(22)} ${'median'.padStart(7)} ${'95 %'.padStart(7)}   indexes`);
  let slowest = 0;
  for (const text of searches) slowest = Math.max(slowest, await measure(app, heard, text));
  console.log(`\nslowest 95th percentile: ${slowest.toFixed(1)} ms (at most ${limitMs})`);
  process.exitCode = slowest < limitMs ? 0 : 1;
}

async function run(folder: string): Promise<void> {
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    port: 54_070,
    settings: { fsync: 'off' },
  });
  try {
    await withApp(postgres.url('postgres'), async (app) => {
      await app.prepare();
      await fill(app);
      await app.db.pool.query(explain); // for the connections to come
    });
    await withApp(postgres.url('postgres'), report);
  } finally {
    await postgres.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'motchia-bench-'));
try {
  await run(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
