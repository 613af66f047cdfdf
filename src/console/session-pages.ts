// Sessions in the console: who is signed in now, and the end of one session. The end of all sessions of
// a person is a deed on the person (accounts/life-cycle-pages.ts).
import { Router } from 'express';
import { z } from 'zod';
import { endSessionPage, sessionsPage } from '../../views/console/sessions.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { AppError } from '../core/errors.ts';
import type { SessionSearch } from '../oidc/session-search.ts';
import type { Sessions } from '../oidc/sessions.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import {
  cursor,
  filterId,
  filterText,
  found,
  idOf,
  pageSize,
  readQuery,
  sortChoice,
} from '../web/tables.ts';
import type { ListViews } from './list-views.ts';

type Deps = {
  accounts: Pick<Accounts, 'find'>;
  sessions: Pick<Sessions, 'list' | 'end'>;
  sessionSearch: SessionSearch;
  listViews: Pick<ListViews, 'of'>;
  deviceOf: (userAgent: string | null) => { browser: string | null; system: string | null };
};

const query = z.object({
  text: filterText(),
  address: filterText(64),
  application: filterText(),
  device: filterText(),
  person: filterId(),
  sort: sortChoice(['start']),
  after: cursor(),
});

export function createSessionPages(deps: Deps): Router {
  const { accounts, sessions, sessionSearch, deviceOf, listViews } = deps;
  const router = Router();

  router.get('/sessions', async (req, res) => {
    const asked = readQuery(query, req.query);
    const { person: accountId, sort = '-start', ...sought } = asked;
    const context = consoleOf(res);
    const wanted = { ...sought, accountId, sort };
    const list = await sessionSearch.search({ ...wanted, limit: pageSize });
    const items = list.items.map((one) => ({ ...one, device: deviceOf(one.userAgent) }));
    const person = accountId === undefined ? undefined : found(await accounts.find(accountId));
    const chosen = await listViews.of(context.administrator.id, 'sessions');
    const page = { asked: { ...asked, sort }, person, ...list, items, chosen };
    res.type('html').send(sessionsPage(context, page).text);
  });

  const sessionOf = async (person: string, name: string) =>
    found((await sessions.list(person)).find(({ id }) => id === name));

  router
    .route('/sessions/:person/:session/end')
    .get(async (req, res) => {
      const person = found(await accounts.find(idOf(req.params.person)));
      const session = await sessionOf(person.id, req.params.session);
      res.type('html').send(endSessionPage(consoleOf(res), { person, session }).text);
    })
    .post(async (req, res) => {
      const person = idOf(req.params.person);
      const { id } = await sessionOf(person, req.params.session);
      const ended = await sessions.end(person, id, byOf(res), 'by-administrator');
      if (!ended) throw new AppError('request.not-found');
      redirectDone(res, '/sessions', 'session-ended');
    });

  return router;
}
