// What will need a hand soon, or took somebody's access today: directories that are lost, people the directory suspended, names
// that must wait, accounts that want looking at, secrets and keys that end. All of it bounded, and read by indexes.
import { concerns, conditionOf, datesOf, type Concern } from '../accounts/concern.ts';
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';

export type Attention = {
  suspended: { total: number; first: { id: string; name: string }[] }; // today, by a directory
  secrets: { applicationId: string; name: string; expiresAt: Date }[]; // soonest first
  directories: {
    id: string;
    name: string;
    servers: number;
    lost: number;
    dead: number;
    since: Date;
  }[];
  conflicts: number; // names that several entries ask for, not settled
  byVerifier: number; // sign-ins of today while a directory was lost
  keys: { id: string; use: string; alg: string; since: Date }[];
  attacks: Attack[]; // of the last day
  held: HeldName[]; // who must wait after failed sign-ins just now
  concerns: { concern: Concern; count: number }[]; // accounts that want looking at, where there are any
};

/** Numbers are of its worst quarter of an hour. */
export type Attack = {
  id: string;
  kind: 'stuffing' | 'spraying' | 'guessing';
  subject: string; // address or subnet; empty where it is no place
  accountId: string | null;
  accountName: string | null;
  beganAt: Date;
  lastAt: Date;
  tries: number;
  names: number;
  addresses: number;
};

/** Null where the name is nobody's: what was typed is not kept. */
export type HeldName = {
  accountId: string | null;
  name: string | null;
  address: string | null;
  until: Date;
};

// Sent unnamed, by Prisma: a plan for any day would not know how few entries one day has.
const suspendedSince = `SELECT account_id AS id, account_name AS name, count(*) OVER ()::int AS total
         FROM journal WHERE at >= $1::timestamptz AND event = 'account.suspended' AND account_id IS NOT NULL
           AND detail->>'runId' IS NOT NULL ORDER BY journal.id DESC LIMIT 5`;
const secretsUntil: Statement = {
  name: 'console-attention-secrets',
  text: `SELECT a.id AS "applicationId", a.name, s.expires_at AS "expiresAt"
         FROM application_secret s JOIN application a ON a.id = s.application_id
         WHERE s.expires_at < $1 AND a.state = 'active' ORDER BY s.expires_at LIMIT 10`,
};
/** Their successor is a day late: the job that makes it does not run, or cannot. */
const keysOverdue: Statement = {
  name: 'console-attention-keys',
  text: `SELECT id, use, alg, changed_at AS since FROM key
         WHERE state = 'current' AND changed_at < $1 ORDER BY changed_at LIMIT 10`,
};

const daySeconds = 24 * 3600;
const longestWait = '15 minutes'; // credentials/waits.ts
/** The last word on each account, and on each address where nobody has that name. */
const heldNames: Statement = {
  name: 'console-attention-held',
  text: `SELECT * FROM (
      SELECT DISTINCT ON (coalesce(account_id::text, address)) account_id AS "accountId",
        account_name AS name, address, at + make_interval(secs => (detail->>'seconds')::int) AS until
      FROM journal
      WHERE event = 'sign-in.throttled' AND at > $1::timestamptz - interval '${longestWait}'
      ORDER BY coalesce(account_id::text, address), id DESC
    ) held WHERE until > $1::timestamptz ORDER BY until DESC LIMIT 10`,
};
const countConcerns: Statement = {
  name: 'console-attention-concerns',
  text: `SELECT ${concerns
    .map((each) => `count(*) FILTER (WHERE ${conditionOf(each, '$1')})::int AS "${each}"`)
    .join(', ')} FROM account a WHERE a.state IN ('initial', 'active')`,
};

/** `lost`: by every node, or by some of them. Servers that are not configured any more do not count. */
const lostServers: Statement = {
  name: 'console-attention-servers',
  text: `SELECT s.id, s.name, jsonb_array_length(s.settings->'urls') AS servers, count(*)::int AS lost,
           (count(*) FILTER (WHERE d.state = 'dead'))::int AS dead, min(d.since) AS since FROM directory_server d JOIN source s ON s.id = d.source_id
         WHERE d.state <> 'good' AND s.settings->'urls' ? d.url
         GROUP BY s.id ORDER BY min(d.since) LIMIT 10`,
};
const verifiersUsed: Statement = {
  name: 'console-attention-verifiers',
  text: `SELECT count(*)::int AS total FROM journal
         WHERE at >= $1 AND event = 'sign-in.succeeded' AND detail ? 'outage'`,
};

export function createAttention({
  db,
  clock,
  warnDays,
  keyDays,
  conflicts,
  attacks,
}: {
  db: Database;
  clock: Clock;
  warnDays: () => Promise<number>;
  keyDays: () => Promise<number>;
  conflicts: { count(): Promise<number> };
  attacks: { latest(): Promise<Attack[]> };
}) {
  async function suspended(since: Date): Promise<Attention['suspended']> {
    type Row = { id: string; name: string; total: number };
    const rows = await db.prisma.$queryRawUnsafe<Row[]>(suspendedSince, since);
    return { total: rows[0]?.total ?? 0, first: rows.map(({ id, name }) => ({ id, name })) };
  }

  return {
    /** `since`: the first moment of today. */
    async of(since: Date): Promise<Attention> {
      const now = clock.now();
      const soon = after(now, (await warnDays()) * daySeconds);
      const [counts] = await db.sql.query<Record<Concern, number>>(countConcerns, [datesOf(now)]);
      return {
        suspended: await suspended(since),
        directories: await db.sql.query<Attention['directories'][number]>(lostServers),
        conflicts: await conflicts.count(),
        byVerifier: (await db.sql.query<{ total: number }>(verifiersUsed, [since]))[0]?.total ?? 0,
        secrets: await db.sql.query<Attention['secrets'][number]>(secretsUntil, [soon]),
        keys: await db.sql.query<Attention['keys'][number]>(keysOverdue, [
          after(now, -((await keyDays()) + 1) * daySeconds),
        ]),
        attacks: await attacks.latest(),
        held: await db.sql.query<HeldName>(heldNames, [now]),
        concerns: concerns
          .map((concern) => ({ concern, count: counts?.[concern] ?? 0 }))
          .filter(({ count }) => count > 0),
      };
    },
  };
}
