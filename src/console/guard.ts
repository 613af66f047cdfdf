// Who may use the console: an account of kind administrator that access/decide.ts lets into the
// built-in application "console". The sign-in before it asks for the decision at every request, so
// that who lost the right is out now; this is the second lock on the same door.
import type { RequestHandler, Response } from 'express';
import { forbiddenPage } from '../../views/console/forbidden.ts';
import { setAdministrator } from '../web/administrator.ts';
import { contextOf } from '../web/context.ts';

/** What the decision about the console tells of the person. */
export type Candidate = {
  account: { id: string; fullName: string; kind: string };
  decision: { allowed: boolean };
};

const isAdministrator = ({ account, decision }: Candidate): boolean =>
  account.kind === 'administrator' && decision.allowed;

/** `entryOf` gives what the sign-in found; it has refused those without a session. */
export function createGuard({
  entryOf,
}: {
  entryOf: (res: Response) => Candidate;
}): RequestHandler {
  return (_req, res, next) => {
    const candidate = entryOf(res);
    if (!isAdministrator(candidate)) {
      const page = forbiddenPage(contextOf(res), candidate.account.fullName);
      res.locals['errorCode'] = 'console.forbidden';
      res.status(403).type('html').send(page.text);
      return;
    }
    setAdministrator(res, candidate.account);
    next();
  };
}
