// How long the server takes for each page of a whole province: 100,000 people, 5,000 units, 300
// applications, 5 million entries of the journal. The product runs in a process of its own, as in
// production; an administrator and an official sign in by its front door. From the request to the last
// byte, one after the other, over loopback. Ends with 1 where a page misses the limits.
// Use: npm run bench:pages [-- --fresh] [--rounds N] [--only part-of-a-path]
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createBrowser } from '../test/support/browser.ts';
import { freePort } from '../test/support/ports.ts';
import { exportsOf } from './export-list.ts';
import { pagesOf, type Page, type Site } from './page-list.ts';
import { withProvince } from './province/province.ts';
import { administrator, environmentOf, official, password } from './province/seed.ts';

const limits = { median: 150, p95: 400 };
const hopelessMs = 3_000; // once is enough

const { values: options } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
  },
});

type Sample = Page & { ms: number[]; bytes: number; status: number };
type Visitor = (path: string, form?: Record<string, string>) => Promise<Response>;

const at = (times: readonly number[], share: number) => {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
};
const load = () => `load ${loadavg().map((each) => each.toFixed(1)).join(' ')}`; // prettier-ignore

/** `npm start` on the database, up to its first healthy answer. */
async function startProduct(environment: Record<string, string>): Promise<ChildProcess> {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');
  const env = { PATH: process.env['PATH'], ...environment };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    const ready = await fetch(`${environment['PUBLIC_URL']}/health/ready`).catch(() => undefined);
    if (ready?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error('the product did not start');
}

/** Signs in by the front door. What follows reads no page and follows nothing: only the server is measured. */
async function signIn(site: Site, base: string, login: string): Promise<Visitor> {
  const browser = createBrowser(base);
  await browser.get('/');
  await browser.submit({ login, password });
  const value = browser.cookie(`motchia_${site}`);
  if (value === undefined) throw new Error(`${login} could not sign in: ${browser.page.text}`);
  const headers = { cookie: `motchia_${site}=${value}`, origin: base };
  return (path, form) =>
    fetch(new URL(path, base), {
      headers,
      redirect: 'manual',
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
}

async function visit(visitor: Visitor, sample: Sample): Promise<void> {
  const start = performance.now();
  const answer = await visitor(sample.path);
  const { byteLength } = await answer.arrayBuffer();
  sample.ms.push(performance.now() - start);
  sample.bytes = byteLength;
  sample.status = answer.status;
}

/** Every page in turn, so that a busy moment of the machine falls on all, and no page keeps the cache. */
async function measure(visitors: Record<Site, Visitor>, samples: readonly Sample[]): Promise<void> {
  for (let round = -1; round < Number(options.rounds); round += 1) {
    for (const sample of samples)
      if (!sample.ms.some((ms) => ms >= hopelessMs)) await visit(visitors[sample.site], sample);
    for (const sample of samples) if (round < 0 && sample.ms[0]! < hopelessMs) sample.ms.length = 0; // warming up
  }
}

const cells = (...figures: number[]) => figures.map((ms) => ms.toFixed(0).padStart(7)).join('');

/** Slowest first. Gives how many missed. */
function report(samples: readonly Sample[]): number {
  const rows = samples
    .map(({ site, path, bytes, ms, status }) => {
      const [median, p95] = [at(ms, 0.5), at(ms, 0.95)];
      const missed = median >= limits.median || p95 >= limits.p95 || status !== 200;
      return {
        name: `${site} ${decodeURI(path)}`,
        median,
        p95,
        min: Math.min(...ms),
        max: Math.max(...ms),
        bytes,
        missed,
      };
    })
    .toSorted((a, b) => b.median - a.median);
  console.log('\n    min median    p95    max     kB  page');
  for (const { name, min, median, p95, max, bytes, missed } of rows)
    console.log(`${cells(min, median, p95, max, bytes / 1024)}  ${missed ? 'MISS ' : ''}${name}`);
  const missed = rows.filter((row) => row.missed).length;
  const worst = [rows[0]?.median ?? 0, Math.max(...rows.map(({ p95 }) => p95))];
  console.log(
    `\n${rows.length} pages, ${options.rounds} times each; slowest median ${worst[0]?.toFixed(0)} ms (below ` +
      `${limits.median}), slowest 95th percentile ${worst[1]?.toFixed(0)} ms (below ${limits.p95}): ` +
      (missed === 0 ? 'met' : `${missed} MISSED`),
  );
  return missed;
}

/** Not held to the limits: a file takes as long as it is. */
async function reportExports(visitor: Visitor): Promise<void> {
  console.log('\nfiles, milliseconds to the first byte and to the last (once each)');
  for (const { path, fields } of exportsOf) {
    const start = performance.now();
    const answer = await visitor(path, fields);
    const reader = answer.body!.getReader();
    await reader.read();
    const first = performance.now() - start;
    while (!(await reader.read()).done);
    const name = `${path} ${new URLSearchParams(fields).toString()}${answer.ok ? '' : ` ${answer.status}`}`;
    console.log(`${cells(first, performance.now() - start)}  ${name}`);
  }
}

async function run(url: string): Promise<void> {
  const environment = environmentOf(url, { public: await freePort(), console: await freePort() });
  const product = await startProduct(environment);
  const ended = once(product, 'exit');
  try {
    const visitors = {
      console: await signIn('console', environment.CONSOLE_URL, administrator),
      portal: await signIn('portal', environment.PUBLIC_URL, official),
    };
    const pages = (await pagesOf(url)).filter(({ path }) => path.includes(options.only));
    const samples = pages.map((page): Sample => ({ ...page, ms: [], bytes: 0, status: 0 }));
    console.log(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, ${load()}`);
    await measure(visitors, samples);
    if (report(samples) > 0) process.exitCode = 1;
    if (!options.only) await reportExports(visitors.console);
    console.log(`\nafterwards: ${load()}`);
  } finally {
    product.kill();
    await ended;
  }
}

await withProvince({ fresh: options.fresh }, run);
