// Who may use the console: an account of kind administrator that access/decide.ts lets into the
// built-in application "console". Asked again at every request, so that who lost the right is out now.
import type { RequestHandler, Response } from 'express';
import { forbiddenPage } from '../../views/console/forbidden.ts';
import { setAdministrator } from '../web/administrator.ts';
import { contextOf } from '../web/context.ts';

/** What the decision about the console tells of the person. */
export type Candidate = {
  account: { id: string; fullName: string; kind: string };
  decision: { allowed: boolean };
};

type Deps = {
  /** The account id of the session; the middleware before has refused those without one. */
  accountIdOf: (res: Response) => string;
  decide: (accountId: string) => Promise<Candidate | undefined>;
};

const isAdministrator = ({ account, decision }: Candidate): boolean =>
  account.kind === 'administrator' && decision.allowed;

export function createGuard({ accountIdOf, decide }: Deps): RequestHandler {
  return async (_req, res, next) => {
    const candidate = await decide(accountIdOf(res));
    if (!candidate || !isAdministrator(candidate)) {
      const page = forbiddenPage(contextOf(res), candidate?.account.fullName);
      res.locals['errorCode'] = 'console.forbidden';
      res.status(403).type('html').send(page.text);
      return;
    }
    setAdministrator(res, candidate.account);
    next();
  };
}
