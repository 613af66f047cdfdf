// The command `motchia`: its words, its help and its exit codes. Each command is a file in commands/.
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { createTools } from './command.ts';
import { commands } from './commands/all.ts';
import { withDemo } from './demo-environment.ts';
import { describeFailure, exitCodes, type ExitCode } from './failure.ts';
import type { Shell } from './shell.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };

const exits = `
Exit codes:
  0  done
  1  it could not be done; the message says why and what to do
  2  the command was written wrongly
  3  refused: explain says no, or a sync run is held for an administrator`;

const manners = `
Every command takes --json: then standard output holds one JSON value and nothing else, an error
being {"error": {"code", "message"}}.
Configuration is the environment, as for npm start (see .env.example). In the folder of a running
demo nothing needs to be set.`;

function newProgram(shell: Shell): { program: Command; unsaid: () => string } {
  let unsaid = '';
  const program = new Command('motchia')
    .description('Một Chìa: single sign-on for a province. Commands for whoever runs it.')
    .option('--json', 'answer in JSON')
    .version(version, '--version', 'say which version this is')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('afterAll', exits)
    .addHelpText('after', manners)
    .exitOverride()
    .configureOutput({ writeOut: shell.out, writeErr: (text) => void (unsaid += text) });
  return { program, unsaid: () => unsaid };
}

const isHelp = (error: CommanderError) =>
  ['commander.helpDisplayed', 'commander.help', 'commander.version'].includes(error.code);

type Said = { code: string; message: string; exit: ExitCode };

function tell(shell: Shell, json: boolean, { code, message, exit }: Said): ExitCode {
  if (json) shell.out(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
  else shell.err(`${message}\n`);
  return exit;
}

/** In the folder of a demo a database that cannot be reached most likely means that the demo is stopped. */
function failureOf(shell: Shell, error: unknown): Said {
  const said = describeFailure(error);
  const ofDemo = withDemo(shell.environment, shell.folder) !== shell.environment;
  if (!ofDemo || said.code !== 'ECONNREFUSED') return said;
  return { ...said, message: 'The demo of this folder does not run: start it with npm run demo.' };
}

/** Commander's complaints, among which is the help that it shows where a command is missing. */
function usage(error: CommanderError, unsaid: string): Said {
  const message = isHelp(error) ? unsaid.trimEnd() : error.message.replace(/^error: /, '');
  const hint = isHelp(error) ? '' : ' (motchia --help tells more)';
  return { code: 'usage', message: message + hint, exit: exitCodes.usage };
}

/** @param argv the words after `motchia`. @returns the exit code. */
export async function runCommandLine(argv: readonly string[], shell: Shell): Promise<ExitCode> {
  const { program, unsaid } = newProgram(shell);
  const json = argv.includes('--json'); // asked of the words: usage errors come before options are read
  let exit: ExitCode = exitCodes.ok;
  const tools = createTools(shell, json, (code) => (exit = code));
  for (const add of commands) add(program, tools);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) return tell(shell, json, failureOf(shell, error));
    if (isHelp(error) && error.exitCode === 0) return exitCodes.ok;
    return tell(shell, json, usage(error, unsaid()));
  }
}
