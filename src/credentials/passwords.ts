// Local passwords: how they are kept and checked. The only door to argon2. Owns the table
// local_password; whether a password is good enough is password-policy.ts, how often one may try is
// throttle.ts, and people of a directory have no row here: the directory checks theirs.
import { hash, needsRehash, verify, argon2id } from 'argon2';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { randomToken } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { longest, normalizePassword, passwordFaults } from './password-policy.ts';
import { distrustAll } from './trusted-devices.ts';
import { inTurns } from '../core/turns.ts';

export type Passwords = ReturnType<typeof createPasswords>;

// OWASP's floor for argon2id; 32 ms and 19 MiB each on the reference machine.
const cost = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

// 2 at once: more gained nothing on two cores. 60 waiting are about a second and a half.
const turnsOf = { atOnce: 2, waiting: 60, retrySeconds: 3 };

const find: Statement = {
  name: 'password-find',
  text: 'SELECT hash, must_change, changed_at FROM local_password WHERE account_id = $1',
};
const save: Statement = {
  name: 'password-save',
  text: `INSERT INTO local_password (account_id, hash, must_change, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id) DO UPDATE SET hash = $2, must_change = $3, changed_at = $4`,
};
const rehash: Statement = {
  name: 'password-rehash',
  text: 'UPDATE local_password SET hash = $3 WHERE account_id = $1 AND hash = $2',
};
const owner: Statement = {
  name: 'password-owner',
  text: `SELECT a.full_name, a.source_id, array_agg(n.name) AS names
         FROM account a LEFT JOIN login_name n ON n.account_id = a.id WHERE a.id = $1 GROUP BY a.id`,
};

/** With argon2's secret input (RFC 9106, section 3.1): without the pepper a stolen table cannot be guessed at. */
export const hashWithPepper = (password: string, pepper: Buffer): Promise<string> =>
  hash(normalizePassword(password), { ...cost, secret: pepper });

export const opensWithPepper = (phc: string, password: string, pepper: Buffer): Promise<boolean> =>
  verify(phc, normalizePassword(password), { secret: pepper });

type Row = { hash: string; must_change: boolean; changed_at: Date };
type Owner = { full_name: string; source_id: string | null; names: (string | null)[] };

export function createPasswords(deps: {
  db: Database;
  clock: Clock;
  turns?: Partial<typeof turnsOf>;
}) {
  const { db, clock } = deps;
  const turns = inTurns({ ...turnsOf, ...deps.turns });
  let nobody: Promise<string> | undefined; // a hash that no password opens

  const matches = (phc: string, password: string) =>
    turns.take(() => verify(phc, normalizePassword(password)));

  async function row(accountId: string): Promise<Row | undefined> {
    return (await db.sql.query<Row>(find, [accountId]))[0];
  }

  async function refuseWeak(accountId: string, password: string): Promise<void> {
    const [account] = await db.sql.query<Owner>(owner, [accountId]);
    if (!account) throw new AppError('request.not-found');
    if (account.source_id) throw new AppError('password.kept-by-directory');
    const names = [account.full_name, ...account.names.filter((name) => name !== null)];
    const [fault] = passwordFaults(password, names);
    if (fault) throw new AppError(`password.${fault}`);
  }

  return {
    /**
     * Sets a password. With `mustChange` its owner has to choose another at the next sign-in.
     * @throws AppError `password.…` where it breaks the policy, `password.kept-by-directory`, `request.too-many`
     */
    async set(
      by: Actor,
      accountId: string,
      password: string,
      options: { mustChange?: boolean } = {},
    ): Promise<void> {
      await refuseWeak(accountId, password);
      const phc = await turns.take(() => hash(normalizePassword(password), cost));
      const mustChange = options.mustChange ?? false;
      await db.transaction(async (tx) => {
        await tx.sql.query(save, [accountId, phc, mustChange, clock.now()]);
        await distrustAll(tx, accountId);
        await record(tx, by, { event: 'account.password-set', accountId, detail: { mustChange } });
      });
    },

    /** @throws AppError `request.too-many` where too many are being checked already */
    async check(accountId: string, password: string): Promise<boolean> {
      const kept = await row(accountId);
      if (!kept || password.length > longest * 2) return this.decoy(password);
      if (!(await matches(kept.hash, password))) return false;
      if (needsRehash(kept.hash, cost)) {
        const phc = await turns.take(() => hash(normalizePassword(password), cost));
        await db.sql.query(rehash, [accountId, kept.hash, phc]);
      }
      return true;
    },

    /** The work of a check for an account that does not exist. Always false. */
    async decoy(password: string): Promise<false> {
      nobody ??= hash(randomToken(), cost);
      await matches(await nobody, password.slice(0, longest * 2));
      return false;
    },

    /** For other checks of the same cost: all of them share the processors. @throws AppError `request.too-many` */
    inTurn: <T>(work: () => Promise<T>): Promise<T> => turns.take(work),

    /** Undefined where the account has no local password. */
    async state(accountId: string): Promise<{ mustChange: boolean; changedAt: Date } | undefined> {
      const kept = await row(accountId);
      return kept && { mustChange: kept.must_change, changedAt: kept.changed_at };
    },
  };
}
