// The devices a person is signed in on: looked at, and signed out, one or all, after a page that says
// what will happen. Ending is oidc/'s; applications are told by back-channel logout.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { allEndedPage, endPage, sessionsPage } from '../../views/portal/sessions.ts';
import { address } from '../../views/address.ts';
import type { TrustedDevices } from '../credentials/trusted-devices.ts';
import type { Applications } from '../applications/applications.ts';
import type { Sessions } from '../oidc/sessions.ts';
import { actorOf, contextOf } from '../web/context.ts';
import { found } from '../web/tables.ts';
import { deviceOf } from './user-agent.ts';
import { ownSessions, type OwnSession } from './devices.ts';

type Deps = {
  inside: readonly RequestHandler[];
  accountOf: (res: Response) => { id: string; fullName: string };
  /** Of the session of this very browser. */
  sidOf: (res: Response) => string;
  /** Takes this browser's session of the portal away, without leaving for the identity provider. */
  forgetHere: (req: Request, res: Response) => Promise<unknown>;
  sessions: Pick<Sessions, 'list' | 'end' | 'endAll'>;
  applications: Pick<Applications, 'list'>;
  secondStep: { devices: Pick<TrustedDevices, 'list'> };
};

const outcomes = ['ended', 'gone'] as const;
const reason = 'by-person'; // in the journal

export function createSessionPages(deps: Deps): Router {
  const { accountOf, sessions, inside } = deps;

  async function mine(res: Response): Promise<OwnSession[]> {
    const [all, applications] = await Promise.all([
      sessions.list(accountOf(res).id),
      deps.applications.list(),
    ]);
    return ownSessions(all, applications, deps.sidOf(res));
  }

  async function show(req: Request, res: Response): Promise<void> {
    const trusted = await deps.secondStep.devices.list(accountOf(res).id);
    const page = sessionsPage(contextOf(res), {
      fullName: accountOf(res).fullName,
      sessions: await mine(res),
      trusted: trusted.map((one) => ({ ...one, device: deviceOf(one.userAgent) })),
      outcome: outcomes.find((one) => one === req.query['done']),
    });
    res.type('html').send(page.text);
  }

  /** One of them, or with `all` every one. */
  async function ask(req: Request, res: Response): Promise<void> {
    const { id } = req.params;
    const { fullName } = accountOf(res);
    const one = id === 'all' ? undefined : (await mine(res)).find((each) => each.id === id);
    if (id !== 'all') found(one);
    res.type('html').send(endPage(contextOf(res), { fullName, session: one }).text);
  }

  async function endOne(req: Request, res: Response): Promise<void> {
    const account = accountOf(res);
    const one = (await mine(res)).find(({ id }) => id === req.params['id']);
    const ended = one && (await sessions.end(account.id, one.id, actorOf(res, account), reason));
    if (!one?.here)
      return res.redirect(303, address('/sessions', { done: ended ? 'ended' : 'gone' }));
    await deps.forgetHere(req, res);
    res.redirect(303, '/');
  }

  async function endAll(req: Request, res: Response): Promise<void> {
    const account = accountOf(res);
    await sessions.endAll(account.id, actorOf(res, account), reason);
    await deps.forgetHere(req, res);
    res.redirect(303, '/signed-out');
  }

  return Router()
    .get('/sessions', ...inside, show)
    .get('/sessions/:id/end', ...inside, ask)
    .post('/sessions/all/end', ...inside, endAll)
    .post('/sessions/:id/end', ...inside, endOne)
    .get('/signed-out', (_req, res) => {
      res.type('html').send(allEndedPage(contextOf(res)).text);
    });
}
