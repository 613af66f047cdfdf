// How motchia behaves whatever it is asked: help, usage, failures, and the doctor who looks at them all.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWorld, type World } from '../support/world.ts';
import { createTerminal, environmentOf, type Terminal } from './terminal.ts';

let world: World;
let terminal: Terminal;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  world = await startWorld();
  folder = mkdtempSync(join(tmpdir(), 'motchia-cli-'));
  environment = environmentOf(world);
  terminal = createTerminal(environment, folder);
});
afterAll(() => world.end());

describe('manners', () => {
  test('help names every command and the exit codes', async () => {
    const { exit, out, err } = await terminal.run('--help');
    expect(exit).toBe(0);
    expect(err).toBe('');
    for (const word of [
      'serve',
      'sync',
      'admin',
      'app',
      'grant',
      'explain',
      'journal',
      'keys',
      'doctor',
    ])
      expect(out).toContain(word);
    expect(out).toContain('Exit codes:');
  });

  test('the version is that of the package', async () => {
    expect(await terminal.run('--version')).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  test.each([
    ['sync'],
    ['admin', 'create'],
    ['app', 'apply'],
    ['app', 'list'],
    ['grant', 'allow'],
    ['grant', 'deny'],
    ['grant', 'remove'],
    ['explain'],
    ['journal', 'list'],
    ['keys', 'list'],
    ['keys', 'rotate'],
    ['keys', 'replace'],
    ['doctor'],
    ['serve'],
  ])('%s %s explains itself, with --json and the exit codes', async (...words: string[]) => {
    const { exit, out } = await terminal.run(...words.filter(Boolean), '--help');
    expect(exit).toBe(0);
    expect(out).toContain('--json');
    expect(out).toContain('Exit codes:');
  });

  test('a command written wrongly ends with 2, in JSON too', async () => {
    expect((await terminal.run('nonsense')).exit).toBe(2);
    expect((await terminal.run('app', 'list', '--foo')).exit).toBe(2);
    expect((await terminal.run('explain', 'somebody')).exit).toBe(2);
    const { exit, value } = await terminal.json('nonsense');
    expect([exit, value.error.code]).toEqual([2, 'usage']);
  });

  test('without a command it shows how to use it', async () => {
    const { exit, err } = await terminal.run();
    expect(exit).toBe(2);
    expect(err).toContain('Usage: motchia');
  });

  test('with nothing configured every mistake is told at once', async () => {
    const { exit, value } = await createTerminal({}, folder).json('app', 'list');
    expect(exit).toBe(1);
    expect(value.error.message.split('\n')).toHaveLength(4);
  });

  test('a database that is not there is one plain sentence without its password', async () => {
    const gone = { ...environment, DATABASE_URL: 'postgresql://me:hush-hush@127.0.0.1:1/none' };
    const { exit, err } = await createTerminal(gone, folder).run('app', 'list');
    expect(exit).toBe(1);
    expect(err).toMatch(/^PostgreSQL cannot be reached.*\n$/);
    expect(err).not.toContain('hush-hush');
  });

  test('in the folder of a demo that is stopped, that is what is said', async () => {
    const stopped = mkdtempSync(join(tmpdir(), 'stopped-demo-'));
    mkdirSync(join(stopped, '.demo'));
    const gone = { ...environment, DATABASE_URL: 'postgresql://me:x@127.0.0.1:1/none' };
    const lines = Object.entries(gone).map(([key, value]) => `${key}=${value}`);
    writeFileSync(join(stopped, '.demo', 'environment'), lines.join('\n'));
    const { exit, err } = await createTerminal({}, stopped).run('app', 'list');
    expect([exit, err]).toEqual([1, expect.stringContaining('npm run demo')]);
  });

  test('a wrong database password says so', async () => {
    const url = new URL(environment['DATABASE_URL']!);
    url.password = 'wrong';
    const { err } = await createTerminal({ ...environment, DATABASE_URL: url.href }, folder).run(
      'app',
      'list',
    );
    expect(err).toContain('refused the password');
  });
});

describe('the doctor', () => {
  type Found = { findings: { check: string; state: string; message: string }[]; healthy: boolean };
  const stateOf = ({ findings }: Found, check: string) =>
    findings.filter((finding) => finding.check === check).map(({ state }) => state);

  test('finds a healthy system healthy', async () => {
    const { exit, value } = await terminal.json('doctor');
    expect([exit, value.healthy]).toEqual([0, true]);
    for (const check of ['configuration', 'database', 'migrations', 'clock', 'sealing', 'keys'])
      expect([check, stateOf(value, check)]).toEqual([check, ['ok']]);
    expect(stateOf(value, 'PUBLIC_URL')).toEqual(['ok', 'warn']); // plain http, outside the demo
  });

  test('says which key is missing when the sealing key is another one', async () => {
    const other = createTerminal({ ...environment, SEALING_KEYS: 'ab'.repeat(32) }, folder);
    const { exit, out } = await other.run('doctor');
    expect(exit).toBe(1);
    expect(out).toMatch(/^FAIL {2}sealing +SEALING_KEYS does not open the signing keys/m);
  });

  test('tells mistakes of the configuration, and a database that is gone', async () => {
    const { exit, value } = await createTerminal({}, folder).json('doctor');
    expect([exit, value.findings.length]).toEqual([1, 4]);
    const gone = { ...environment, DATABASE_URL: 'postgresql://me:x@127.0.0.1:1/none' };
    expect(stateOf((await createTerminal(gone, folder).json('doctor')).value, 'database')).toEqual([
      'fail',
    ]);
  });
});
