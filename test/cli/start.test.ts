// npm start and the launcher as they are called: processes of their own, with an environment of their own.
import { createServer } from 'node:net';
import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { freePort } from '../support/ports.ts';
import { bare, startProgram } from '../support/processes.ts';

const node = resolve('node_modules/.bin/node');
const main = resolve('src/main.ts');

let database: TestDatabase;
let port: number;
let environment: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  port = await freePort();
  const consolePort = await freePort();
  environment = {
    ...bare,
    DATABASE_URL: database.url,
    PUBLIC_URL: `http://localhost:${port}`,
    CONSOLE_URL: `http://localhost:${consolePort}`,
    PORT: String(port),
    CONSOLE_PORT: String(consolePort),
    SEALING_KEYS: '5e'.repeat(32),
  };
});
afterAll(() => database.drop());

const start = (env: Record<string, string>) => startProgram(node, [main], { env });

describe('npm start', () => {
  test('with an empty environment prints every mistake with its cure, and ends with 1', async () => {
    const program = start(bare);
    expect(await program.ended()).toBe(1);
    const lines = program.output().trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'PUBLIC_URL',
      'CONSOLE_URL',
      'SEALING_KEYS',
    ]);
    expect(lines.at(-1)).toContain('openssl rand -hex 32');
  });

  test('with wrong values names each', async () => {
    const program = start({ ...environment, PORT: 'x', LOG_LEVEL: 'loud', TRUSTED_PROXIES: 'me' });
    expect(await program.ended()).toBe(1);
    expect(program.output().trim().split('\n')).toHaveLength(3);
  });

  test('says in one sentence that the database is not there', async () => {
    const program = start({ ...environment, DATABASE_URL: 'postgresql://a:hush@127.0.0.1:1/b' });
    expect(await program.ended()).toBe(1);
    expect(program.output()).toMatch(/^PostgreSQL cannot be reached[^\n]*\n$/);
  });

  test('says in one sentence that a port is taken', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
    const program = start({ ...environment, LOG_LEVEL: 'silent' });
    expect(await program.ended()).toBe(1);
    expect(program.output()).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is taken[^\n]*\n$`));
    await new Promise((done) => other.close(done));
  });

  test('serves until SIGTERM, and then ends in order with 0', async () => {
    const program = start(environment);
    await program.says('"msg":"ready"');
    const answer = await fetch(`http://localhost:${port}/health/ready`);
    expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
    program.child.kill('SIGTERM');
    program.child.kill('SIGTERM'); // npm passes on what the terminal sent already
    expect(await program.ended()).toBe(0);
    expect(program.output()).toContain('"msg":"stopping"');
    expect(program.output()).not.toContain('"level":"error"');
  });
});

describe('the launcher', () => {
  const launcher = resolve('src/cli/motchia.mjs');

  test('finds the Node of the project where the one on the PATH is too old', async () => {
    const old = mkdtempSync(join(tmpdir(), 'old-node-'));
    // Says it is 20 and runs the real one: no test depends on what this machine has installed.
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.1.0' })";
    writeFileSync(join(old, 'pretend.cjs'), pretend);
    const args = ['--require', join(old, 'pretend.cjs'), launcher, '--help'];
    const program = startProgram(node, args, { env: bare });
    expect(await program.ended()).toBe(0);
    expect(program.output()).toContain('Usage: motchia');
  });

  test('runs in the folder of a demo without further settings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-folder-'));
    mkdirSync(join(folder, '.demo'));
    const { PATH: _, ...settings } = environment;
    const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    writeFileSync(join(folder, '.demo', 'environment'), `# comment\n${lines.join('\n')}\n`);
    const args = [launcher, 'app', 'list', '--json'];
    const program = startProgram(node, args, { env: bare, cwd: folder });
    expect(await program.ended()).toBe(0);
    const clients = (JSON.parse(program.output()) as { clientId: string }[]).map((a) => a.clientId);
    expect(clients).toContain('console');
  });
});
