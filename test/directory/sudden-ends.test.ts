// Death at any moment of a run: of the node, of PostgreSQL, of the directory, of the line to it. Nobody is
// half applied, nobody is suspended who is in the directory, and the next run completes. The moments are
// drawn by a seed that stands in the name of the test: SUDDEN_SEED draws the same again, SUDDEN_ENDS as many.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/core/logger.ts';
import { migrate } from '../../src/core/migrations.ts';
import { startPostgres, type Postgres } from '../../src/demo/postgres.ts';
import { commandLine } from '../../src/journal/actor.ts';
import { person, personDn, root, suffix, unit } from '../support/organization.ts';
import { freePort } from '../support/ports.ts';
import { bare, startProgram } from '../support/processes.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const people = 1_000;
const rounds = Number(process.env['SUDDEN_ENDS'] ?? 8);
const seed = Number(process.env['SUDDEN_SEED'] ?? Date.now() % 1_000_000);

let state = seed;
/** Between 0 and 1 (a linear congruential generator: what counts is that it comes again). */
const draw = (): number =>
  (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;

let folder: string;
let port: number;
let postgres: Postgres;
let slapd: Slapd;
let line: TcpProxy;
let environment: Record<string, string>;
let sourceId: string;
let usualMs: number;

const names = Array.from({ length: people }, (_, i) => `p${i}.u`);
const mailOf = (name: string, round: number) => `${name}.r${round}@angiang.gov.vn`;
const titleOf = (round: number) => `Chuc danh ${round}`;
const guest = (round: number) => `khach${round}.u`;

const change = (name: string, round: number) =>
  `dn: ${personDn(name, 'u')}\nchangetype: modify\nreplace: title\ntitle: ${titleOf(round)}\n-\n` +
  `replace: mail\nmail: ${mailOf(name, round)}\n-\n\n`;

/** Everybody changes, one comes, one goes. */
function turn(round: number): void {
  const comes = person(guest(round), 'u', 'Khách Mới').replace('\n', '\nchangetype: add\n');
  const goes = `dn: ${personDn(guest(round - 1), 'u')}\nchangetype: delete\n\n`;
  slapd.modify([...names.map((name) => change(name, round)), comes, '\n', goes].join(''));
}

async function startDatabase(): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const settings = { fsync: 'off', full_page_writes: 'off' };
      postgres = await startPostgres({ folder, port, settings });
      return;
    } catch (error) {
      if (tries > 50) throw error; // until the last of those that died has let go
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

const killDatabase = () =>
  process.kill(
    Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]),
    'SIGKILL',
  );

async function query<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

const startRun = () =>
  startProgram(process.execPath, ['test/support/sync-that-dies.ts', sourceId], {
    env: { ...bare, ...environment },
  });

/** A run that nothing happens to. @returns its time. */
async function wholeRun(): Promise<number> {
  const run = startRun();
  await run.says('begins');
  const began = performance.now();
  await run.ended();
  expect(run.output()).toContain('ended applied');
  return performance.now() - began;
}

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'sudden-')), 'postgres');
  port = await freePort();
  await startDatabase();
  const logger = createLogger('silent');
  await migrate({ url: postgres.url('postgres'), folder: 'prisma/migrations', logger });
  const entries = names.map((name) => person(name, 'u', 'Nguyễn Văn An', [`title: ${titleOf(0)}`]));
  const ldif = [root, unit('u', 'Đơn vị', 'H01.1'), ...entries, person(guest(0), 'u', 'Khách')];
  slapd = await startSlapd({ ldif: ldif.join('\n') });
  line = await startTcpProxy(slapd.url);
  environment = {
    DATABASE_URL: postgres.url('postgres'),
    PUBLIC_URL: 'http://localhost:9',
    CONSOLE_URL: 'http://localhost:8',
    SEALING_KEYS: '5e'.repeat(32),
    LOG_LEVEL: 'silent',
  };
  const app = createApp(loadConfig(environment), { logger });
  const source = await app.sources.save(commandLine, {
    name: 'Thư mục tỉnh',
    password: slapd.adminPassword,
    settings: {
      urls: [line.through(slapd.url)],
      security: 'startTls',
      ca: slapd.ca,
      bindDn: slapd.adminDn,
      bases: { people: `ou=units,${suffix}` },
      pageSize: 50,
    },
  });
  sourceId = source.id;
  await app.db.close();
  await wholeRun();
  turn(1);
  usualMs = await wholeRun();
}, 120_000);
afterAll(async () => {
  line.close();
  await slapd.end();
  await postgres.stop();
});

/** The rounds that accounts are of: of mail and of title, which change together. */
async function roundsSeen(): Promise<number[]> {
  const rows = await query<{ round: string }>(
    `SELECT DISTINCT substring(a.mail from 'r([0-9]+)@') || ' ' || substring(p.title from '[0-9]+$') AS round
     FROM account a JOIN post p ON p.account_id = a.id WHERE a.username LIKE 'p%'`,
  );
  return rows.flatMap(({ round }) => [...new Set(round.split(' ').map(Number))]);
}

async function expectWhole(round: number): Promise<void> {
  const seen = await roundsSeen();
  expect(seen).toHaveLength(1);
  expect([round - 1, round]).toContain(seen[0]);
  const active = await query<{ username: string }>(
    `SELECT username FROM account WHERE state = 'active' ORDER BY username`,
  );
  const wanted = [...names, guest(seen[0]!)].toSorted();
  expect(active.map(({ username }) => username).toSorted()).toEqual(wanted);
}

type End = 'node' | 'postgres' | 'slapd' | 'line';
const ends: readonly End[] = ['postgres', 'node', 'slapd', 'line'];

async function strike(end: End, run: ReturnType<typeof startRun>): Promise<void> {
  if (end === 'node') run.child.kill('SIGKILL');
  if (end === 'postgres') killDatabase();
  if (end === 'slapd') await slapd.kill();
  if (end === 'line') line.cut();
  if (end === 'postgres') await startDatabase(); // at once: the run may find it again
  await run.ended();
  if (end === 'slapd') await slapd.start();
  if (end === 'line') line.restore();
}

test.each(Array.from({ length: rounds }, (_, i) => [i + 2, ends[i % ends.length]!, seed] as const))(
  'round %i: death of the %s (seed %i)',
  async (round, end) => {
    turn(round);
    const run = startRun();
    await run.says('begins');
    await new Promise((done) => setTimeout(done, draw() * usualMs));
    await strike(end, run);
    await expectWhole(round);
    await wholeRun();
    expect(await roundsSeen()).toEqual([round]);
    await expectWhole(round);
    expect(await query(`SELECT 1 FROM sync_run WHERE state = 'running'`)).toEqual([]);
    expect(await query(`SELECT 1 FROM directory_staged`)).toEqual([]);
  },
  120_000,
);
