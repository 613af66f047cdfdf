// Real use of a session of the identity provider, wherever it happens: somebody enters an application,
// one of our own pages is used, an application asks about the person or refreshes. Kept to the minute in
// session_origin, so that no request costs a write of its own and all nodes see the same.
import type { Database, Statement, Transaction } from '../core/database.ts';

export type Idle = ReturnType<typeof createIdle>;

const precision = `interval '1 minute'`;

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

export function createIdle({ db }: { db: Database }) {
  return {
    used: async (tx: Transaction, uid: string): Promise<void> =>
      void (await tx.sql.query(used, [uid])),

    usedAtSite: async (accountId: string, clientId: string, sid: string): Promise<void> =>
      void (await db.sql.query(usedBySid, [accountId, clientId, sid])),

    /** Seconds since it was used; too old by up to a minute. Undefined where nothing is known of it. */
    async seconds(uid: string, accountId: string): Promise<number | undefined> {
      const [row] = await db.sql.query<{ seconds: number }>(idleFor, [uid, accountId]);
      return row?.seconds;
    },
  };
}
