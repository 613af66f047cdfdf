// Network zones in the console, below the settings.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { zonePage, zonesPage } from '../../views/access/zones.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import type { Journal } from '../journal/search.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import {
  attempt,
  blank,
  optionalLines,
  optionalText,
  parseForm,
  sendForm,
  text,
  type FormState,
} from '../web/forms.ts';
import { found } from '../web/tables.ts';
import type { NetworkZone, Zones } from './zones.ts';

type Deps = { zones: Zones; journal: Pick<Journal, 'byObject'>; edits: Edits };

const home = '/settings/zones';
const zoneForm = z.object({
  name: text(100),
  nameEn: optionalText(100),
  ranges: optionalLines(20_000),
  inner: z.string().optional(),
});
const newForm = zoneForm.extend({ code: text(32) });

const inputOf = ({ name, nameEn, ranges, inner }: z.output<typeof zoneForm>) => ({
  name,
  nameEn,
  ranges: (ranges ?? '').split('\n').map((line) => line.trim()).filter(Boolean), // prettier-ignore
  inner: inner !== undefined,
});
const shownOf = ({ name, nameEn, ranges, inner }: NetworkZone) => ({
  name,
  nameEn,
  ranges: ranges.join('\n'),
  inner: inner ? 'yes' : '',
});

export function createZonePages({ zones, journal, edits }: Deps): Router {
  const router = Router();
  const zoneOf = async (req: Request) => found(await zones.find(String(req.params['code'])));
  const eventsOf = (zone: NetworkZone) => journal.byObject('zone', zone.code);

  router.get(home, async (_req, res) => {
    res.type('html').send(zonesPage(consoleOf(res), await zones.list()).text);
  });

  const sendNew = (res: Response, form: FormState, wrong: boolean) => {
    const page = zonePage(consoleOf(res), { zone: undefined, form, events: [] });
    if (wrong) sendForm(res, page, form);
    else res.type('html').send(page.text);
  };
  router
    .route(`${home}/new`)
    .get((_req, res) => sendNew(res, blank(), false))
    .post(async (req, res) => {
      const parsed = parseForm(newForm, req.body);
      const saved = parsed.ok
        ? await attempt(parsed.form, () =>
            zones.create(byOf(res), { code: parsed.value.code, ...inputOf(parsed.value) }),
          )
        : parsed;
      if (saved.ok) return redirectDone(res, home, 'created');
      sendNew(res, saved.form, true);
    });

  router
    .route(`${home}/:code`)
    .get(async (req, res) => {
      const zone = await zoneOf(req);
      const page = { zone, form: editing(shownOf(zone)), events: await eventsOf(zone) };
      res.type('html').send(zonePage(consoleOf(res), page).text);
    })
    .post(async (req, res) => {
      const zone = await zoneOf(req);
      const parsed = parseForm(zoneForm, req.body);
      const saved = parsed.ok
        ? await edits.save({
            object: `zone/${zone.code}`,
            form: parsed.form,
            now: async () => shownOf(await zoneOf(req)),
            deed: () => zones.update(byOf(res), { code: zone.code, ...inputOf(parsed.value) }),
          })
        : parsed;
      if (saved.ok) return redirectDone(res, home, 'saved');
      const page = { zone, form: saved.form, events: await eventsOf(zone) };
      sendForm(res, zonePage(consoleOf(res), page), saved.form);
    });

  const askRemove = (res: Response, zone: NetworkZone, form: FormState) => {
    const context = consoleOf(res);
    const words = context.t.rules.zones;
    return confirmPage(context, {
      section: 'settings',
      title: words.remove,
      action: `${home}/${zone.code}/remove`,
      back: { href: `${home}/${zone.code}`, label: zone.name },
      consequences: [words.removed(zone.name)],
      form,
      button: words.remove,
      danger: true,
    });
  };
  router
    .route(`${home}/:code/remove`)
    .get(async (req, res) => {
      res.type('html').send(askRemove(res, await zoneOf(req), blank()).text);
    })
    .post(async (req, res) => {
      const zone = await zoneOf(req);
      const removed = await attempt(blank(), () => zones.remove(byOf(res), zone.code));
      if (removed.ok) return redirectDone(res, home, 'deleted');
      sendForm(res, askRemove(res, zone, removed.form));
    });

  return router;
}
