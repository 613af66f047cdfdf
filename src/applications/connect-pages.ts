// The page that an application's developer is given. Its form issues a secret, shown in the answer
// itself and never again: no redirect, so that it stands in no address.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { connectPage } from '../../views/applications/connect.ts';
import { stepPath } from '../../views/applications/wizard.ts';
import { AppError } from '../core/errors.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { attempt, blank, choice, parseForm, type FormState } from '../web/forms.ts';
import { found, idOf } from '../web/tables.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import { isClient, usesSecret } from './client-metadata.ts';
import { keepTimes } from './deed-pages.ts';
import { kindOf, signsPeopleIn } from './kind.ts';
import { snippetsOf } from './snippets.ts';

type Deps = { applications: Applications; issuer: URL };

const secretForm = z.object({ keep: choice(keepTimes) });

export function createConnectPages({ applications, issuer }: Deps): Router {
  const router = Router();

  async function applicationOf(req: Request): Promise<Application> {
    const application = found(await applications.find(idOf(req.params['id'])));
    if (application.builtIn) throw new AppError('application.built-in');
    return application;
  }

  async function show(
    res: Response,
    application: Application,
    form: FormState,
    secret?: string,
  ): Promise<void> {
    const { id, clientId, metadata } = application;
    const page = connectPage(consoleOf(res, stepPath(id, 'connect')), {
      application,
      issuer: issuer.href,
      connected: isClient(metadata),
      signsPeopleIn: signsPeopleIn(kindOf(application)),
      usesSecret: usesSecret(metadata),
      secrets: await applications.countSecrets(id),
      secret,
      keepTimes,
      form,
      snippets: snippetsOf(issuer.href, clientId, metadata),
    });
    res.type('html').send(page.text);
  }

  router
    .route('/applications/:id/connect')
    .get(async (req, res) => show(res, await applicationOf(req), blank()))
    .post(async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(secretForm, req.body);
      const issued = parsed.ok
        ? await attempt(parsed.form, () =>
            applications.issueSecret(byOf(res), application.id, {
              keepPreviousSeconds: Number(parsed.value.keep),
            }),
          )
        : parsed;
      if (issued.ok) return show(res, application, blank(), issued.value);
      res.status(422);
      await show(res, application, issued.form);
    });

  return router;
}
