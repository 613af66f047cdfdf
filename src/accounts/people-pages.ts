// People in the console: the list, one person, a local account made or changed. What is done to an
// account with a page that asks first is in life-cycle-pages.ts.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { accountFormPage } from '../../views/accounts/form.ts';
import { peoplePage } from '../../views/accounts/list.ts';
import { personPage } from '../../views/accounts/person.ts';
import { pickPage } from '../../views/console/pick.ts';
import type { Access } from '../access/access.ts';
import type { Grants } from '../access/grants.ts';
import type { WhatIf } from '../access/what-if.ts';
import type { Journal } from '../journal/search.ts';
import type { Units } from '../organization/units.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { choosing, unanswered } from '../web/choosing.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { seenIn, wantsToEdit } from '../web/effects-form.ts';
import { attempt, blank, choice, optionalText, parseForm, sendForm, text } from '../web/forms.ts';
import type { FormState } from '../web/forms.ts';
import {
  cursor,
  filterChoice,
  filterId,
  filterText,
  found,
  given,
  idField,
  idOf,
  pageSize,
  readQuery,
  sortChoice,
} from '../web/tables.ts';
import { kinds, proposedName, states, type Account } from './account.ts';
import { concerns } from './concern.ts';
import type { AccountPage } from './account-page.ts';
import { accountOrders, type Accounts } from './accounts.ts';
import type { ListViews } from '../console/list-views.ts';
import type { Joining } from '../directory/joining.ts';
import type { Groups } from './groups.ts';

type Deps = {
  accounts: Accounts;
  groups: Groups;
  units: Pick<Units, 'choices'>;
  journal: Pick<Journal, 'search'>;
  access: Pick<Access, 'decisionsOf'>;
  grants: Pick<Grants, 'list'>;
  edits: Edits;
  throttle: { waiting(accountId: string): Promise<Date | undefined> };
  listViews: Pick<ListViews, 'of'>;
  whatIf: WhatIf<{ accounts: Accounts; groups: Groups }>;
  joining: Pick<Joining, 'survivorOf' | 'sharesOf' | 'candidatesOf'>;
};

const listQuery = z.object({
  text: filterText(),
  state: filterChoice(states),
  kind: filterChoice(kinds),
  concern: filterChoice(concerns),
  unit: filterId(),
  unit_find: filterText(),
  unit_found: filterText(),
  sort: sortChoice(accountOrders),
  after: cursor(),
});
const own = {
  fullName: text(),
  username: text(64),
  mail: optionalText(254),
  phone: optionalText(30),
  unitId: optionalText(36),
  title: optionalText(),
};
const localForm = z.object({ ...own, kind: choice(kinds) });
const directoryForm = z.object({ kind: choice(kinds) });
const groupForm = z.object({ groupId: idField() });

/** A number beside a choice, not the answer: the question before the deed counts to the end. */
const countedTo = 10_000;

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);
const unitErrors = { 'unit.not-found': 'unitId', 'unit.closed': 'unitId' } as const;

/** What the form of an account asks for: of one from a directory, its kind alone. */
function shownOf({ account, posts }: AccountPage) {
  const { fullName, username, mail, phone, kind } = account;
  const main = posts.find((post) => post.main);
  const own = { fullName, username, mail, phone, unitId: main?.unitId, title: main?.title };
  return account.sourceId ? { kind } : { kind, ...own };
}

/** The form as if the name that was proposed had been typed, where the person took it. */
function withProposed(body: unknown): unknown {
  const fields = (body ?? {}) as Record<string, unknown>;
  const taken = fields[proposedName];
  return taken === undefined ? body : { ...fields, username: taken };
}

export function createPeoplePages(deps: Deps): Router {
  const { accounts, groups, whatIf } = deps;
  const { choices } = deps.units;
  const router = Router();
  const seenFrom = (req: Request, { id, fullName }: Account, editable = false) =>
    seenIn(req, { href: `/people/${id}`, label: fullName }, editable);

  router.get('/people', async (req, res) => {
    const asked = readQuery(listQuery, req.query);
    const { text: words, state, kind, concern, sort = 'name', after, ...sought } = asked;
    const choosingUnit = await choosing(choices, { values: sought }, 'unit');
    const unit = choosingUnit.chosen?.id ?? sought.unit;
    const filter = given({ text: words, state, kind, concern, unitId: unit });
    const context = consoleOf(res);
    const { items, ...ends } = await accounts.search({
      ...filter,
      ...given({ sort, after }),
      limit: pageSize,
    });
    const several = ends.next !== undefined || ends.previous !== undefined;
    const page = {
      asked: { text: words, state, kind, concern, unit, sort, after },
      states,
      kinds,
      concerns,
      unit: choosingUnit,
      people: items,
      ...ends,
      count: several ? await accounts.count(filter, countedTo + 1) : undefined,
      chosen: await deps.listViews.of(context.administrator.id, 'people'),
    };
    send(res, peoplePage(context, page));
  });

  async function sendNew(res: Response, form: FormState, wrong: boolean): Promise<void> {
    const unit = await choosing(choices, form, 'unitId');
    const model = { form, account: undefined, kinds, unit, proposedName };
    (wrong ? sendForm : send)(res, accountFormPage(consoleOf(res), model));
  }

  router
    .route('/people/new')
    .get((_req, res) => sendNew(res, blank({ kind: 'official' }), false))
    .post(async (req, res) => {
      const parsed = parseForm(localForm, withProposed(req.body));
      const searching = await unanswered(choices, parsed.form, 'unitId');
      if (searching) return sendNew(res, searching, false);
      if (!parsed.ok) return sendNew(res, parsed.form, true);
      const { value, form } = parsed;
      const made = await attempt(form, () => accounts.createLocal(byOf(res), value), unitErrors);
      if (!made.ok) return sendNew(res, made.form, true);
      redirectDone(res, `/people/${made.value.id}`, 'created');
    });

  router.get('/people/:id', async (req, res) => {
    const asked = idOf(req.params.id);
    // What the journal and old reports say of an account that was joined leads to the person.
    const survivor = await deps.joining.survivorOf(asked);
    if (survivor) return res.redirect(303, `/people/${survivor}`);
    const page = found(await accounts.page(asked));
    const { id } = page.account;
    const more = {
      shares: await deps.joining.sharesOf(id),
      candidates: await deps.joining.candidatesOf(id),
      decisions: await deps.access.decisionsOf(id, 'inside'),
      grants: await deps.grants.list({ accountId: id }),
      events: (await deps.journal.search({ either: id, limit: 10 })).items,
      waitsUntil: await deps.throttle.waiting(id),
    };
    send(res, personPage(consoleOf(res), { ...page, ...more }));
  });

  async function sendEdit(res: Response, account: Account, form: FormState, wrong: boolean) {
    const unit = await choosing(choices, form, 'unitId');
    const page = { form, account, kinds, unit, proposedName };
    const sent = accountFormPage(consoleOf(res), page);
    if (wrong) sendForm(res, sent, form);
    else send(res, sent);
  }

  router
    .route('/people/:id/edit')
    .get(async (req, res) => {
      const page = found(await accounts.page(idOf(req.params.id)));
      await sendEdit(res, page.account, editing(shownOf(page)), false);
    })
    .post(async (req, res) => {
      const account = found(await accounts.find(idOf(req.params.id)));
      const parsed = account.sourceId
        ? parseForm(directoryForm, req.body)
        : parseForm(localForm, withProposed(req.body));
      const searching = await unanswered(choices, parsed.form, 'unitId');
      if (searching) return sendEdit(res, account, searching, false);
      if (!parsed.ok || wantsToEdit(req)) return sendEdit(res, account, parsed.form, true);
      const { value, form } = parsed;
      const saved = await deps.edits.save({
        object: `account/${account.id}`,
        form,
        now: async () => shownOf(found(await accounts.page(account.id))),
        deed: () =>
          whatIf.change({ accounts: [account.id] }, seenFrom(req, account, true), (within) =>
            within.accounts.update(byOf(res), account.id, value),
          ),
        fields: unitErrors,
      });
      if (!saved.ok) return sendEdit(res, account, saved.form, true);
      redirectDone(res, `/people/${account.id}`, 'saved');
    });

  router.get('/people/:id/groups', async (req, res) => {
    const { account, groups: mine } = found(await accounts.page(idOf(req.params.id)));
    const { text: words } = readQuery(listQuery, req.query);
    const list = await groups.search({ ...given({ text: words }), state: 'active', limit: 30 });
    const context = consoleOf(res);
    const { t } = context;
    const choices = list.items.map(({ id, name, code }) => {
      return { id, name, note: code, already: mine.some((group) => group.id === id) };
    });
    const page = pickPage(context, {
      section: 'people',
      title: t.people.addToGroup,
      up: { href: `/people/${account.id}`, label: account.fullName },
      path: `/people/${account.id}/groups`,
      action: `/people/${account.id}/groups/add`,
      field: 'groupId',
      label: t.groups.search,
      hint: t.groups.searchHint,
      text: words ?? '',
      choices,
      more: list.next !== undefined,
      button: t.groups.addHere,
      already: t.groups.already,
    });
    send(res, page);
  });

  router.post('/people/:id/groups/add', async (req, res) => {
    const account = found(await accounts.find(idOf(req.params.id)));
    const { id } = account;
    const { groupId } = readQuery(groupForm, req.body);
    await whatIf.change({ accounts: [id] }, seenFrom(req, account), (within) =>
      within.groups.addAccount(byOf(res), groupId, id),
    );
    redirectDone(res, `/people/${id}`, 'member-added');
  });

  router.post('/people/:id/groups/remove', async (req, res) => {
    const account = found(await accounts.find(idOf(req.params.id)));
    const { id } = account;
    const { groupId } = readQuery(groupForm, req.body);
    await whatIf.change({ accounts: [id] }, seenFrom(req, account), (within) =>
      within.groups.removeAccount(byOf(res), groupId, id),
    );
    redirectDone(res, `/people/${id}`, 'member-removed');
  });

  return router;
}
