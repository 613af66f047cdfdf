// Local passwords: how they are kept and checked. The only door to argon2. Owns the tables local_password
// and password_history; whether a password is good enough is password-policy.ts, how often one may try is
// throttle.ts, and people of a directory have no row here: the directory checks theirs.
import { availableParallelism } from 'node:os';
import { hash, needsRehash, verify, argon2id } from 'argon2';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { AppError, isAppError } from '../core/errors.ts';
import { randomToken } from '../core/random.ts';
import type { Sealing } from '../core/sealing.ts';
import { inTurns } from '../core/turns.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import {
  longest,
  normalizePassword,
  passwordFaults,
  type PasswordFault,
  demandsOf,
  type PasswordDemands,
  type PasswordOwner,
  type PasswordRules,
} from './password-policy.ts';
import {
  earlier,
  find,
  forgetOldest,
  owner,
  rehash,
  save,
  type OwnerRow,
  type PasswordRow,
} from './password-rows.ts';
import { presentPepper, readHash } from './pepper.ts';
import { distrustAll } from './trusted-devices.ts';

export type Passwords = ReturnType<typeof createPasswords>;

// OWASP's floor for argon2id; 32 ms and 19 MiB each on the reference machine.
const cost = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

// More at once than processors gain nothing. 30 waiting for each are about a second on a quiet machine.
const cores = availableParallelism();
const turnsOf = { atOnce: cores, waiting: 30 * cores, retrySeconds: 3, patienceSeconds: 5 };

/** With argon2's secret input (RFC 9106, section 3.1): without the pepper a stolen table cannot be guessed at. */
export const hashWithPepper = (password: string, pepper: Buffer): Promise<string> =>
  hash(normalizePassword(password), { ...cost, secret: pepper });

export const opensWithPepper = (phc: string, password: string, pepper: Buffer): Promise<boolean> =>
  verify(phc, normalizePassword(password), { secret: pepper });

export function createPasswords(deps: {
  db: Database;
  clock: Clock;
  sealing: Pick<Sealing, 'deriveBy'>;
  passwordRules: () => Promise<PasswordRules>;
  hasSecondFactor: (accountId: string) => Promise<boolean>;
  /** Of the product and this installation. */
  installationNames: () => Promise<readonly string[]>;
  turns?: Partial<typeof turnsOf>;
}) {
  const { db, clock, sealing } = deps;
  const pepper = presentPepper(sealing);
  const turns = inTurns({ ...turnsOf, ...deps.turns, refusal: 'password.busy' });
  const comparing = inTurns({ atOnce: 1, waiting: 50, retrySeconds: 5, refusal: 'password.busy' });
  let nobody: Promise<string> | undefined; // a hash that no password opens

  const made = async (password: string): Promise<string> =>
    pepper.named(await hashWithPepper(password, pepper.secret));

  /** False also where the key of its pepper is gone: after the same work. */
  async function opens(kept: string, password: string): Promise<boolean> {
    const read = readHash(sealing, kept);
    if (!read) return (await opens(await decoyHash(), password)) && false;
    const { phc, secret } = read;
    return verify(phc, normalizePassword(password), { ...(secret && { secret }) });
  }

  function decoyHash(): Promise<string> {
    nobody ??= made(randomToken());
    return nobody;
  }

  const isOld = (kept: string): boolean => {
    const read = readHash(sealing, kept);
    return !read || !pepper.isOf(kept) || needsRehash(read.phc, cost);
  };

  /** With the present parameters and pepper. Where many are waiting, the next sign-in will do. */
  async function renew(accountId: string, kept: string, password: string): Promise<void> {
    try {
      const fresh = await turns.take(() => made(password));
      await db.sql.query(rehash, [accountId, kept, fresh]);
    } catch (error) {
      if (!isAppError(error, 'password.busy')) throw error;
    }
  }

  async function row(accountId: string): Promise<PasswordRow | undefined> {
    return (await db.sql.query<PasswordRow>(find, [accountId]))[0];
  }

  /** @throws AppError `request.not-found`, `password.kept-by-directory` */
  async function ownerOf(accountId: string): Promise<PasswordOwner> {
    const [account] = await db.sql.query<OwnerRow>(owner, [accountId]);
    if (!account) throw new AppError('request.not-found');
    if (account.source_id) throw new AppError('password.kept-by-directory');
    return {
      names: [account.full_name, ...account.names.filter((name) => name !== null)],
      surroundings: [...account.units, ...(await deps.installationNames())],
      hasSecondFactor: await deps.hasSecondFactor(accountId),
    };
  }

  /** One hash after the other, for one person at a time: never at the cost of those who sign in. */
  async function wasUsed(accountId: string, password: string, most: number): Promise<boolean> {
    const kept = await db.sql.query<{ hash: string }>(earlier, [accountId, most]);
    for (const { hash: old } of kept) if (await turns.take(() => opens(old, password))) return true;
    return false;
  }

  async function faultOf(
    accountId: string,
    password: string,
  ): Promise<PasswordFault | 'used-before' | undefined> {
    const rules = await deps.passwordRules();
    const [fault] = passwordFaults(password, rules, await ownerOf(accountId));
    if (fault) return fault;
    const most = Math.max(1, rules.history); // the present one never
    const used = await comparing.take(() => wasUsed(accountId, password, most));
    return used ? 'used-before' : undefined;
  }

  return {
    /** What the pages tell, and the browser judges by. @throws AppError `password.kept-by-directory` */
    demands: async (accountId: string): Promise<PasswordDemands> =>
      demandsOf(await deps.passwordRules(), await ownerOf(accountId)),

    /**
     * Sets a password. With `mustChange` its owner has to choose another at the next sign-in.
     * @throws AppError `password.…` where it breaks the policy, `password.kept-by-directory`, `password.busy`
     */
    async set(
      by: Actor,
      accountId: string,
      password: string,
      options: { mustChange?: boolean } = {},
    ): Promise<void> {
      const fault = await faultOf(accountId, password);
      if (fault) {
        const { least, classes } = await this.demands(accountId);
        throw new AppError(`password.${fault}`, { params: { least, classes } });
      }
      const kept = await turns.take(() => made(password));
      const mustChange = options.mustChange ?? false;
      await db.transaction(async (tx) => {
        await tx.sql.query(save, [accountId, kept, mustChange, clock.now()]);
        await tx.sql.query(forgetOldest, [accountId]);
        await distrustAll(tx, accountId);
        await record(tx, by, { event: 'account.password-set', accountId, detail: { mustChange } });
      });
    },

    /** @throws AppError `password.busy` where too many are being checked already */
    async check(accountId: string, password: string): Promise<boolean> {
      const kept = await row(accountId);
      if (!kept || password.length > longest * 2) return this.decoy(password);
      if (!(await turns.take(() => opens(kept.hash, password)))) return false;
      if (isOld(kept.hash)) await renew(accountId, kept.hash, password);
      return true;
    },

    /** The work of a check for an account that does not exist. Always false. */
    async decoy(password: string): Promise<false> {
      const kept = await decoyHash();
      await turns.take(() => opens(kept, password.slice(0, longest * 2)));
      return false;
    },

    /** For other checks of the same cost: all of them share the processors. @throws AppError `password.busy` */
    inTurn: <T>(work: () => Promise<T>): Promise<T> => turns.take(work),

    /** Undefined where the account has no local password. */
    async state(accountId: string): Promise<{ mustChange: boolean; changedAt: Date } | undefined> {
      const kept = await row(accountId);
      return kept && { mustChange: kept.must_change, changedAt: kept.changed_at };
    },
  };
}
