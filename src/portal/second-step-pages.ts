// The person's own second step: what there is, adding, removing, recovery codes, trusted devices. Whatever
// changes it asks for a sign-in just before, with the second factor itself where there is one.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import {
  addPasskeyPage,
  addTotpPage,
  newCodesPage,
  removeFactorPage,
  secondStepPage,
} from '../../views/portal/second-step.ts';
import { installation } from '../../views/layout.ts';
import { address } from '../../views/address.ts';
import type { SecondStep } from '../credentials/second-step.ts';
import type { Added, Standing } from '../credentials/second-factors.ts';
import { AppError } from '../core/errors.ts';
import type { Prove } from '../web/own-client.ts';
import { actorOf, contextOf } from '../web/context.ts';
import { found, readQuery } from '../web/tables.ts';
import { deviceOf } from './user-agent.ts';

type Account = { id: string; fullName: string; username: string };

type Deps = {
  inside: readonly RequestHandler[];
  accountOf: (res: Response) => Account;
  proves: (res: Response, what: Prove, to: string) => boolean;
  secondStep: Pick<SecondStep, 'factors' | 'totps' | 'passkeys' | 'devices'>;
};

const home = '/account/second-step';
const outcomes = ['factor-added', 'factor-removed', 'key-renamed', 'distrusted'] as const;
type Outcome = (typeof outcomes)[number];

const typed = z.object({
  offer: z.string().default(''),
  code: z.string().default(''),
  answer: z.string().default(''),
  name: z.string().trim().max(60).default(''),
});

const done = (res: Response, what: Outcome): void =>
  res.redirect(303, address(home, { done: what }));

export function createSecondStepPages(deps: Deps): Router {
  const { accountOf, secondStep, inside } = deps;
  const { factors, totps, passkeys, devices } = secondStep;
  const actor = (res: Response) => actorOf(res, accountOf(res));
  const standingOf = (res: Response): Promise<Standing> => factors.standing(accountOf(res).id);

  /** Runs `page` for somebody who has just proved who they are; others come back to it, or to the start. */
  const freshly = (
    page: (req: Request, res: Response, standing: Standing) => Promise<void> | void,
  ): RequestHandler[] => [
    ...inside,
    async (req, res) => {
      const standing = await standingOf(res);
      const to = req.method === 'GET' ? req.originalUrl : home;
      if (!deps.proves(res, standing.enrolled ? 'second-factor' : 'sign-in', to)) return;
      await page(req, res, standing);
    },
  ];

  async function show(req: Request, res: Response): Promise<void> {
    const { id, fullName } = accountOf(res);
    const trusted = await devices.list(id);
    const page = secondStepPage(contextOf(res), {
      fullName,
      standing: await standingOf(res),
      devices: trusted.map((one) => ({ ...one, device: deviceOf(one.userAgent) })),
      outcome: outcomes.find((one) => one === req.query['done']),
    });
    res.type('html').send(page.text);
  }

  function sendTotp(res: Response, sealed?: string): void {
    const [account, context] = [accountOf(res), contextOf(res)];
    const name = installation(context);
    const again = sealed === undefined ? undefined : totps.again(account, name, sealed);
    const fault = sealed === undefined ? undefined : again ? 'wrong' : 'tooOld';
    const offer = again ?? totps.offer(account, name);
    const page = addTotpPage(context, { fullName: account.fullName, offer, fault });
    res
      .status(fault ? 422 : 200)
      .type('html')
      .send(page.text);
  }

  function sendPasskey(res: Response, failed = false): void {
    const page = addPasskeyPage(contextOf(res), { fullName: accountOf(res).fullName, failed });
    res
      .status(failed ? 422 : 200)
      .type('html')
      .send(page.text);
  }

  function sendCodes(res: Response, codes: readonly string[]): void {
    const page = newCodesPage(contextOf(res), { fullName: accountOf(res).fullName, codes });
    res.type('html').send(page.text);
  }

  const showAdded = (res: Response, { codes }: Added): void =>
    codes ? sendCodes(res, codes) : done(res, 'factor-added');

  async function addTotp(req: Request, res: Response): Promise<void> {
    const { offer, code } = readQuery(typed, req.body);
    const added = await factors.addTotp(actor(res), accountOf(res).id, offer, code);
    return added ? showAdded(res, added) : sendTotp(res, offer);
  }

  async function addPasskey(req: Request, res: Response): Promise<void> {
    const { answer, name } = readQuery(typed, req.body);
    const given = name || contextOf(res).t.secondFactor.enrol.keyDefault;
    const added = await factors.addPasskey(actor(res), accountOf(res).id, answer, given);
    return added ? showAdded(res, added) : sendPasskey(res, true);
  }

  async function options(_req: Request, res: Response): Promise<void> {
    res.json(await passkeys.registration(accountOf(res), installation(contextOf(res))));
  }

  /** What is to be removed: the code application, or a key by its id. */
  function nameOf(req: Request, res: Response, standing: Standing): string {
    const { what } = req.params;
    if (what === 'totp' && standing.totp) return contextOf(res).t.secondFactor.enrol.totp;
    return found(standing.passkeys.find(({ id }) => id === what)).name;
  }

  function askRemoval(req: Request, res: Response, standing: Standing): void {
    const { fullName } = accountOf(res);
    const page = removeFactorPage(contextOf(res), {
      fullName,
      name: nameOf(req, res, standing),
      action: `${home}/remove/${String(req.params['what'])}`,
    });
    res.type('html').send(page.text);
  }

  async function remove(req: Request, res: Response): Promise<void> {
    const { id } = accountOf(res);
    const what = String(req.params['what']);
    const gone =
      what === 'totp'
        ? await factors.removeTotp(actor(res), id)
        : await factors.removePasskey(actor(res), id, what);
    if (!gone) throw new AppError('request.not-found');
    done(res, 'factor-removed');
  }

  async function rename(req: Request, res: Response): Promise<void> {
    const { name } = readQuery(typed, req.body);
    const renamed =
      name !== '' &&
      (await factors.renamePasskey(accountOf(res).id, String(req.params['id']), name));
    if (!renamed) throw new AppError('request.not-found');
    done(res, 'key-renamed');
  }

  async function remake(_req: Request, res: Response, standing: Standing): Promise<void> {
    if (!standing.enrolled) throw new AppError('request.not-found');
    sendCodes(res, await factors.remakeCodes(actor(res), accountOf(res).id));
  }

  async function distrust(req: Request, res: Response): Promise<void> {
    await devices.forget(actor(res), accountOf(res).id, String(req.params['id']));
    done(res, 'distrusted');
  }

  return Router()
    .get(home, ...inside, show)
    .get(`${home}/totp`, ...freshly((_req, res) => sendTotp(res)))
    .post(`${home}/totp`, ...freshly(addTotp))
    .get(`${home}/passkey`, ...freshly((_req, res) => sendPasskey(res)))
    .post(`${home}/passkey`, ...freshly(addPasskey))
    .post(`${home}/passkey/options`, ...freshly(options))
    .get(`${home}/remove/:what`, ...freshly(askRemoval))
    .post(`${home}/remove/:what`, ...freshly(remove))
    .post(`${home}/passkeys/:id/name`, ...inside, rename)
    .get(`${home}/codes`, ...freshly((_req, res) => res.redirect(303, home)))
    .post(`${home}/codes`, ...freshly(remake))
    .post(`${home}/devices/:id/distrust`, ...inside, distrust);
}
