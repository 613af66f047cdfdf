// What lets people of a directory in while every server of it is down: an argon2id hash of the password
// the directory last said yes to, with a pepper that is not in the database, sealed, good for some hours.
// Owns the table outage_verifier. Made and put right after the answer has gone out, in a bounded queue;
// that a verifier goes when its account is suspended or its source refuses is the database's own work.
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isAppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Job } from '../core/scheduler.ts';
import type { Sealing } from '../core/sealing.ts';
import { hashWithPepper, opensWithPepper, type Passwords } from './passwords.ts';
import { inTurns } from '../core/turns.ts';

export type OutageVerifiers = ReturnType<typeof createOutageVerifiers>;

/** One person may have a password in several directories. */
export type Whose = { accountId: string; sourceId: string };

type Row = { sealed: string | null; madeAt: Date | null };

/** One at a time, so that it never takes both processors from people who wait for an answer. */
const turnsOf = { atOnce: 1, waiting: 500, retrySeconds: 0 };
const renewSeconds = 24 * 3600;

const accepts = `s.settings #>> '{outage,policy}' = 'accept'`;
const lasting = `v.bound_at > $1::timestamptz - make_interval(hours => (s.settings #>> '{outage,hours}')::int)`;

/** The person is active, and so is what this source says of him. */
const known = `a.state = 'active' AND CASE WHEN a.external_id IS NOT NULL THEN a.source_id = s.id
  ELSE EXISTS (SELECT FROM account_share h WHERE h.account_id = a.id AND h.source_id = s.id AND h.state = 'active') END`;

/** No row where none may be kept. */
const ofAccount: Statement = {
  name: 'outage-verifier-of',
  text: `SELECT v.sealed, v.made_at AS "madeAt" FROM account a JOIN source s ON s.id = $2
         LEFT JOIN outage_verifier v ON v.account_id = a.id AND v.source_id = s.id
         WHERE a.id = $1 AND ${known} AND ${accepts}`,
};
const valid: Statement = {
  name: 'outage-verifier-valid',
  text: `SELECT v.sealed FROM outage_verifier v JOIN account a ON a.id = v.account_id
         JOIN source s ON s.id = v.source_id
         WHERE v.account_id = $2 AND v.source_id = $3 AND ${known} AND ${accepts} AND ${lasting}`,
};
/** The locks make it wait for whoever is suspending the account or switching the source to "refuse". */
const save: Statement = {
  name: 'outage-verifier-save',
  text: `INSERT INTO outage_verifier (account_id, source_id, sealed, made_at, bound_at)
         SELECT a.id, s.id, $3, $4, $5 FROM account a JOIN source s ON s.id = $2
         WHERE a.id = $1 AND ${known} AND ${accepts} FOR SHARE OF a, s
         ON CONFLICT (account_id, source_id) DO UPDATE SET sealed = $3, made_at = $4, bound_at = $5`,
};
const touch: Statement = {
  name: 'outage-verifier-touch',
  text: 'UPDATE outage_verifier SET bound_at = $4 WHERE account_id = $1 AND source_id = $2 AND sealed = $3',
};
const remove: Statement = {
  name: 'outage-verifier-remove',
  text: 'DELETE FROM outage_verifier WHERE account_id = $1 AND source_id = $2',
};
const removeThis: Statement = {
  name: 'outage-verifier-remove-this',
  text: 'DELETE FROM outage_verifier WHERE account_id = $1 AND source_id = $2 AND sealed = $3',
};
const removeOld: Statement = {
  name: 'outage-verifier-remove-old',
  text: `DELETE FROM outage_verifier v USING source s
         WHERE s.id = v.source_id AND NOT coalesce(${accepts} AND ${lasting}, false)`,
};
const countOf: Statement = {
  name: 'outage-verifier-count',
  text: `SELECT count(*)::int AS count FROM outage_verifier v JOIN source s ON s.id = v.source_id
         WHERE s.id = $2 AND ${accepts} AND ${lasting}`,
};

const purpose = (accountId: string) => `outage verifier of ${accountId}`;

export function createOutageVerifiers(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  sealing: Sealing;
  passwords: Pick<Passwords, 'decoy' | 'inTurn'>;
}) {
  const { db, clock, logger, sealing, passwords } = deps;
  const pepper = Buffer.from(sealing.derive('outage verifier pepper'), 'base64url');
  const turns = inTurns(turnsOf);
  const underWay = new Set<Promise<void>>();

  const keyOf = ({ accountId, sourceId }: Whose) => [accountId, sourceId];
  const rowOf = async (whose: Whose) => (await db.sql.query<Row>(ofAccount, keyOf(whose)))[0];

  /** Undefined where it was sealed with a key that is gone: as good as none. */
  function phcOf(accountId: string, sealed: string): string | undefined {
    try {
      return sealing.open(purpose(accountId), sealed);
    } catch (error) {
      if (isAppError(error, 'sealing.cannot-open')) return undefined;
      throw error;
    }
  }

  async function opens(accountId: string, sealed: string, password: string): Promise<boolean> {
    const phc = phcOf(accountId, sealed);
    return phc !== undefined && opensWithPepper(phc, password, pepper);
  }

  /** A fresh one that still opens is only marked as good once more: a new one is made once a day. */
  async function renew(whose: Whose, password: string, boundAt: Date): Promise<void> {
    const row = await rowOf(whose);
    if (!row) return;
    const { sealed, madeAt } = row;
    const fresh = madeAt !== null && after(madeAt, renewSeconds) > boundAt;
    if (fresh && sealed && (await opens(whose.accountId, sealed, password)))
      return void (await db.sql.query(touch, [...keyOf(whose), sealed, boundAt]));
    const phc = await hashWithPepper(password, pepper);
    const made = sealing.seal(purpose(whose.accountId), phc);
    await db.sql.query(save, [...keyOf(whose), made, clock.now(), boundAt]);
  }

  async function removeIfItOpens(whose: Whose, password: string): Promise<void> {
    const row = await rowOf(whose);
    if (row?.sealed && (await opens(whose.accountId, row.sealed, password)))
      await db.sql.query(removeThis, [...keyOf(whose), row.sealed]);
  }

  const forget = async (whose: Whose): Promise<void> =>
    void (await db.sql.query(remove, keyOf(whose)));

  /** `full`: what to do where too many wait already. Errors are the log's: nobody waits for this. */
  function later(work: () => Promise<void>, full: () => Promise<void>): void {
    const job = turns
      .take(work)
      .catch((error: unknown) => {
        if (!isAppError(error, 'request.too-many')) throw error;
        return full();
      })
      .catch((error: unknown) => logger.warn({ err: error }, 'outage verifier not kept'))
      .finally(() => underWay.delete(job));
    underWay.add(job);
  }

  return {
    /**
     * The directory said yes to this password just now. Where it cannot be compared with the one kept,
     * the one kept goes: it may be of an older password.
     */
    keep(whose: Whose, password: string): void {
      const boundAt = clock.now();
      later(
        () => renew(whose, password, boundAt),
        () => forget(whose),
      );
    },

    /** The directory said no: if the verifier says yes, the password was changed there. */
    doubt: (whose: Whose, password: string): void =>
      later(
        () => removeIfItOpens(whose, password),
        async () => undefined,
      ),

    forget,

    /**
     * Only for when every server of the source is down. The same work whether there is a verifier or
     * none. @throws AppError `request.too-many`
     */
    async check(whose: Whose, password: string): Promise<boolean> {
      const [row] = await db.sql.query<{ sealed: string }>(valid, [clock.now(), ...keyOf(whose)]);
      const phc = row && phcOf(whose.accountId, row.sealed);
      if (!phc) return passwords.decoy(password);
      return passwords.inTurn(() => opensWithPepper(phc, password, pepper));
    },

    /** How many people of a source could sign in if it went down now. */
    count: async (sourceId: string): Promise<number> =>
      (await db.sql.query<{ count: number }>(countOf, [clock.now(), sourceId]))[0]?.count ?? 0,

    sweep: {
      name: 'outage-verifier-sweep',
      everySeconds: 600,
      run: async () => void (await db.sql.query(removeOld, [clock.now()])),
    } satisfies Job,

    /** Lets what was begun come to its end. */
    stop: async () => void (await Promise.all(underWay)),
  };
}
