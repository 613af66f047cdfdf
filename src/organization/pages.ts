// Units in the console: the tree, one unit, its contact.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { unitFormPage } from '../../views/organization/form.ts';
import { unitsPage } from '../../views/organization/list.ts';
import { unitBranch } from '../../views/organization/tree.ts';
import { unitPage } from '../../views/organization/unit.ts';
import { address } from '../../views/address.ts';
import { chooserMatches } from '../../views/console/chooser.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import type { Grants } from '../access/grants.ts';
import type { WhatIf } from '../access/what-if.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { ListViews } from '../console/list-views.ts';
import type { Journal } from '../journal/search.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { choosing, typing, unanswered } from '../web/choosing.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { seenIn, wantsToEdit } from '../web/effects-form.ts';
import {
  attempt,
  blank,
  type FormState,
  optionalMail,
  optionalText,
  parseForm,
  sendForm,
  text,
} from '../web/forms.ts';
import {
  cursor,
  filterChoice,
  filterId,
  filterText,
  found,
  given,
  idOf,
  pageSize,
  readQuery,
  sortChoice,
} from '../web/tables.ts';
import type { Unit } from './unit.ts';
import { unitOrders, type UnitChange, type Units } from './units.ts';

type Deps = {
  units: Units;
  accounts: Pick<Accounts, 'search'>;
  journal: Pick<Journal, 'byObject'>;
  grants: Pick<Grants, 'list'>;
  edits: Edits;
  listViews: Pick<ListViews, 'of'>;
  whatIf: WhatIf<{ units: Units }>;
};

/** As accounts/accounts.ts: only types may come from there. */
const accountOrders = ['name', 'username', 'sign-in', 'created'] as const;

const listQuery = z.object({
  text: filterText(),
  view: filterChoice(['list']),
  sort: sortChoice(unitOrders),
  after: cursor(),
  open: filterId(), // the unit that the tree is unfolded to
});
const choicesQuery = z.object({ field: z.string().regex(/^\w{1,40}$/) });
const fieldValues = z.record(z.string(), z.string().max(200));
const pageQuery = z.object({ sort: sortChoice(accountOrders), after: cursor() });
const contact = {
  contactName: optionalText(),
  contactMail: optionalMail(),
  contactPhone: optionalText(50),
};
const newUnit = z.object({
  name: text(300),
  code: optionalText(64),
  parentId: optionalText(36),
  ...contact,
});
const ownUnit = z.object({ name: text(300), parentId: optionalText(36), ...contact });
const directoryUnit = z.object(contact);

/** What the form of a unit asks for: name and place are not asked where a directory gives them. */
function shownOf({ name, parentId, sourceId, contactName, contactMail, contactPhone }: Unit) {
  const contacts = { contactName, contactMail, contactPhone };
  return sourceId ? contacts : { name, parentId, ...contacts };
}

export function createUnitPages(deps: Deps): Router {
  const { units, accounts, journal, grants, edits, listViews, whatIf } = deps;
  const router = Router();
  const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

  router.get('/units', async (req, res) => {
    const asked = readQuery(listQuery, req.query);
    const { text: words, view, sort = 'name', after, open } = asked;
    const context = consoleOf(res);
    if (!words && !view && !after)
      return send(
        res,
        unitsPage(context, { kind: 'tree', text: '', open, roots: await units.tree.around(open) }),
      );
    const query = given({ text: words, sort, after });
    const { items, ...ends } = await units.search({ ...query, limit: pageSize });
    const chosen = await listViews.of(context.administrator.id, 'units');
    const page = { text: words ?? '', units: items, ...ends, sort, after, chosen };
    send(res, unitsPage(context, { kind: 'found', ...page }));
  });

  const formPage = async (res: Response, unit: Unit | undefined, form: FormState) => {
    const parent = await choosing(units.choices, form, 'parentId');
    return unitFormPage(consoleOf(res), { form, unit, parent });
  };

  /** What matches while somebody types in the field of a unit, whichever form it is in. */
  router.get('/units/choices', async (req, res) => {
    const { field } = readQuery(choicesQuery, req.query);
    const { data = {} } = fieldValues.safeParse(req.query);
    const state = await typing(units.choices, data, field);
    if (!req.get('hx-request'))
      return res.redirect(303, address('/units', { text: state.text || undefined }));
    send(res, chooserMatches(consoleOf(res), field, state));
  });

  router
    .route('/units/new')
    .get(async (_req, res) => {
      send(res, await formPage(res, undefined, blank()));
    })
    .post(async (req, res) => {
      const parsed = parseForm(newUnit, req.body);
      const searching = await unanswered(units.choices, parsed.form, 'parentId');
      if (searching) return send(res, await formPage(res, undefined, searching));
      const result = parsed.ok
        ? await attempt(parsed.form, () => units.create(byOf(res), parsed.value), {
            'unit.not-found': 'parentId',
            'unit.closed': 'parentId',
          })
        : parsed;
      if (result.ok) return redirectDone(res, `/units/${result.value.id}`, 'created');
      sendForm(res, await formPage(res, undefined, result.form));
    });

  router.get('/units/:id', async (req, res) => {
    const unit = found(await units.find(idOf(req.params.id)));
    const { sort = 'name', after } = readQuery(pageQuery, req.query);
    const context = consoleOf(res);
    const inside = await accounts.search({
      unitId: unit.id,
      sort,
      ...given({ after }),
      limit: pageSize,
    });
    const page = {
      unit,
      parent: unit.parentId ? await units.find(unit.parentId) : undefined,
      children: await units.children(unit.id),
      people: inside.items,
      next: inside.next,
      previous: inside.previous,
      sort,
      after,
      chosen: await listViews.of(context.administrator.id, 'people'),
      grants: await grants.list({ unitId: unit.id }),
      events: await journal.byObject('unit', unit.id),
    };
    send(res, unitPage(context, page));
  });

  /** One unit of the tree with those right below it, for a script that unfolds it in its place. */
  router.get('/units/:id/branch', async (req, res) => {
    const id = idOf(req.params.id);
    const branch = found(await units.tree.branch(id));
    if (!req.get('hx-request')) return res.redirect(303, address('/units', { open: id }));
    send(res, unitBranch(consoleOf(res), branch));
  });

  /** Only another place in the tree touches what people may enter. */
  function update(req: Request, res: Response, unit: Unit, change: UnitChange) {
    const moves = change.parentId !== undefined && change.parentId !== unit.parentId;
    const seen = seenIn(req, { href: `/units/${unit.id}`, label: unit.name }, true);
    return whatIf.change({ units: moves ? [unit.id] : [] }, seen, (within) =>
      within.units.update(byOf(res), unit.id, change),
    );
  }

  router
    .route('/units/:id/edit')
    .get(async (req, res) => {
      const unit = found(await units.find(idOf(req.params.id)));
      const form = editing(shownOf(unit));
      send(res, await formPage(res, unit, form));
    })
    .post(async (req, res) => {
      const unit = found(await units.find(idOf(req.params.id)));
      const parsed = unit.sourceId
        ? parseForm(directoryUnit, req.body)
        : parseForm(ownUnit, req.body);
      const searching = await unanswered(units.choices, parsed.form, 'parentId');
      if (searching) return send(res, await formPage(res, unit, searching));
      if (wantsToEdit(req)) return send(res, await formPage(res, unit, parsed.form));
      const result = parsed.ok
        ? await edits.save({
            object: `unit/${unit.id}`,
            form: parsed.form,
            now: async () => shownOf(found(await units.find(unit.id))),
            deed: () => update(req, res, unit, parsed.value),
            fields: { 'unit.closed': 'parentId', 'unit.not-found': 'parentId' },
          })
        : parsed;
      if (result.ok) return redirectDone(res, `/units/${unit.id}`, 'saved');
      sendForm(res, await formPage(res, unit, result.form), result.form);
    });

  router
    .route('/units/:id/close')
    .get(async (req, res) => {
      const unit = found(await units.find(idOf(req.params.id)));
      const context = consoleOf(res);
      const { t } = context;
      send(
        res,
        confirmPage(context, {
          section: 'units',
          title: t.units.closeTitle(unit.name),
          action: `/units/${unit.id}/close`,
          back: { href: `/units/${unit.id}`, label: unit.name },
          consequences: t.units.closed,
          button: t.units.close,
          danger: true,
        }),
      );
    })
    .post(async (req, res) => {
      const { id, name } = found(await units.find(idOf(req.params.id)));
      const seen = seenIn(req, { href: `/units/${id}`, label: name });
      await whatIf.change({ units: [id] }, seen, (within) => within.units.close(byOf(res), id));
      redirectDone(res, `/units/${id}`, 'unit-closed');
    });

  return router;
}
