// One second factor, given by a person whose first step is done: throttled, checked, written down. What
// it proves goes into `amr` (RFC 8176; there is no word for a recovery code, so it is ours).
import type { Database } from '../core/database.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import type { CodeThrottle } from './code-throttle.ts';
import type { Passkeys } from './passkeys.ts';
import { isRecoveryCode, type RecoveryCodes } from './recovery-codes.ts';
import { digitsOf, type Totps } from './totp.ts';

export type SecondFactorCheck = ReturnType<typeof createSecondFactorCheck>;

export type Given =
  | { method: 'totp' | 'recovery'; code: string }
  | { method: 'passkey'; owner: string; answer: string };

export type Judgement =
  | { outcome: 'right'; amr: string[] }
  | { outcome: 'malformed' }
  | { outcome: 'wrong' }
  | { outcome: 'cloned' }
  | { outcome: 'wait'; seconds: number };

const recoveryMethod = 'urn:motchia:amr:recovery-code';

export function createSecondFactorCheck(deps: {
  db: Database;
  codeThrottle: CodeThrottle;
  totps: Pick<Totps, 'check'>;
  recoveryCodes: Pick<RecoveryCodes, 'check'>;
  passkeys: Pick<Passkeys, 'sign'>;
}) {
  const { db, codeThrottle } = deps;

  const refuse = (
    by: Actor,
    applicationId: string | null,
    event: 'second-factor.failed' | 'sign-in.throttled',
    detail: Record<string, string | number>,
  ) =>
    db.transaction((tx) =>
      record(tx, by, { event, outcome: 'failure', accountId: by.accountId, applicationId, detail }),
    );

  async function opens(accountId: string, given: Extract<Given, { code: string }>) {
    if (given.method === 'totp') return deps.totps.check(accountId, given.code);
    return deps.recoveryCodes.check(accountId, given.code);
  }

  const looksRight = ({ method, code: typed }: Extract<Given, { code: string }>): boolean =>
    method === 'totp' ? /^\d{6}$/.test(digitsOf(typed)) : isRecoveryCode(typed);

  async function checkCode(
    by: Actor,
    accountId: string,
    given: Extract<Given, { code: string }>,
    applicationId: string | null,
  ): Promise<Judgement> {
    if (!looksRight(given)) return { outcome: 'malformed' }; // nobody guesses so
    const admission = await codeThrottle.admit(accountId);
    if (!admission.admitted) {
      const { seconds, first } = admission;
      if (first) await refuse(by, applicationId, 'sign-in.throttled', { seconds });
      return { outcome: 'wait', seconds };
    }
    if (await opens(accountId, given)) {
      await codeThrottle.clear(accountId);
      return { outcome: 'right', amr: [given.method === 'totp' ? 'otp' : recoveryMethod] };
    }
    await refuse(by, applicationId, 'second-factor.failed', { method: given.method });
    return { outcome: 'wrong' };
  }

  /** @param by the person, with where they are */
  return async function check(
    by: Actor,
    accountId: string,
    given: Given,
    applicationId: string | null,
  ): Promise<Judgement> {
    if (given.method !== 'passkey') return checkCode(by, accountId, given, applicationId);
    const result = await deps.passkeys.sign(by, given.owner, accountId, given.answer);
    if (result.outcome === 'signed') return { outcome: 'right', amr: result.signed.amr };
    if (result.outcome === 'cloned') return { outcome: 'cloned' };
    await refuse(by, applicationId, 'second-factor.failed', { method: 'passkey' });
    return { outcome: 'wrong' };
  };
}
