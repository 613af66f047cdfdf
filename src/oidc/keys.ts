// Keys that sign tokens and cookies: made by the product, sealed in the table "key", the same on every
// node. A key is first published (next), then signs (current), then only verifies (previous), then goes.
// The only door to jose.
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { randomToken } from '../core/random.ts';
import type { Sealing } from '../core/sealing.ts';
import { system, type Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { keyAnnouncementSeconds, keyRetirementSeconds } from './lifetimes.ts';

export type Keys = ReturnType<typeof createKeys>;
export type KeyState = 'next' | 'current' | 'previous';

/** What may be shown of a key. */
export type KeyInfo = {
  id: string;
  use: 'sig' | 'cookie';
  alg: string;
  state: KeyState;
  createdAt: Date;
  changedAt: Date;
  expiresAt: Date | null;
};

type KeyRow = KeyInfo & { sealed: string };

/** What a provider is built from. `version` differs whenever anything else does. */
export type KeySet = { version: string; jwks: JWK[]; cookieKeys: string[] };

const kinds = [
  { use: 'sig', alg: 'PS256' },
  { use: 'sig', alg: 'RS256' },
  { use: 'sig', alg: 'ES256' },
  { use: 'cookie', alg: 'HS256' },
] as const;
type Kind = (typeof kinds)[number];

const purpose = (id: string) => `key ${id}`;

// One node at a time; the lock ends with the transaction.
const lock: Statement = {
  name: 'key-lock',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('motchia:keys', 0))::text`,
};
// The order matters to the engine: the first of a kind signs.
const list: Statement = {
  name: 'key-list',
  text: `SELECT id, use, alg, sealed, state, created_at AS "createdAt", changed_at AS "changedAt",
           expires_at AS "expiresAt"
         FROM key ORDER BY array_position(ARRAY['current', 'next', 'previous'], state), use, alg, created_at DESC`,
};
const insert: Statement = {
  name: 'key-insert',
  text: `INSERT INTO key (id, use, alg, sealed, state, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)`,
};
const retire: Statement = {
  name: 'key-retire',
  text: `UPDATE key SET state = 'previous', changed_at = $3, expires_at = $4
         WHERE use = $1 AND alg = $2 AND state = 'current'`,
};
const promote: Statement = {
  name: 'key-promote',
  text: `UPDATE key SET state = 'current', changed_at = $2 WHERE id = $1`,
};
const remove: Statement = {
  name: 'key-remove',
  text: `DELETE FROM key WHERE state = 'previous' AND expires_at <= $1`,
};

async function make(kind: Kind): Promise<{ id: string; secret: string }> {
  if (kind.use === 'cookie') return { id: randomToken(12), secret: randomToken() };
  const { privateKey } = await generateKeyPair(kind.alg, {
    extractable: true,
    modulusLength: 2048,
  });
  const jwk = await exportJWK(privateKey);
  const id = await calculateJwkThumbprint(jwk); // RFC 7638
  return { id, secret: JSON.stringify({ ...jwk, kid: id, alg: kind.alg, use: 'sig' }) };
}

export function createKeys(deps: { db: Database; clock: Clock; sealing: Sealing }) {
  const { db, clock, sealing } = deps;

  async function add(tx: Transaction, kind: Kind, state: KeyState): Promise<string> {
    const { id, secret } = await make(kind);
    const sealed = sealing.seal(purpose(id), secret);
    await tx.sql.query(insert, [id, kind.use, kind.alg, sealed, state, clock.now()]);
    return id;
  }

  const has = (rows: readonly KeyRow[], kind: Kind, state: KeyState) =>
    rows.find((row) => row.use === kind.use && row.alg === kind.alg && row.state === state);

  /** Makes what is missing: everything, at the very first start. */
  async function ensure(): Promise<void> {
    const complete = (rows: KeyRow[]) => kinds.every((kind) => has(rows, kind, 'current'));
    if (complete(await db.sql.query<KeyRow>(list))) return;
    await db.transaction(async (tx) => {
      await tx.sql.query(lock);
      const rows = await tx.sql.query<KeyRow>(list);
      for (const kind of kinds) if (!has(rows, kind, 'current')) await add(tx, kind, 'current');
    });
  }

  /** @throws AppError `sealing.cannot-open` where the keys were sealed with an unknown key. */
  async function load(): Promise<KeySet> {
    const rows = await db.sql.query<KeyRow>(list);
    const open = (row: KeyRow) => sealing.open(purpose(row.id), row.sealed);
    return {
      version: rows.map((row) => `${row.id}:${row.state}`).join(' '),
      jwks: rows.filter((row) => row.use === 'sig').map((row) => JSON.parse(open(row)) as JWK),
      cookieKeys: rows.filter((row) => row.use === 'cookie').map(open),
    };
  }

  /** Publishes a new key of each kind; `advance` lets it sign later. Gives the new ids; none where a rotation is under way. */
  function rotate(by: Actor): Promise<string[]> {
    return db.transaction(async (tx) => {
      await tx.sql.query(lock);
      const rows = await tx.sql.query<KeyRow>(list);
      const made: string[] = [];
      for (const kind of kinds) {
        if (has(rows, kind, 'next')) continue;
        const id = await add(tx, kind, 'next');
        made.push(id);
        await journal(tx, by, kind, id, 'next');
      }
      return made;
    });
  }

  const journal = (tx: Transaction, by: Actor, kind: Kind, id: string, state: KeyState) =>
    record(tx, by, {
      event: 'key.rotated',
      object: { type: 'key', id, name: `${kind.use} ${kind.alg}` },
      detail: { state },
    });

  async function takeOver(tx: Transaction, kind: Kind, next: KeyRow): Promise<void> {
    const now = clock.now();
    await tx.sql.query(retire, [kind.use, kind.alg, now, after(now, keyRetirementSeconds)]);
    await tx.sql.query(promote, [next.id, now]);
    await journal(tx, system, kind, next.id, 'current');
  }

  /** Lets keys that every node and application has had time to read sign, and deletes those that ended. */
  async function advance(): Promise<void> {
    await db.transaction(async (tx) => {
      await tx.sql.query(lock);
      const rows = await tx.sql.query<KeyRow>(list);
      for (const kind of kinds) {
        const next = has(rows, kind, 'next');
        if (next && after(next.createdAt, keyAnnouncementSeconds) <= clock.now())
          await takeOver(tx, kind, next);
      }
      await tx.sql.query(remove, [clock.now()]);
    });
  }

  return {
    ensure,
    load,
    rotate,
    advance,
    async list(): Promise<KeyInfo[]> {
      const rows = await db.sql.query<KeyRow>(list);
      return rows.map(({ sealed: _sealed, ...info }) => info);
    },
  };
}
