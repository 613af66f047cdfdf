import { keyAnnouncementSeconds } from '../../oidc/lifetimes.ts';
import type { CommandFile, Desk } from '../command.ts';
import { CommandError } from '../failure.ts';
import { table } from '../table.ts';

async function rotate({ app, by }: Desk) {
  const made = await app.oidc.keys.rotate(by);
  if (made.length === 0)
    throw new CommandError(
      'keys.rotating',
      'A rotation is under way: new keys are published and sign by themselves once every application has read them.',
    );
  const keys = await app.oidc.keys.list();
  const rows = keys.map((key) => [key.id, key.use, key.alg, key.state]);
  const text = `${made.length} new keys are published; they begin to sign by themselves in about ${Math.ceil(keyAnnouncementSeconds / 60)} minutes.`;
  return {
    text: `${text}\n\n${table(['key', 'use', 'alg', 'state'], rows)}`,
    json: { made, keys },
  };
}

export const keysCommand: CommandFile = (parent, { act }) => {
  const keys = parent.command('keys').description('keys that sign tokens and cookies');
  keys
    .command('rotate')
    .description('publish new keys; they take over by themselves and nobody is signed out')
    .action(act(rotate));
};
