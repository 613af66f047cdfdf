// What every command shares: it opens the product without ports, does one thing, and answers in
// text for people or JSON for programs. A command file says only what is its own.
import type { Command } from 'commander';
import { createApp, type App } from '../app.ts';
import { loadConfig, type Config } from '../config.ts';
import { createLogger } from '../core/logger.ts';
import { commandLine, type Actor } from '../journal/actor.ts';
import { withDemo } from './demo-environment.ts';
import { exitCodes, type ExitCode } from './failure.ts';
import type { Shell } from './shell.ts';

/** Everything a command works with. `by` names the operating system's user in the journal. */
export type Desk = { app: App; by: Actor; shell: Shell };

/** `text` is for people, `json` for `--json`; both say the same. */
export type Outcome = { text: string; json: unknown; exit?: ExitCode };

/** What a command file is handed. */
export type Tools = {
  shell: Shell;
  /** Runs `work` with the product at hand and answers with its outcome. */
  act: <Args extends unknown[]>(
    work: (desk: Desk, ...args: Args) => Promise<Outcome>,
  ) => (...args: Args) => Promise<void>;
  /** For the few commands that do without. */
  answer: (outcome: Outcome) => void;
};

/** Adds itself to the program. */
export type CommandFile = (parent: Command, tools: Tools) => void;

/** The configuration a command goes by: the environment, or that of the demo in this folder. */
export const configOf = (shell: Shell): Config =>
  loadConfig(withDemo(shell.environment, shell.folder));

async function withApp<T>(shell: Shell, work: (app: App) => Promise<T>): Promise<T> {
  const app = createApp(configOf(shell), { logger: createLogger('fatal', 2) });
  try {
    await app.prepare();
    return await work(app);
  } finally {
    await app.stop();
  }
}

/** @param done hears the exit code. */
export function createTools(shell: Shell, json: boolean, done: (exit: ExitCode) => void): Tools {
  const by = { ...commandLine, name: `${commandLine.name} (${shell.user})` };
  const answer = (outcome: Outcome) => {
    shell.out(`${json ? JSON.stringify(outcome.json, null, 2) : outcome.text}\n`);
    done(outcome.exit ?? exitCodes.ok);
  };
  return {
    shell,
    answer,
    act:
      (work) =>
      async (...args) =>
        answer(await withApp(shell, (app) => work({ app, by, shell }, ...args))),
  };
}
