// Sessions as an administrator or their owner sees them: listed, and ended. To end a session is to end
// what hangs on it: its tokens go at once, and each application is told by back-channel logout.
import type { ClientAuthorizationState } from 'oidc-provider';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { digest } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import type { LogoutDelivery, LogoutTarget } from './logout-delivery.ts';

export type Sessions = ReturnType<typeof createSessions>;

/** `id` is the session's public name, not what opens it. */
export type SessionInfo = {
  id: string;
  signedInAt: Date;
  expiresAt: Date;
  amr: string[];
  clientIds: string[];
  /** What applications know this session by: one id for each of them. */
  sids: string[];
  /** Where the person signed in, as far as it is known. */
  address: string | null;
  userAgent: string | null;
};

type SessionRow = {
  id: string; // digest of the cookie's value
  uid: string;
  account_id: string;
  expires_at: Date;
  payload: {
    loginTs?: number;
    amr?: string[];
    authorizations?: Record<string, ClientAuthorizationState>;
  };
};

const ofAccount: Statement = {
  name: 'session-list',
  text: `SELECT a.id, a.uid, a.account_id, a.expires_at, a.payload, o.address,
           o.user_agent AS "userAgent"
         FROM oidc_artifact a
         LEFT JOIN session_origin o ON o.uid = a.uid AND o.account_id::text = a.account_id
         WHERE a.model = 'Session' AND a.account_id = $1 AND a.expires_at > now()
         ORDER BY a.expires_at DESC LIMIT 200`,
};
const ownerOfSession: Statement = {
  name: 'session-owner',
  text: `SELECT account_id AS "accountId" FROM oidc_artifact WHERE uid = $1 AND model = 'Session'`,
};
const lockOfAccount: Statement = {
  name: 'session-lock',
  text: `SELECT id, uid, account_id, expires_at, payload FROM oidc_artifact
         WHERE model = 'Session' AND account_id = $1 AND ($2::text IS NULL OR uid = $2) FOR UPDATE`,
};
const dropSessions: Statement = {
  name: 'session-drop',
  text: `WITH origins AS (DELETE FROM session_origin WHERE uid = ANY($2))
         DELETE FROM oidc_artifact WHERE model = 'Session' AND id = ANY($1)`,
};
const dropGrants: Statement = {
  name: 'session-drop-grants',
  text: `DELETE FROM oidc_artifact
         WHERE (grant_id = ANY($1) OR (model = 'Grant' AND id = ANY($1))) AND account_id = $2`,
};
const dropAllOfAccount: Statement = {
  name: 'session-drop-account',
  text: `WITH origins AS (DELETE FROM session_origin WHERE account_id = $1::uuid)
         DELETE FROM oidc_artifact WHERE account_id = $1::text`,
};
const dropSessionAtClient: Statement = {
  name: 'session-drop-one-at-client',
  text: `DELETE FROM oidc_artifact WHERE account_id = $1 AND client_id = $2
         AND (uid = $3 OR grant_id = ANY($4) OR (model = 'Grant' AND id = ANY($4)))`,
};
const dropAllOfClient: Statement = {
  name: 'session-drop-client',
  text: `DELETE FROM oidc_artifact WHERE account_id = $1 AND client_id = $2`,
};
const leaveClient: Statement = {
  name: 'session-leave-client',
  text: `UPDATE oidc_artifact SET payload = payload #- ARRAY['authorizations', $2]
         WHERE model = 'Session' AND id = ANY($1)`,
};

const targetsOf = (session: SessionRow): LogoutTarget[] =>
  Object.entries(session.payload.authorizations ?? {}).map(([clientId, { sid }]) => ({
    clientId,
    accountId: session.account_id,
    sid,
  }));

const grantsOf = (sessions: readonly SessionRow[]): string[] =>
  sessions
    .flatMap(({ payload }) => Object.values(payload.authorizations ?? {}))
    .flatMap(({ grantId }) => (grantId === undefined ? [] : [digest(grantId)]));

const grantsAt = (clientId: string, sessions: readonly SessionRow[]): string[] =>
  sessions.flatMap(({ payload }) => {
    const grantId = payload.authorizations?.[clientId]?.grantId;
    return grantId === undefined ? [] : [digest(grantId)];
  });

export function createSessions(deps: { db: Database; logouts: LogoutDelivery }) {
  const { db, logouts } = deps;

  const lock = (tx: Transaction, accountId: string, uid: string | null) =>
    tx.sql.query<SessionRow>(lockOfAccount, [accountId, uid]);

  async function inOne<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await db.transaction(work);
    logouts.nudge();
    return result;
  }

  async function drop(
    tx: Transaction,
    accountId: string,
    sessions: readonly SessionRow[],
    by: Actor,
    reason: string,
  ): Promise<void> {
    await logouts.queue(tx, sessions.flatMap(targetsOf));
    await tx.sql.query(dropGrants, [grantsOf(sessions), accountId]);
    const uids = sessions.map(({ uid }) => uid);
    await tx.sql.query(dropSessions, [sessions.map((session) => session.id), uids]);
    const detail = { reason, sessions: sessions.length };
    await record(tx, by, { event: 'session.ended', accountId, detail });
  }

  return {
    async list(accountId: string): Promise<SessionInfo[]> {
      type Listed = SessionRow & { address: string | null; userAgent: string | null };
      const rows = await db.sql.query<Listed>(ofAccount, [accountId]);
      return rows.map(({ uid, expires_at, payload, address, userAgent }) => ({
        id: uid,
        signedInAt: new Date((payload.loginTs ?? 0) * 1000),
        expiresAt: expires_at,
        amr: payload.amr ?? [],
        clientIds: Object.keys(payload.authorizations ?? {}),
        sids: Object.values(payload.authorizations ?? {}).flatMap(({ sid }) => sid ?? []),
        address,
        userAgent,
      }));
    },

    /** Whose session that is, by its public name. */
    async ownerOf(id: string): Promise<string | undefined> {
      const [row] = await db.sql.query<{ accountId: string }>(ownerOfSession, [id]);
      return row?.accountId;
    },

    /** Ends one session. False where the account has none of that id. */
    end: (accountId: string, id: string, by: Actor, reason: string): Promise<boolean> =>
      inOne(async (tx) => {
        const sessions = await lock(tx, accountId, id);
        if (sessions.length > 0) await drop(tx, accountId, sessions, by, reason);
        return sessions.length > 0;
      }),

    /** Ends every session but one. @param keep its id; null or another's: none is kept. */
    endOthers: (
      accountId: string,
      keep: string | null,
      by: Actor,
      reason: string,
    ): Promise<number> =>
      inOne(async (tx) => {
        const sessions = (await lock(tx, accountId, null)).filter(({ uid }) => uid !== keep);
        if (sessions.length > 0) await drop(tx, accountId, sessions, by, reason);
        return sessions.length;
      }),

    /** Applications hear of what `makeRoom` ended: once its transaction is committed. */
    tellSoon: (): void => logouts.nudge(),

    /**
     * Room for a session that has just begun: of the others, the oldest end beyond `most` in all.
     * @param keep the public id of the new one
     */
    async makeRoom(
      tx: Transaction,
      accountId: string,
      { keep, most }: { keep: string; most: number },
      by: Actor,
    ): Promise<void> {
      const now = new Date();
      const others = (await lock(tx, accountId, null))
        .filter(({ uid, expires_at }) => uid !== keep && expires_at > now)
        .toSorted((a, b) => (b.payload.loginTs ?? 0) - (a.payload.loginTs ?? 0));
      const tooMany = others.slice(Math.max(0, most - 1));
      if (tooMany.length > 0) await drop(tx, accountId, tooMany, by, 'too-many');
    },

    /** Ends every session and token of an account. Gives how many sessions there were. */
    endAll: (accountId: string, by: Actor, reason: string): Promise<number> =>
      inOne(async (tx) => {
        const sessions = await lock(tx, accountId, null);
        await logouts.queue(tx, sessions.flatMap(targetsOf));
        await tx.sql.query(dropAllOfAccount, [accountId]);
        const detail = { reason, sessions: sessions.length };
        if (sessions.length > 0)
          await record(tx, by, { event: 'session.ended', accountId, detail });
        return sessions.length;
      }),

    /** Ends what an account has at one application, or one session of it; the session itself goes on. */
    endAtClient: (
      accountId: string,
      client: { clientId: string; applicationId: string },
      by: Actor,
      reason: string,
      uid?: string,
    ): Promise<void> =>
      inOne(async (tx) => {
        const { clientId, applicationId } = client;
        const sessions = (await lock(tx, accountId, uid ?? null)).filter(
          ({ payload }) => payload.authorizations?.[clientId],
        );
        const targets = sessions.flatMap(targetsOf).filter((to) => to.clientId === clientId);
        await logouts.queue(tx, targets);
        const grants = grantsAt(clientId, sessions);
        if (uid) await tx.sql.query(dropSessionAtClient, [accountId, clientId, uid, grants]);
        else await tx.sql.query(dropAllOfClient, [accountId, clientId]);
        await tx.sql.query(leaveClient, [sessions.map((session) => session.id), clientId]);
        await record(tx, by, {
          event: 'session.ended',
          accountId,
          applicationId,
          detail: { reason },
        });
      }),
  };
}
