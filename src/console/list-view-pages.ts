// POST /list-columns: keeps which columns of a list to show, and goes back to the list.
import { Router } from 'express';
import { z } from 'zod';
import { consoleOf } from '../web/administrator.ts';
import { returnTo } from '../web/return-to.ts';
import { listNames, many, readQuery } from '../web/tables.ts';
import type { ListViews } from './list-views.ts';

const form = z.object({
  list: z.enum(listNames),
  columns: many(30),
  usual: z.literal('yes').optional(),
  back: z.unknown(),
});

export function createListViewPages(deps: { listViews: ListViews; consoleUrl: URL }): Router {
  const { listViews, consoleUrl } = deps;
  return Router().post('/list-columns', async (req, res) => {
    const { list, columns, usual, back } = readQuery(form, req.body);
    const { id } = consoleOf(res).administrator;
    if (usual) await listViews.forget(id, list);
    else await listViews.keep(id, list, columns);
    res.redirect(303, returnTo(consoleUrl, back));
  });
}
