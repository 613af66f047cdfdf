// Cleans up behind a test run however it ends: Ctrl-C, a crash, kill -9. Runs beside the tests with
// a pipe from them as its input; when they are gone the pipe closes. Every server that left its pid
// in the run's folder (PostgreSQL, slapd) is stopped, and the folder goes.
// Use: node after-death.mjs FOLDER
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (!folder) process.exit(1);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {}); // meant for the tests

function* pids() {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('pid')) continue; // postmaster.pid, slapd.pid
    const pid = Number.parseInt(readFileSync(join(folder, file), 'utf8'), 10);
    if (pid > 1) yield pid;
  }
}

const alive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function end(pid) {
  for (const [signal, seconds] of [
    ['SIGINT', 5],
    ['SIGKILL', 1],
  ]) {
    if (alive(pid)) process.kill(pid, signal);
    for (let i = 0; i < seconds * 20 && alive(pid); i++)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function tidy() {
  try {
    await Promise.all([...pids()].map(end));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

process.stdin.resume().on('close', () => void tidy());
