// Lists as files to take away, and units and groups seen from the applications they open. A file
// is in the journal before its first byte leaves.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { applicationsOfPage } from '../../views/access/applications-of.ts';
import {
  answerColumns,
  applicationColumns,
  groupListColumns,
  memberColumns,
  peopleColumns,
  peopleOfColumns,
  sessionColumns,
  unitListColumns,
} from '../../views/console/list-columns.ts';
import { classNames } from '../../views/applications/list.ts';
import type { Access } from '../access/access.ts';
import { kinds, states } from '../accounts/account.ts';
import { concerns } from '../accounts/concern.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Groups } from '../accounts/groups.ts';
import type { ApplicationState } from '../applications/application.ts';
import type { Applications } from '../applications/applications.ts';
import type { Catalogs } from '../catalogs/catalogs.ts';
import { pagesOf } from '../core/keyset.ts';
import type { SessionSearch } from '../oidc/session-search.ts';
import type { Units } from '../organization/units.ts';
import { consoleOf } from '../web/administrator.ts';
import { formatField } from '../web/list-file.ts';
import type { SendList } from '../web/list-sender.ts';
import {
  filterChoice,
  filterId,
  filterText,
  found,
  given,
  idOf,
  readQuery,
} from '../web/tables.ts';

type Deps = {
  accounts: Pick<Accounts, 'find' | 'search'>;
  groups: Pick<Groups, 'find' | 'members' | 'search'>;
  units: Pick<Units, 'find' | 'search'>;
  sessionSearch: SessionSearch;
  applications: Pick<Applications, 'find' | 'list'>;
  access: Pick<Access, 'peopleOf' | 'decisionsOf' | 'applicationsOf'>;
  catalogs: Pick<Catalogs, 'items'>;
  sendList: SendList;
};

const applicationStates = [
  'draft',
  'active',
  'suspended',
  'retired',
] as const satisfies ApplicationState[];
const format = formatField();
const plain = z.object({ format });
const peopleQuery = z.object({
  text: filterText(),
  state: filterChoice(states),
  kind: filterChoice(kinds),
  concern: filterChoice(concerns),
  unit: filterId(),
  format,
});
const applicationsQuery = z.object({
  class: filterText(64),
  state: filterChoice(applicationStates),
  format,
});
const textQuery = z.object({ text: filterText(), format });
const sessionsQuery = z.object({
  text: filterText(),
  address: filterText(64),
  application: filterText(),
  device: filterText(),
  person: filterId(),
  format,
});
const peopleOfQuery = z.object({ outcome: filterChoice(['allowed', 'refused']), format });

const batch = 500;

const mostOf = (res: Response): number => consoleOf(res).settings.exportRows;

export function createListPages(deps: Deps): Router {
  const { accounts, groups, units, applications, access, catalogs, sendList, sessionSearch } = deps;
  const router = Router();

  router.post('/people/export', async (req, res) => {
    const { text, state, kind, unit, concern, format: as } = readQuery(peopleQuery, req.body);
    const query = { ...given({ text, state, kind, concern, unitId: unit }), limit: batch };
    await sendList(res, {
      what: 'people',
      filter: { text, state, kind, unit, concern },
      format: as,
      columns: peopleColumns(consoleOf(res).t),
      rows: () => pagesOf((after) => accounts.search({ ...query, ...after }), mostOf(res)),
    });
  });

  router.post('/people/:id/applications/export', async (req, res) => {
    const { format: as } = readQuery(plain, req.body);
    const person = found(await accounts.find(idOf(req.params.id)));
    await sendList(res, {
      what: 'applications-of-person',
      filter: {},
      accountId: person.id,
      format: as,
      columns: answerColumns(consoleOf(res).t),
      rows: () => access.decisionsOf(person.id, 'inside'),
    });
  });

  router.post('/groups/export', async (req, res) => {
    const { text, format: as } = readQuery(textQuery, req.body);
    await sendList(res, {
      what: 'groups',
      filter: { text },
      format: as,
      columns: groupListColumns(consoleOf(res).t),
      rows: () =>
        pagesOf((at) => groups.search({ ...given({ text }), ...at, limit: batch }), mostOf(res)),
    });
  });

  router.post('/units/export', async (req, res) => {
    const { text, format: as } = readQuery(textQuery, req.body);
    await sendList(res, {
      what: 'units',
      filter: { text },
      format: as,
      columns: unitListColumns(consoleOf(res).t),
      rows: () =>
        pagesOf((at) => units.search({ ...given({ text }), ...at, limit: batch }), mostOf(res)),
    });
  });

  router.post('/sessions/export', async (req, res) => {
    const { format: as, ...filter } = readQuery(sessionsQuery, req.body);
    const { person: accountId, ...rest } = filter;
    await sendList(res, {
      what: 'sessions',
      filter,
      format: as,
      columns: sessionColumns(consoleOf(res).t),
      rows: () =>
        pagesOf(
          (at) => sessionSearch.search({ ...rest, accountId, ...at, limit: batch }),
          mostOf(res),
        ),
    });
  });

  router.post('/groups/:id/members/export', async (req, res) => {
    const { format: as } = readQuery(plain, req.body);
    const group = found(await groups.find(idOf(req.params.id)));
    const page = async (after: { after?: string }) => {
      const members = await groups.members(group.id, { ...after, limit: batch });
      return { items: members.accounts, next: members.next };
    };
    await sendList(res, {
      what: 'group-members',
      filter: {},
      object: { type: 'group', id: group.id, name: group.name },
      format: as,
      columns: memberColumns(consoleOf(res).t, group),
      rows: () => pagesOf(page, mostOf(res)),
    });
  });

  for (const folder of ['groups', 'units'] as const) {
    const subjectOf = async (id: unknown) =>
      found(await (folder === 'groups' ? groups : units).find(idOf(id)));
    const answers = (id: string) =>
      access.applicationsOf(folder === 'groups' ? { groupId: id } : { unitId: id });

    router.get(`/${folder}/:id/applications`, async (req, res) => {
      const subject = await subjectOf(req.params['id']);
      const page = { of: folder, subject, applications: await answers(subject.id) };
      res.type('html').send(applicationsOfPage(consoleOf(res), page).text);
    });

    router.post(`/${folder}/:id/applications/export`, async (req, res) => {
      const { format: as } = readQuery(plain, req.body);
      const { id, name } = await subjectOf(req.params['id']);
      await sendList(res, {
        what: `applications-of-${folder.slice(0, -1)}`,
        filter: {},
        object: { type: folder.slice(0, -1), id, name },
        format: as,
        columns: answerColumns(consoleOf(res).t),
        rows: () => answers(id),
      });
    });
  }

  router.post('/applications/export', async (req, res) => {
    const { class: kind, state, format: as } = readQuery(applicationsQuery, req.body);
    const { t, locale } = consoleOf(res);
    const classes = classNames(await catalogs.items('application-class'), locale);
    await sendList(res, {
      what: 'applications',
      filter: { class: kind, state },
      format: as,
      columns: applicationColumns(t, classes),
      rows: () => applications.list(given({ class: kind, state })),
    });
  });

  router.post('/applications/:id/people/export', async (req, res) => {
    const { outcome = 'allowed', format: as } = readQuery(peopleOfQuery, req.body);
    const { id } = found(await applications.find(idOf(req.params.id)));
    await sendList(res, {
      what: 'people-of-application',
      filter: { outcome },
      applicationId: id,
      format: as,
      columns: peopleOfColumns(consoleOf(res).t),
      rows: () =>
        pagesOf((after) => access.peopleOf(id, { outcome, ...after, limit: batch }), mostOf(res)),
    });
  });

  return router;
}
