// A terminal for tests: what a command said, and what it ended with.
import { runCommandLine } from '../../src/cli/program.ts';
import type { Shell } from '../../src/cli/shell.ts';
import type { World } from '../support/world.ts';

export type Answer = { exit: number; out: string; err: string };

export type Terminal = ReturnType<typeof createTerminal>;

export function createTerminal(
  environment: Record<string, string>,
  folder: string,
  given: { input?: string; answers?: string[] } = {},
) {
  async function run(...argv: string[]): Promise<Answer> {
    const answer = { exit: 0, out: '', err: '' };
    const answers = [...(given.answers ?? [])];
    const shell: Shell = {
      environment,
      folder,
      user: 'tester',
      out: (text) => void (answer.out += text),
      err: (text) => void (answer.err += text),
      askSecret: given.answers && (() => Promise.resolve(answers.shift() ?? '')),
      readInput: () => Promise.resolve(given.input ?? ''),
    };
    answer.exit = await runCommandLine(argv, shell);
    return answer;
  }

  return {
    run,
    /** With --json: standard output must be one JSON value. */
    async json(...argv: string[]) {
      const { exit, out, err } = await run(...argv, '--json');
      return { exit, err, value: JSON.parse(out) };
    },
  };
}

/** What a command on this world's machine finds in its environment. */
export function environmentOf({ app: { config } }: World): Record<string, string> {
  return {
    DATABASE_URL: config.database.url,
    DATABASE_CONNECTIONS: '3',
    PUBLIC_URL: config.publicUrl.origin,
    CONSOLE_URL: config.consoleUrl.origin,
    PORT: String(config.listen.port),
    CONSOLE_PORT: String(config.listen.consolePort),
    SEALING_KEYS: config.sealingKeys.join(','),
    PRIVATE_HOSTS: 'localhost,127.0.0.1',
  };
}
