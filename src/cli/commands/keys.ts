import { keyUses, type KeyInfo, type KeyUse } from '../../oidc/key-rows.ts';
import { keyAnnouncementSeconds } from '../../oidc/lifetimes.ts';
import type { CommandFile, Desk } from '../command.ts';
import { CommandError } from '../failure.ts';
import { table } from '../table.ts';

const tableOf = (keys: readonly KeyInfo[]) =>
  table(
    ['key', 'use', 'alg', 'state', 'since'],
    keys.map(({ id, use, alg, state, changedAt }) => [
      id,
      use,
      alg,
      state,
      changedAt.toISOString(),
    ]),
  );

async function list({ app }: Desk) {
  const keys = await app.oidc.keys.list();
  return { text: tableOf(keys), json: { keys } };
}

async function rotate({ app, by }: Desk) {
  const made = await app.oidc.keys.rotate(by);
  if (made.length === 0)
    throw new CommandError(
      'keys.rotating',
      'A rotation is under way: new keys are published and sign by themselves once every application has read them.',
    );
  const keys = await app.oidc.keys.list();
  const text = `${made.length} new keys are published; they begin to sign by themselves in about ${Math.ceil(keyAnnouncementSeconds / 60)} minutes.`;
  return { text: `${text}\n\n${tableOf(keys)}`, json: { made, keys } };
}

async function replace({ app, by }: Desk, use: string, { reason }: { reason: string }) {
  if (!keyUses.includes(use as KeyUse))
    throw new CommandError('keys.use', `There are keys for ${keyUses.join(' and ')}, not ${use}.`);
  await app.oidc.keys.replace(by, use as KeyUse, reason);
  const keys = await app.oidc.keys.list();
  const text = `The keys for ${use} are replaced on every server; what the old ones signed is worth nothing any more.`;
  return { text: `${text}\n\n${tableOf(keys)}`, json: { keys } };
}

export const keysCommand: CommandFile = (parent, { act }) => {
  const keys = parent.command('keys').description('keys that sign tokens and cookies');
  keys.command('list').description('every key and what it does now').action(act(list));
  keys
    .command('rotate')
    .description('publish new keys; they take over by themselves and nobody is signed out')
    .action(act(rotate));
  keys
    .command('replace')
    .argument('<use>', 'sig (tokens) or cookie')
    .requiredOption('--reason <text>', 'why; goes into the journal')
    .description('after a leak: delete all keys of that use at once and sign with new ones')
    .action(act(replace));
};
