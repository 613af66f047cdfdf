// What is known of a session of the identity provider beside the engine's own record of it: from where it
// began, where its browser was seen last, how the person proved who they are, and when it was really used,
// wherever that happens: somebody enters an application, one of our own pages is used, an application
// refreshes. Owns what is written to session_origin; use is kept to the minute, so that no request
// costs a write of its own and all nodes see the same.
import type { Database, Statement, Transaction } from '../core/database.ts';

export type SessionOrigins = ReturnType<typeof createSessionOrigins>;

/** `uid` is the session's public name. */
export type SessionOrigin = {
  uid: string;
  accountId: string;
  address: string | null;
  userAgent: string | null;
  amr: readonly string[];
};

const precision = `interval '1 minute'`;

/** The same person who proves themselves again in the same session moves it to where they are now. */
const keep: Statement = {
  name: 'session-origin-keep',
  text: `INSERT INTO session_origin (uid, account_id, address, user_agent, amr, last_address)
         VALUES ($1, $2, $3, $4, $5, $3)
         ON CONFLICT (uid) DO UPDATE SET account_id = excluded.account_id, at = now(), used_at = now(),
           address = excluded.address, user_agent = excluded.user_agent, amr = excluded.amr,
           last_address = excluded.last_address`,
};
/** The browser goes on from elsewhere: what its tokens open is decided by where it is now. */
const entered: Statement = {
  name: 'session-origin-entered',
  text: `UPDATE session_origin SET used_at = now(), last_address = $2
         WHERE uid = $1 AND (used_at < now() - ${precision}
           OR coalesce(last_address, address) IS DISTINCT FROM $2)`,
};
const used: Statement = {
  name: 'session-used',
  text: `UPDATE session_origin SET used_at = now() WHERE uid = $1 AND used_at < now() - ${precision}`,
};
/** Our own pages know the session by what it calls itself there. */
const usedBySid: Statement = {
  name: 'session-used-by-sid',
  text: `UPDATE session_origin o SET used_at = now() FROM oidc_artifact a
         WHERE a.model = 'Session' AND a.account_id = $1::text
           AND a.payload #>> ARRAY['authorizations', $2::text, 'sid'] = $3
           AND o.uid = a.uid AND o.used_at < now() - ${precision}`,
};
/** By the database's clock, as it was written. */
const idleFor: Statement = {
  name: 'session-idle',
  text: `SELECT extract(epoch FROM now() - used_at)::int AS seconds FROM session_origin
         WHERE uid = $1 AND account_id::text = $2`,
};

export function createSessionOrigins({ db }: { db: Database }) {
  return {
    /** Somebody has just proved who they are. */
    keep: async (tx: Transaction, origin: SessionOrigin): Promise<void> => {
      const { uid, accountId, address, userAgent, amr } = origin;
      await tx.sql.query(keep, [uid, accountId, address, userAgent, amr]);
    },

    /** The browser of the session entered an application, from that address. */
    entered: async (tx: Transaction, uid: string, address: string | null): Promise<void> =>
      void (await tx.sql.query(entered, [uid, address])),

    used: async (tx: Transaction, uid: string): Promise<void> =>
      void (await tx.sql.query(used, [uid])),

    usedAtSite: async (accountId: string, clientId: string, sid: string): Promise<void> =>
      void (await db.sql.query(usedBySid, [accountId, clientId, sid])),

    /** Seconds since it was used; too old by up to a minute. Undefined where nothing is known of it. */
    idleSeconds: async (uid: string, accountId: string): Promise<number | undefined> => {
      const [row] = await db.sql.query<{ seconds: number }>(idleFor, [uid, accountId]);
      return row?.seconds;
    },
  };
}
