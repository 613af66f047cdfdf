// Every rule in one list: looked through, taken away as a file, removed many at once.
import { Router } from 'express';
import { z } from 'zod';
import { grantsPage } from '../../views/access/list.ts';
import { grantListColumns } from '../../views/console/list-columns.ts';
import type { Applications } from '../applications/applications.ts';
import type { ListViews } from '../console/list-views.ts';
import { pagesOf } from '../core/keyset.ts';
import { consoleOf } from '../web/administrator.ts';
import { formatField } from '../web/list-file.ts';
import type { SendList } from '../web/list-sender.ts';
import {
  cursor,
  filterChoice,
  filterId,
  filterText,
  pageSize,
  readQuery,
  sortChoice,
} from '../web/tables.ts';
import { subjectTypes } from './decide.ts';
import { grantOrders, type GrantSearch } from './grant-search.ts';

type Deps = {
  grantSearch: GrantSearch;
  applications: Pick<Applications, 'list'>;
  listViews: Pick<ListViews, 'of'>;
  sendList: SendList;
};

const filter = {
  text: filterText(),
  application: filterId(),
  subject: filterChoice(subjectTypes),
  effect: filterChoice(['allow', 'deny']),
  target: filterChoice(['application', 'class', 'set']),
  status: filterChoice(['now', 'later', 'over']),
  conditional: filterChoice(['yes', 'no']),
};
const query = z.object({ ...filter, sort: sortChoice(grantOrders), after: cursor() });
const exportQuery = z.object({ ...filter, format: formatField() });
const batch = 500;

export function createGrantListPages(deps: Deps): Router {
  const { grantSearch, applications, listViews, sendList } = deps;
  const router = Router();

  router.get('/grants', async (req, res) => {
    const asked = readQuery(query, req.query);
    const { application: applicationId, sort = '-age', ...rest } = asked;
    const list = await grantSearch({ ...rest, applicationId, sort, limit: pageSize });
    const context = consoleOf(res);
    const page = grantsPage(context, {
      asked: { ...asked, sort },
      ...list,
      applications: await applications.list(),
      chosen: await listViews.of(context.administrator.id, 'grants'),
    });
    res.type('html').send(page.text);
  });

  router.post('/grants/export', async (req, res) => {
    const { format, application: applicationId, ...rest } = readQuery(exportQuery, req.body);
    await sendList(res, {
      what: 'grants',
      filter: { ...rest, application: applicationId },
      format,
      columns: grantListColumns(consoleOf(res).t),
      rows: () =>
        pagesOf(
          (after) => grantSearch({ ...rest, applicationId, ...after, limit: batch }),
          consoleOf(res).settings.exportRows,
        ),
    });
  });

  return router;
}
