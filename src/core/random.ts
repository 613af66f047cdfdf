// Random values and digests of them.
import { createHash, randomBytes, randomFillSync, timingSafeEqual } from 'node:crypto';

/** A fresh unguessable text: 256 bits unless told otherwise, base64url. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

const drawn = Buffer.alloc(16 * 256);
let left = 0;

/** Sixteen bytes; drawn many at a time, since asking the system costs more than all the rest of an id. */
function sixteenBytes(): Buffer {
  if (left === 0) left = randomFillSync(drawn).length;
  left -= 16;
  return drawn.subarray(left, left + 16);
}

/** A UUID version 7 (RFC 9562, section 5.7): ids sort by the time they were made. */
export function newId(now: Date = new Date()): string {
  const bytes = sixteenBytes();
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
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
