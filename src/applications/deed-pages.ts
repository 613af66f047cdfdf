// Deeds on one application that ask first: another state, a new secret. GET says what will happen,
// POST does it.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { secretPage } from '../../views/applications/secret.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import { selectField, textArea } from '../../views/console/form.ts';
import { AppError } from '../core/errors.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import {
  attempt,
  blank,
  choice,
  optionalText,
  parseForm,
  sendForm,
  type FormState,
} from '../web/forms.ts';
import { found, idOf } from '../web/tables.ts';
import { applicationStates, type Application, type ApplicationState } from './application.ts';
import type { Applications } from './applications.ts';
import { nameIn } from '../../views/named.ts';

type Deps = { applications: Applications; issuer: URL };

export const keepTimes = ['0', '3600', '86400', '604800'] as const;
/** Whoever presses the button without a thought shuts nobody out: the application has a day to change over. */
const usualKeep: (typeof keepTimes)[number] = '86400';
const secretForm = z.object({ keep: choice(keepTimes) });
const stateForm = z.object({ reason: optionalText(500) });

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

/** The answer itself shows the secret: no redirect, so that it never stands in an address. */
export function sendSecret(
  res: Response,
  application: Application,
  secret: string,
  issuer: URL,
): void {
  const context = consoleOf(res, `/applications/${application.id}`);
  send(res, secretPage(context, { application, secret, issuer: issuer.href }));
}

function stateOf(req: Request): ApplicationState {
  const state = applicationStates.find((each) => each === req.params['to']);
  if (!state) throw new AppError('request.not-found');
  return state;
}

export function createApplicationDeedPages({ applications, issuer }: Deps): Router {
  const router = Router();
  const applicationOf = async (req: Request): Promise<Application> =>
    found(await applications.find(idOf(req.params['id'])));

  function askSecret(res: Response, application: Application, form: FormState) {
    const context = consoleOf(res);
    const words = context.t.applications;
    return confirmPage(context, {
      section: 'applications',
      title: words.issueSecretTitle(nameIn(context, application)),
      action: `/applications/${application.id}/secret`,
      back: { href: `/applications/${application.id}`, label: nameIn(context, application) },
      consequences: [words.secretShownOnce, words.secretReplaces],
      fields: selectField(context, form, {
        name: 'keep',
        label: words.keepPrevious,
        required: true,
        options: keepTimes.map((value) => ({ value, label: words.keep[value] })),
      }),
      form,
      button: words.issueSecret,
      danger: true,
    });
  }

  router
    .route('/applications/:id/secret')
    .get(async (req, res) =>
      send(res, askSecret(res, await applicationOf(req), blank({ keep: usualKeep }))),
    )
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
      if (!issued.ok) return sendForm(res, askSecret(res, application, issued.form));
      sendSecret(res, application, issued.value, issuer);
    });

  function askState(
    res: Response,
    application: Application,
    to: ApplicationState,
    form: FormState,
  ) {
    const context = consoleOf(res);
    const words = context.t.applications;
    const here = `/applications/${application.id}`;
    return confirmPage(context, {
      section: 'applications',
      title: words.stateTitle(words.to[to], nameIn(context, application)),
      action: `${here}/state/${to}`,
      back: { href: here, label: nameIn(context, application) },
      consequences: words.consequences[to],
      fields: textArea(context, form, {
        name: 'reason',
        label: context.t.console.reason,
        hint: context.t.grants.reasonHint,
        rows: 2,
      }),
      form,
      button: words.to[to],
      danger: to === 'suspended' || to === 'retired',
    });
  }

  router
    .route('/applications/:id/state/:to')
    .get(async (req, res) => {
      const to = stateOf(req);
      send(res, askState(res, await applicationOf(req), to, blank()));
    })
    .post(async (req, res) => {
      const application = await applicationOf(req);
      const to = stateOf(req);
      const parsed = parseForm(stateForm, req.body);
      const moved = parsed.ok
        ? await attempt(
            parsed.form,
            () =>
              applications.setState(
                byOf(res),
                application.id,
                to,
                parsed.value.reason === null ? {} : { reason: parsed.value.reason },
              ),
            { 'application.no-owner': '' },
          )
        : parsed;
      if (!moved.ok) return sendForm(res, askState(res, application, to, moved.form));
      redirectDone(res, `/applications/${application.id}`, 'state-changed');
    });

  return router;
}
