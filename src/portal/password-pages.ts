// The page on which a person changes the password that the directory keeps. There is none where the
// source does not let them, nor for local accounts.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { address } from '../../views/address.ts';
import { ownPasswordPage } from '../../views/portal/password.ts';
import type { AccountPage } from '../accounts/account-page.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { AppError } from '../core/errors.ts';
import type {
  DirectoryPassword,
  DirectoryPasswordFault,
} from '../credentials/directory-password.ts';
import type { Sessions } from '../oidc/sessions.ts';
import { actorOf, contextOf } from '../web/context.ts';
import { readQuery } from '../web/tables.ts';

type Account = AccountPage['account'];

const typed = z.object({
  current: z.string().default(''),
  password: z.string().default(''),
  again: z.string().default(''),
});

const statusOf = (fault: DirectoryPasswordFault | undefined): number => {
  if (!fault) return 200;
  if (fault.code === 'wait') return 429;
  return fault.code === 'unreachable' ? 503 : 422;
};

export function createPasswordPages(deps: {
  inside: readonly RequestHandler[];
  accountOf: (res: Response) => { id: string; fullName: string };
  sidOf: (res: Response) => string;
  accounts: Pick<Accounts, 'page'>;
  sessions: Pick<Sessions, 'list'>;
  directoryPassword: DirectoryPassword;
  mayChange: (account: Pick<Account, 'sourceId'>) => Promise<boolean>;
}): Router {
  /** @throws AppError `request.not-found` where there is nothing to change here. */
  async function ownerOf(res: Response): Promise<Account> {
    const { account } = (await deps.accounts.page(deps.accountOf(res).id))!;
    if (!(await deps.mayChange(account))) throw new AppError('request.not-found');
    return account;
  }

  function send(res: Response, person: Account, fault?: DirectoryPasswordFault): void {
    if (fault?.code === 'wait') res.set('Retry-After', String(fault.seconds));
    const page = ownPasswordPage(contextOf(res), { person, fault });
    res.status(statusOf(fault)).type('html').send(page.text);
  }

  /** The session of this very browser: it goes on. */
  async function here(res: Response, accountId: string): Promise<string | null> {
    const sid = deps.sidOf(res);
    const all = await deps.sessions.list(accountId);
    return all.find(({ sids }) => sids.includes(sid))?.id ?? null;
  }

  async function change(req: Request, res: Response): Promise<void> {
    const account = await ownerOf(res);
    const fault = await deps.directoryPassword.change(
      actorOf(res, account),
      account,
      readQuery(typed, req.body),
      await here(res, account.id),
    );
    if (fault) return send(res, account, fault);
    res.redirect(303, address('/account', { done: 'password-changed' }));
  }

  return Router()
    .get('/account/password', ...deps.inside, async (_req, res) => send(res, await ownerOf(res)))
    .post('/account/password', ...deps.inside, change);
}
