// Shared catalogues in the console: the list, one catalogue, one item.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import {
  catalogItemPage,
  catalogPage,
  catalogsPage,
  backOf,
  homeOf,
} from '../../views/catalogs/pages.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { Journal } from '../journal/search.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { formatDate, parseDate } from '../web/dates.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import {
  attempt,
  blank,
  optionalText,
  parseForm,
  sendForm,
  text,
  wholeNumber,
} from '../web/forms.ts';
import { found } from '../web/tables.ts';
import { catalogs as names, isCatalog, type CatalogItem, type CatalogName } from './catalog.ts';
import type { Catalogs } from './catalogs.ts';

const date = optionalText(20)
  .refine((value) => value === null || parseDate(value) !== undefined, 'not-a-date')
  .transform((value) => (value === null ? null : parseDate(value)!));
const itemForm = z.object({
  name: text(300),
  nameEn: optionalText(300),
  order: wholeNumber(-100_000, 100_000),
  validFrom: date,
  validTo: date,
});
const newForm = itemForm.extend({ code: text(64) });

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

function catalogOf(req: Request): CatalogName {
  const name = req.params['catalog'];
  if (typeof name !== 'string' || !isCatalog(name)) throw new AppError('request.not-found');
  return name;
}

const shownOf = (item: CatalogItem) => ({
  name: item.name,
  nameEn: item.nameEn,
  order: item.order,
  validFrom: item.validFrom && formatDate(item.validFrom),
  validTo: item.validTo && formatDate(item.validTo),
});

export function createCatalogPages({
  catalogs,
  clock,
  edits,
  journal,
}: {
  catalogs: Catalogs;
  clock: Clock;
  edits: Edits;
  journal: Pick<Journal, 'byObject'>;
}): Router {
  const router = Router();
  const itemOf = async (catalog: CatalogName, code: unknown): Promise<CatalogItem | undefined> =>
    (await catalogs.items(catalog)).find((item) => item.code === code);

  router.get('/catalogs', async (_req, res) => {
    const counts = names.map(async (catalog) => {
      return { catalog, items: (await catalogs.items(catalog)).length };
    });
    send(res, catalogsPage(consoleOf(res), await Promise.all(counts)));
  });

  router.get('/catalogs/:catalog', async (req, res) => {
    const catalog = catalogOf(req);
    if (homeOf(catalog).section !== 'catalogs') return res.redirect(303, homeOf(catalog).href);
    const items = await catalogs.items(catalog);
    send(res, catalogPage(consoleOf(res), { catalog, items, now: clock.now() }));
  });

  router
    .route('/catalogs/:catalog/new')
    .get(async (req, res) => {
      const catalog = catalogOf(req);
      const last = (await catalogs.items(catalog)).at(-1)?.order ?? 0; // a new one stands at the end
      const page = { catalog, item: undefined, form: blank({ order: last + 10 }) };
      send(res, catalogItemPage(consoleOf(res), page));
    })
    .post(async (req, res) => {
      const catalog = catalogOf(req);
      const parsed = parseForm(newForm, req.body);
      const saved = parsed.ok
        ? await attempt(parsed.form, () =>
            save(res, catalog, parsed.value.code, parsed.value, { mustBeNew: true }),
          )
        : parsed;
      if (saved.ok) return redirectDone(res, backOf(catalog, saved.value), 'saved');
      const page = { catalog, item: undefined, form: saved.form };
      sendForm(res, catalogItemPage(consoleOf(res), page));
    });

  const save = (
    res: Response,
    catalog: CatalogName,
    code: string,
    { nameEn, ...values }: z.output<typeof itemForm>,
    options: { mustBeNew?: boolean } = {},
  ) => {
    const { name, order, validFrom, validTo } = values;
    const item = { catalog, code, name, nameEn: nameEn ?? name, order, validFrom, validTo };
    return catalogs.save(byOf(res), item, options);
  };

  router
    .route('/catalogs/:catalog/items/:code')
    .get(async (req, res) => {
      const catalog = catalogOf(req);
      const item = found(await itemOf(catalog, req.params.code));
      const events = await journal.byObject('catalog-item', `${catalog}/${item.code}`);
      const page = { catalog, item, form: editing(shownOf(item)), events };
      send(res, catalogItemPage(consoleOf(res), page));
    })
    .post(async (req, res) => {
      const catalog = catalogOf(req);
      const item = found(await itemOf(catalog, req.params.code));
      const parsed = parseForm(itemForm, req.body);
      const saved = parsed.ok
        ? await edits.save({
            object: `catalog-item/${catalog}/${item.code}`,
            form: parsed.form,
            now: async () => shownOf(found(await itemOf(catalog, item.code))),
            deed: () => save(res, catalog, item.code, parsed.value),
          })
        : parsed;
      if (saved.ok) return redirectDone(res, backOf(catalog, saved.value), 'saved');
      const page = { catalog, item, form: saved.form };
      sendForm(res, catalogItemPage(consoleOf(res), page), saved.form);
    });

  return router;
}
