// Decides who a person is from a name and a password, and writes it down. Owns the order of things:
// wait, look up, check, answer in a time that tells nothing, journal. It leaves pages to the steps,
// sessions to the protocol engine, and whether an application may be entered to access/.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../accounts/account.ts';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import type { Admission, Throttle } from '../credentials/throttle.ts';
import type { Actor, Origin } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import {
  createJudge,
  type Blocked,
  type Found,
  type JudgeDeps,
  type MustChange,
} from './verdict.ts';

export type Authenticate = ReturnType<typeof createAuthenticate>;

/** From where, and on the way to which application. */
export type SignInContext = { origin: Origin; applicationId: string | null };
export type SignInAttempt = SignInContext & { name: string; password: string };
type Counted = Extract<Admission, { admitted: true }>['counted'];

export type Outcome =
  | {
      outcome: 'signed-in';
      account: Account;
      outage: boolean; // by a verifier, while the directory could not be asked
      note: (tx: Transaction) => Promise<void>;
    }
  | { outcome: 'must-change'; account: Account; mustChange: MustChange }
  | { outcome: 'wrong' }
  | { outcome: 'wait'; seconds: number }
  | { outcome: 'unreachable' }
  | { outcome: 'blocked'; reason: Blocked };

export type AuthenticateDeps = JudgeDeps & {
  db: Database;
  clock: Clock;
  throttle: Pick<Throttle, 'admit' | 'forgive' | 'succeeded'>;
  findByLoginName: (name: string) => Promise<Found>;
  /** No failure is answered sooner, so that a known name takes as long as an unknown one. */
  floorMs?: number;
};

const names: Statement = {
  name: 'sign-in-names',
  text: 'SELECT name FROM login_name WHERE account_id = $1',
};
const noteSignIn: Statement = {
  name: 'sign-in-note',
  text: 'UPDATE account SET last_sign_in_at = $2 WHERE id = $1',
};

/** Longer than a bind or an argon2id check takes as a rule. */
const usualFloorMs = 700;

const methodOf = ({ sourceId }: Account): string => (sourceId ? 'directory' : 'local-password');

export const nobody = (origin: Origin): Actor => ({ accountId: null, name: '', origin });

export function createAuthenticate(deps: AuthenticateDeps) {
  const { db, clock, throttle, floorMs = usualFloorMs } = deps;
  const judge = createJudge(deps);

  function refuse(
    attempt: SignInAttempt,
    found: Found,
    event: 'sign-in.failed' | 'sign-in.throttled',
    detail: Record<string, string | number>,
  ): Promise<void> {
    // The typed name is not kept: people type passwords there.
    return db.transaction((tx) =>
      record(tx, nobody(attempt.origin), {
        event,
        outcome: 'failure',
        accountId: found?.account.id ?? null,
        applicationId: attempt.applicationId,
        detail,
      }),
    );
  }

  /** What is written of a sign-in, in the transaction that lets the person in. */
  const note =
    (account: Account, context: SignInContext, outage = false, method = methodOf(account)) =>
    async (tx: Transaction): Promise<void> => {
      await tx.sql.query(noteSignIn, [account.id, clock.now()]);
      await record(
        tx,
        { accountId: account.id, name: account.fullName, origin: context.origin },
        {
          event: 'sign-in.succeeded',
          accountId: account.id,
          applicationId: context.applicationId,
          detail: {
            method,
            ...(outage && { outage }),
          },
        },
      );
    };

  async function clearWaits(attempt: SignInAttempt, accountId: string, counted: Counted) {
    const who = { name: attempt.name, address: attempt.origin.address };
    await db.transaction(async (tx) => {
      const known = await tx.sql.query<{ name: string }>(names, [accountId]);
      const all = known.map(({ name }) => name);
      await throttle.succeeded(tx, who, counted, all);
    });
  }

  async function accept(
    attempt: SignInAttempt,
    account: Account,
    counted: Counted,
    { mustChange, outage = false }: { mustChange?: MustChange | undefined; outage?: boolean },
  ): Promise<Outcome> {
    await clearWaits(attempt, account.id, counted);
    if (mustChange) return { outcome: 'must-change', account, mustChange };
    return { outcome: 'signed-in', account, outage, note: note(account, attempt, outage) };
  }

  async function judged(attempt: SignInAttempt, found: Found, counted: Counted): Promise<Outcome> {
    const who = { name: attempt.name, address: attempt.origin.address };
    const verdict = await judge(found, attempt.password).catch(async (error: unknown) => {
      await throttle.forgive(who, counted); // our failure, not theirs
      throw error;
    });
    if (verdict.verdict === 'right') return accept(attempt, found!.account, counted, verdict);
    const reason = verdict.verdict === 'unreachable' ? 'directory-unreachable' : verdict.reason;
    await refuse(attempt, found, 'sign-in.failed', { reason });
    if (verdict.verdict === 'blocked') {
      await throttle.forgive(who, counted); // nobody guessed
      return { outcome: 'blocked', reason: verdict.reason };
    }
    if (verdict.verdict === 'wrong' && !deps.directorySignIn.troubled())
      return { outcome: 'wrong' };
    // Every name that failed fares alike, known or not: otherwise an outage would tell who is of which
    // directory. Counted, since verifiers can be guessed at; but no office is to wait for its address.
    await throttle.forgive(
      who,
      counted.filter((kind) => kind === 'address'),
    );
    return { outcome: 'unreachable' };
  }

  return {
    /** @throws AppError `request.too-many` while too many local passwords are being checked */
    async attempt(attempt: SignInAttempt): Promise<Outcome> {
      const began = performance.now();
      const found = await deps.findByLoginName(attempt.name);
      const who = { name: attempt.name, address: attempt.origin.address };
      const admission = await throttle.admit(who);
      if (!admission.admitted) {
        const { seconds, first } = admission;
        if (first) await refuse(attempt, found, 'sign-in.throttled', { seconds });
        return { outcome: 'wait', seconds };
      }
      const outcome = await judged(attempt, found, admission.counted);
      if (outcome.outcome === 'wrong' || outcome.outcome === 'unreachable')
        await sleep(Math.max(0, began + floorMs - performance.now()));
      return outcome;
    },

    note,
  };
}
