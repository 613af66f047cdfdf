// What second factors an account has, and how they come and go: the verbs over totp.ts, passkeys.ts,
// recovery-codes.ts and trusted-devices.ts, each with its journal entry in the same transaction. When one
// is asked for is second-factor-gate.ts.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record, type Entry } from '../journal/journal.ts';
import { mostPasskeys, type Passkeys } from './passkeys.ts';
import type { RecoveryCodes } from './recovery-codes.ts';
import type { Totps } from './totp.ts';
import { distrustAll } from './trusted-devices.ts';

export type SecondFactors = ReturnType<typeof createSecondFactors>;

export type OwnPasskey = {
  id: string;
  name: string;
  synced: boolean;
  createdAt: Date;
  usedAt: Date | null;
  clonedAt: Date | null;
};

/** `enrolled`: there is a code application, or a key that opens. */
export type Standing = {
  enrolled: boolean;
  totp: { createdAt: Date; usedAt: Date | null } | undefined;
  passkeys: OwnPasskey[];
  recoveryLeft: number;
};

export type Added = { codes: string[] | undefined }; // recovery codes, where there were none before

const totpOf: Statement = {
  name: 'factors-totp',
  text: 'SELECT created_at AS "createdAt", used_at AS "usedAt" FROM totp WHERE account_id = $1',
};
const passkeysOf: Statement = {
  name: 'factors-passkeys',
  text: `SELECT id, name, synced, created_at AS "createdAt", used_at AS "usedAt", cloned_at AS "clonedAt"
         FROM passkey WHERE account_id = $1 ORDER BY created_at`,
};
const recoveryOf: Statement = {
  name: 'factors-recovery',
  text: 'SELECT count(*)::int AS left FROM recovery_code WHERE account_id = $1 AND used_at IS NULL',
};
const dropTotp: Statement = {
  name: 'factors-drop-totp',
  text: 'DELETE FROM totp WHERE account_id = $1 RETURNING account_id',
};
const dropPasskey: Statement = {
  name: 'factors-drop-passkey',
  text: 'DELETE FROM passkey WHERE account_id = $1 AND id = $2 RETURNING name',
};
const renamePasskey: Statement = {
  name: 'factors-rename-passkey',
  text: 'UPDATE passkey SET name = $3 WHERE account_id = $1 AND id = $2 RETURNING id',
};
const dropAll: Statement = {
  name: 'factors-drop-all',
  text: `WITH t AS (DELETE FROM totp WHERE account_id = $1), p AS (DELETE FROM passkey WHERE account_id = $1),
         w AS (DELETE FROM second_factor_wait WHERE account_id = $1)
         DELETE FROM recovery_code WHERE account_id = $1`,
};
/** Without a factor left, recovery codes and trusted devices stand for nothing. */
const dropLeftovers: Statement = {
  name: 'factors-drop-leftovers',
  text: `DELETE FROM recovery_code r WHERE r.account_id = $1
           AND NOT EXISTS (SELECT FROM totp WHERE account_id = $1)
           AND NOT EXISTS (SELECT FROM passkey WHERE account_id = $1 AND cloned_at IS NULL)`,
};

export function createSecondFactors(deps: {
  db: Database;
  clock: Clock;
  totps: Totps;
  passkeys: Passkeys;
  recoveryCodes: RecoveryCodes;
}) {
  const { db, recoveryCodes } = deps;

  async function standingIn(sql: Transaction['sql'], accountId: string): Promise<Standing> {
    const [totp] = await sql.query<NonNullable<Standing['totp']>>(totpOf, [accountId]);
    const passkeys = await sql.query<OwnPasskey>(passkeysOf, [accountId]);
    const [recovery] = await sql.query<{ left: number }>(recoveryOf, [accountId]);
    const enrolled = totp !== undefined || passkeys.some(({ clonedAt }) => clonedAt === null);
    return { enrolled, totp, passkeys, recoveryLeft: recovery?.left ?? 0 };
  }

  const note = (tx: Transaction, by: Actor, accountId: string, entry: Omit<Entry, 'accountId'>) =>
    record(tx, by, { ...entry, accountId });

  /** With the first factor come the recovery codes. */
  async function added(
    tx: Transaction,
    by: Actor,
    accountId: string,
    entry: Omit<Entry, 'accountId' | 'event'>,
  ): Promise<Added> {
    await note(tx, by, accountId, { event: 'second-factor.added', ...entry });
    const { recoveryLeft } = await standingIn(tx.sql, accountId);
    return { codes: recoveryLeft === 0 ? await recoveryCodes.make(tx, accountId) : undefined };
  }

  return {
    standing: (accountId: string): Promise<Standing> => standingIn(db.sql, accountId),

    /** Undefined where the code is not the one of the secret offered, or the offer is too old. */
    async addTotp(
      by: Actor,
      accountId: string,
      sealed: string,
      code: string,
    ): Promise<Added | undefined> {
      const write = deps.totps.confirmed(accountId, sealed, code);
      if (!write) return undefined;
      return db.transaction(async (tx) => {
        await write(tx);
        return added(tx, by, accountId, { detail: { method: 'totp' } });
      });
    },

    /** Undefined where the key is not good or known already. */
    async addPasskey(
      by: Actor,
      accountId: string,
      answer: string | undefined,
      name: string,
    ): Promise<(Added & { amr: string[] }) | undefined> {
      const made = await deps.passkeys.registered(accountId, answer, name);
      if (!made) return undefined;
      return db.transaction(async (tx) => {
        const { passkeys } = await standingIn(tx.sql, accountId);
        if (passkeys.length >= mostPasskeys || !(await made.write(tx))) return undefined;
        const result = await added(tx, by, accountId, { detail: { method: 'passkey', name } });
        return { ...result, amr: made.amr };
      });
    },

    /** False where there is none. */
    removeTotp: (by: Actor, accountId: string): Promise<boolean> =>
      db.transaction(async (tx) => {
        if ((await tx.sql.query(dropTotp, [accountId])).length === 0) return false;
        await tx.sql.query(dropLeftovers, [accountId]);
        await distrustAll(tx, accountId);
        await note(tx, by, accountId, {
          event: 'second-factor.removed',
          detail: { method: 'totp' },
        });
        return true;
      }),

    removePasskey: (by: Actor, accountId: string, id: string): Promise<boolean> =>
      db.transaction(async (tx) => {
        if (!isId(id)) return false;
        const [gone] = await tx.sql.query<{ name: string }>(dropPasskey, [accountId, id]);
        if (!gone) return false;
        await tx.sql.query(dropLeftovers, [accountId]);
        await distrustAll(tx, accountId);
        const detail = { method: 'passkey', name: gone.name };
        await note(tx, by, accountId, { event: 'second-factor.removed', detail });
        return true;
      }),

    renamePasskey: async (accountId: string, id: string, name: string): Promise<boolean> =>
      isId(id) && (await db.sql.query(renamePasskey, [accountId, id, name])).length > 0,

    /** New ones in the place of all that were left. */
    remakeCodes: (by: Actor, accountId: string): Promise<string[]> =>
      db.transaction(async (tx) => {
        await note(tx, by, accountId, { event: 'recovery-codes.made' });
        return recoveryCodes.make(tx, accountId);
      }),

    /**
     * Help for a person who has lost everything: all factors, codes and trusted devices are gone. The
     * caller ends the sessions, and says before whether this administrator may do it to this account.
     */
    reset: (by: Actor, accountId: string, reason: string): Promise<void> =>
      db.transaction(async (tx) => {
        await tx.sql.query(dropAll, [accountId]);
        await distrustAll(tx, accountId);
        await note(tx, by, accountId, { event: 'second-factor.reset', detail: { reason } });
      }),
  };
}
