// The step "change password" for one that a directory keeps and no longer lets in. The old password is
// asked for once more: it is the proof that the directory wants, and is kept nowhere.
import {
  changeDirectoryPasswordPage,
  type ChangeDirectoryPasswordPage,
} from '../../views/sign-in/change-directory-password.ts';
import type { Account } from '../accounts/account.ts';
import type { DirectoryPassword } from '../credentials/directory-password.ts';
import { allowFormTargets } from '../web/security-headers.ts';
import type { Door } from './change-password.ts';
import type { MustChange } from './verdict.ts';
import { actorOfVisit, type Visit } from './visit.ts';

export function createDirectoryDoor(deps: {
  directoryPassword: DirectoryPassword;
}): Door<Extract<MustChange, { kept: 'in-directory' }>> {
  type Fault = ChangeDirectoryPasswordPage['fault'];

  function show(
    visit: Visit,
    { username }: Account,
    { why }: Extract<MustChange, { kept: 'in-directory' }>,
    proof: string,
    fault?: Fault,
  ): void {
    allowFormTargets(visit.res, visit.interaction.formTargets);
    if (fault?.code === 'wait') visit.res.set('Retry-After', String(fault.seconds));
    const shown = { action: visit.action, username, proof, why, fault };
    const status = fault?.code === 'wait' ? 429 : fault?.code === 'unreachable' ? 503 : 422;
    visit.res
      .status(fault ? status : 200)
      .type('html')
      .send(changeDirectoryPasswordPage(visit.context, shown).text);
  }

  return {
    show,
    holds: () => Promise.resolve(true), // once changed, the old password no longer opens anything
    async change(visit, account, mustChange, proof) {
      const { current = '', password = '', again = '' } = visit.body;
      const fault = await deps.directoryPassword.change(
        actorOfVisit(visit, account),
        { ...account, sourceId: mustChange.sourceId }, // whose answer it was
        { current, password, again },
        visit.interaction.session?.uid ?? null,
      );
      if (fault) show(visit, account, mustChange, proof, fault);
      return fault === undefined;
    },
  };
}
