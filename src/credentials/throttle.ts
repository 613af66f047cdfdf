// Progressive waits after failed sign-ins, kept in the database so that every node counts alike. An
// attempt is counted as failed before its password is looked at and forgiven afterwards: a hundred
// tries sent at once cannot all slip in before the first is counted. The maths is in waits.ts.
//
// Names are counted as they were typed (folded), known or not: a counter shared by all names of an
// account would tell a stranger that two names belong to one existing person. What is kept is a
// keyed digest, because people sometimes type a password where the name goes.
import { createHmac } from 'node:crypto';
import { addressPrefix, subnetOf } from '../core/address.ts';
import { after, type Clock } from '../core/clock.ts';
import type { Database, Sql, Transaction } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';
import type { Job } from '../core/scheduler.ts';
import { foldLoginName } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { createRefusals } from './refusals.ts';
import {
  addTry,
  everyName,
  forget,
  forgetTries,
  good,
  lock,
  namesOf,
  read,
  release,
  store,
  tell,
  waitingOf,
  type ThrottleRow as Row,
} from './throttle-rows.ts';
import {
  failed,
  forgiven,
  goodSeconds,
  open,
  secondsToWait,
  type CounterKind as AnyKind,
} from './waits.ts';

type CounterKind = Exclude<AnyKind, 'code'>;

export type Throttle = ReturnType<typeof createThrottle>;
/** `device`: what the browser is known by, where the account is known in it (known-devices.ts). */
export type Attempt = { name: string; address: string | null; device?: string | null };

/** `admitted` is counted as a failure until it is forgiven. `first` refusal of a wait: worth a line in the journal. */
export type Admission =
  { admitted: true; counted: CounterKind[] } | { admitted: false; seconds: number; first: boolean };

type Keys = Record<CounterKind, string> & { name: string };
type Rows = Record<CounterKind, Row>;

const strangers: CounterKind[] = ['pair', 'account', 'address', 'subnet', 'whole'];
const kinds: CounterKind[] = [...strangers, 'device'];
/** These are of one login name, and end with a help desk's word. */
const ofOneName: readonly CounterKind[] = ['pair', 'account', 'device'];

function rowsOf(keys: Keys, rows: readonly Row[], now: Date): Rows {
  const found = (kind: CounterKind): Row =>
    rows.find((row) => row.key === keys[kind]) ?? {
      key: keys[kind],
      failures: 0,
      lastAt: now,
      openAt: open,
      goodUntil: null,
      toldAt: null,
    };
  return Object.fromEntries(kinds.map((kind) => [kind, found(kind)])) as Rows;
}

/** The counters that apply: a known browser, or a pair that was good lately, answers for itself alone. */
function applying({ pair }: Rows, { device }: Attempt, now: Date): CounterKind[] {
  if (device) return ['device'];
  return pair.goodUntil && pair.goodUntil > now ? ['pair'] : strangers;
}

export function createThrottle(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  secret: string;
}) {
  const { db, clock } = deps;
  const refusals = createRefusals(deps);

  const keyOf = (kind: CounterKind, value: string) =>
    createHmac('sha256', deps.secret).update(`${kind} ${value}`).digest('base64url');

  function keysOf({ name, address, device }: Attempt): Keys {
    const [folded, prefix] = [foldLoginName(name), addressPrefix(address)];
    const account = keyOf('account', folded);
    return {
      name: account,
      pair: keyOf('pair', `${prefix} ${folded}`),
      account,
      address: keyOf('address', prefix),
      subnet: keyOf('subnet', subnetOf(address)),
      whole: keyOf('whole', ''),
      device: keyOf('device', `${device ?? ''} ${folded}`),
    };
  }

  const lockThem = (sql: Sql, keys: Keys, counted: readonly CounterKind[], now: Date) =>
    sql.query<Row>(lock, [
      counted.map((kind) => keys[kind]),
      counted.map((kind) => (ofOneName.includes(kind) ? keys.name : null)),
      now,
    ]);

  async function refusal(
    sql: Sql,
    rows: readonly Row[],
    now: Date,
  ): Promise<Admission | undefined> {
    const seconds = secondsToWait(rows, now);
    if (seconds === 0) return undefined;
    const [longest] = rows.toSorted((a, b) => b.openAt.getTime() - a.openAt.getTime());
    const told = await sql.query(tell, [longest!.key, now]);
    refusals.add(longest!.key);
    return { admitted: false, seconds, first: told.length > 0 };
  }

  async function count(sql: Sql, keys: Keys, counted: CounterKind[]): Promise<Admission> {
    const now = clock.now();
    const rows = rowsOf(keys, await lockThem(sql, keys, counted, now), now);
    const counters = counted.map((kind) => rows[kind]);
    const refused = await refusal(sql, counters, now);
    if (refused) return refused;
    await store(
      sql,
      counted.map((kind) => ({ ...rows[kind], ...failed(kind, rows[kind], now) })),
    );
    return { admitted: true, counted };
  }

  async function giveBack(sql: Sql, attempt: Attempt, counted: readonly CounterKind[]) {
    const [keys, now] = [keysOf(attempt), clock.now()];
    const rows = rowsOf(keys, await lockThem(sql, keys, counted, now), now);
    await store(
      sql,
      counted.map((kind) => ({ ...rows[kind], ...forgiven(kind, rows[kind], now) })),
    );
  }

  const keysOfAccount = async (sql: Sql, accountId: string): Promise<string[]> =>
    (await sql.query<{ name: string }>(namesOf, [accountId])).map(({ name }) =>
      keyOf('account', foldLoginName(name)),
    );

  return {
    /** Asked before every password. Counts the attempt as failed, or says how long to wait. */
    async admit(attempt: Attempt): Promise<Admission> {
      const [keys, now] = [keysOf(attempt), clock.now()];
      // Without locks or new rows while a wait runs: a flood of attempts stays cheap.
      const all = kinds.map((kind) => keys[kind]);
      const rows = rowsOf(keys, await db.sql.query<Row>(read, [all]), now);
      const counted = applying(rows, attempt, now);
      const counters = counted.map((kind) => rows[kind]);
      return (
        (await refusal(db.sql, counters, now)) ??
        (await db.transaction((tx) => count(tx.sql, keys, counted)))
      );
    },

    /** The password could not be checked: nobody's failure. */
    forgive: (attempt: Attempt, counted: readonly CounterKind[]) =>
      db.transaction((tx) => giveBack(tx.sql, attempt, counted)),

    /** It stays counted. A stranger's is kept for a while, for attacks to be recognised by. */
    async failed(
      tx: Transaction,
      attempt: Attempt,
      counted: readonly CounterKind[],
      known: boolean,
    ): Promise<void> {
      if (!counted.includes('address')) return;
      const { address } = attempt;
      const row = [clock.now(), keysOf(attempt).name, addressPrefix(address), subnetOf(address)];
      await tx.sql.query(addTry, [...row, known]);
    },

    /** @param names every login name of the account: each is good from this address now */
    async succeeded(
      tx: Transaction,
      attempt: Attempt,
      counted: readonly CounterKind[],
      names: readonly string[],
    ): Promise<void> {
      const now = clock.now();
      const mine = keysOf(attempt);
      const every = [attempt.name, ...names].map((name) => keysOf({ ...attempt, name }));
      const pairs = new Map(every.map(({ pair, name }) => [pair, name]));
      // All locks at once and in order, before the ones that giveBack takes again.
      const all = new Map<string, string | null>(pairs);
      for (const kind of counted) all.set(mine[kind], ofOneName.includes(kind) ? mine.name : null);
      await tx.sql.query(lock, [[...all.keys()], [...all.values()], now]);
      await giveBack(tx.sql, attempt, counted);
      const until = after(now, goodSeconds);
      await tx.sql.query(good, [[...pairs.keys()], [...pairs.values()], now, until]);
      await tx.sql.query(forgetTries, [[...pairs.values()], addressPrefix(attempt.address)]);
    },

    /** Until when somebody has to wait who signs in as this account; undefined: nobody has to. */
    async waiting(accountId: string): Promise<Date | undefined> {
      const keys = await keysOfAccount(db.sql, accountId);
      const [row] = await db.sql.query<{ until: Date | null }>(waitingOf, [keys, clock.now()]);
      return row?.until ?? undefined;
    },

    /** Whose login name a digest of an attempt is of; undefined where it is nobody's. For the rare moment only. */
    async ownerOf(tx: Transaction, nameDigest: string): Promise<string | undefined> {
      const all = await tx.sql.query<{ name: string; accountId: string }>(everyName);
      return all.find(({ name }) => keyOf('account', foldLoginName(name)) === nameDigest)
        ?.accountId;
    },

    /** All waits of an account end now, wherever they were earned. Waits of addresses go on. */
    release: (by: Actor, accountId: string): Promise<void> =>
      db.transaction(async (tx) => {
        await tx.sql.query(release, [await keysOfAccount(tx.sql, accountId)]);
        await record(tx, by, { event: 'account.unlocked', accountId });
      }),

    /** Writes down what was refused lately. */
    stop: refusals.flush,

    sweep: {
      name: 'throttle-sweep',
      everySeconds: 3600,
      run: async () => void (await db.sql.query(forget, [clock.now()])),
    } satisfies Job,
  };
}
