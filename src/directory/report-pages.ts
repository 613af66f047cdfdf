// Reports of runs as pages: taken away as files, compared with another run, and what runs did to one
// person, unit or group.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { comparisonPage } from '../../views/directory/comparison.ts';
import { historyPage } from '../../views/directory/history.ts';
import { changeColumns, rejectionColumns } from '../../views/directory/report-columns.ts';
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
  pageSize,
  readQuery,
} from '../web/tables.ts';
import { changeOps, entities, type Reports } from './reports.ts';
import type { Run } from './runs.ts';
import type { Sync } from './sync.ts';

type Named = (id: string) => Promise<{ name: string } | undefined>;
type Deps = {
  reports: Reports;
  sync: Pick<Sync, 'findRun' | 'runs'>;
  sendList: SendList;
  accounts: { find(id: string): Promise<{ fullName: string } | undefined> };
  units: { find: Named };
  groups: { find: Named };
};

const format = formatField();
const changesQuery = z.object({
  entity: filterChoice(entities),
  op: filterChoice(changeOps),
  text: filterText(),
  format,
});
const rejectionsQuery = z.object({ text: filterText(), format });
const compareQuery = z.object({ with: filterId() });
const historyQuery = z.object({
  before: z
    .string()
    .regex(/^[0-9a-f-]{36}\.\d{1,9}$/)
    .optional(),
});
const batch = 1_000;

/** All rows of a report, read by their numbers, up to the limit of a file that administrators set. */
async function all<Row extends { seq: number }>(
  res: Response,
  read: (page: { after: number; limit: number }) => Promise<Row[]>,
): Promise<Row[]> {
  const { exportRows: most } = consoleOf(res).settings;
  const rows: Row[] = [];
  for (let after = 0; rows.length < most;) {
    const page = await read({ after, limit: batch });
    rows.push(...page);
    if (page.length < batch) break;
    after = page.at(-1)!.seq;
  }
  return rows.slice(0, most);
}

export function createReportPages(deps: Deps): Router {
  const { reports, sync, sendList } = deps;
  const router = Router();
  const objectOf = ({ id, sourceName }: Run) => ({ type: 'run', id, name: sourceName });

  router.post('/directory/runs/:id/export', async (req, res) => {
    const run = await sync.findRun(idOf(req.params.id));
    const { format: as, ...filter } = readQuery(changesQuery, req.body);
    await sendList(res, {
      what: 'run-changes',
      filter,
      object: objectOf(run),
      format: as,
      columns: changeColumns(consoleOf(res).t),
      rows: () => all(res, (page) => reports.changes(run.id, { ...given(filter), ...page })),
    });
  });

  router.post('/directory/runs/:id/rejections/export', async (req, res) => {
    const run = await sync.findRun(idOf(req.params.id));
    const { format: as, text } = readQuery(rejectionsQuery, req.body);
    await sendList(res, {
      what: 'run-rejections',
      filter: { text },
      object: objectOf(run),
      format: as,
      columns: rejectionColumns(consoleOf(res).t),
      rows: () => all(res, (page) => reports.rejections(run.id, { ...given({ text }), ...page })),
    });
  });

  /** With the run before it, where nobody chose another. */
  router.get('/directory/runs/:id/compare', async (req, res) => {
    const run = await sync.findRun(idOf(req.params.id));
    const { with: chosen } = readQuery(compareQuery, req.query);
    const others = (await sync.runs(run.sourceId, { limit: 50 })).filter(({ id }) => id !== run.id);
    const before = others.find(({ id }) => id < run.id);
    const other = chosen ? await sync.findRun(chosen) : before;
    const same = other?.sourceId === run.sourceId && other.id !== run.id;
    const [earlier, later] = same && other.id > run.id ? [run, other] : [other, run];
    const page = comparisonPage(consoleOf(res), {
      run,
      others,
      compared: same && earlier && later ? { earlier, later } : undefined,
      comparison: same && earlier && later && (await reports.compare(earlier.id, later.id)),
    });
    res.type('html').send(page.text);
  });

  const nameOf = {
    account: async (id: string) => (await deps.accounts.find(id))?.fullName,
    unit: async (id: string) => (await deps.units.find(id))?.name,
    group: async (id: string) => (await deps.groups.find(id))?.name,
  };

  router.get('/directory/changes/:entity/:id', async (req, res) => {
    const entity = found(entities.find((one) => one === req.params.entity));
    const id = idOf(req.params.id);
    const name = found(await nameOf[entity](id));
    const { before } = readQuery(historyQuery, req.query);
    const [runId, seq] = before?.split('.') ?? [];
    const place = runId && seq ? { runId: idOf(runId), seq: Number(seq) } : undefined;
    const rows = await reports.of(id, { before: place, limit: pageSize + 1 });
    const shown = rows.slice(0, pageSize);
    const last = rows.length > pageSize ? shown.at(-1) : undefined;
    const page = historyPage(consoleOf(res), {
      entity,
      id,
      name,
      before,
      changes: shown,
      next: last && `${last.runId}.${last.seq}`,
    });
    res.type('html').send(page.text);
  });

  return router;
}
