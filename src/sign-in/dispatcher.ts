// What a person meets between an application's request and its answer. Owns the address /sign-in/<uid>
// and which step is next; each step is a file of its own, the order of prompts is oidc/policy.ts.
import { Router, type Request, type Response } from 'express';
import { expiredPage } from '../../views/sign-in/expired.ts';
import { AppError, isAppError } from '../core/errors.ts';
import { contextOf } from '../web/context.ts';
import type { Clock } from '../core/clock.ts';
import type { Transaction } from '../core/database.ts';
import type { Interaction } from '../oidc/interactions.ts';
import type { Authenticate } from './authenticate.ts';
import type { ChangePassword } from './change-password.ts';
import { checkPassword, showPassword } from './password.ts';
import type { PasskeyAlone } from './passkey.ts';
import type { Refused } from './refused.ts';
import type { StepUp } from './step-up.ts';
import { contextOfVisit, type Answer, type Visit } from './visit.ts';

type Deps = {
  clock: Clock;
  /** Undefined where it is over, too old, or another browser's. */
  interaction: (req: Request, res: Response) => Promise<Interaction | undefined>;
  finish: (
    req: Request,
    res: Response,
    answer: Answer,
    within?: (tx: Transaction) => Promise<void>,
  ) => Promise<void>;
  authenticate: Pick<Authenticate, 'attempt'>;
  changePassword: ChangePassword;
  passkeyAlone: PasskeyAlone;
  stepUp: StepUp;
  refused: Refused;
};

/** Every field once and as text. @throws AppError `request.malformed`. */
function bodyOf(req: Request): Record<string, string> {
  const body: Record<string, string> = {};
  for (const [name, value] of Object.entries((req.body ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string') throw new AppError('request.malformed');
    body[name] = value;
  }
  return body;
}

export function createSignIn(deps: Deps): Router {
  async function visitOf(req: Request, res: Response): Promise<Visit> {
    const interaction = await deps.interaction(req, res);
    if (!interaction || interaction.uid !== req.params['uid'])
      throw new AppError('sign-in.expired');
    return {
      req,
      res,
      context: contextOfVisit(req, res, interaction),
      interaction,
      now: deps.clock.now(),
      action: `/sign-in/${interaction.uid}`,
      body: bodyOf(req),
      finish: (answer, within) => deps.finish(req, res, answer, within),
    };
  }

  const askNewPassword = deps.changePassword.ask;
  const another = (visit: Visit) => ({ ...visit, action: `${visit.action}?as=another` });

  function show(visit: Visit): Promise<void> | void {
    const { name } = visit.interaction.prompt;
    if (name === 'second-factor') return deps.stepUp.show(visit);
    if (name !== 'access') return showPassword(visit);
    if (visit.req.query['as'] === 'another') return showPassword(another(visit));
    return deps.refused.show(visit);
  }

  function answer(visit: Visit): Promise<void> {
    const asAnother = visit.req.query['as'] === 'another';
    if (visit.interaction.prompt.name === 'access' && !asAnother) return deps.refused.choose(visit);
    const step = asAnother ? another(visit) : visit;
    // The page of an enrolment asks for the password again where it was given long ago.
    const password = visit.body['password'] !== undefined || visit.body['step'] === 'passkey';
    if (visit.interaction.prompt.name === 'second-factor' && !password)
      return deps.stepUp.answer(visit);
    if (visit.body['step'] === 'passkey') return deps.passkeyAlone.check(step);
    if (visit.body['step'] === 'change-password') return deps.changePassword.change(step);
    return checkPassword(step, { ...deps, askNewPassword });
  }

  /** For the script of passkey.js: what to ask of a key, or of the browser for a new one. */
  const options =
    (of: (visit: Visit) => Promise<unknown>) => async (req: Request, res: Response) => {
      const found = await of(await visitOf(req, res));
      if (!found) throw new AppError('request.not-found');
      res.json(found);
    };
  const useKey = (visit: Visit): Promise<unknown> =>
    visit.interaction.prompt.name === 'second-factor'
      ? deps.stepUp.options(visit)
      : deps.passkeyAlone.options(visit);

  /** A page with a way back, for whoever pressed Back, waited too long or kept a bookmark. */
  const orExpired =
    (step: (visit: Visit) => Promise<void> | void) => async (req: Request, res: Response) => {
      try {
        await step(await visitOf(req, res));
      } catch (error) {
        if (!isAppError(error, 'sign-in.expired')) throw error;
        res.locals['errorCode'] = error.code;
        res
          .status(error.status)
          .type('html')
          .send(expiredPage(contextOf(res)).text);
      }
    };

  return Router()
    .get('/:uid', orExpired(show))
    .post('/:uid', orExpired(answer))
    .post('/:uid/passkey', options(useKey))
    .post('/:uid/new-passkey', options(deps.stepUp.newKeyOptions));
}
