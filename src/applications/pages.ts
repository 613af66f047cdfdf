// Applications in the console: the list, one application, its form, its states, its secret, its people.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { applicationPage } from '../../views/applications/application.ts';
import { applicationFormPage } from '../../views/applications/form.ts';
import { applicationsPage, classNames } from '../../views/applications/list.ts';
import { peopleOfPage } from '../../views/applications/people.ts';
import { secretPage } from '../../views/applications/secret.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import { selectField, textArea } from '../../views/console/form.ts';
import type { Access } from '../access/access.ts';
import type { Grants } from '../access/grants.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import { AppError } from '../core/errors.ts';
import type { Journal } from '../journal/search.ts';
import type { Units } from '../organization/units.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import {
  attempt,
  blank,
  choice,
  optionalText,
  parseForm,
  sendForm,
  withError,
  type FormState,
} from '../web/forms.ts';
import {
  cursor,
  filterChoice,
  filterText,
  found,
  given,
  idOf,
  pageSize,
  readQuery,
} from '../web/tables.ts';
import { applicationStates, statesAfter, type Application } from './application.ts';
import type { Applications } from './applications.ts';
import {
  authMethods,
  grantTypes,
  isClient,
  signingAlgorithms,
  usesSecret,
} from './client-metadata.ts';
import { readDefinition } from './definition.ts';
import { applicationForm, definitionOf, formValuesOf, type ApplicationFormValues } from './form.ts';

type Deps = {
  applications: Applications;
  catalogs: Pick<Catalogs, 'items'>;
  units: Pick<Units, 'find' | 'tree'>;
  grants: Pick<Grants, 'list'>;
  access: Pick<Access, 'peopleOf'>;
  journal: Pick<Journal, 'search'>;
  issuer: URL;
  privateHosts: readonly string[];
};

const listQuery = z.object({ class: filterText(64), state: filterChoice(applicationStates) });
const peopleQuery = z.object({ outcome: filterChoice(['allowed', 'refused']), after: cursor() });
const keepTimes = ['0', '3600', '86400', '604800'] as const;
const secretForm = z.object({ keep: choice(keepTimes) });
const stateForm = z.object({ reason: optionalText(500) });
const toState = z.enum(applicationStates);

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

export function createApplicationPages(deps: Deps): Router {
  const { applications, catalogs, units, issuer } = deps;
  const router = Router();
  const classes = () => catalogs.items('application-class');
  const applicationOf = async (req: Request): Promise<Application> =>
    found(await applications.find(idOf(req.params['id'])));

  router.get('/applications', async (req, res) => {
    const { class: kind, state } = readQuery(listQuery, req.query);
    const page = {
      asked: { class: kind, state },
      states: applicationStates,
      classes: await classes(),
      applications: await applications.list(given({ class: kind, state })),
    };
    send(res, applicationsPage(consoleOf(res), page));
  });

  async function sendEdit(
    res: Response,
    application: Application | undefined,
    form: FormState,
    wrong: boolean,
  ): Promise<void> {
    const open = (await units.tree()).filter(({ state }) => state === 'active');
    const choices = { grantTypes, authMethods, signingAlgorithms, units: open };
    const page = { form, application, classes: await classes(), ...choices };
    (wrong ? sendForm : send)(res, applicationFormPage(consoleOf(res), page));
  }

  /** Every mistake beside its field, before anything is asked of the database. */
  function mistakes(form: FormState, definition: object): FormState {
    const { mistakes: all } = readDefinition(definition, deps.privateHosts);
    return all.reduce((state, { field, code, value }) => {
      const params = { field, ...(value === undefined ? {} : { value }) };
      return field in state.errors ? state : withError(state, field, { code, params });
    }, form);
  }

  async function apply(
    res: Response,
    old: Application | undefined,
    form: FormState,
    values: ApplicationFormValues,
  ) {
    const clientId = old?.clientId ?? values.client_id;
    const definition = definitionOf(values, clientId, old?.metadata ?? {});
    let checked = mistakes(form, definition);
    if (!old && (await applications.findByClientId(clientId)))
      checked = withError(checked, 'client_id', { code: 'application.client-id-taken' });
    if (Object.keys(checked.errors).length > 0) return sendEdit(res, old, checked, true);
    const applied = await attempt(form, () => applications.apply(byOf(res), definition));
    if (!applied.ok) return sendEdit(res, old, applied.form, true);
    const { application, secret } = applied.value;
    if (secret) return sendSecret(res, application, secret);
    redirectDone(res, `/applications/${application.id}`, old ? 'saved' : 'created');
  }

  function sendSecret(res: Response, application: Application, secret: string): void {
    const context = consoleOf(res, `/applications/${application.id}`);
    send(res, secretPage(context, { application, secret, issuer: issuer.href }));
  }

  router
    .route('/applications/new')
    .get((_req, res) => sendEdit(res, undefined, blank(formValuesOf(undefined)), false))
    .post(async (req, res) => {
      const parsed = parseForm(applicationForm, req.body);
      if (!parsed.ok) return sendEdit(res, undefined, parsed.form, true);
      await apply(res, undefined, parsed.form, parsed.value);
    });

  router.get('/applications/:id', async (req, res) => {
    const application = await applicationOf(req);
    const { metadata, ownerUnitId } = application;
    const context = consoleOf(res);
    const names = classNames(await classes(), context.locale);
    const page = {
      application,
      className: names.get(application.class) ?? application.class,
      owner: ownerUnitId ? await units.find(ownerUnitId) : undefined,
      next: statesAfter(application.state),
      connected: isClient(metadata),
      usesSecret: usesSecret(metadata),
      issuer: issuer.href,
      grants: await deps.grants.list({ applicationId: application.id }),
      events: (await deps.journal.search({ applicationId: application.id, limit: 10 })).items,
    };
    send(res, applicationPage(context, page));
  });

  router
    .route('/applications/:id/edit')
    .get(async (req, res) => {
      const application = await applicationOf(req);
      await sendEdit(res, application, blank(formValuesOf(application)), false);
    })
    .post(async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(applicationForm, req.body);
      if (!parsed.ok) return sendEdit(res, application, parsed.form, true);
      await apply(res, application, parsed.form, parsed.value);
    });

  router.get('/applications/:id/people', async (req, res) => {
    const application = await applicationOf(req);
    const { outcome = 'allowed', after } = readQuery(peopleQuery, req.query);
    const query = { outcome, ...given({ after }), limit: pageSize };
    const { items, next } = await deps.access.peopleOf(application.id, query);
    send(res, peopleOfPage(consoleOf(res), { application, outcome, people: items, after, next }));
  });

  function askSecret(res: Response, application: Application, form: FormState) {
    const context = consoleOf(res);
    const words = context.t.applications;
    return confirmPage(context, {
      section: 'applications',
      title: words.issueSecretTitle(application.name),
      action: `/applications/${application.id}/secret`,
      back: { href: `/applications/${application.id}`, label: application.name },
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
    .get(async (req, res) => send(res, askSecret(res, await applicationOf(req), blank())))
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
      sendSecret(res, application, issued.value);
    });

  function askState(
    res: Response,
    application: Application,
    to: z.output<typeof toState>,
    form: FormState,
  ) {
    const context = consoleOf(res);
    const words = context.t.applications;
    const here = `/applications/${application.id}`;
    return confirmPage(context, {
      section: 'applications',
      title: words.stateTitle(words.to[to], application.name),
      action: `${here}/state/${to}`,
      back: { href: here, label: application.name },
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

  const stateOf = (req: Request) => {
    const parsed = toState.safeParse(req.params['to']);
    if (!parsed.success) throw new AppError('request.not-found');
    return parsed.data;
  };

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
            () => applications.setState(byOf(res), application.id, to, given(parsed.value)),
            { 'application.no-owner': '' },
          )
        : parsed;
      if (!moved.ok) return sendForm(res, askState(res, application, to, moved.form));
      redirectDone(res, `/applications/${application.id}`, 'state-changed');
    });

  return router;
}
