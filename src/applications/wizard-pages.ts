// The way from "Thêm ứng dụng" to a working sign-in, in steps. Each step saves into the draft itself,
// so that nothing typed is lost and another administrator can go on. What is active already is edited
// in its form (pages.ts): here only its people, its connect page and its trial are open.
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { addressesStep } from '../../views/applications/wizard-addresses.ts';
import { aboutStep, kindStep, stepPath } from '../../views/applications/wizard.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import type { Units } from '../organization/units.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { choosing, unanswered } from '../web/choosing.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { attempt, blank, parseForm, sendForm, withError, type FormState } from '../web/forms.ts';
import { found, idOf } from '../web/tables.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import { createConnectPages } from './connect-pages.ts';
import { clientIdOf, kindOf, kinds, presetOf, readableScopes, signsPeopleIn } from './kind.ts';
import {
  aboutForm,
  aboutValuesOf,
  addressForm,
  addressLists,
  addressValuesOf,
  kindForm,
  kindValuesOf,
  linesOf,
  readAddresses,
  type AboutValues,
} from './wizard-form.ts';
import { createTrialPages } from './trial-pages.ts';
import { createWizardPeoplePages } from './wizard-people-pages.ts';

type Deps = {
  applications: Applications;
  catalogs: Pick<Catalogs, 'items'>;
  units: Pick<Units, 'choices'>;
  edits: Edits;
  issuer: URL;
  privateHosts: readonly string[];
} & Parameters<typeof createWizardPeoplePages>[0] &
  Parameters<typeof createTrialPages>[0];

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

export function createWizardPages(deps: Deps): Router {
  const { applications } = deps;
  const router = Router();
  const objectOf = ({ id }: Application) => `application/${id}`;
  const again = async ({ id }: Application) => found(await applications.find(id));
  const applicationOf = async (req: Request): Promise<Application> =>
    found(await applications.find(idOf(req.params['id'])));

  /** These steps are for drafts; everything else has its form. */
  const draftsOnly: RequestHandler = async (req, res, next) => {
    const { id, state, builtIn } = await applicationOf(req);
    if (state === 'draft' && !builtIn) return next();
    res.redirect(303, builtIn ? `/applications/${id}` : `/applications/${id}/edit`);
  };

  async function sendAbout(res: Response, application: Application | undefined, form: FormState) {
    const owner = await choosing(deps.units.choices, form, 'owner_unit');
    const classes = await deps.catalogs.items('application-class');
    const page = aboutStep(consoleOf(res), { form, application, classes, owner });
    if (Object.keys(form.errors).length > 0) sendForm(res, page, form);
    else send(res, page);
  }

  /** A client id that is free, made of the name, where none was typed. */
  async function freeClientId(name: string): Promise<string> {
    const wanted = clientIdOf(name);
    for (let n = 1; n < 100; n += 1) {
      const clientId = n === 1 ? wanted : `${wanted}-${n}`;
      if (!(await applications.findByClientId(clientId))) return clientId;
    }
    return `${wanted}-${Date.now()}`;
  }

  const aboutOf = ({ name, name_en, class: code, owner_unit, contact }: AboutValues) => ({
    name,
    name_en: name_en || null,
    class: code,
    owner_unit: owner_unit || null,
    contact: contact || null,
  });

  async function create(res: Response, form: FormState, values: AboutValues) {
    const typed = values.client_id;
    if (typed && (await applications.findByClientId(typed))) {
      const taken = withError(form, 'client_id', { code: 'application.client-id-taken' });
      return sendAbout(res, undefined, taken);
    }
    const client_id = typed || (await freeClientId(values.name));
    const made = await attempt(form, () =>
      applications.apply(byOf(res), { client_id, ...aboutOf(values) }),
    );
    if (!made.ok) return sendAbout(res, undefined, made.form);
    res.redirect(303, stepPath(made.value.application.id, 'kind'));
  }

  router
    .route('/applications/wizard')
    .get((_req, res) => sendAbout(res, undefined, blank()))
    .post(async (req, res) => {
      const parsed = parseForm(aboutForm, req.body);
      const searching = await unanswered(deps.units.choices, parsed.form, 'owner_unit');
      if (searching) return sendAbout(res, undefined, searching);
      if (!parsed.ok) return sendAbout(res, undefined, parsed.form);
      await create(res, parsed.form, parsed.value);
    });

  router
    .route('/applications/:id/setup/about')
    .get(draftsOnly, async (req, res) => {
      const application = await applicationOf(req);
      await sendAbout(res, application, editing(aboutValuesOf(application)));
    })
    .post(draftsOnly, async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(aboutForm, req.body);
      const searching = await unanswered(deps.units.choices, parsed.form, 'owner_unit');
      if (searching) return sendAbout(res, application, searching);
      const saved = parsed.ok
        ? await deps.edits.save({
            object: objectOf(application),
            form: parsed.form,
            now: async () => aboutValuesOf(await again(application)),
            deed: () => applications.edit(byOf(res), application.id, aboutOf(parsed.value)),
          })
        : parsed;
      if (!saved.ok) return sendAbout(res, application, saved.form);
      res.redirect(303, stepPath(application.id, 'kind'));
    });

  const showKind = (res: Response, application: Application, form: FormState) =>
    kindStep(consoleOf(res), { form, application, kinds, scopes: readableScopes });

  router
    .route('/applications/:id/setup/kind')
    .get(draftsOnly, async (req, res) => {
      const application = await applicationOf(req);
      send(res, showKind(res, application, editing(kindValuesOf(application))));
    })
    .post(draftsOnly, async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(kindForm, req.body);
      if (!parsed.ok) return sendForm(res, showKind(res, application, parsed.form));
      const { kind } = parsed.value;
      const wanted = readableScopes.filter((name) => parsed.form.values[`scope_${name}`]);
      const saved = await deps.edits.save({
        object: objectOf(application),
        form: parsed.form,
        now: async () => kindValuesOf(await again(application)),
        deed: async () => {
          const { metadata } = await again(application);
          const preset = presetOf(kind, wanted, metadata);
          await applications.connect(byOf(res), application.id, preset);
        },
      });
      if (!saved.ok) return sendForm(res, showKind(res, application, saved.form), saved.form);
      const address = stepPath(application.id, 'addresses');
      res.redirect(303, kind === 'link' ? `${address}?kind=link` : address);
    });

  function showAddresses(
    req: Request,
    res: Response,
    application: Application,
    form: FormState,
    more?: string,
  ) {
    // A draft that says nothing to the protocol yet is a link where the step before said so.
    const asLink = req.query['kind'] === 'link' || form.values['kind'] === 'link';
    const kind = kindOf(application) ?? (asLink ? 'link' : undefined);
    const [redirects, logouts] = addressLists.map((list) =>
      list === more ? linesOf(form.values, list, 3, true) : linesOf(form.values, list, 1),
    );
    const lines = { redirect_uris: redirects!, post_logout_redirect_uris: logouts! };
    return addressesStep(consoleOf(res), { form, application, kind, lines });
  }

  async function saveAddresses(res: Response, application: Application, form: FormState) {
    const kind = kindOf(application) ?? 'link';
    const { addresses, mistakes } = readAddresses(form.values, kind, deps.privateHosts);
    let checked = mistakes.reduce(
      (state, { field, value }) =>
        withError(state, field, {
          code: 'application.address',
          params: { field: field.replace(/_\d+$/, ''), value },
        }),
      form,
    );
    if (kind === 'link' && !form.values['link'])
      checked = withError(checked, 'link', { code: 'required' });
    if (signsPeopleIn(kind) && !addresses.redirect_uris && mistakes.length === 0)
      checked = withError(checked, 'redirect_uris_0', {
        code: 'application.redirect-uris-missing',
      });
    if (Object.keys(checked.errors).length > 0) return { ok: false as const, form: checked };
    const { link, ...metadata } = addresses;
    const deed = async () => {
      if (signsPeopleIn(kind)) {
        const {
          redirect_uris: _r,
          post_logout_redirect_uris: _p,
          backchannel_logout_uri: _b,
          ...kept
        } = application.metadata;
        await applications.connect(byOf(res), application.id, { ...kept, ...metadata });
      }
      if (kind !== 'machine') await applications.edit(byOf(res), application.id, { link });
    };
    const now = async () => addressValuesOf(await again(application));
    return deps.edits.save({ object: objectOf(application), form, now, deed });
  }

  router
    .route('/applications/:id/setup/addresses')
    .get(draftsOnly, async (req, res) => {
      const application = await applicationOf(req);
      send(res, showAddresses(req, res, application, editing(addressValuesOf(application))));
    })
    .post(draftsOnly, async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(addressForm, req.body);
      if (!parsed.ok) return sendForm(res, showAddresses(req, res, application, parsed.form));
      const { more } = parsed.form.values;
      if (more) return send(res, showAddresses(req, res, application, parsed.form, more));
      const saved = await saveAddresses(res, application, parsed.form);
      if (!saved.ok)
        return sendForm(res, showAddresses(req, res, application, saved.form), saved.form);
      res.redirect(303, stepPath(application.id, 'people'));
    });

  return router.use(
    createWizardPeoplePages(deps),
    createConnectPages(deps),
    createTrialPages(deps),
  );
}
