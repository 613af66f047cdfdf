import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

test('a run that dies leaves no server and no file behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'died-'));
  const server = spawn('sleep', ['60']);
  mkdirSync(join(folder, 'postgres'));
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${server.pid}\n${folder}\n`);
  const ended = new Promise((resolve) => server.once('exit', (_, signal) => resolve(signal)));

  const watcher = spawn(process.execPath, ['test/support/after-death.mjs', folder], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const done = new Promise((resolve) => watcher.once('exit', resolve));
  watcher.stdin.end(); // as the system does when the tests' process is gone
  expect(await ended).toBe('SIGINT');
  expect(await done).toBe(0);
  expect(existsSync(folder)).toBe(false);
});
