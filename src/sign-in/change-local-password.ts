// The step "change password" for one kept here: an initial one, given by an administrator.
import { changePasswordPage, type ChangeFault } from '../../views/sign-in/change-password.ts';
import type { Account } from '../accounts/account.ts';
import { passwordFaults, type PasswordFault } from '../credentials/password-policy.ts';
import type { Passwords } from '../credentials/passwords.ts';
import { allowFormTargets } from '../web/security-headers.ts';
import type { Door } from './change-password.ts';
import type { MustChange } from './verdict.ts';
import { actorOfVisit, type Visit } from './visit.ts';

const longest = 1024;

export function createLocalDoor(deps: {
  passwords: Pick<Passwords, 'set' | 'check' | 'state'>;
}): Door<Extract<MustChange, { kept: 'here' }>> {
  const { passwords } = deps;

  function show(visit: Visit, account: Account, proof: string, fault?: ChangeFault): void {
    allowFormTargets(visit.res, visit.interaction.formTargets);
    const { username } = account;
    const page = changePasswordPage(visit.context, {
      action: visit.action,
      username,
      proof,
      fault,
    });
    visit.res
      .status(fault ? 422 : 200)
      .type('html')
      .send(page.text);
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
    show: (visit, account, _mustChange, proof) => show(visit, account, proof),
    holds: async (accountId, { changedAt }) =>
      (await passwords.state(accountId))?.changedAt.getTime() === changedAt.getTime(),
    async change(visit, account, _mustChange, proof) {
      const { password = '', again = '' } = visit.body;
      const fault = await faultOf(account, password, again);
      if (fault) show(visit, account, proof, fault);
      else await passwords.set(actorOfVisit(visit, account), account.id, password);
      return fault === undefined;
    },
  };
}
