// The demo's folder: who runs in it, the settings it starts with, the secrets of its applications.
// All of it is readable by the person who started the demo alone.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnvironment } from '../cli/demo-environment.ts';

export type DemoFolder = ReturnType<typeof openFolder>;

const names = ['postgres', 'environment', 'applications.json', 'demo.pid'] as const;

/** Undefined where no such process runs, or where this system does not tell. */
function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Ids of processes are used again, so the command must be the same as well. */
function runningIn(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const { pid, command } = JSON.parse(readFileSync(file, 'utf8')) as {
    pid: number;
    command?: string;
  };
  return pid !== process.pid && command !== undefined && commandOf(pid) === command
    ? pid
    : undefined;
}

/**
 * Makes the folder ours until `release`.
 * @throws with a sentence where another demo runs in it.
 */
export function openFolder(path: string, fresh: boolean) {
  const folder = resolve(path);
  const file = (name: (typeof names)[number]) => join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pid = runningIn(file('demo.pid'));
  if (pid !== undefined)
    throw new Error(
      `A demo already runs in ${folder} (process ${pid}). End it with Ctrl-C where it was started, or with: kill ${pid}`,
    );
  if (fresh) for (const name of names) rmSync(file(name), { recursive: true, force: true });
  write('demo.pid', JSON.stringify({ pid: process.pid, command: commandOf(process.pid) }));

  function write(name: (typeof names)[number], text: string): void {
    writeFileSync(file(name), text, { mode: 0o600 });
    chmodSync(file(name), 0o600); // a file that was there keeps its old mode otherwise
  }

  const read = (name: (typeof names)[number]) =>
    existsSync(file(name)) ? readFileSync(file(name), 'utf8') : '';

  return {
    path: folder,
    database: file('postgres'),

    /** The sealing key is made once and kept: it opens what the database holds. */
    sealingKey: (): string =>
      parseEnvironment(read('environment'))['SEALING_KEYS'] ?? randomBytes(32).toString('hex'),

    /** For the command line, which finds it here. */
    keepEnvironment(values: Readonly<Record<string, string>>): void {
      const lines = Object.entries(values).map(([key, value]) => `${key}=${value}`);
      write('environment', `# Made by npm run demo.\n${lines.join('\n')}\n`);
    },

    /** Secrets of the demo applications by client id: the product shows each only once. */
    secrets: (): Record<string, string> =>
      JSON.parse(read('applications.json') || '{}') as Record<string, string>,
    keepSecrets: (secrets: Readonly<Record<string, string>>): void =>
      write('applications.json', JSON.stringify(secrets, null, 2)),

    release: (): void => rmSync(file('demo.pid'), { force: true }),
  };
}
