// Local passwords are hashed with a secret that is not in the database (argon2's secret input, RFC 9106,
// section 3.1): a stolen table alone cannot be guessed at. Each hash names the sealing key its pepper comes
// from, `{<key id>}<PHC string>`, so that keys can change; older ones without a name have no pepper. Pure.
import type { Sealing } from '../core/sealing.ts';

const purpose = 'local password pepper';

/** How a kept hash is to be opened; undefined where the key of its pepper is gone. */
export function readHash(
  sealing: Pick<Sealing, 'deriveBy'>,
  kept: string,
): { phc: string; secret?: Buffer } | undefined {
  const [, keyId, phc] = /^\{([0-9a-f]+)\}(.*)$/.exec(kept) ?? [];
  if (keyId === undefined || phc === undefined) return { phc: kept };
  const pepper = sealing.deriveBy(purpose, keyId);
  return pepper && { phc, secret: pepper.secret };
}

/** The pepper of new hashes, and how they are kept. */
export function presentPepper(sealing: Pick<Sealing, 'deriveBy'>) {
  const { keyId, secret } = sealing.deriveBy(purpose)!; // the first key is always there
  const prefix = `{${keyId}}`;
  return {
    secret,
    named: (phc: string): string => prefix + phc,
    isOf: (kept: string): boolean => kept.startsWith(prefix),
  };
}
