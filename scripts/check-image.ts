// Exercises the Dockerfile where no engine is at hand: each stage is a folder, its steps run there, and
// the product is started from the last one as the image would start it, with a PostgreSQL of our own.
// Not the same as an engine: the base image is this machine with this Node.
// Use: node scripts/check-image.ts
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../src/demo/postgres.ts';
import { freePort } from '../test/support/ports.ts';
import { parseDockerfile, runStages, type Built } from './dockerfile.ts';

/** What a container would be given by whoever runs it. */
async function settings(databaseUrl: string): Promise<Record<string, string>> {
  const [port, consolePort] = [await freePort(), await freePort()];
  return {
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: `http://localhost:${port}`,
    CONSOLE_URL: `http://localhost:${consolePort}`,
    PORT: String(port),
    CONSOLE_PORT: String(consolePort),
    SEALING_KEYS: '5e'.repeat(32),
  };
}

/** The base image has its Node in /usr/local/bin, and a user "node" with number 1000. */
function enter(image: Built, given: Record<string, string>) {
  const local = join(image.root, 'usr/local/bin');
  mkdirSync(local, { recursive: true });
  copyFileSync(process.execPath, join(local, 'node'));
  const path = `${image.env['PATH']?.split(':')[0]}:${local}:/usr/bin:/bin`;
  const user = process.getuid?.() === 0 && image.user !== 'root' ? { uid: 1000, gid: 1000 } : {};
  return { cwd: image.workdir, env: { ...image.env, ...given, PATH: path }, ...user };
}

function expect(condition: boolean, sentence: string): void {
  if (!condition) throw new Error(sentence);
  console.log(`ok: ${sentence}`);
}

async function healthy(image: Built, options: ReturnType<typeof enter>): Promise<boolean> {
  const [program = '', ...args] = image.healthcheck;
  for (let i = 0; i < 60; i++) {
    if (spawnSync(program, args, options).status === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return false;
}

async function start(image: Built, options: ReturnType<typeof enter>): Promise<void> {
  const [program = '', ...args] = image.command;
  const product = spawn(program, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => product.once('exit', resolve));
  try {
    expect(await healthy(image, options), 'the health check finds the product ready');
    const command = spawnSync('motchia', ['--help'], { ...options, encoding: 'utf8' });
    if (command.status !== 0) console.error(command.stderr);
    expect(command.status === 0, 'the command motchia is on the PATH');
  } finally {
    product.kill('SIGTERM');
  }
  expect((await ended) === 0, 'SIGTERM ends the product in order');
  const [check = '', ...checkArgs] = image.healthcheck;
  expect(spawnSync(check, checkArgs, options).status === 1, 'the health check finds it gone');
}

function inspect(image: Built): void {
  const has = (path: string) => existsSync(join(image.workdir, path));
  expect(image.user === 'node', 'the image does not run as root');
  for (const path of ['node_modules/jest', 'node_modules/prisma', 'node_modules/node', 'src/demo'])
    expect(!has(path), `the image is without ${path}`);
  for (const path of ['test', '.env', '.git', 'docs']) expect(!has(path), `and without ${path}`);
}

const folder = mkdtempSync(join(tmpdir(), 'motchia-image-'));
chmodSync(folder, 0o755);
try {
  const image = runStages(parseDockerfile('Dockerfile'), '.', folder);
  inspect(image);
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    port: await freePort(),
    settings: { fsync: 'off' },
  });
  try {
    await start(image, enter(image, await settings(postgres.url('postgres'))));
  } finally {
    await postgres.stop();
  }
  console.log('the image holds up');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
