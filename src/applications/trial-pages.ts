// The live test: an administrator signs in to an application as herself and sees what it would be told.
// What has to be remembered on the way travels sealed in a cookie of her browser, bound to her, to the
// application and to one use. No token is stored or shown; all are revoked before the answer leaves.
import { Router, type CookieOptions, type Request, type Response } from 'express';
import { z } from 'zod';
import { trialPage } from '../../views/applications/trial.ts';
import { stepPath } from '../../views/applications/wizard.ts';
import type { Decision } from '../access/decide.ts';
import { AppError } from '../core/errors.ts';
import { sameSecret } from '../core/random.ts';
import type { Sealing } from '../core/sealing.ts';
import type { Actor } from '../journal/actor.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { cookieName, readCookie } from '../web/cookies.ts';
import { parseForm } from '../web/forms.ts';
import type { Pending } from '../web/own-client.ts';
import { found, idOf } from '../web/tables.ts';
import type { TrialAnswer, TrialClient, TrialParty } from '../web/trial-client.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import { usesSecret } from './client-metadata.ts';
import { kindOf, signsPeopleIn } from './kind.ts';
import { trialPath } from './trial-metadata.ts';
import type { Trials } from './trial.ts';

type Deps = {
  applications: Pick<Applications, 'find' | 'countSecrets'>;
  trials: Trials;
  trialClient: TrialClient;
  sealing: Sealing;
  consoleUrl: URL;
  door: {
    decisionByClient: (
      accountId: string,
      clientId: string,
    ) => Promise<{ decision: Decision } | undefined>;
  };
  sessions: {
    endAtClient: (
      accountId: string,
      client: { clientId: string; applicationId: string },
      by: Actor,
      reason: string,
    ) => Promise<void>;
  };
};

type Trip = Pending & { trialId: string; applicationId: string };

const startForm = z.object({ again: z.string().optional() });
const purpose = 'application trial';

export function createTrialPages(deps: Deps): Router {
  const { applications, trials, trialClient, sealing, consoleUrl } = deps;
  const router = Router();
  const cookie = cookieName(consoleUrl, 'motchia_trial');
  const options: CookieOptions = {
    httpOnly: true,
    sameSite: 'lax',
    secure: consoleUrl.protocol === 'https:',
    path: '/',
  };

  async function applicationOf(req: Request): Promise<Application> {
    const application = found(await applications.find(idOf(req.params['id'])));
    if (application.builtIn) throw new AppError('application.built-in');
    return application;
  }

  const canTry = (application: Application): boolean =>
    signsPeopleIn(kindOf(application)) && ['draft', 'active'].includes(application.state);

  const partyOf = ({ id, metadata }: Application, trialId: string): TrialParty => ({
    id: trialId,
    secret: trials.secretOf(trialId),
    redirectUri: new URL(trialPath(id), consoleUrl).href,
    scope: metadata.scope ?? 'openid profile',
    algorithm: metadata.id_token_signed_response_alg ?? 'RS256',
  });

  /** The answer at the door for this administrator, and what else stands in other people's way. */
  async function sendPage(res: Response, application: Application, answer?: TrialAnswer) {
    const { id, clientId, metadata, state } = application;
    const context = consoleOf(res, stepPath(id, 'test'));
    const trial = trials.begin(clientId, context.administrator.id); // asked about, never used
    const entry = await deps.door.decisionByClient(context.administrator.id, trial.id);
    const page = trialPage(context, {
      application,
      canTry: canTry(application),
      signsPeopleIn: signsPeopleIn(kindOf(application)),
      decision: entry?.decision,
      lacks: [
        ...(state === 'active' ? [] : (['active'] as const)),
        ...(metadata.redirect_uris?.length ? [] : (['addresses'] as const)),
        ...(!usesSecret(metadata) || (await applications.countSecrets(id))
          ? []
          : (['secret'] as const)),
      ],
      answer,
    });
    if (answer?.ok === false) res.status(422);
    res.type('html').send(page.text);
  }

  router
    .route('/applications/:id/test')
    .get(async (req, res) => sendPage(res, await applicationOf(req)))
    .post(async (req, res) => {
      const application = await applicationOf(req);
      if (!canTry(application)) throw new AppError('application.cannot-try');
      const parsed = parseForm(startForm, req.body);
      const { administrator, locale } = consoleOf(res);
      const { id: trialId, until } = trials.begin(application.clientId, administrator.id);
      const again = Boolean(parsed.form.values['again']);
      const party = partyOf(application, trialId);
      const { address, pending } = await trialClient.begin(party, { locale, again });
      const trip: Trip = { ...pending, trialId, applicationId: application.id };
      const value = sealing.seal(purpose, JSON.stringify(trip));
      res.cookie(cookie, value, { ...options, expires: until });
      res.redirect(303, address.href);
    });

  /** The trip that this request ends. @throws AppError `application.trial-unknown` for every other. */
  function tripOf(req: Request, applicationId: string, accountId: string): Trip {
    const state = req.query['state'];
    try {
      const trip = JSON.parse(sealing.open(purpose, readCookie(req, cookie) ?? '')) as Trip;
      const trial = trials.read(trip.trialId);
      const ours = trial?.live === true && trial.accountId === accountId;
      if (ours && trip.applicationId === applicationId && typeof state === 'string')
        if (sameSecret(state, trip.state)) return trip;
    } catch {
      // none, or not ours
    }
    throw new AppError('application.trial-unknown');
  }

  router.get('/applications/:id/test/callback', async (req, res) => {
    const application = await applicationOf(req);
    const { administrator } = consoleOf(res);
    const trip = tripOf(req, application.id, administrator.id);
    res.clearCookie(cookie, options); // once
    const query = req.originalUrl.slice(req.originalUrl.indexOf('?'));
    const party = partyOf(application, trip.trialId);
    const answer = await trialClient.complete(party, query, trip);
    const client = { clientId: trip.trialId, applicationId: application.id };
    await deps.sessions.endAtClient(administrator.id, client, byOf(res), 'trial');
    await trials.record(byOf(res), application.id, answer.ok ? null : answer.code);
    await sendPage(res, application, answer);
  });

  return router;
}
