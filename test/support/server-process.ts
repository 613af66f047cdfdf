// A directory server as a child process: as nobody where we are root, awaited until it answers.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';

export const isRoot = process.getuid?.() === 0;
const nobody = 65534;

/** What every directory server of the tests offers. */
export type DirectoryServer = {
  url: string; // ldap://…, for StartTLS and plain
  ldapsUrl: string;
  ca: string; // PEM of the authority that signed the server's certificate
  adminDn: string;
  adminPassword: string;
  /** Changes entries by LDIF, as `ldapmodify` takes it. */
  modify(ldif: string): void;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** At once and without a farewell, as when the machine dies (SIGKILL). */
  kill(): Promise<void>;
  /** Takes connections and answers nothing (SIGSTOP), until `resume`. */
  hang(): void;
  resume(): void;
  /** Stops and removes everything. */
  end(): Promise<void>;
};

export function run(program: string, args: readonly string[], input = '', env = {}): string {
  return execFileSync(program, args, {
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  }).toString();
}

/** As nobody where we are root: the server then could not touch anything of ours. */
export function asNobody(program: string, args: string[]): [string, string[]] {
  if (!isRoot) return [program, args];
  const drop = [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--'];
  return ['setpriv', [...drop, program, ...args]];
}

export function giveToNobody(folder: string): void {
  if (isRoot) execFileSync('chown', ['-R', `${nobody}:${nobody}`, folder]);
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** @param command anew for each start. @param environment beside our own. */
export function serverProcess(
  [program, args]: [string, string[]],
  where: { host: string; port: number },
  environment: Record<string, string> = {},
) {
  let child: ChildProcess | undefined;

  async function stop(signal: NodeJS.Signals): Promise<void> {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGCONT'); // one that hangs would not hear
    running.kill(signal);
    await ended;
  }

  return {
    async start(): Promise<void> {
      const env = { ...process.env, ...environment };
      const started = spawn(program, args, { stdio: 'ignore', cwd: '/', env });
      child = started;
      for (let tries = 0; tries < 800; tries++) {
        if (started.exitCode !== null) break;
        if (await answers(where.host, where.port)) return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`${program} did not start`);
    },
    stop: () => stop('SIGTERM'),
    kill: () => stop('SIGKILL'),
    hang: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  };
}
