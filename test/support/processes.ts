// Programs of ours as separate processes: what they said, how they ended.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export type Program = {
  child: ChildProcess;
  output: () => string; // standard output and error together
  /** Resolves when the program has said this. @throws where it ends before, or takes too long. */
  says: (text: string | RegExp, seconds?: number) => Promise<string>;
  /** The exit code, or the signal that ended it. */
  ended: () => Promise<number | NodeJS.Signals | null>;
};

export function startProgram(
  command: string,
  args: readonly string[],
  options: { env: Record<string, string>; cwd?: string },
): Program {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const heard = (wanted: string | RegExp) =>
    typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);

  return {
    child,
    output: () => text,
    ended: async () => {
      const [code, signal] = await closed;
      return code ?? signal;
    },
    async says(wanted, seconds = 110) {
      const end = performance.now() + seconds * 1000;
      while (!heard(wanted)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`it ended without saying ${String(wanted)}:\n${text}`);
        if (performance.now() > end) throw new Error(`it never said ${String(wanted)}:\n${text}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return text;
    },
  };
}

/** Nothing but what a program needs to find Node. */
export const bare = { PATH: process.env['PATH'] ?? '' };
