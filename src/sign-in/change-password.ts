// The step "change password": an initial password has to be replaced before it opens anything. That
// the old one was right is carried in a sealed proof, bound to this sign-in and to that password, so
// that no node has to remember it and it cannot be used twice.
import { changePasswordPage, type ChangeFault } from '../../views/sign-in/change-password.ts';
import type { Account } from '../accounts/account.ts';
import { after, type Clock } from '../core/clock.ts';
import { AppError, isAppError } from '../core/errors.ts';
import type { Sealing } from '../core/sealing.ts';
import { passwordFaults, type PasswordFault } from '../credentials/password-policy.ts';
import type { Passwords } from '../credentials/passwords.ts';
import { allowFormTargets } from '../web/security-headers.ts';
import type { Authenticate } from './authenticate.ts';
import { passwordLogin, signInContextOf, type Visit } from './visit.ts';

export type ChangePassword = ReturnType<typeof createChangePassword>;

type Proof = { uid: string; accountId: string; changedAt: string; until: string };

const purpose = 'sign-in change password';
const proofSeconds = 15 * 60; // thinking of a good password takes a while
const longest = 1024;

export function createChangePassword(deps: {
  clock: Clock;
  sealing: Sealing;
  passwords: Pick<Passwords, 'set' | 'check' | 'state'>;
  authenticate: Pick<Authenticate, 'note'>;
  acr: string;
  findAccount: (id: string) => Promise<Account | undefined>;
}) {
  const { clock, sealing, passwords } = deps;

  function show(visit: Visit, account: Account, proof: string, fault?: ChangeFault): void {
    allowFormTargets(visit.res, visit.interaction.formTargets);
    const page = changePasswordPage(visit.context, {
      action: visit.action,
      username: account.username,
      proof,
      fault,
    });
    visit.res
      .status(fault ? 422 : 200)
      .type('html')
      .send(page.text);
  }

  function prove(visit: Visit, account: Account, changedAt: Date): string {
    const proof: Proof = {
      uid: visit.interaction.uid,
      accountId: account.id,
      changedAt: changedAt.toISOString(),
      until: after(clock.now(), proofSeconds).toISOString(),
    };
    return sealing.seal(purpose, JSON.stringify(proof));
  }

  /** Undefined where the proof is of another sign-in, too old, used already, or made up. */
  async function accountOf(visit: Visit, sealed: string): Promise<Account | undefined> {
    let proof: Proof;
    try {
      proof = JSON.parse(sealing.open(purpose, sealed)) as Proof;
    } catch (error) {
      if (isAppError(error, 'sealing.cannot-open')) return undefined;
      throw error;
    }
    if (proof.uid !== visit.interaction.uid || new Date(proof.until) < clock.now())
      return undefined;
    const state = await passwords.state(proof.accountId);
    if (state?.changedAt.toISOString() !== proof.changedAt) return undefined;
    const account = await deps.findAccount(proof.accountId);
    return account?.state === 'active' ? account : undefined;
  }

  async function faultOf(
    account: Account,
    password: string,
    again: string,
  ): Promise<ChangeFault | undefined> {
    if (!password || password.length > longest) return password ? 'too-long' : 'missing';
    const [fault]: PasswordFault[] = passwordFaults(password, [account.fullName, account.username]);
    if (fault) return fault;
    if (password.normalize('NFC') !== again.normalize('NFC')) return 'not-the-same';
    return (await passwords.check(account.id, password)) ? 'old' : undefined;
  }

  return {
    ask: (visit: Visit, account: Account, changedAt: Date): void =>
      show(visit, account, prove(visit, account, changedAt)),

    /** @throws AppError `sign-in.expired` where the proof does not hold */
    async change(visit: Visit): Promise<void> {
      const { proof = '', password = '', again = '' } = visit.body;
      const account = await accountOf(visit, proof);
      if (!account) throw new AppError('sign-in.expired');
      const fault = await faultOf(account, password, again);
      if (fault) return show(visit, account, proof, fault);
      const context = signInContextOf(visit);
      const by = { accountId: account.id, name: account.fullName, origin: context.origin };
      await passwords.set(by, account.id, password);
      return visit.finish(
        passwordLogin(account.id, deps.acr),
        deps.authenticate.note(account, context),
      );
    },
  };
}
