import { ConfigError } from '../../config.ts';
import type { CommandFile } from '../command.ts';
import { configOf } from '../command.ts';
import { examine } from '../doctor/examine.ts';
import { fail, type Finding } from '../doctor/finding.ts';
import { exitCodes } from '../failure.ts';
import type { Shell } from '../shell.ts';

const marks = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' };

async function findings(shell: Shell): Promise<Finding[]> {
  try {
    return await examine(configOf(shell));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ key, message }) => fail('configuration', `${key} ${message}`));
  }
}

export const doctorCommand: CommandFile = (parent, { shell, answer }) => {
  parent
    .command('doctor')
    .description(
      'look at configuration, database, clock, keys, directories and addresses; say what to mend (exit 1: something fails)',
    )
    .action(async () => {
      const found = await findings(shell);
      const failed = found.some(({ state }) => state === 'fail');
      answer({
        text: found.map((f) => `${marks[f.state]}  ${f.check.padEnd(13)} ${f.message}`).join('\n'),
        json: { healthy: !failed, findings: found },
        exit: failed ? exitCodes.failure : exitCodes.ok,
      });
    });
};
