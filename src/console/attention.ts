// What will need a hand soon, or took somebody's access today: people the directory suspended,
// secrets and keys that end. All of it bounded, and read by indexes.
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';

export type Attention = {
  suspended: { total: number; first: { id: string; name: string }[] }; // today, by a directory
  secrets: { applicationId: string; name: string; expiresAt: Date }[]; // soonest first
  keys: { id: string; use: string; alg: string; expiresAt: Date }[];
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
const keysUntil: Statement = {
  name: 'console-attention-keys',
  text: `SELECT id, use, alg, expires_at AS "expiresAt" FROM key
         WHERE expires_at < $1 ORDER BY expires_at LIMIT 10`,
};

const soonSeconds = 30 * 24 * 3600;

export function createAttention({ db, clock }: { db: Database; clock: Clock }) {
  async function suspended(since: Date): Promise<Attention['suspended']> {
    type Row = { id: string; name: string; total: number };
    const rows = await db.prisma.$queryRawUnsafe<Row[]>(suspendedSince, since);
    return { total: rows[0]?.total ?? 0, first: rows.map(({ id, name }) => ({ id, name })) };
  }

  return {
    /** `since`: the first moment of today. */
    async of(since: Date): Promise<Attention> {
      const soon = after(clock.now(), soonSeconds);
      return {
        suspended: await suspended(since),
        secrets: await db.sql.query<Attention['secrets'][number]>(secretsUntil, [soon]),
        keys: await db.sql.query<Attention['keys'][number]>(keysUntil, [soon]),
      };
    },
  };
}
