// Groups in the console: the list, one group, its members.
import { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { groupPage } from '../../views/accounts/group.ts';
import { groupFormPage, groupsPage } from '../../views/accounts/groups.ts';
import type { Grants } from '../access/grants.ts';
import type { WhatIf } from '../access/what-if.ts';
import { confirmPage } from '../../views/console/confirm.ts';
import { pickPage, type Choice } from '../../views/console/pick.ts';
import type { ListViews } from '../console/list-views.ts';
import type { Journal } from '../journal/search.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { editing } from '../web/editing.ts';
import type { Edits } from '../web/edits.ts';
import { seenIn } from '../web/effects-form.ts';
import { attempt, blank, optionalText, parseForm, sendForm, text } from '../web/forms.ts';
import {
  cursor,
  filterText,
  found,
  given,
  idField,
  idOf,
  pageSize,
  readQuery,
  sortChoice,
} from '../web/tables.ts';
import type { Accounts } from './accounts.ts';
import type { Group } from './group.ts';
import { memberOrders } from './group-members.ts';
import { groupOrders, type Groups } from './groups.ts';

type Deps = {
  groups: Groups;
  accounts: Pick<Accounts, 'search'>;
  journal: Pick<Journal, 'byObject'>;
  grants: Pick<Grants, 'list'>;
  edits: Edits;
  listViews: Pick<ListViews, 'of'>;
  whatIf: WhatIf<{ groups: Groups }>;
};

const listQuery = z.object({
  text: filterText(),
  sort: sortChoice(groupOrders),
  after: cursor(),
});
const membersQuery = z.object({ sort: sortChoice(memberOrders), after: cursor() });
const newGroup = z.object({ name: text(300), code: text(64), description: optionalText(1000) });
const change = z.object({ name: text(300), description: optionalText(1000) });
const member = z.union([z.object({ accountId: idField() }), z.object({ groupId: idField() })]);

const send = (res: Response, page: { text: string }) => void res.type('html').send(page.text);

const shownOf = ({ name, description }: Group) => ({ name, description });

export function createGroupPages(deps: Deps): Router {
  const { groups, accounts, journal, grants, edits, listViews, whatIf } = deps;
  const router = Router();
  const groupOf = async (req: Request): Promise<Group> =>
    found(await groups.find(idOf(req.params['id'])));

  router.get('/groups', async (req, res) => {
    const { text: words, sort = 'name', after } = readQuery(listQuery, req.query);
    const context = consoleOf(res);
    const query = given({ text: words, sort, after });
    const { items, ...ends } = await groups.search({ ...query, limit: pageSize });
    const chosen = await listViews.of(context.administrator.id, 'groups');
    send(res, groupsPage(context, { text: words, sort, after, groups: items, ...ends, chosen }));
  });

  router
    .route('/groups/new')
    .get((_req, res) =>
      send(res, groupFormPage(consoleOf(res), { form: blank(), group: undefined })),
    )
    .post(async (req, res) => {
      const parsed = parseForm(newGroup, req.body);
      const made = parsed.ok
        ? await attempt(parsed.form, () => groups.create(byOf(res), parsed.value))
        : parsed;
      if (made.ok) return redirectDone(res, `/groups/${made.value.id}`, 'created');
      sendForm(res, groupFormPage(consoleOf(res), { form: made.form, group: undefined }));
    });

  router.get('/groups/:id', async (req, res) => {
    const group = await groupOf(req);
    const { sort = 'name', after } = readQuery(membersQuery, req.query);
    const context = consoleOf(res);
    const page = {
      group,
      sort,
      after,
      chosen: await listViews.of(context.administrator.id, 'members'),
      members: await groups.members(group.id, { sort, ...given({ after }), limit: pageSize }),
      grants: await grants.list({ groupId: group.id }),
      events: await journal.byObject('group', group.id),
    };
    send(res, groupPage(context, page));
  });

  router
    .route('/groups/:id/edit')
    .get(async (req, res) => {
      const group = await groupOf(req);
      send(res, groupFormPage(consoleOf(res), { form: editing(shownOf(group)), group }));
    })
    .post(async (req, res) => {
      const group = await groupOf(req);
      const parsed = parseForm(change, req.body);
      const saved = parsed.ok
        ? await edits.save({
            object: `group/${group.id}`,
            form: parsed.form,
            now: async () => shownOf(await groupOf(req)),
            deed: () => groups.rename(byOf(res), group.id, parsed.value),
          })
        : parsed;
      if (saved.ok) return redirectDone(res, `/groups/${group.id}`, 'saved');
      sendForm(res, groupFormPage(consoleOf(res), { form: saved.form, group }), saved.form);
    });

  router
    .route('/groups/:id/close')
    .get(async (req, res) => {
      const group = await groupOf(req);
      const context = consoleOf(res);
      const { t } = context;
      const page = confirmPage(context, {
        section: 'groups',
        title: t.groups.closeTitle(group.name),
        action: `/groups/${group.id}/close`,
        back: { href: `/groups/${group.id}`, label: group.name },
        consequences: t.groups.closed,
        button: t.groups.close,
        danger: true,
      });
      send(res, page);
    })
    .post(async (req, res) => {
      const { id, name } = await groupOf(req);
      const seen = seenIn(req, { href: `/groups/${id}`, label: name });
      await whatIf.change({ groups: [id] }, seen, (within) => within.groups.close(byOf(res), id));
      redirectDone(res, `/groups/${id}`, 'group-closed');
    });

  function sendPick(
    res: Response,
    group: Group,
    kind: 'people' | 'groups',
    list: { text: string | undefined; choices: readonly Choice[]; more: boolean },
  ): void {
    const context = consoleOf(res);
    const { t } = context;
    const ofPeople = kind === 'people';
    const page = pickPage(context, {
      section: 'groups',
      title: ofPeople ? t.groups.addPerson : t.groups.addGroup,
      up: { href: `/groups/${group.id}`, label: group.name },
      path: `/groups/${group.id}/${kind}`,
      action: `/groups/${group.id}/add`,
      field: ofPeople ? 'accountId' : 'groupId',
      label: ofPeople ? t.people.search : t.groups.search,
      hint: ofPeople ? t.people.searchHint : t.groups.searchHint,
      button: t.groups.addHere,
      already: t.groups.already,
      ...list,
      text: list.text ?? '',
    });
    send(res, page);
  }

  router.get('/groups/:id/people', async (req, res) => {
    const group = await groupOf(req);
    const { text: words } = readQuery(listQuery, req.query);
    const list = words
      ? await accounts.search({ text: words, limit: 30 })
      : { items: [], next: undefined };
    const choices = list.items.map(({ id, fullName, username, unitName }) => {
      return { id, name: fullName, note: [username, unitName].filter(Boolean).join(', ') };
    });
    sendPick(res, group, 'people', { text: words, choices, more: list.next !== undefined });
  });

  router.get('/groups/:id/groups', async (req, res) => {
    const group = await groupOf(req);
    const { text: words } = readQuery(listQuery, req.query);
    const list = await groups.search({ ...given({ text: words }), state: 'active', limit: 30 });
    const nested = new Set(
      (await groups.members(group.id, { limit: 1 })).groups.map((g) => g.group.id),
    );
    const choices = list.items
      .filter(({ id }) => id !== group.id)
      .map(({ id, name, code }) => ({ id, name, note: code, already: nested.has(id) }));
    sendPick(res, group, 'groups', { text: words, choices, more: list.next !== undefined });
  });

  /** Whom another member, or one less, can touch: whoever it is, or whoever is in it. */
  const scopeOf = (chosen: z.output<typeof member>) =>
    'accountId' in chosen ? { accounts: [chosen.accountId] } : { groups: [chosen.groupId] };

  router.post('/groups/:id/add', async (req, res) => {
    const { id, name } = await groupOf(req);
    const chosen = readQuery(member, req.body);
    const seen = seenIn(req, { href: `/groups/${id}`, label: name });
    await whatIf.change(scopeOf(chosen), seen, (within) =>
      'accountId' in chosen
        ? within.groups.addAccount(byOf(res), id, chosen.accountId)
        : within.groups.addGroup(byOf(res), id, chosen.groupId),
    );
    redirectDone(res, `/groups/${id}`, 'member-added');
  });

  router.post('/groups/:id/remove', async (req, res) => {
    const { id, name } = await groupOf(req);
    const chosen = readQuery(member, req.body);
    const seen = seenIn(req, { href: `/groups/${id}`, label: name });
    await whatIf.change(scopeOf(chosen), seen, (within) =>
      'accountId' in chosen
        ? within.groups.removeAccount(byOf(res), id, chosen.accountId)
        : within.groups.removeGroup(byOf(res), id, chosen.groupId),
    );
    redirectDone(res, `/groups/${id}`, 'member-removed');
  });

  return router;
}
