// Browsers in which a person is not asked for the second factor for some days. Owns the table
// trusted_device; the cookie holds 256 random bits, the database their digest. Bound to one account, and
// gone with its password, its second factors and whatever its owner or an administrator ends.
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { digest, isId, newId, randomToken } from '../core/random.ts';
import type { Job } from '../core/scheduler.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';

export type TrustedDevices = ReturnType<typeof createTrustedDevices>;

export type TrustedDevice = {
  id: string;
  address: string | null;
  userAgent: string | null;
  createdAt: Date;
  usedAt: Date;
  expiresAt: Date;
};

const add: Statement = {
  name: 'trusted-device-add',
  text: `INSERT INTO trusted_device (id, account_id, hash, address, user_agent, created_at, used_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
};
/** To the hour: no write at each use. */
const use: Statement = {
  name: 'trusted-device-use',
  text: `WITH found AS (
           SELECT id, used_at FROM trusted_device WHERE hash = $1 AND account_id = $2 AND expires_at > $3
         ), seen AS (
           UPDATE trusted_device d SET used_at = $3 FROM found f
           WHERE d.id = f.id AND f.used_at < $3::timestamptz - interval '1 hour')
         SELECT true AS known FROM found`,
};
const ofAccount: Statement = {
  name: 'trusted-device-list',
  text: `SELECT id, address, user_agent AS "userAgent", created_at AS "createdAt", used_at AS "usedAt",
           expires_at AS "expiresAt"
         FROM trusted_device WHERE account_id = $1 AND expires_at > $2 ORDER BY used_at DESC LIMIT 100`,
};
const remove: Statement = {
  name: 'trusted-device-remove',
  text: 'DELETE FROM trusted_device WHERE account_id = $1 AND id = $2 RETURNING id',
};
const removeAll: Statement = {
  name: 'trusted-device-remove-all',
  text: 'DELETE FROM trusted_device WHERE account_id = $1',
};
const removeOld: Statement = {
  name: 'trusted-device-remove-old',
  text: 'DELETE FROM trusted_device WHERE expires_at <= $1',
};

/** With the password, or the second factors: in the transaction that changes them. */
export async function distrustAll(tx: Transaction, accountId: string): Promise<void> {
  await tx.sql.query(removeAll, [accountId]);
}

export function createTrustedDevices(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;
  return {
    /** Gives the value of its cookie. */
    async trust(tx: Transaction, by: Actor, accountId: string, days: number): Promise<string> {
      const [token, now] = [randomToken(), clock.now()];
      const { address, userAgent } = by.origin;
      const until = after(now, days * 24 * 3600);
      const row = [
        newId(now),
        accountId,
        digest(token),
        address,
        userAgent?.slice(0, 300),
        now,
        until,
      ];
      await tx.sql.query(add, row);
      await record(tx, by, { event: 'device.trusted', accountId, detail: { days } });
      return token;
    },

    /** Whether the cookie is of a device that this account trusts. */
    knows: async (accountId: string, token: string): Promise<boolean> =>
      (await db.sql.query(use, [digest(token), accountId, clock.now()])).length > 0,

    list: (accountId: string): Promise<TrustedDevice[]> =>
      db.sql.query<TrustedDevice>(ofAccount, [accountId, clock.now()]),

    /** False where the account trusts no such device. */
    forget: (by: Actor, accountId: string, id: string): Promise<boolean> =>
      db.transaction(async (tx) => {
        if (!isId(id)) return false;
        const gone = (await tx.sql.query(remove, [accountId, id])).length > 0;
        if (gone) await record(tx, by, { event: 'device.distrusted', accountId });
        return gone;
      }),

    sweep: {
      name: 'trusted-device-sweep',
      everySeconds: 3600,
      run: async () => void (await db.sql.query(removeOld, [clock.now()])),
    } satisfies Job,
  };
}
