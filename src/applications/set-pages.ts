// Classes and sets of applications in the console: what rules are given to all of them together.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { setFormPage, setsPage, sharedPage } from '../../views/applications/sets.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import type { Grants } from '../access/grants.ts';
import type { WhatIf } from '../access/what-if.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { seenIn, wantsToEdit } from '../web/effects-form.ts';
import {
  attempt,
  blank,
  optionalText,
  parseForm,
  sendForm,
  text,
  type FormState,
} from '../web/forms.ts';
import { found, idOf } from '../web/tables.ts';
import type { Applications } from './applications.ts';
import type { ApplicationSet, ApplicationSets } from './sets.ts';

type Deps = {
  applications: Pick<Applications, 'list'>;
  sets: ApplicationSets;
  catalogs: Pick<Catalogs, 'items'>;
  grants: Pick<Grants, 'list'>;
  edits: Edits;
  whatIf: WhatIf<{ sets: ApplicationSets }>;
};

const home = '/application-sets';
const setForm = z.object({ name: text(200), description: optionalText(500) });
const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

const chosenIn = (values: FormState['values']): string[] =>
  Object.keys(values).flatMap((name) =>
    /^app_(.+)$/.exec(name)?.[1] && values[name] ? [name.slice(4)] : [],
  );

const boxesOf = (all: readonly { id: string }[], chosen: readonly string[]) =>
  Object.fromEntries(all.map(({ id }) => [`app_${id}`, chosen.includes(id) ? 'yes' : '']));

export function createSetPages(deps: Deps): Router {
  const { applications, sets, catalogs, grants, edits, whatIf } = deps;
  const router = Router();
  /** Our own pages belong to no class and no set. */
  const all = async () =>
    (await applications.list()).filter(({ builtIn, state }) => !builtIn && state !== 'retired');
  const setOf = async (req: Request) => found(await sets.find(idOf(req.params['id'])));

  router.get(home, async (_req, res) => {
    const [items, apps] = [await catalogs.items('application-class'), await all()];
    const classes = items.map((item) => {
      return { ...item, count: apps.filter((app) => app.class === item.code).length };
    });
    send(res, setsPage(consoleOf(res), { classes, sets: await sets.list() }));
  });

  router.get('/application-classes/:code', async (req, res) => {
    const items = await catalogs.items('application-class');
    const { code, name, nameEn } = found(items.find((item) => item.code === req.params.code));
    const context = consoleOf(res);
    const page = sharedPage(context, {
      name: context.locale === 'vi' ? name : nameEn,
      here: `/application-classes/${code}`,
      target: `class:${code}`,
      members: (await all()).filter((app) => app.class === code),
      grants: await grants.list({ classCode: code }),
    });
    send(res, page);
  });

  async function sendSet(
    res: Response,
    set: ApplicationSet | undefined,
    form: FormState,
    wrong: boolean,
  ) {
    const page = setFormPage(consoleOf(res), { set, form, applications: await all() });
    if (wrong) sendForm(res, page, form);
    else send(res, page);
  }

  router
    .route(`${home}/new`)
    .get((_req, res) => sendSet(res, undefined, blank(), false))
    .post(async (req, res) => {
      const parsed = parseForm(setForm, req.body);
      const applicationIds = chosenIn(parsed.form.values);
      const made = parsed.ok
        ? await attempt(parsed.form, () =>
            sets.create(byOf(res), { ...parsed.value, applicationIds }),
          )
        : parsed;
      if (made.ok) return redirectDone(res, `${home}/${made.value}`, 'created');
      await sendSet(res, undefined, made.form, true);
    });

  router.get(`${home}/:id`, async (req, res) => {
    const set = await setOf(req);
    const members = (await applications.list()).filter(({ id }) => set.applicationIds.includes(id));
    const page = sharedPage(consoleOf(res), {
      name: set.name,
      here: `${home}/${set.id}`,
      target: `set:${set.id}`,
      members,
      grants: await grants.list({ setId: set.id }),
      set,
    });
    send(res, page);
  });

  const shownOf = async ({ name, description, applicationIds }: ApplicationSet) => ({
    name,
    description,
    ...boxesOf(await all(), applicationIds),
  });
  router
    .route(`${home}/:id/edit`)
    .get(async (req, res) => {
      const set = await setOf(req);
      await sendSet(res, set, editing(await shownOf(set)), false);
    })
    .post(async (req, res) => {
      const set = await setOf(req);
      const parsed = parseForm(setForm, req.body);
      const applicationIds = chosenIn(parsed.form.values);
      if (wantsToEdit(req)) return sendSet(res, set, parsed.form, true);
      const saved = parsed.ok
        ? await edits.save({
            object: `application-set/${set.id}`,
            form: parsed.form,
            now: async () => shownOf(await setOf(req)),
            deed: () =>
              whatIf.change(
                {
                  targets: [{ type: 'set', id: set.id }],
                  applicationIds: [...set.applicationIds, ...applicationIds],
                },
                seenIn(req, { href: `${home}/${set.id}`, label: set.name }, true),
                (within) =>
                  within.sets.update(byOf(res), set.id, { ...parsed.value, applicationIds }),
              ),
          })
        : parsed;
      if (saved.ok) return redirectDone(res, `${home}/${set.id}`, 'saved');
      await sendSet(res, set, saved.form, true);
    });

  const askRemove = (res: Response, set: ApplicationSet, form: FormState) => {
    const context = consoleOf(res);
    const words = context.t.rules.sets;
    return confirmPage(context, {
      section: 'applications',
      title: words.remove,
      action: `${home}/${set.id}/remove`,
      back: { href: `${home}/${set.id}`, label: set.name },
      consequences: [words.removed(set.name)],
      form,
      button: words.remove,
      danger: true,
    });
  };
  router
    .route(`${home}/:id/remove`)
    .get(async (req, res) => send(res, askRemove(res, await setOf(req), blank())))
    .post(async (req, res) => {
      const set = await setOf(req);
      const removed = await attempt(blank(), () => sets.remove(byOf(res), set.id));
      if (removed.ok) return redirectDone(res, home, 'deleted');
      sendForm(res, askRemove(res, set, removed.form));
    });

  return router;
}
