// Is there a key to sign with, does the sealing key of this configuration open it, and is it fresh?
import { isAppError } from '../../core/errors.ts';
import type { Keys } from '../../oidc/keys.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const oldDays = 365;

export async function examineKeys(
  keys: Pick<Keys, 'list' | 'load'>,
  now: Date,
): Promise<Finding[]> {
  const signing = (await keys.list()).filter(
    ({ use, state }) => use === 'sig' && state === 'current',
  );
  if (signing.length === 0) return [warn('keys', 'there are none yet: the first start makes them')];
  try {
    await keys.load();
  } catch (error) {
    if (!isAppError(error, 'sealing.cannot-open')) throw error;
    const cure = 'add the key they were sealed with to SEALING_KEYS, after a comma';
    return [fail('sealing', `SEALING_KEYS does not open the signing keys: ${cure}`)];
  }
  const oldest = Math.min(...signing.map(({ changedAt }) => changedAt.getTime()));
  const days = Math.floor((now.getTime() - oldest) / (24 * 3600 * 1000));
  const found = `${signing.map(({ alg }) => alg).join(', ')}, the oldest in use for ${days} days`;
  return [
    ok('sealing', 'SEALING_KEYS opens the signing keys'),
    days > oldDays ? warn('keys', `${found}: motchia keys rotate`) : ok('keys', found),
  ];
}
