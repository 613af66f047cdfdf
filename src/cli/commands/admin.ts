import { randomInt } from 'node:crypto';
import { usernameOf } from '../../accounts/account.ts';
import { administratorsGroup } from '../../accounts/administrators.ts';
import type { CommandFile, Desk } from '../command.ts';
import { demandsOf, passwordFaults } from '../../credentials/password-policy.ts';
import { AppError } from '../../core/errors.ts';
import { CommandError, exitCodes } from '../failure.ts';
import type { Shell } from '../shell.ts';

type Options = { name?: string; mail?: string; passwordStdin?: boolean };

const alphabets = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+=.:'];

/** Twenty characters without look-alikes, each class in it: about 115 bits. */
function generatePassword(): string {
  const all = alphabets.join('');
  for (;;) {
    const text = Array.from({ length: 20 }, () => all[randomInt(all.length)]).join('');
    if (alphabets.every((letters) => [...letters].some((letter) => text.includes(letter))))
      return text;
  }
}

type Chosen = { password: string; shown: boolean }; // shown: generated, and must be told

async function choosePassword(shell: Shell, options: Options): Promise<Chosen> {
  if (options.passwordStdin)
    return { password: (await shell.readInput()).replace(/\r?\n$/, ''), shown: false };
  const generated = { password: generatePassword(), shown: true };
  if (!shell.askSecret) return generated;
  const password = await shell.askSecret('Password (empty: generate one): ');
  if (password === '') return generated;
  if (password === (await shell.askSecret('Again: '))) return { password, shown: false };
  throw new CommandError('password.differs', 'The two passwords differ. Nothing was created.');
}

async function getGroupId({ app }: Desk): Promise<string> {
  const group = await app.groups.findByCode(administratorsGroup);
  if (group) return group.id;
  throw new CommandError('group.not-found', `The group ${administratorsGroup} is missing.`);
}

/** To the letter: what was typed is what the person will sign in by. */
function checkUsername(typed: string): void {
  const proposed = usernameOf(typed);
  if (proposed !== typed) throw new AppError('account.username-folded', { params: { proposed } });
}

async function refuseWeak({ app }: Desk, password: string, names: string[]): Promise<void> {
  const { passwordRules, installationNames } = app.set;
  const [rules, surroundings] = [await passwordRules(), await installationNames()];
  const owner = { names, surroundings, hasSecondFactor: false };
  const [fault] = passwordFaults(password, rules, owner);
  const { least, classes } = demandsOf(rules, owner);
  if (fault) throw new AppError(`password.${fault}`, { params: { least, classes } });
}

async function create(desk: Desk, username: string, options: Options) {
  const { app, by, shell } = desk;
  const fullName = options.name ?? username;
  const groupId = await getGroupId(desk);
  checkUsername(username);
  if (await app.accounts.findByLoginName(username)) throw new AppError('account.username-taken');
  const { password, shown } = await choosePassword(shell, options);
  await refuseWeak(desk, password, [fullName, username]); // before there is an account without one
  const mail = options.mail ?? null;
  const account = await app.accounts.createLocal(by, {
    username,
    fullName,
    kind: 'administrator',
    mail,
  });
  await app.passwords.set(by, account.id, password, { mustChange: shown });
  await app.groups.addAccount(by, groupId, account.id);
  const told = shown
    ? `\nPassword, shown only now, to be replaced at the first sign-in: ${password}`
    : '';
  return {
    text: `Administrator ${account.username} (${account.fullName}) can sign in at ${app.config.consoleUrl.origin}${told}`,
    json: { id: account.id, username: account.username, ...(shown ? { password } : {}) },
    exit: exitCodes.ok,
  };
}

export const adminCommand: CommandFile = (parent, { act }) => {
  const admin = parent.command('admin').description('administrators with a local password');
  admin
    .command('create')
    .argument('<username>', 'lower-case letters, digits, . _ -')
    .description(
      'create an administrator; asks for the password, or generates one where nobody can be asked',
    )
    .option('--name <name>', 'full name')
    .option('--mail <address>', 'mail address')
    .option('--password-stdin', 'read the password from standard input')
    .action(act(create));
};
