// What is kept of keys: the kinds there are, the rows of the table "key" and the statements on them.
import { after } from '../core/clock.ts';
import type { Statement } from '../core/database.ts';
import { keyAnnouncementSeconds } from './lifetimes.ts';

export const keyKinds = [
  { use: 'sig', alg: 'PS256' },
  { use: 'sig', alg: 'RS256' },
  { use: 'sig', alg: 'ES256' },
  { use: 'sig', alg: 'EdDSA' },
  { use: 'cookie', alg: 'HS256' },
] as const;
export type KeyKind = (typeof keyKinds)[number];

export const keyUses = ['sig', 'cookie'] as const;
export type KeyUse = (typeof keyUses)[number];
export type KeyState = 'next' | 'current' | 'previous';

/** What may be shown of a key. `changedAt`: since when it is in its state. */
export type KeyInfo = {
  id: string;
  use: KeyUse;
  alg: string;
  state: KeyState;
  createdAt: Date;
  changedAt: Date;
  expiresAt: Date | null;
};

export type KeyRow = KeyInfo & { sealed: string };

// One node at a time; the lock ends with the transaction.
export const lockKeys: Statement = {
  name: 'key-lock',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('motchia:keys', 0))::text`,
};
// The order matters to the engine: the first of a kind signs.
export const listKeys: Statement = {
  name: 'key-list',
  text: `SELECT id, use, alg, sealed, state, created_at AS "createdAt", changed_at AS "changedAt",
           expires_at AS "expiresAt"
         FROM key ORDER BY array_position(ARRAY['current', 'next', 'previous'], state), use, alg, created_at DESC`,
};
export const insertKey: Statement = {
  name: 'key-insert',
  text: `INSERT INTO key (id, use, alg, sealed, state, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)`,
};
export const retireKey: Statement = {
  name: 'key-retire',
  text: `UPDATE key SET state = 'previous', changed_at = $3, expires_at = $4
         WHERE use = $1 AND alg = $2 AND state = 'current'`,
};
export const promoteKey: Statement = {
  name: 'key-promote',
  text: `UPDATE key SET state = 'current', changed_at = $2 WHERE id = $1`,
};
export const removeEnded: Statement = {
  name: 'key-remove-ended',
  text: `DELETE FROM key WHERE state = 'previous' AND expires_at <= $1`,
};
export const removeUse: Statement = {
  name: 'key-remove-use',
  text: `DELETE FROM key WHERE use = $1`,
};

export const stateOf = (
  rows: readonly KeyRow[],
  { use, alg }: KeyKind,
  state: KeyState,
): KeyRow | undefined =>
  rows.find((row) => row.use === use && row.alg === alg && row.state === state);

export const successorAt = (key: KeyInfo, keyDays: number): Date =>
  after(key.changedAt, keyDays * 86_400);
export const signsFrom = (key: KeyInfo): Date => after(key.createdAt, keyAnnouncementSeconds);

/** When a key leaves the state it is in, at the earliest: it signs, its successor is published, or it is deleted. */
export function changesAt(key: KeyInfo, keyDays: number): Date | null {
  if (key.state === 'next') return signsFrom(key);
  return key.state === 'current' ? successorAt(key, keyDays) : key.expiresAt;
}
