// The portal as administrators arrange it: the order of its sections, of the applications in each, and in
// which section an application stands.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { arrangePage, placePage } from '../../views/applications/arrange.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import type { Clock } from '../core/clock.ts';
import { moved } from '../core/order.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { optionalText, parseForm, sendForm, type FormState } from '../web/forms.ts';
import { found, idOf } from '../web/tables.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import { bySection } from './sections.ts';

type Deps = {
  applications: Applications;
  catalogs: Pick<Catalogs, 'items' | 'reorder'>;
  edits: Edits;
  clock: Clock;
};

const home = '/applications/launcher';
/** `order` is the list as the page showed it, `move` what to move and where, as the button says it. */
const moveForm = z.object({
  order: z.string().max(40_000),
  move: z.string().regex(/^(up|down):[\w.-]{1,64}$/),
});
const placeForm = z.object({ section: optionalText(64) });

const orderOf = (things: readonly string[]) => ({ order: things.join(' ') });

/** The form as if the list had been typed in its new order, for edits.ts to compare. */
function wanted(form: FormState, { order, move }: z.output<typeof moveForm>) {
  const [to, thing] = move.split(':') as ['up' | 'down', string];
  const list = moved(order.split(' '), thing, to);
  return { thing, list, form: { ...form, values: { ...form.values, ...orderOf(list) } } };
}

export function createArrangePages({ applications, catalogs, edits, clock }: Deps): Router {
  const router = Router();
  const sections = () => catalogs.items('launcher-section');

  /** Each list with the order it has now, in a form that knows it. */
  async function arranged() {
    const own = (await applications.list()).filter(({ builtIn }) => !builtIn);
    const valid = await catalogs.items('launcher-section', { at: clock.now() });
    const all = await sections();
    const groups = bySection(own, all).map((group) => ({
      ...group,
      form: editing(orderOf(group.applications.map(({ id }) => id))),
    }));
    const active = own.filter(({ state }) => state === 'active');
    return {
      groups,
      form: editing(orderOf(all.map(({ code }) => code))),
      preview: bySection(active, valid).filter((group) => group.applications.length > 0),
      now: clock.now(),
    };
  }

  async function show(res: Response, refused?: FormState): Promise<void> {
    const page = arrangePage(consoleOf(res, home), { ...(await arranged()), refused });
    if (refused) sendForm(res, page, refused);
    else res.type('html').send(page.text);
  }

  const back = (res: Response, id: string) => res.redirect(303, `${home}?done=moved#at-${id}`);

  router.get(home, (_req, res) => show(res));

  router.post(`${home}/sections`, async (req, res) => {
    const parsed = parseForm(moveForm, req.body);
    if (!parsed.ok) return show(res, parsed.form);
    const { thing, list, form } = wanted(parsed.form, parsed.value);
    const saved = await edits.save({
      object: 'launcher/sections',
      form,
      now: async () => orderOf((await sections()).map(({ code }) => code)),
      deed: () => catalogs.reorder(byOf(res), 'launcher-section', list),
    });
    if (!saved.ok) return show(res, saved.form);
    back(res, thing);
  });

  /** The list that an application stands in now. */
  async function besides(id: string): Promise<string[]> {
    const { groups } = await arranged();
    const ids = groups.map((group) => group.applications.map((one) => one.id));
    return ids.find((list) => list.includes(id)) ?? [];
  }

  router.post(`${home}/applications`, async (req, res) => {
    const parsed = parseForm(moveForm, req.body);
    if (!parsed.ok) return show(res, parsed.form);
    const { thing, list, form } = wanted(parsed.form, parsed.value);
    const saved = await edits.save({
      object: 'launcher/applications',
      form,
      now: async () => orderOf(await besides(thing)),
      deed: () => applications.arrange(byOf(res), list),
    });
    if (!saved.ok) return show(res, saved.form);
    back(res, thing);
  });

  const applicationOf = async (req: Request): Promise<Application> => {
    const application = found(await applications.find(idOf(req.params['id'])));
    return found(application.builtIn ? undefined : application);
  };

  async function sendPlace(
    res: Response,
    application: Application,
    form: FormState,
    wrong: boolean,
  ) {
    const page = placePage(consoleOf(res), { application, form, sections: await sections() });
    if (wrong) sendForm(res, page, form);
    else res.type('html').send(page.text);
  }

  router
    .route('/applications/:id/section')
    .get(async (req, res) => {
      const application = await applicationOf(req);
      await sendPlace(res, application, editing({ section: application.section }), false);
    })
    .post(async (req, res) => {
      const application = await applicationOf(req);
      const parsed = parseForm(placeForm, req.body);
      const saved = parsed.ok
        ? await edits.save({
            object: `launcher/${application.id}`,
            form: parsed.form,
            now: async () => ({ section: (await applicationOf(req)).section }),
            deed: () => applications.place(byOf(res), application.id, parsed.value.section),
          })
        : parsed;
      if (!saved.ok) return sendPlace(res, application, saved.form, true);
      back(res, application.id);
    });

  return router;
}
