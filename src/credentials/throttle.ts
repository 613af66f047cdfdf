// Progressive waits after failed sign-ins, kept in the database so that every node counts alike. An
// attempt is counted as failed before its password is looked at and forgiven afterwards: a hundred
// tries sent at once cannot all slip in before the first is counted. The maths is in waits.ts.
//
// Names are counted as they were typed (folded), known or not: a counter shared by all names of an
// account would tell a stranger that two names belong to one existing person. What is kept is a
// keyed digest, because people sometimes type a password where the name goes.
import { createHmac } from 'node:crypto';
import { addressPrefix } from '../core/address.ts';
import { after, type Clock } from '../core/clock.ts';
import type { Database, Sql, Statement, Transaction } from '../core/database.ts';
import type { Job } from '../core/scheduler.ts';
import { foldLoginName } from '../core/text.ts';
import {
  failed,
  forgiven,
  goodSeconds,
  open,
  secondsToWait,
  type Counter,
  type CounterKind as AnyKind,
} from './waits.ts';

type CounterKind = Exclude<AnyKind, 'code'>;

export type Throttle = ReturnType<typeof createThrottle>;
export type Attempt = { name: string; address: string | null };

/** `admitted` is counted as a failure until it is forgiven. `first` refusal of a wait: worth a line in the journal. */
export type Admission =
  { admitted: true; counted: CounterKind[] } | { admitted: false; seconds: number; first: boolean };

type Row = Counter & { key: string; goodUntil: Date | null; toldAt: Date | null };
type Rows = Record<CounterKind, Row>;

const columns =
  'key, failures, last_at AS "lastAt", open_at AS "openAt", good_until AS "goodUntil", told_at AS "toldAt"';
const read: Statement = {
  name: 'throttle-read',
  text: `SELECT ${columns} FROM throttle WHERE key = ANY($1::text[])`,
};
/** In the order of keys, so that two attempts never wait for each other crosswise. */
const lock: Statement = {
  name: 'throttle-lock',
  text: `INSERT INTO throttle (key, failures, last_at, open_at)
         SELECT key, 0, $2, to_timestamp(0) FROM unnest($1::text[]) AS key ORDER BY key
         ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING ${columns}`,
};
const save: Statement = {
  name: 'throttle-save',
  text: `UPDATE throttle t SET failures = n.failures, last_at = n.last_at, open_at = n.open_at
         FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[])
           AS n (key, failures, last_at, open_at) WHERE t.key = n.key`,
};
const tell: Statement = {
  name: 'throttle-tell',
  text: `UPDATE throttle SET told_at = $2 WHERE key = $1 AND (told_at IS NULL OR told_at < last_at)
         RETURNING key`,
};
const good: Statement = {
  name: 'throttle-good',
  text: `INSERT INTO throttle (key, failures, last_at, open_at, good_until)
         SELECT key, 0, $2, to_timestamp(0), $3 FROM unnest($1::text[]) AS key ORDER BY key
         ON CONFLICT (key) DO UPDATE SET failures = 0, last_at = $2, open_at = to_timestamp(0), good_until = $3`,
};
const forget: Statement = {
  name: 'throttle-forget',
  text: `DELETE FROM throttle WHERE last_at < $1::timestamptz - interval '1 day'
         AND (good_until IS NULL OR good_until < $1)`,
};

const kinds: CounterKind[] = ['pair', 'account', 'address'];

function rowsOf(keys: Record<CounterKind, string>, rows: Row[], now: Date): Rows {
  const found = (kind: CounterKind): Row =>
    rows.find((row) => row.key === keys[kind]) ?? {
      key: keys[kind],
      failures: 0,
      lastAt: now,
      openAt: open,
      goodUntil: null,
      toldAt: null,
    };
  return { pair: found('pair'), account: found('account'), address: found('address') };
}

/** The counters that apply: a pair that was good lately answers for itself alone. */
const applying = ({ pair }: Rows, now: Date): CounterKind[] =>
  pair.goodUntil && pair.goodUntil > now ? ['pair'] : kinds;

async function store(sql: Sql, rows: readonly Row[]): Promise<void> {
  await sql.query(save, [
    rows.map((row) => row.key),
    rows.map((row) => row.failures),
    rows.map((row) => row.lastAt),
    rows.map((row) => row.openAt),
  ]);
}

async function refusal(sql: Sql, rows: readonly Row[], now: Date): Promise<Admission | undefined> {
  const seconds = secondsToWait(rows, now);
  if (seconds === 0) return undefined;
  const [longest] = rows.toSorted((a, b) => b.openAt.getTime() - a.openAt.getTime());
  const told = await sql.query(tell, [longest!.key, now]);
  return { admitted: false, seconds, first: told.length > 0 };
}

export function createThrottle(deps: { db: Database; clock: Clock; secret: string }) {
  const { db, clock } = deps;

  const keyOf = (kind: CounterKind, value: string) =>
    createHmac('sha256', deps.secret).update(`${kind} ${value}`).digest('base64url');

  function keysOf({ name, address }: Attempt): Record<CounterKind, string> {
    const [folded, prefix] = [foldLoginName(name), addressPrefix(address)];
    return {
      pair: keyOf('pair', `${prefix} ${folded}`),
      account: keyOf('account', folded),
      address: keyOf('address', prefix),
    };
  }

  async function count(sql: Sql, keys: Record<CounterKind, string>): Promise<Admission> {
    const now = clock.now();
    const locked = await sql.query<Row>(lock, [Object.values(keys), now]);
    const rows = rowsOf(keys, locked, now);
    const counted = applying(rows, now);
    const refused = await refusal(
      sql,
      counted.map((kind) => rows[kind]),
      now,
    );
    if (refused) return refused;
    await store(
      sql,
      counted.map((kind) => ({ ...rows[kind], ...failed(kind, rows[kind], now) })),
    );
    return { admitted: true, counted };
  }

  async function giveBack(sql: Sql, attempt: Attempt, counted: readonly CounterKind[]) {
    const [keys, now] = [keysOf(attempt), clock.now()];
    const rows = rowsOf(keys, await sql.query<Row>(lock, [counted.map((k) => keys[k]), now]), now);
    await store(
      sql,
      counted.map((kind) => ({ ...rows[kind], ...forgiven(kind, rows[kind], now) })),
    );
  }

  return {
    /** Asked before every password. Counts the attempt as failed, or says how long to wait. */
    async admit(attempt: Attempt): Promise<Admission> {
      const [keys, now] = [keysOf(attempt), clock.now()];
      // Without locks or new rows while a wait runs: a flood of attempts stays cheap.
      const rows = rowsOf(keys, await db.sql.query<Row>(read, [Object.values(keys)]), now);
      const counters = applying(rows, now).map((kind) => rows[kind]);
      return (
        (await refusal(db.sql, counters, now)) ??
        (await db.transaction((tx) => count(tx.sql, keys)))
      );
    },

    /** The password could not be checked: nobody's failure. */
    forgive: (attempt: Attempt, counted: readonly CounterKind[]) =>
      db.transaction((tx) => giveBack(tx.sql, attempt, counted)),

    /** @param names every login name of the account: each is good from this address now */
    async succeeded(
      tx: Transaction,
      attempt: Attempt,
      counted: readonly CounterKind[],
      names: readonly string[],
    ): Promise<void> {
      const now = clock.now();
      const keys = keysOf(attempt);
      const pairs = [attempt.name, ...names].map((name) => keysOf({ ...attempt, name }).pair);
      // All locks at once and in order, before the ones that giveBack takes again.
      const all = new Set([...pairs, ...counted.map((kind) => keys[kind])]);
      await tx.sql.query(lock, [[...all], now]);
      await giveBack(tx.sql, attempt, counted);
      await tx.sql.query(good, [[...new Set(pairs)], now, after(now, goodSeconds)]);
    },

    sweep: {
      name: 'throttle-sweep',
      everySeconds: 3600,
      run: async () => void (await db.sql.query(forget, [clock.now()])),
    } satisfies Job,
  };
}
