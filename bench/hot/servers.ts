// The processes of the measurement: PostgreSQL, the product as `npm start` runs it, the bare library,
// and how to ask each of them how much it has used.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../src/demo/postgres.ts';
import { freePort } from '../../test/support/ports.ts';
import { environmentOf } from '../province/seed.ts';
import { clientsWith, interactive, metadataOf } from './clients.ts';
import type { Target } from './operations.ts';
import { usedBy, usedByFamily } from './processor.ts';
import { password, people, seedTown } from './town.ts';

/** What has been used so far: processor milliseconds, and statements sent to PostgreSQL. */
export type Used = { server: number; database: number; statements: number };
export type Server = { target: Target; used: () => Promise<Used> };

const here = import.meta.dirname;
const serverFlags = ['--max-semi-space-size=8']; // as in package.json, "start"

function start(file: string, args: string[], flags: string[], env: Record<string, string>) {
  const options = { env: { PATH: process.env['PATH'], ...env }, execArgv: flags };
  // Its log is written, as in production, but read by nobody.
  return fork(file, args, { ...options, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** @returns what ends it, having waited for the end. */
function ender(child: ChildProcess): () => Promise<void> {
  const ended = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
  return async () => {
    child.kill();
    await ended;
  };
}

async function ready(child: ChildProcess, address: string): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers at ${address}`);
}

async function startProduct(url: string, database: number, flags: string[]) {
  const clients = await seedTown(url);
  const ports = { public: await freePort(), console: await freePort() };
  // Everybody comes from one address here, and the log is kept as an installation keeps it.
  const environment = { ...environmentOf(url, ports), SIGN_INS_PER_MINUTE: '0', LOG_LEVEL: 'info' };
  const counting = ['--import', join(here, 'count-statements.ts')];
  const main = join(here, '..', '..', 'src', 'main.ts');
  const child = start(main, [], [...serverFlags, ...counting, ...flags], environment);
  await ready(child, `${environment.PUBLIC_URL}/health/ready`);
  const issuer = `${environment.PUBLIC_URL}/oidc`;
  const used = async (): Promise<Used> => {
    child.send('statements?');
    const [statements] = (await once(child, 'message')) as [number];
    return { server: usedBy(child.pid!), database: usedByFamily(database), statements };
  };
  return { target: { issuer, clients, people, password }, used, end: ender(child) };
}

async function startBare(flags: string[]) {
  const port = await freePort();
  const issuer = `http://localhost:${port}`;
  const secretOf = (clientId: string) => `secret-of-${clientId}`;
  const given = [...interactive, 'machine'].map((clientId) => ({
    ...metadataOf(clientId),
    client_secret: secretOf(clientId),
    ...(clientId === 'machine' ? { response_types: [] } : {}),
  }));
  const child = start(
    join(here, 'bare.ts'),
    [String(port), JSON.stringify(given)],
    [...serverFlags, ...flags],
    {},
  );
  await ready(child, `${issuer}/.well-known/openid-configuration`);
  const used = () => Promise.resolve({ server: usedBy(child.pid!), database: 0, statements: 0 });
  const target = { issuer, clients: clientsWith(secretOf), people, password };
  return { target, used, end: ender(child) };
}

/**
 * Runs `work` with both servers, on a PostgreSQL of its own with its usual settings (fsync is on).
 * @param profiles folder for a CPU profile of each server, written when it ends
 */
export async function withServers(
  profiles: string | undefined,
  work: (servers: { product: Server; bare: Server }) => Promise<void>,
): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'motchia-hot-'));
  const folder = join(place, 'postgres');
  const flags = profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [];
  const ends: (() => Promise<void>)[] = [async () => rmSync(place, { recursive: true })];
  try {
    const postgres = await startPostgres({ folder, port: await freePort() });
    ends.push(() => postgres.stop());
    const database = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    const product = await startProduct(postgres.url('postgres'), database, flags);
    ends.push(product.end);
    const bare = await startBare(flags);
    ends.push(bare.end);
    await work({ product, bare });
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
