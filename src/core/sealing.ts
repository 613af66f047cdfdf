// Seals secrets at rest (bind passwords, private keys, id tokens of our own pages) with a key that
// lives outside the database. AES-256-GCM; the purpose is bound in, so that a value sealed for one
// use cannot be put in the place of another.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from './errors.ts';

export type Sealing = ReturnType<typeof createSealing>;

type SealingKey = { id: string; secret: Buffer };

const keyOf = (hex: string): SealingKey => ({
  id: createHash('sha256').update(`motchia key id ${hex}`).digest('hex').slice(0, 8),
  secret: Buffer.from(hex, 'hex'),
});

const derive = (key: SealingKey, purpose: string) =>
  Buffer.from(hkdfSync('sha256', key.secret, '', `motchia ${purpose}`, 32));

/**
 * @param hexKeys 64 hexadecimal characters each. The first seals; all open, so that a key can be changed.
 */
export function createSealing(hexKeys: readonly string[]) {
  const keys = hexKeys.map(keyOf);
  const first = keys[0];
  if (!first) throw new Error('sealing needs at least one key');

  return {
    /** A secret that every node works out alike and nobody stores, such as that of our own client. */
    derive(purpose: string): string {
      return derive(first, `secret ${purpose}`).toString('base64url');
    },

    /**
     * The same for what must be worked out again after the first key has changed: the caller keeps the id.
     * @param keyId of an earlier answer; the first key unless told otherwise. Undefined where it is gone.
     */
    deriveBy(purpose: string, keyId = first.id): { keyId: string; secret: Buffer } | undefined {
      const key = keys.find((candidate) => candidate.id === keyId);
      return key && { keyId, secret: derive(key, `secret ${purpose}`) };
    },

    /** Gives `v1.<key id>.<base64url of iv, ciphertext and tag>`. */
    seal(purpose: string, text: string): string {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derive(first, purpose), iv);
      const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final()]);
      return `v1.${first.id}.${Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')}`;
    },

    /** @throws AppError `sealing.cannot-open` where the key is unknown or the value was changed. */
    open(purpose: string, sealed: string): string {
      const [version, keyId, body] = sealed.split('.');
      const key = keys.find((candidate) => candidate.id === keyId);
      if (version !== 'v1' || !key || !body) throw new AppError('sealing.cannot-open');
      const bytes = Buffer.from(body, 'base64url');
      try {
        const decipher = createDecipheriv(
          'aes-256-gcm',
          derive(key, purpose),
          bytes.subarray(0, 12),
        );
        decipher.setAuthTag(bytes.subarray(-16));
        return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new AppError('sealing.cannot-open', { cause });
      }
    },
  };
}
