// Keys that sign tokens and cookies: made by the product, sealed in the table "key", the same on every
// node. A key is first published (next), then signs (current), then only verifies (previous), then goes.
// The only door to jose.
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { after, type Clock } from '../core/clock.ts';
import type { Database, Transaction } from '../core/database.ts';
import { randomToken } from '../core/random.ts';
import type { Sealing } from '../core/sealing.ts';
import { system, type Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import {
  insertKey,
  keyKinds,
  listKeys,
  lockKeys,
  promoteKey,
  removeEnded,
  removeUse,
  retireKey,
  signsFrom,
  stateOf,
  successorAt,
  type KeyInfo,
  type KeyKind,
  type KeyRow,
  type KeyState,
  type KeyUse,
} from './key-rows.ts';
import { keyRetirementSeconds } from './lifetimes.ts';

export type Keys = ReturnType<typeof createKeys>;

/** What a provider is built from. `version` differs whenever anything else does. */
export type KeySet = { version: string; jwks: JWK[]; cookieKeys: string[] };

const purpose = (id: string) => `key ${id}`;

async function make(kind: KeyKind): Promise<{ id: string; secret: string }> {
  if (kind.use === 'cookie') return { id: randomToken(12), secret: randomToken() };
  const { privateKey } = await generateKeyPair(kind.alg, {
    extractable: true,
    modulusLength: 2048,
  });
  const jwk = await exportJWK(privateKey);
  const id = await calculateJwkThumbprint(jwk); // RFC 7638
  return { id, secret: JSON.stringify({ ...jwk, kid: id, alg: kind.alg, use: 'sig' }) };
}

const journalChange = (by: Actor, kind: KeyKind, id: string, state: KeyState, tx: Transaction) =>
  record(tx, by, {
    event: 'key.rotated',
    object: { type: 'key', id, name: `${kind.use} ${kind.alg}` },
    detail: { state },
  });

export function createKeys(deps: {
  db: Database;
  clock: Clock;
  sealing: Sealing;
  /** For how many days a key signs before its successor is made. */
  keyDays: () => Promise<number>;
}) {
  const { db, clock, sealing } = deps;

  async function add(tx: Transaction, kind: KeyKind, state: KeyState): Promise<string> {
    const { id, secret } = await make(kind);
    const sealed = sealing.seal(purpose(id), secret);
    await tx.sql.query(insertKey, [id, kind.use, kind.alg, sealed, state, clock.now()]);
    return id;
  }

  /** In one transaction, alone among all nodes, with the keys as they are. */
  const alone = <Result>(work: (tx: Transaction, rows: KeyRow[]) => Promise<Result>) =>
    db.transaction(async (tx) => {
      await tx.sql.query(lockKeys);
      return work(tx, await tx.sql.query<KeyRow>(listKeys));
    });

  /** Makes what is missing: everything, at the very first start. */
  async function ensure(): Promise<void> {
    const missing = (rows: KeyRow[]) => keyKinds.filter((kind) => !stateOf(rows, kind, 'current'));
    if (missing(await db.sql.query<KeyRow>(listKeys)).length === 0) return;
    await alone(async (tx, rows) => {
      for (const kind of missing(rows)) await add(tx, kind, 'current');
    });
  }

  /** @throws AppError `sealing.cannot-open` where the keys were sealed with an unknown key. */
  async function load(): Promise<KeySet> {
    const rows = await db.sql.query<KeyRow>(listKeys);
    const open = (row: KeyRow) => sealing.open(purpose(row.id), row.sealed);
    return {
      version: rows.map((row) => `${row.id}:${row.state}`).join(' '),
      jwks: rows.filter((row) => row.use === 'sig').map((row) => JSON.parse(open(row)) as JWK),
      cookieKeys: rows.filter((row) => row.use === 'cookie').map(open),
    };
  }

  async function announce(tx: Transaction, by: Actor, kind: KeyKind): Promise<string> {
    const id = await add(tx, kind, 'next');
    await journalChange(by, kind, id, 'next', tx);
    return id;
  }

  /** Publishes a new key of each kind; `advance` lets it sign later. Gives the new ids; none where a rotation is under way. */
  function rotate(by: Actor): Promise<string[]> {
    return alone(async (tx, rows) => {
      const made: string[] = [];
      for (const kind of keyKinds)
        if (!stateOf(rows, kind, 'next')) made.push(await announce(tx, by, kind));
      return made;
    });
  }

  /**
   * For the day a key has leaked: every key of that use goes now, whatever it signed is worth nothing,
   * and new ones sign at once. Applications read the new JWKS when they meet a key they do not know.
   */
  function replace(by: Actor, use: KeyUse, reason: string): Promise<void> {
    return alone(async (tx, rows) => {
      await tx.sql.query(removeUse, [use]);
      for (const kind of keyKinds.filter((kind) => kind.use === use))
        await add(tx, kind, 'current');
      await record(tx, by, {
        event: 'key.replaced',
        object: { type: 'key', id: use, name: use },
        detail: { reason, removed: rows.filter((row) => row.use === use).map(({ id }) => id) },
      });
    });
  }

  async function takeOver(tx: Transaction, kind: KeyKind, next: KeyRow): Promise<void> {
    const now = clock.now();
    await tx.sql.query(retireKey, [kind.use, kind.alg, now, after(now, keyRetirementSeconds)]);
    await tx.sql.query(promoteKey, [next.id, now]);
    await journalChange(system, kind, next.id, 'current', tx);
  }

  /**
   * What time brings: a successor for keys that have signed long enough, the turn of those that every
   * node and application has had time to read, the end of those that verified long enough.
   */
  async function advance(): Promise<void> {
    const days = await deps.keyDays();
    await alone(async (tx, rows) => {
      const now = clock.now();
      for (const kind of keyKinds) {
        const [current, next] = [stateOf(rows, kind, 'current'), stateOf(rows, kind, 'next')];
        if (next && signsFrom(next) <= now) await takeOver(tx, kind, next);
        else if (!next && current && successorAt(current, days) <= now)
          await announce(tx, system, kind);
      }
      await tx.sql.query(removeEnded, [now]);
    });
  }

  return {
    ensure,
    load,
    rotate,
    replace,
    advance,
    async list(): Promise<KeyInfo[]> {
      const rows = await db.sql.query<KeyRow>(listKeys);
      return rows.map(({ sealed: _sealed, ...info }) => info);
    },
  };
}
