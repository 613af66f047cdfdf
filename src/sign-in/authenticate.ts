// Decides who a person is from a name and a password, and writes it down. Owns the order of things:
// wait, look up, check, answer in a time that tells nothing, journal. It leaves pages to the steps,
// sessions to the protocol engine, and whether an application may be entered to access/.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../accounts/account.ts';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { isAppError } from '../core/errors.ts';
import type { KnownDevices } from '../credentials/known-devices.ts';
import type { Admission, Attempt, Throttle } from '../credentials/throttle.ts';
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
/** `device`: the value of this browser's cookie, or of the one it is given now (web/device-cookie.ts). */
export type SignInContext = { origin: Origin; applicationId: string | null; device: string };
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
  | { outcome: 'busy'; seconds: number } // too many passwords are being checked
  | { outcome: 'blocked'; reason: Blocked };

export type AuthenticateDeps = JudgeDeps & {
  db: Database;
  clock: Clock;
  throttle: Pick<Throttle, 'admit' | 'forgive' | 'failed' | 'succeeded'>;
  knownDevices: Pick<KnownDevices, 'knows' | 'note'>;
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

/** Nobody's failure, and nothing that a page of its own should tell. */
function orBusy(error: unknown): Outcome {
  if (!isAppError(error, 'password.busy')) throw error;
  return { outcome: 'busy', seconds: Number(error.params['seconds']) };
}

export function createAuthenticate(deps: AuthenticateDeps) {
  const { db, clock, throttle, floorMs = usualFloorMs } = deps;
  const judge = createJudge(deps);

  /** The same question whether there is such an account or not. */
  async function whoOf({ name, origin, device }: SignInAttempt, found: Found): Promise<Attempt> {
    const known = await deps.knownDevices.knows(found?.account.id ?? null, device);
    return { name, address: origin.address, device: known ? device : null };
  }

  function refuse(
    attempt: SignInAttempt,
    found: Found,
    event: 'sign-in.failed' | 'sign-in.throttled',
    detail: Record<string, string | number>,
    within: (tx: Transaction) => Promise<void> = async () => undefined,
  ): Promise<void> {
    // The typed name is not kept: people type passwords there.
    return db.transaction(async (tx) => {
      await within(tx);
      await record(tx, nobody(attempt.origin), {
        event,
        outcome: 'failure',
        accountId: found?.account.id ?? null,
        applicationId: attempt.applicationId,
        detail,
      });
    });
  }

  /** What is written of a sign-in, in the transaction that lets the person in. */
  const note =
    (account: Account, context: SignInContext, outage = false, method = methodOf(account)) =>
    async (tx: Transaction): Promise<void> => {
      await tx.sql.query(noteSignIn, [account.id, clock.now()]);
      const person = { accountId: account.id, name: account.fullName, origin: context.origin };
      await deps.knownDevices.note(tx, person, account.id, context.device);
      await record(tx, person, {
        event: 'sign-in.succeeded',
        accountId: account.id,
        applicationId: context.applicationId,
        detail: {
          method,
          ...(outage && { outage }),
        },
      });
    };

  async function clearWaits(who: Attempt, accountId: string, counted: Counted) {
    await db.transaction(async (tx) => {
      const known = await tx.sql.query<{ name: string }>(names, [accountId]);
      const all = known.map(({ name }) => name);
      await throttle.succeeded(tx, who, counted, all);
    });
  }

  async function accept(
    attempt: SignInAttempt,
    who: Attempt,
    account: Account,
    counted: Counted,
    { mustChange, outage = false }: { mustChange?: MustChange | undefined; outage?: boolean },
  ): Promise<Outcome> {
    await clearWaits(who, account.id, counted);
    if (mustChange) return { outcome: 'must-change', account, mustChange };
    return { outcome: 'signed-in', account, outage, note: note(account, attempt, outage) };
  }

  async function judged(
    attempt: SignInAttempt,
    who: Attempt,
    found: Found,
    counted: Counted,
  ): Promise<Outcome> {
    const verdict = await judge(found, attempt.password).catch(async (error: unknown) => {
      await throttle.forgive(who, counted); // our failure, not theirs
      throw error;
    });
    if (verdict.verdict === 'right') return accept(attempt, who, found!.account, counted, verdict);
    const reason = verdict.verdict === 'unreachable' ? 'directory-unreachable' : verdict.reason;
    await refuse(attempt, found, 'sign-in.failed', { reason }, async (tx) => {
      if (verdict.verdict === 'wrong') await throttle.failed(tx, who, counted, found !== undefined);
    });
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
    async attempt(attempt: SignInAttempt): Promise<Outcome> {
      const began = performance.now();
      const found = await deps.findByLoginName(attempt.name);
      const who = await whoOf(attempt, found);
      const admission = await throttle.admit(who);
      if (!admission.admitted) {
        const { seconds, first } = admission;
        if (first) await refuse(attempt, found, 'sign-in.throttled', { seconds });
        return { outcome: 'wait', seconds };
      }
      const outcome = await judged(attempt, who, found, admission.counted).catch(orBusy);
      if (outcome.outcome === 'wrong' || outcome.outcome === 'unreachable')
        await sleep(Math.max(0, began + floorMs - performance.now()));
      return outcome;
    },

    note,
  };
}
