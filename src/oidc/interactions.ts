// The door between the engine and sign-in/: what a person is asked just now, and the answer.
import type { Request, Response } from 'express';
import { errors, type InteractionResults, type Provider } from 'oidc-provider';
import type { Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { acrOf } from './claims.ts';
import { originsOf, type ClientApplication, type Clients } from './clients.ts';
import { pinTo } from './handler.ts';
import { StaleError, type UnitsOfWork } from './unit-of-work.ts';

export type Interactions = ReturnType<typeof createInteractions>;

export type Interaction = {
  uid: string;
  /** `login`, or `access` where the person may not enter; then `details.code` says why. */
  prompt: { name: string; reasons: string[]; details: Record<string, unknown> };
  /** What the application asked for: login_hint, ui_locales, acr_values, max_age … */
  params: Record<string, unknown>;
  application: ClientApplication;
  /** The person who is signed in already, where there is one. */
  session:
    { accountId: string; uid: string; amr: string[]; loginTs: number | undefined } | undefined;
  /** Origins that a form on this page may lead to (web/security-headers.ts, allowFormTargets). */
  formTargets: string[];
};

export function createInteractions(deps: {
  issuer: URL;
  units: UnitsOfWork;
  clients: Clients;
  provider: () => Provider | undefined;
}) {
  const { units, clients } = deps;
  const pin = pinTo(deps.issuer);

  /** The engine reads cookies as if the request had come through its own door. */
  function engine(req: Request, res: Response): Provider {
    pin(req, res, () => undefined);
    const provider = deps.provider();
    if (!provider) throw new AppError('database.unreachable');
    return provider;
  }

  /** Undefined where it has ended, expired or is another browser's. */
  async function interaction(req: Request, res: Response): Promise<Interaction | undefined> {
    const found = await engine(req, res).interactionDetails(req, res).catch(orUndefined);
    const application = await clients.find(String(found?.params['client_id']));
    if (!found || !application) return undefined;
    const { session } = found;
    const whole = session?.uid && (await engine(req, res).Session.findByUid(session.uid));
    return {
      uid: found.uid,
      prompt: found.prompt,
      params: found.params,
      application,
      session: session && {
        accountId: session.accountId,
        uid: session.uid,
        amr: session.amr ?? [],
        loginTs: whole ? whole.loginTs : undefined,
      },
      formTargets: originsOf((await clients.metadata(application.clientId)) ?? {}),
    };
  }

  /**
   * Hands the answer over and sends the browser back to the engine.
   * @param result `{ login: { accountId, amr } }` with the methods used (RFC 8176), or `{ error, error_description }` to refuse.
   * @param within runs in the same transaction: the journal entry of the sign-in.
   * @throws AppError `sign-in.expired` where there is nothing to answer any more.
   */
  async function finish(
    req: Request,
    res: Response,
    result: InteractionResults,
    within?: (tx: Transaction) => Promise<void>,
  ): Promise<void> {
    const provider = engine(req, res);
    const returnTo = await units
      .run(async (work) => {
        const address = await provider.interactionResult(req, res, withAcr(result));
        if (within) work.stage(within);
        await units.commit(work);
        return address;
      })
      .catch((error: unknown) => {
        throw isGone(error) ? new AppError('sign-in.expired', { cause: error }) : error;
      });
    res.redirect(303, returnTo);
  }

  return { interaction, finish };
}

const withAcr = (result: InteractionResults): InteractionResults =>
  result.login ? { ...result, login: { ...result.login, acr: acrOf(result.login.amr) } } : result;

const isGone = (error: unknown): boolean =>
  error instanceof errors.SessionNotFound || error instanceof StaleError;

function orUndefined(error: unknown): undefined {
  if (!isGone(error)) throw error;
}
