// npm run demo as somebody at a terminal meets it: a process of its own, in a folder of its own.
import {
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  mkdtempSync,
  realpathSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTerminal, type Terminal } from '../cli/terminal.ts';
import { freePort } from '../support/ports.ts';
import { bare, startProgram, type Program } from '../support/processes.ts';
import { until } from '../support/until.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'motchia-demo-')));
const names = [
  '',
  'CONSOLE_',
  'APPLICATION_1_',
  'APPLICATION_2_',
  'APPLICATION_3_',
  'DATABASE_',
  'DIRECTORY_',
];
let ports: number[];
let env: Record<string, string>;
let demo: Program;
let terminal: Terminal;

const start = (...flags: string[]) =>
  startProgram(resolve('node_modules/.bin/node'), [resolve('src/demo/demo.ts'), ...flags], {
    env,
    cwd: folder,
  });

/** PostgreSQL works inside its data folder: that tells ours from those of other tests. */
function postgresRuns(): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === join(folder, '.demo', 'postgres');
      } catch {
        return false;
      }
    });
}

const sealingKey = () =>
  /^SEALING_KEYS=(.+)$/m.exec(readFileSync(join(folder, '.demo/environment'), 'utf8'))?.[1];

beforeAll(async () => {
  ports = [];
  for (const _ of names) ports.push(await freePort());
  const entries = names.map((name, i) => [`MOTCHIA_DEMO_${name}PORT`, String(ports[i])]);
  env = { ...bare, ...Object.fromEntries(entries) };
  terminal = createTerminal({}, folder);
  demo = start();
  await demo.says('Ready after');
}, 120_000);
afterAll(async () => {
  demo.child.kill('SIGINT');
  await demo.ended();
}, 30_000);

test('prints every address and every account', () => {
  for (const port of ports.filter((_, i) => i !== 5)) expect(demo.output()).toContain(`:${port}`);
  for (const word of [
    'nvan.skhcn',
    'lhdung.xaanphu',
    'lttam.skhcn',
    'quantri',
    'Demo-Motchia-2026!',
  ])
    expect(demo.output()).toContain(word);
  expect(demo.output()).not.toContain('"level"'); // nothing to warn of
});

test('every site carries the banner of the demo', async () => {
  const [site, console, one, two, three] = ports;
  for (const port of [site, console, one, two, three]) {
    const page = await fetch(`http://localhost:${port}/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('class="demo-banner"');
  }
});

test('what it keeps is for its owner alone', () => {
  for (const name of ['environment', 'applications.json'])
    expect(statSync(join(folder, '.demo', name)).mode & 0o077).toBe(0);
});

test('commands work in its folder without settings, and the doctor finds it healthy', async () => {
  const { exit, value } = await terminal.json('doctor');
  const wrong = value.findings.filter(({ state }: { state: string }) => state !== 'ok');
  expect([exit, wrong]).toEqual([0, []]);
});

test('the demo official may use two of the three applications, the IT officer all', async () => {
  const may = async (person: string, client: string) =>
    (await terminal.run('explain', person, client)).exit === 0;
  const clients = ['van-ban-dieu-hanh', 'thu-cong-vu', 'mot-cua-dien-tu'];
  const answers = async (person: string) => {
    const all = [];
    for (const client of clients) all.push(await may(person, client));
    return all;
  };
  expect(await answers('nvan.skhcn')).toEqual([true, true, false]);
  expect(await answers('lhdung.xaanphu')).toEqual([true, true, true]);
  expect(await answers('lttam.skhcn')).toEqual([false, false, false]);
  expect(await may('quantri', 'console')).toBe(true);
});

test('sync runs by command; a second run finds nothing to change', async () => {
  const dry = await terminal.json('sync', '--dry-run');
  expect([dry.exit, dry.value[0].state, dry.value[0].dryRun]).toEqual([0, 'applied', true]);
  const { exit, value } = await terminal.json('sync');
  expect([exit, value[0].state]).toEqual([0, 'applied']);
  expect((await terminal.json('sync', '--source', 'nowhere')).value.error.code).toBe(
    'source.not-found',
  );
});

test('a second demo in its folder is refused, with what to do', async () => {
  const second = start();
  expect(await second.ended()).toBe(1);
  expect(second.output()).toMatch(/^A demo already runs in .* \(process \d+\)\. End it with/);
});

test('ports that are taken are all named, with the flag that chooses another', async () => {
  const second = start('--folder', join(folder, 'elsewhere'));
  expect(await second.ended()).toBe(1);
  expect(second.output().match(/^Port \d+ \(.*\) is taken: choose another with --/gm)).toHaveLength(
    7,
  );
});

test('a flag written wrongly ends with 2 and the help', async () => {
  const second = start('--prot', '1');
  expect(await second.ended()).toBe(2);
  expect(second.output()).toContain('--console-port');
});

test('Ctrl-C stops everything; the next start keeps the data and what was changed in it', async () => {
  await terminal.run('grant', 'deny', 'nvan.skhcn', 'thu-cong-vu');
  await terminal.run('grant', 'remove', 'everyone', 'van-ban-dieu-hanh');
  const key = sealingKey();
  demo.child.kill('SIGINT');
  demo.child.kill('SIGINT'); // npm passes on what the terminal sent already
  expect(await demo.ended()).toBe(0);
  expect(demo.output()).toContain('Everything is stopped');
  expect(demo.output()).not.toContain('"level"');
  expect(postgresRuns()).toBe(false);

  demo = start();
  await demo.says('Ready after');
  expect(sealingKey()).toBe(key);
  expect((await terminal.json('explain', 'nvan.skhcn', 'thu-cong-vu')).value.code).toBe('denied');
  expect((await terminal.json('explain', 'nvan.skhcn', 'van-ban-dieu-hanh')).value.code).toBe(
    'no-grant',
  );
}, 120_000);

test('killed hard, it takes PostgreSQL along, and starts again with its data', async () => {
  demo.child.kill('SIGKILL');
  await demo.ended();
  await until(() => !postgresRuns(), 10_000);
  demo = start();
  await demo.says('Ready after');
  expect((await terminal.json('explain', 'nvan.skhcn', 'thu-cong-vu')).value.code).toBe('denied');
}, 120_000);

test('--fresh starts over', async () => {
  const key = sealingKey();
  demo.child.kill('SIGTERM');
  await demo.ended();
  demo = start('--fresh');
  await demo.says('Ready after');
  expect(sealingKey()).not.toBe(key);
  expect((await terminal.run('explain', 'nvan.skhcn', 'thu-cong-vu')).exit).toBe(0);
}, 120_000);
