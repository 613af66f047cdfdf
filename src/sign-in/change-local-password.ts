// The step "change password" for one kept here: an initial one, given by an administrator.
import { changePasswordPage, type ChangeFault } from '../../views/sign-in/change-password.ts';
import type { Account } from '../accounts/account.ts';
import { isAppError, type AppError } from '../core/errors.ts';
import type { Passwords } from '../credentials/passwords.ts';
import { allowFormTargets } from '../web/security-headers.ts';
import type { Door } from './change-password.ts';
import type { MustChange } from './verdict.ts';
import { actorOfVisit, type Visit } from './visit.ts';

const longest = 1024;

/** What is wrong before anything is compared. */
function faultOf(password: string, again: string): ChangeFault | undefined {
  if (!password) return 'missing';
  if (password.length > longest) return 'too-long';
  return password.normalize('NFC') === again.normalize('NFC') ? undefined : 'not-the-same';
}

/** A password that breaks the rules belongs beside its field; anything else is not for this page. */
const isRefusal = (error: unknown): error is AppError =>
  isAppError(error) && error.field === 'password';

export function createLocalDoor(deps: {
  passwords: Pick<Passwords, 'set' | 'state' | 'demands'>;
}): Door<Extract<MustChange, { kept: 'here' }>> {
  const { passwords } = deps;

  async function show(
    visit: Visit,
    account: Account,
    { why }: Extract<MustChange, { kept: 'here' }>,
    proof: string,
    fault?: ChangeFault | AppError,
  ): Promise<void> {
    allowFormTargets(visit.res, visit.interaction.formTargets);
    const { username } = account;
    const demands = await passwords.demands(account.id);
    const shown = { action: visit.action, username, proof, why, demands, fault };
    visit.res
      .status(fault ? 422 : 200)
      .type('html')
      .send(changePasswordPage(visit.context, shown).text);
  }

  return {
    show,
    holds: async (accountId, { changedAt }) =>
      (await passwords.state(accountId))?.changedAt.getTime() === changedAt.getTime(),
    async change(visit, account, mustChange, proof) {
      const { password = '', again = '' } = visit.body;
      let fault: ChangeFault | AppError | undefined = faultOf(password, again);
      if (!fault)
        try {
          await passwords.set(actorOfVisit(visit, account), account.id, password);
        } catch (error) {
          if (!isRefusal(error)) throw error;
          fault = error;
        }
      if (fault) await show(visit, account, mustChange, proof, fault);
      return fault === undefined;
    },
  };
}
