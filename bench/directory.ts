// How fast a directory is taken in, and in how much memory: a real slapd, a real PostgreSQL, and the
// synchronisation in a process of its own, whose largest size the kernel tells. Beside it ldapsearch
// reads the same tree in the same run: what the machine can do at all. Beside the time stands what our
// process and PostgreSQL computed, which other work on the machine changes less. Ends with 1 where a
// limit is passed; with another number of people than 100,000 it only tells.
// Use: npm run bench:directory [-- --people 1000000 --groups 2000]
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDatabase } from '../src/core/database.ts';
import { createLogger } from '../src/core/logger.ts';
import { migrate } from '../src/core/migrations.ts';
import { createSealing } from '../src/core/sealing.ts';
import { startPostgres } from '../src/demo/postgres.ts';
import type { Feed } from '../src/directory/feed.ts';
import { connectAs } from '../src/directory/connection.ts';
import { searchesOf, wholeReading } from '../src/directory/reading.ts';
import { createSourceSafe, endpointOf } from '../src/directory/source-safe.ts';
import { createServers } from '../src/directory/servers.ts';
import { createSources } from '../src/directory/sources.ts';
import { createSync } from '../src/directory/sync.ts';
import { system } from '../src/journal/actor.ts';
import { startSlapd, type Slapd } from '../test/support/slapd.ts';
import { freePort } from '../test/support/ports.ts';
import { suffix } from '../test/support/organization.ts';

const limits = { first: 20, unchanged: 5, delta: 1, megabytes: 300 };
const usual = 100_000;
const changed = 100;

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: `${usual}` },
    groups: { type: 'string', default: '2000' },
    child: { type: 'string' },
  },
});
const people = Number(values.people);
const groups = Number(values.groups);

const dnOf = (i: number) => `uid=p${i},ou=u${i % 200},ou=units,${suffix}`;

function* ldif(): Generator<string> {
  yield `dn: ${suffix}\nobjectClass: dcObject\nobjectClass: organization\ndc: angiang\no: UBND\n\n`;
  for (const ou of ['units', 'groups'])
    yield `dn: ou=${ou},${suffix}\nobjectClass: organizationalUnit\nou: ${ou}\n\n`;
  for (let i = 0; i < 200; i++)
    yield `dn: ou=u${i},ou=units,${suffix}\nobjectClass: organizationalUnit\nou: u${i}\ndescription: Đơn vị số ${i}\nbusinessCategory: H01.${i}\n\n`;
  const given = ['An', 'Ánh', 'Bình', 'Dũng', 'Đức', 'Hòa', 'Ngọc', 'Tâm', 'Yến'];
  for (let i = 0; i < people; i++)
    yield `dn: ${dnOf(i)}\nobjectClass: inetOrgPerson\nuid: p${i}\ncn: Nguyễn Văn ${given[i % 9]!}\nsn: Nguyễn\ngivenName: ${given[i % 9]!}\nmail: p${i}@angiang.gov.vn\nmobile: 09${String(10_000_000 + (i % 80_000_000))}\ntitle: Chuyên viên\nemployeeNumber: NV${i}\n\n`;
  for (let i = 0; i < groups; i++) {
    // The first holds everybody up to a hundred thousand, the others fifty each.
    const size = i === 0 ? Math.min(people, 100_000) : Math.min(people, 50);
    const members = Array.from(
      { length: size },
      (_, n) => `member: ${dnOf((i * 37 + n) % people)}\n`,
    );
    yield `dn: cn=nhom${i},ou=groups,${suffix}\nobjectClass: groupOfNames\ncn: Nhóm ${i}\ncn: nhom${i}\n${members.join('')}\n`;
  }
}

/** A megabyte at a time: a call for each line would take longer than the lines. */
function* inParts(texts: Iterable<string>): Generator<string> {
  let part = '';
  for (const text of texts) {
    part += text;
    if (part.length < 1_000_000) continue;
    yield part;
    part = '';
  }
  yield part;
}

/** Of a process and of children it waited for; in hundredths of a second (proc(5), USER_HZ). */
function ticksOf(pid: string): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}

/** What a PostgreSQL has computed so far. @returns seconds. */
function computedBy(folder: string): number {
  const [pid = ''] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return [pid, ...children].reduce((sum, each) => sum + ticksOf(each), 0) / 100;
}

const seconds = (since: number) => (performance.now() - since) / 1000;

/** The same entries and attributes by the C client. @returns seconds. */
function readByLdapsearch(slapd: Slapd): number {
  const started = performance.now();
  for (const [base, filter] of [
    [`ou=units,${suffix}`, '(objectClass=inetOrgPerson)'],
    [`ou=units,${suffix}`, '(objectClass=organizationalUnit)'],
    [`ou=groups,${suffix}`, '(objectClass=groupOfNames)'],
  ] as const) {
    const bind = ['-D', slapd.adminDn, '-w', slapd.adminPassword];
    const args = [
      '-x',
      '-LLL',
      '-H',
      slapd.url,
      ...bind,
      '-E',
      'pr=500/noprompt',
      '-b',
      base,
      filter,
    ];
    const done = spawnSync('ldapsearch', [...args, '*', 'entryUUID'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (done.status !== 0) throw new Error('ldapsearch failed');
  }
  return seconds(started);
}

/** In a process of its own: one run, its time and the largest size of the process so far. */
async function child(order: {
  url: string;
  slapd: Pick<Slapd, 'url' | 'ca' | 'adminDn' | 'adminPassword'>;
  deed: string;
}) {
  const logger = createLogger('warn');
  const clock = { now: () => new Date() };
  const db = createDatabase({ url: order.url, maxConnections: 8, logger });
  const safe = createSourceSafe({ db, sealing: createSealing(['5e'.repeat(32)]) });
  const sources = createSources({ db, clock, safe });
  const servers = createServers({ clock, logger });
  const keptDays = () => Promise.resolve({ runs: 400, trials: 30 });
  const sync = createSync({ db, clock, logger, sources, safe, servers, keptDays });
  const [known] = await sources.list();
  const source =
    known ??
    (await sources.save(system, {
      name: 'Thư mục',
      password: order.slapd.adminPassword,
      settings: {
        urls: [order.slapd.url],
        security: 'startTls',
        ca: order.slapd.ca,
        bindDn: order.slapd.adminDn,
        bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
      },
    }));
  const started = performance.now();
  const whole = async () =>
    wholeReading(async () => servers.open(await safe.open(source.id)), source.settings)(null);
  const run =
    order.deed === 'again'
      ? await sync.run(system, source.id)
      : await sync.take(system, source.id, async (since) =>
          since === null
            ? withCookie(await whole())
            : changedPeople(source.settings, order.slapd.adminPassword),
        );
  const took = seconds(started);
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  const { user, system: kernel } = process.cpuUsage();
  const computed = (user + kernel) / 1e6;
  const megabytes = Math.round(Number(peak) / 1024);
  process.stdout.write(JSON.stringify({ took, megabytes, computed, run }));
  servers.stop();
  await db.close();
}

const withCookie = (feed: Feed): Feed => ({
  ...feed,
  ending: () => ({ ...feed.ending(), cookie: 'here' }),
});

/** The people whose title says that they changed, found by it: a delta in its smallest form. */
async function changedPeople(
  settings: Parameters<typeof searchesOf>[0],
  password: string,
): Promise<Feed> {
  const connection = await connectAs(endpointOf(settings), settings.bindDn, password);
  const search = { ...searchesOf(settings).people, filter: '(employeeType=doi)' };
  async function* batches() {
    for await (const { entries } of connection.pages(search, 500))
      yield { kind: 'people' as const, entries };
  }
  return {
    mode: 'delta',
    batches: batches(),
    ending: () => ({ complete: true, cookie: 'after' }),
    close: () => connection.close(),
  };
}

const asStarted = ['--max-semi-space-size=8', '--initial-old-space-size=64']; // as `npm start` does

type Told = {
  took: number;
  megabytes: number;
  computed: number;
  run: { state: string; counts: Record<string, number> };
};

async function inChild(order: object): Promise<Told> {
  const worker = spawn(
    process.execPath,
    [...asStarted, import.meta.filename, '--child', JSON.stringify(order)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let text = '';
  worker.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(worker, 'exit')) as [number];
  if (code !== 0) throw new Error(`the synchronisation ended with ${code}`);
  return JSON.parse(text) as Told;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'motchia-bench-'));
  const slapd = await startSlapd({ ldif: inParts(ldif()) });
  const data = join(folder, 'postgres');
  const postgres = await startPostgres({
    folder: data,
    port: await freePort(),
  });
  try {
    const database = postgres.url('postgres');
    await migrate({ url: database, folder: 'prisma/migrations', logger: createLogger('warn') });
    const { url, ca, adminDn, adminPassword } = slapd;
    const order = { url: database, slapd: { url, ca, adminDn, adminPassword } };
    const entries = people + groups + 202;
    let passed = true;
    let byPostgres = computedBy(data);
    const say = (
      what: string,
      { took, megabytes, computed, run }: Told,
      limit: number,
      counted = entries,
    ) => {
      if (run.state !== 'applied') throw new Error(`${what}: ${JSON.stringify(run)}`);
      const rate = Math.round(counted / took);
      const before = byPostgres;
      byPostgres = computedBy(data);
      process.stdout.write(
        `${what}: ${took.toFixed(2)} s (${rate} entries/s), ${megabytes} MB at most, ${run.counts['changes']} changes; ` +
          `computing ${computed.toFixed(1)} s, PostgreSQL ${(byPostgres - before).toFixed(1)} s\n`,
      );
      if (took > limit || megabytes > limits.megabytes) passed = false;
    };
    const reading = readByLdapsearch(slapd);
    process.stdout.write(
      `ldapsearch: ${reading.toFixed(2)} s (${Math.round(entries / reading)} entries/s)\n`,
    );
    say('first full reading', await inChild({ ...order, deed: 'full' }), limits.first);
    say(
      'full reading, nothing changed',
      await inChild({ ...order, deed: 'again' }),
      limits.unchanged,
    );
    const mark = Array.from(
      { length: changed },
      (_, n) =>
        `dn: ${dnOf(Math.floor((n * people) / changed))}\nchangetype: modify\nreplace: title\ntitle: Văn thư\n-\nreplace: employeeType\nemployeeType: doi\n`,
    );
    slapd.modify(mark.join('\n'));
    say(`delta of ${changed}`, await inChild({ ...order, deed: 'delta' }), limits.delta, changed);
    if (people === usual && !passed) process.exitCode = 1;
  } finally {
    await postgres.stop();
    await slapd.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (values.child === undefined) await main();
else await child(JSON.parse(values.child) as Parameters<typeof child>[0]);
