// Tries at one-time and recovery codes, counted for each account whatever address they come from: whoever
// guesses at a code knows the password already, so strangers cannot hold anybody back here. A try is
// counted before the code is looked at. The maths is in waits.ts; the table is throttle's.
import { createHmac } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { failed, open, secondsToWait, type Counter } from './waits.ts';

export type CodeThrottle = ReturnType<typeof createCodeThrottle>;

export type CodeAdmission =
  { admitted: true } | { admitted: false; seconds: number; first: boolean };

const lock: Statement = {
  name: 'code-throttle-lock',
  text: `INSERT INTO throttle (key, failures, last_at, open_at) VALUES ($1, 0, $2, to_timestamp(0))
         ON CONFLICT (key) DO UPDATE SET key = excluded.key
         RETURNING failures, last_at AS "lastAt", open_at AS "openAt"`,
};
const save: Statement = {
  name: 'code-throttle-save',
  text: 'UPDATE throttle SET failures = $2, last_at = $3, open_at = $4 WHERE key = $1',
};
const tell: Statement = {
  name: 'code-throttle-tell',
  text: `UPDATE throttle SET told_at = $2 WHERE key = $1 AND (told_at IS NULL OR told_at < last_at)
         RETURNING key`,
};

export function createCodeThrottle(deps: { db: Database; clock: Clock; secret: string }) {
  const { db, clock } = deps;
  const keyOf = (accountId: string) =>
    createHmac('sha256', deps.secret).update(`code ${accountId}`).digest('base64url');

  return {
    /** Asked before every code. Counts the try as failed, or says how long to wait. */
    admit: (accountId: string): Promise<CodeAdmission> =>
      db.transaction(async ({ sql }) => {
        const [key, now] = [keyOf(accountId), clock.now()];
        const [counter] = await sql.query<Counter>(lock, [key, now]);
        const seconds = secondsToWait([counter!], now);
        if (seconds > 0) {
          const told = await sql.query(tell, [key, now]);
          return { admitted: false, seconds, first: told.length > 0 };
        }
        const next = failed('code', counter!, now);
        await sql.query(save, [key, next.failures, next.lastAt, next.openAt]);
        return { admitted: true };
      }),

    /** The code was right. */
    clear: async (accountId: string): Promise<void> =>
      void (await db.sql.query(save, [keyOf(accountId), 0, clock.now(), open])),
  };
}
