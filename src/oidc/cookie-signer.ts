// Signs the engine's cookies. The ids in them are unguessable by themselves; the signature spares the
// database the questions of those who guess. Same shape as the keygrip package, with SHA-256.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';

export type CookieSigner = ReturnType<typeof createCookieSigner>;

/** @param keys base64url; the first signs, all verify. */
export function createCookieSigner(keys: readonly string[]) {
  const secrets = keys.map((key) => createSecretKey(Buffer.from(key, 'base64url')));
  const mac = (data: string, i: number) =>
    createHmac('sha256', secrets[i]!).update(data).digest('base64url');

  const index = (data: string, signature: string): number =>
    secrets.findIndex((_, i) => {
      const [right, given] = [Buffer.from(mac(data, i)), Buffer.from(signature)];
      return right.length === given.length && timingSafeEqual(right, given);
    });

  return {
    sign: (data: string): string => mac(data, 0),
    verify: (data: string, signature: string): boolean => index(data, signature) >= 0,
    /** Which key signed; -1 for none. Anything but 0 makes the cookie be signed anew. */
    index,
  };
}
