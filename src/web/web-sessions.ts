// Sessions of our own pages, in the table web_session. The cookie holds 256 random bits; the database
// knows only their digest. It leaves to own-sign-in.ts who gets one, and to access/ who keeps it.
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { digest, randomToken } from '../core/random.ts';
import type { Job } from '../core/scheduler.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Actor } from '../journal/actor.ts';
import { record, type Entry } from '../journal/journal.ts';

export type WebSessions = ReturnType<typeof createWebSessions>;

export type SiteName = 'portal' | 'console';

/** A person who signs out of the site that is application `applicationId`. */
export type SignOut = { actor: Actor; applicationId: string };

/** Who it is, and how and when they proved it to the identity provider. */
export type Proof = { accountId: string; sid: string; provedAt: Date; amr: string[] };

const signOutEntry = ({ actor, applicationId }: SignOut, site: SiteName): Entry => ({
  event: 'sign-out',
  accountId: actor.accountId,
  applicationId,
  detail: { site },
});

/** In seconds: without a request, and in all. */
export type Limits = { idle: number; longest: number };

/** "Seen" is written at most this often, or every click would be a write. */
const seenSeconds = 30;

const insert: Statement = {
  name: 'web-session-insert',
  text: `INSERT INTO web_session (id, site, account_id, sid, id_token, created_at, seen_at, expires_at, proved_at, amr)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9)`,
};
const find: Statement = {
  name: 'web-session-find',
  text: `SELECT account_id AS "accountId", sid, seen_at AS "seenAt", proved_at AS "provedAt", amr FROM web_session
         WHERE id = $1 AND site = $2 AND expires_at > $3 AND seen_at > $4 AND created_at > $5`,
};
const see: Statement = {
  name: 'web-session-see',
  text: 'UPDATE web_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2',
};
const end: Statement = {
  name: 'web-session-end',
  text: 'DELETE FROM web_session WHERE id = $1 AND site = $2 RETURNING id_token AS "idToken"',
};
const endBySid: Statement = {
  name: 'web-session-end-sid',
  text: 'DELETE FROM web_session WHERE site = $1 AND sid = $2 RETURNING id',
};
const endByAccount: Statement = {
  name: 'web-session-end-account',
  text: 'DELETE FROM web_session WHERE site = $1 AND account_id::text = $2 RETURNING id',
};
const dropOld: Statement = {
  name: 'web-session-drop-old',
  text: `DELETE FROM web_session
         WHERE site = $1 AND (expires_at <= $2 OR seen_at <= $3 OR created_at <= $4)`,
};

export function createWebSessions(deps: {
  db: Database;
  clock: Clock;
  sealing: Sealing;
  site: SiteName;
  /** Those of this moment: what an administrator shortens acts on sessions that are there already. */
  limits: () => Promise<Limits>;
  /** The identity provider's session is used as well; told at most as often as `seenSeconds`. */
  used: (accountId: string, sid: string) => Promise<void>;
}) {
  const { db, clock, sealing, site } = deps;
  const purpose = `web session ${site}`;
  async function oldest(now: Date): Promise<[expires: Date, seen: Date, created: Date]> {
    const { idle, longest } = await deps.limits();
    return [now, after(now, -idle), after(now, -longest)];
  }

  return {
    /** A new session with a new id, whatever the browser had before. Gives the cookie's value. */
    async start(person: Proof & { idToken: string }): Promise<string> {
      const [value, now] = [randomToken(), clock.now()];
      const sealed = sealing.seal(purpose, person.idToken);
      const { accountId, sid, provedAt, amr } = person;
      const expiresAt = after(now, (await deps.limits()).longest);
      const row = [digest(value), site, accountId, sid, sealed, now, expiresAt, provedAt, amr];
      await db.sql.query(insert, row);
      return value;
    },

    /** Undefined where it ended, was idle too long or never was. */
    async find(value: string): Promise<Proof | undefined> {
      const [id, now] = [digest(value), clock.now()];
      type Row = Proof & { seenAt: Date };
      const [row] = await db.sql.query<Row>(find, [id, site, ...(await oldest(now))]);
      if (!row) return undefined;
      const { seenAt, ...proof } = row;
      if (after(seenAt, seenSeconds) <= now) {
        await db.sql.query(see, [id, now]);
        await deps.used(proof.accountId, proof.sid);
      }
      return proof;
    },

    /**
     * Journalled where a person does it (`by`); not where it merely ran out.
     * Gives the ID token it came from; undefined where there was no session.
     */
    async end(value: string, by?: SignOut): Promise<string | undefined> {
      const ended = await db.transaction(async (tx) => {
        const [row] = await tx.sql.query<{ idToken: string }>(end, [digest(value), site]);
        if (row && by) await record(tx, by.actor, signOutEntry(by, site));
        return row;
      });
      return ended && sealing.open(purpose, ended.idToken); // ended even where it cannot be opened
    },

    /** What a back-channel logout names: one session, or all of an account. Gives how many ended. */
    async endNamed({ sid, sub }: { sid?: string; sub?: string }): Promise<number> {
      const [statement, name] = sid === undefined ? [endByAccount, sub] : [endBySid, sid];
      return (await db.sql.query(statement, [site, name ?? ''])).length;
    },

    sweep: {
      name: `web-session-sweep-${site}`,
      everySeconds: 600,
      run: async () => {
        await db.sql.query(dropOld, [site, ...(await oldest(clock.now()))]);
      },
    } satisfies Job,
  };
}
