// POST /bulk: what the bar under a list chose. The marked rows, all of the page, or all that match its
// filter, on whichever page they stand, become a bulk of their own; its page asks before anything is done.
import { Router } from 'express';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import type { Grants } from '../access/grants.ts';
import { kinds, states } from '../accounts/account.ts';
import { concerns } from '../accounts/concern.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Groups } from '../accounts/groups.ts';
import type { Applications } from '../applications/applications.ts';
import { AppError } from '../core/errors.ts';
import { collect } from '../core/keyset.ts';
import type { SessionSearch } from '../oidc/session-search.ts';
import { byOf } from '../web/administrator.ts';
import { returnTo } from '../web/return-to.ts';
import {
  filterChoice,
  filterId,
  filterText,
  given,
  idField,
  many,
  readQuery,
} from '../web/tables.ts';
import { actionOf, bulkActions, bulkLists, most, type BulkList } from './bulk.ts';
import type { Bulks } from './bulks.ts';

type Deps = {
  bulks: Pick<Bulks, 'prepare'>;
  accounts: Pick<Accounts, 'search'>;
  groups: Pick<Groups, 'members'>;
  applications: Pick<Applications, 'list'>;
  access: Pick<Access, 'peopleOf'>;
  grants: Pick<Grants, 'list'>;
  sessionSearch: SessionSearch;
  consoleUrl: URL;
};

const pageMost = 1000; // rows of one page: rules are not read page by page
const form = z.object({
  list: z.enum(bulkLists),
  action: z.enum(bulkActions),
  scope: z.enum(['marked', 'page', 'all']),
  ids: many(pageMost),
  page: z.string().max(60_000).default(''),
  back: z.unknown(),
  group: filterId(),
});

const batch = 500;
const limit = most + 1; // one more tells that there are too many

/** All that match, from the verbs that the list itself is read by. */
function createMatching({ accounts, groups, applications, access, grants, sessionSearch }: Deps) {
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  const people = z.object({
    text: filterText(),
    state: filterChoice(states),
    kind: filterChoice(kinds),
    concern: filterChoice(concerns),
    unit: filterId(),
  });
  const peopleOf = z.object({
    application: idField(),
    outcome: z.enum(['allowed', 'refused']),
  });
  const members = z.object({ group: idField() });
  const applicationsAsked = z.object({
    class: filterText(64),
    state: filterChoice(['draft', 'active', 'suspended', 'retired']),
  });
  const rules = z.object({
    application: filterId(),
    account: filterId(),
    group: filterId(),
    unit: filterId(),
  });
  const sessions = z.object({
    text: filterText(),
    address: filterText(64),
    application: filterText(),
    device: filterText(),
    person: filterId(),
  });

  const matching: Record<BulkList, (body: unknown) => Promise<string[]>> = {
    people: async (body) => {
      const { unit: unitId, ...filter } = readQuery(people, body);
      const query = { ...given({ ...filter, unitId }), limit: batch };
      return ids(await collect((at) => accounts.search({ ...query, ...at }), limit));
    },
    'people-of': async (body) => {
      const { application, outcome } = readQuery(peopleOf, body);
      const query = { outcome, limit: batch };
      const all = await collect((at) => access.peopleOf(application, { ...query, ...at }), limit);
      return ids(all.map(({ account }) => account));
    },
    members: async (body) => {
      const { group } = readQuery(members, body);
      const page = async (at: { after?: string }) => {
        const { accounts: items, next } = await groups.members(group, { ...at, limit: batch });
        return { items, next };
      };
      return ids((await collect(page, limit)).map(({ account }) => account));
    },
    applications: async (body) =>
      ids(await applications.list(given(readQuery(applicationsAsked, body)))),
    grants: async (body) => {
      const { application, account, group, unit } = readQuery(rules, body);
      const whose = { applicationId: application, accountId: account, groupId: group };
      return ids(await grants.list(given({ ...whose, unitId: unit })));
    },
    sessions: async (body) => {
      const { person: accountId, ...filter } = readQuery(sessions, body);
      const query = { ...filter, accountId, limit: batch };
      return ids(await collect((at) => sessionSearch.search({ ...query, ...at }), limit));
    },
  };
  return matching;
}

export function createChoosePages(deps: Deps): Router {
  const matching = createMatching(deps);

  return Router().post('/bulk', async (req, res) => {
    const { list, action, scope, ids, page, back, group } = readQuery(form, req.body);
    const { on, target } = actionOf(action);
    if (!on.includes(list)) throw new AppError('request.malformed');
    const here = page.split(' ').filter(Boolean).slice(0, pageMost);
    const chosen =
      scope === 'marked' ? ids : scope === 'page' ? here : await matching[list](req.body);
    const known = list === 'members' && target === 'group' ? given({ targetId: group }) : {};
    const id = await deps.bulks.prepare(byOf(res), {
      action,
      ids: chosen,
      ...known,
      back: returnTo(deps.consoleUrl, back),
    });
    res.redirect(303, `/bulk/${id}`);
  });
}
