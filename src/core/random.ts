// Random values and digests of them.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A fresh unguessable text: 256 bits unless told otherwise, base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

/** A UUID version 7 (RFC 9562, section 5.7): ids sort by the time they were made. */
export function newId(now: Date = new Date()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join('-');
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Asked before a text from outside is compared with a uuid column: PostgreSQL refuses others with an error. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && uuid.test(text);
}

/** SHA-256 in base64url: for high-entropy secrets only; people's passwords go through argon2id. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(a).digest(),
    createHash('sha256').update(b).digest(),
  );
}
