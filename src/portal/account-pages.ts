// The page of the person: what is known of them and where it comes from, and the language they read.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { accountPage } from '../../views/portal/account.ts';
import type { AccountPage } from '../accounts/account-page.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { actorOf, contextOf } from '../web/context.ts';
import { redirectDone } from '../web/done.ts';
import { keepLocale } from '../web/locale.ts';
import { locales } from '../web/messages/messages.ts';
import { readQuery } from '../web/tables.ts';

const outcomes = ['saved', 'password-changed'] as const;
const chosen = z.object({ language: z.enum(locales) });

export function createAccountPages(deps: {
  inside: readonly RequestHandler[];
  accountOf: (res: Response) => { id: string; fullName: string };
  accounts: Pick<Accounts, 'page' | 'update'>;
  /** Whether the password is changed here, and not at the directory alone. */
  mayChange: (account: AccountPage['account']) => Promise<boolean>;
}): Router {
  const { accountOf, accounts } = deps;

  async function show(req: Request, res: Response): Promise<void> {
    // `required` has just loaded it, and accounts are never deleted
    const person: AccountPage = (await accounts.page(accountOf(res).id))!;
    const mayChange = await deps.mayChange(person.account);
    const done = outcomes.find((one) => one === req.query['done']);
    res.type('html').send(accountPage(contextOf(res), { person, done, mayChange }).text);
  }

  /** Here and now by the cookie; elsewhere, and in the claim `locale`, by the account. */
  async function chooseLanguage(req: Request, res: Response): Promise<void> {
    const account = accountOf(res);
    const { language } = readQuery(chosen, req.body);
    await accounts.update(actorOf(res, account), account.id, { locale: language });
    keepLocale(req, res, language);
    redirectDone(res, '/account', 'saved');
  }

  return Router()
    .get('/account', ...deps.inside, show)
    .post('/account/language', ...deps.inside, chooseLanguage);
}
