// Applications in the console: the list, one application, its form, who may use it. Its states and its
// secret, which ask first, are in deed-pages.ts.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { applicationPage } from '../../views/applications/application.ts';
import { applicationFormPage } from '../../views/applications/form.ts';
import { applicationsPage, classNames } from '../../views/applications/list.ts';
import { peopleOfPage } from '../../views/applications/people.ts';
import type { Access } from '../access/access.ts';
import type { Grants } from '../access/grants.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import type { ListViews } from '../console/list-views.ts';
import type { Journal } from '../journal/search.ts';
import type { Units } from '../organization/units.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import type { Locale } from '../web/messages/messages.ts';
import { choosing, unanswered } from '../web/choosing.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { attempt, blank, parseForm, sendForm, withError, type FormState } from '../web/forms.ts';
import {
  cursor,
  filterChoice,
  filterText,
  found,
  given,
  idOf,
  pageSize,
  readQuery,
  sortChoice,
} from '../web/tables.ts';
import { applicationStates, statesAfter, type Application } from './application.ts';
import { applicationOrders, type Applications } from './applications.ts';
import {
  authMethods,
  grantTypes,
  isClient,
  securityProfiles,
  signingAlgorithms,
  usesSecret,
} from './client-metadata.ts';
import { readDefinition } from './definition.ts';
import { sendSecret } from './deed-pages.ts';
import { applicationForm, definitionOf, formValuesOf, type ApplicationFormValues } from './form.ts';

type Deps = {
  applications: Applications;
  catalogs: Pick<Catalogs, 'items'>;
  units: Pick<Units, 'find' | 'choices'>;
  grants: Pick<Grants, 'list' | 'inherited'>;
  access: Pick<Access, 'peopleOf'>;
  journal: Pick<Journal, 'search'>;
  issuer: URL;
  privateHosts: readonly string[];
  edits: Edits;
  listViews: Pick<ListViews, 'of'>;
};

const listQuery = z.object({
  class: filterText(64),
  state: filterChoice(applicationStates),
  sort: sortChoice(applicationOrders),
});
const peopleQuery = z.object({
  outcome: filterChoice(['allowed', 'refused']),
  sort: sortChoice(['name']),
  after: cursor(),
});

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

export function createApplicationPages(deps: Deps): Router {
  const { applications, catalogs, units, issuer } = deps;
  const router = Router();
  const classes = () => catalogs.items('application-class');
  const applicationOf = async (req: Request): Promise<Application> =>
    found(await applications.find(idOf(req.params['id'])));

  router.get('/applications', async (req, res) => {
    const { class: kind, state, sort = 'order' } = readQuery(listQuery, req.query);
    const context = consoleOf(res);
    const page = {
      asked: { class: kind, state, sort },
      states: applicationStates,
      classes: await classes(),
      applications: await applications.list(given({ class: kind, state, sort })),
      chosen: await deps.listViews.of(context.administrator.id, 'applications'),
    };
    send(res, applicationsPage(context, page));
  });

  async function sectionName({ section }: Application, locale: Locale): Promise<string | null> {
    const sections = classNames(await catalogs.items('launcher-section'), locale);
    return sections.get(section ?? '') ?? null;
  }

  async function sendEdit(
    res: Response,
    application: Application | undefined,
    form: FormState,
    wrong: boolean,
  ): Promise<void> {
    const owner = await choosing(units.choices, form, 'owner_unit');
    const profiles = securityProfiles;
    const choices = { grantTypes, authMethods, signingAlgorithms, profiles, owner };
    const page = { form, application, classes: await classes(), ...choices };
    const sent = applicationFormPage(consoleOf(res), page);
    if (wrong) sendForm(res, sent, form);
    else send(res, sent);
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
    const deed = () => applications.apply(byOf(res), definition, { mustBeNew: !old });
    const applied = old
      ? await deps.edits.save({
          object: `application/${old.id}`,
          form,
          now: async () => formValuesOf(found(await applications.find(old.id))),
          deed,
        })
      : await attempt(form, deed);
    if (!applied.ok) return sendEdit(res, old, applied.form, true);
    const { application, secret } = applied.value;
    if (secret) return sendSecret(res, application, secret, issuer);
    redirectDone(res, `/applications/${application.id}`, old ? 'saved' : 'created');
  }

  router
    .route('/applications/new')
    .get((_req, res) => sendEdit(res, undefined, blank(formValuesOf(undefined)), false))
    .post(async (req, res) => {
      const parsed = parseForm(applicationForm, req.body);
      const searching = await unanswered(units.choices, parsed.form, 'owner_unit');
      if (searching) return sendEdit(res, undefined, searching, false);
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
      sectionName: await sectionName(application, context.locale),
      owner: ownerUnitId ? await units.find(ownerUnitId) : undefined,
      next: statesAfter(application.state),
      connected: isClient(metadata),
      usesSecret: usesSecret(metadata),
      issuer: issuer.href,
      grants: await deps.grants.list({ applicationId: application.id }),
      inherited: await deps.grants.inherited(application.id),
      events: (await deps.journal.search({ applicationId: application.id, limit: 10 })).items,
    };
    send(res, applicationPage(context, page));
  });

  router
    .route('/applications/:id/edit')
    .get(async (req, res) => {
      const application = await applicationOf(req);
      await sendEdit(res, application, editing(formValuesOf(application)), false);
    })
    .post(async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(applicationForm, req.body);
      const searching = await unanswered(units.choices, parsed.form, 'owner_unit');
      if (searching) return sendEdit(res, application, searching, false);
      if (!parsed.ok) return sendEdit(res, application, parsed.form, true);
      await apply(res, application, parsed.form, parsed.value);
    });

  router.get('/applications/:id/people', async (req, res) => {
    const application = await applicationOf(req);
    const { outcome = 'allowed', sort = 'name', after } = readQuery(peopleQuery, req.query);
    const context = consoleOf(res);
    const query = { outcome, sort, ...given({ after }), limit: pageSize };
    const { items, ...ends } = await deps.access.peopleOf(application.id, query);
    const chosen = await deps.listViews.of(context.administrator.id, 'people-of');
    const page = { application, outcome, people: items, sort, after, ...ends, chosen };
    send(res, peopleOfPage(context, page));
  });

  return router;
}
