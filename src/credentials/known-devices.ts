// Browsers in which an account has signed in before. Owns the table known_device and the value of its
// cookie: 256 random bits and a signature, so that made-up ones cost no question. It is no proof of who
// somebody is; it only means that strangers' failures do not make this browser wait (throttle.ts), and
// that the owner is told of one that was not there before.
import { createHmac } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { digest, randomToken, sameSecret } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';

export type KnownDevices = ReturnType<typeof createKnownDevices>;

export type NewDevice = {
  hash: string;
  address: string | null;
  userAgent: string | null;
  createdAt: Date;
};

/** More than a person has; the one that was not used for longest makes room. */
const most = 20;
/** After which a browser that was not used is a stranger again; the cookie lasts as long. */
export const knownDays = 180;
const tellDays = 30;

const since = (days: number) => `interval '${days} days'`;

const knows: Statement = {
  name: 'known-device-knows',
  text: `SELECT true AS known FROM known_device
         WHERE account_id = $1 AND hash = $2 AND used_at > $3::timestamptz - ${since(knownDays)}`,
};
/** The very first browser of an account is no news, nor is one that is known. */
const note: Statement = {
  name: 'known-device-note',
  text: `WITH others AS (SELECT count(*) AS count FROM known_device WHERE account_id = $1),
         noted AS (
           INSERT INTO known_device (account_id, hash, address, user_agent, created_at, used_at, seen_at)
           SELECT $1, $2, $3, $4, $5, $5, CASE WHEN others.count = 0 THEN $5::timestamptz END FROM others
           ON CONFLICT (account_id, hash) DO UPDATE SET used_at = $5, address = $3, user_agent = $4
           RETURNING (xmax = 0) AS fresh)
         SELECT noted.fresh AND others.count > 0 AS news FROM noted, others`,
};
const bound: Statement = {
  name: 'known-device-bound',
  text: `DELETE FROM known_device WHERE account_id = $1 AND hash NOT IN (
           SELECT hash FROM known_device WHERE account_id = $1 ORDER BY used_at DESC LIMIT ${most})`,
};
/** Not told in the new browser itself: whoever sits there would take the notice away. */
const unseen: Statement = {
  name: 'known-device-unseen',
  text: `SELECT hash, address, user_agent AS "userAgent", created_at AS "createdAt" FROM known_device
         WHERE account_id = $1 AND seen_at IS NULL AND hash <> $2
           AND created_at > $3::timestamptz - ${since(tellDays)}
         ORDER BY created_at DESC LIMIT 3`,
};
const seen: Statement = {
  name: 'known-device-seen',
  text: `UPDATE known_device SET seen_at = $3 WHERE account_id = $1 AND hash <> $2 AND seen_at IS NULL
           AND created_at <= $4`,
};

export function createKnownDevices(deps: { db: Database; clock: Clock; secret: string }) {
  const { db, clock } = deps;
  const signatureOf = (token: string) =>
    createHmac('sha256', deps.secret).update(token).digest('base64url');

  return {
    /** The value of a cookie for a browser that has none. */
    fresh(): string {
      const token = randomToken();
      return `${token}.${signatureOf(token)}`;
    },

    /** Whether we made that value. */
    isOurs(value: string | undefined): value is string {
      const [token = '', signature = ''] = (value ?? '').split('.');
      return token.length === 43 && sameSecret(signature, signatureOf(token));
    },

    /** The same question for an account and for none. @param value of the cookie, ours */
    async knows(accountId: string | null, value: string): Promise<boolean> {
      const nobody = '00000000-0000-0000-0000-000000000000';
      const key = [accountId ?? nobody, digest(value), clock.now()];
      return (await db.sql.query(knows, key)).length > 0;
    },

    /** Somebody has signed in there, in the transaction that lets them in. */
    async note(tx: Transaction, by: Actor, accountId: string, value: string): Promise<void> {
      const { address, userAgent } = by.origin;
      const row = [
        accountId,
        digest(value),
        address,
        userAgent?.slice(0, 300) ?? null,
        clock.now(),
      ];
      const [noted] = await tx.sql.query<{ news: boolean }>(note, row);
      if (!noted?.news) return;
      await tx.sql.query(bound, [accountId]);
      await record(tx, by, { event: 'device.new', accountId });
    },

    /** What the owner was not told of yet. @param here the value of this browser's cookie */
    unseen: (accountId: string, here: string | undefined): Promise<NewDevice[]> =>
      db.sql.query<NewDevice>(unseen, [accountId, digest(here ?? ''), clock.now()]),

    /** The owner knows of those that came up to that moment. */
    seen: async (accountId: string, here: string | undefined, until: Date): Promise<void> =>
      void (await db.sql.query(seen, [accountId, digest(here ?? ''), clock.now(), until])),
  };
}
