// Is this the password of this account, and may the account sign in at all. A directory's people are
// asked of their directory, others of local_password. Where there is nobody to ask, the same work is
// done for nothing, so that the time does not tell.
import type { Account } from '../accounts/account.ts';
import type { OutageVerifiers } from '../credentials/outage-verifiers.ts';
import type { Passwords } from '../credentials/passwords.ts';

/** Told only to whoever knew the password. */
export type Blocked =
  | 'suspended'
  | 'retired'
  | 'initial'
  | 'password-expired'
  | 'password-must-change'
  | 'disabled-in-directory'
  | 'expired-in-directory'
  | 'outside-hours'
  | 'wrong-workstation';

/** What a directory says after the password was right; all else it says is not for strangers to hear. */
type Proved =
  | 'must-change'
  | 'expired'
  | 'disabled'
  | 'account-expired'
  | 'outside-hours'
  | 'wrong-workstation';

/**
 * The password is right and opens nothing before another takes its place. A local one is known by when it
 * was set; one that a directory keeps is changed there.
 */
export type MustChange =
  | { kept: 'here'; changedAt: Date }
  | { kept: 'in-directory'; why: 'must-change' | 'expired'; sourceId: string };

/**
 * `reason` of `wrong` is for the journal alone. `outage`: the directory could not be asked, the verifier
 * kept from its last yes was.
 */
export type Verdict =
  | { verdict: 'right'; mustChange?: MustChange; outage?: true }
  | { verdict: 'wrong'; reason: string }
  | { verdict: 'blocked'; reason: Blocked }
  | { verdict: 'unreachable' };

export type Found = { account: Account; hasLocalPassword: boolean } | undefined;

export type JudgeDeps = {
  passwords: Pick<Passwords, 'check' | 'decoy' | 'state'>;
  directorySignIn: {
    check(
      who: { sourceId: string; dn: string },
      password: string,
    ): Promise<'ok' | Proved | 'wrong' | 'locked' | 'inactivated' | 'unreachable' | 'down'>;
    troubled(): boolean;
  };
  verifiers: Pick<OutageVerifiers, 'keep' | 'doubt' | 'forget' | 'check'>;
  /** Whether people of this source may change the directory's password here. */
  offersPassword: (sourceId: string, occasion: 'must-change' | 'expired') => Promise<boolean>;
};

const blockedBy: Record<Proved, Blocked> = {
  'must-change': 'password-must-change',
  expired: 'password-expired',
  disabled: 'disabled-in-directory',
  'account-expired': 'expired-in-directory',
  'outside-hours': 'outside-hours',
  'wrong-workstation': 'wrong-workstation',
};
const isProved = (answer: string): answer is Proved => answer in blockedBy;

export function createJudge(deps: JudgeDeps) {
  const { passwords, directorySignIn, offersPassword, verifiers } = deps;
  async function checkDirectory(
    account: Account,
    who: { sourceId: string; dn: string },
    password: string,
  ): Promise<Verdict> {
    const { sourceId } = who;
    const whose = { accountId: account.id, sourceId };
    const answer = await directorySignIn.check(who, password);
    if (answer === 'unreachable') return { verdict: 'unreachable' };
    if (answer === 'down')
      return (await verifiers.check(whose, password))
        ? { verdict: 'right', outage: true }
        : { verdict: 'unreachable' };
    if (answer === 'ok') {
      if (account.state === 'active') verifiers.keep(whose, password);
      return { verdict: 'right' };
    }
    if (answer === 'wrong') verifiers.doubt(whose, password);
    else await verifiers.forget(whose);
    if (answer === 'must-change' || answer === 'expired')
      if (await offersPassword(sourceId, answer))
        return { verdict: 'right', mustChange: { kept: 'in-directory', why: answer, sourceId } };
    if (isProved(answer)) return { verdict: 'blocked', reason: blockedBy[answer] };
    // A directory says "locked" and "inactivated" without looking at the password: to pass it on would
    // confirm the name to a stranger. The answer to every wrong password speaks of locks instead.
    const reason = answer === 'wrong' ? 'wrong-password' : `${answer}-in-directory`;
    return { verdict: 'wrong', reason };
  }

  async function checkLocal(account: Account, password: string): Promise<Verdict> {
    if (!(await passwords.check(account.id, password)))
      return { verdict: 'wrong', reason: 'wrong-password' };
    const state = await passwords.state(account.id);
    return state?.mustChange
      ? { verdict: 'right', mustChange: { kept: 'here', changedAt: state.changedAt } }
      : { verdict: 'right' };
  }

  async function checkPassword(found: Found, password: string): Promise<Verdict> {
    if (!found || found.account.kind === 'service' || password === '') {
      await passwords.decoy(password);
      const reason = !found
        ? 'unknown-name'
        : password === ''
          ? 'wrong-password'
          : 'service-account';
      return { verdict: 'wrong', reason };
    }
    const { sourceId, dn } = found.account;
    if (!sourceId) return checkLocal(found.account, password);
    if (dn) return checkDirectory(found.account, { sourceId, dn }, password);
    await passwords.decoy(password);
    return { verdict: 'wrong', reason: 'not-in-directory' };
  }

  return async function judge(found: Found, password: string): Promise<Verdict> {
    const verdict = await checkPassword(found, password);
    const state = found?.account.state;
    if (verdict.verdict === 'right' && state && state !== 'active')
      return { verdict: 'blocked', reason: state };
    return verdict;
  };
}
