// How long the database works on the console's search of people, in the province that pages.ts measures.
// PostgreSQL itself measures: auto_explain tells the time and the plan of each statement as the product
// sends it. Prints median, 95th percentile and the indexes used, and ends with 1 above 50 ms.
// Use: npm run bench:people-search
import pg from 'pg';
import type { App } from '../src/app.ts';
import { withProvince } from './province/province.ts';
import { withApp } from './province/seed.ts';
import { size } from './province/size.ts';

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

async function report(app: App): Promise<void> {
  const heard = listen(app);
  console.log(`${size.people} people; milliseconds in the database over ${rounds} searches each\n`);
  console.log(`${'search'.padEnd(22)} ${'median'.padStart(7)} ${'95 %'.padStart(7)}   indexes`);
  let slowest = 0;
  for (const text of searches) slowest = Math.max(slowest, await measure(app, heard, text));
  console.log(`\nslowest 95th percentile: ${slowest.toFixed(1)} ms (at most ${limitMs})`);
  process.exitCode = slowest < limitMs ? 0 : 1;
}

async function set(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

await withProvince({ fresh: false }, async (url) => {
  await set(url, explain); // for the connections to come
  try {
    await withApp(url, report);
  } finally {
    await set(url, 'ALTER DATABASE postgres RESET ALL');
  }
});
