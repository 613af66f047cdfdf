// One import in the console: watched while it goes on, looked at as a difference, applied or dropped,
// read as a report. Any node can show it: how far it is stands in the database.
import { Router, type Response } from 'express';
import { z } from 'zod';
import { progressSection, goesOn } from '../../views/imports/progress.ts';
import { changesOf, importRunPage, mistakesOf } from '../../views/imports/run.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { ListExports } from '../journal/list-exports.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { redirectDone } from '../web/done.ts';
import { formatField, inOneBatch, sendListFile, type ListColumn } from '../web/list-file.ts';
import { settled } from '../web/patience.ts';
import { filterChoice, found, given, idOf, pageSize, readQuery, rowNumber } from '../web/tables.ts';
import { fieldsOf, rowLimit, type ImportLine, type LineOutcome } from './import.ts';
import type { Imports } from './imports.ts';

type Deps = { imports: Imports; listExports: ListExports; clock: Clock };

const outcomes = ['new', 'changed', 'same', 'error'] as const satisfies LineOutcome[];
const runQuery = z.object({ outcome: filterChoice(outcomes), after: rowNumber() });
const reportQuery = z.object({ outcome: filterChoice(outcomes), format: formatField() });

export function createImportRunPages({ imports, listExports, clock }: Deps): Router {
  const router = Router();

  async function sendRun(res: Response, id: string, refused?: AppError): Promise<void> {
    const run = found(await imports.find(id));
    const { outcome, after } = readQuery(runQuery, res.req.query);
    const query = { ...given({ outcome, after }), limit: pageSize };
    const { items, next } = await imports.lines(id, query);
    const context = consoleOf(res, `/imports/${id}`);
    const about = { run, now: clock.now() };
    const page = importRunPage(context, {
      ...about,
      outcome,
      lines: items,
      after,
      next,
      fields: fieldsOf[run.kind],
    });
    res
      .status(refused?.status ?? 200)
      .type('html')
      .send(page.text);
  }

  router.get('/imports/:id', (req, res) => sendRun(res, idOf(req.params.id)));

  /** What the page asks for again and again; told to load itself anew at the end. */
  router.get('/imports/:id/progress', async (req, res) => {
    const run = found(await imports.find(idOf(req.params.id)));
    if (!req.get('hx-request')) return res.redirect(303, `/imports/${run.id}`);
    if (!goesOn(run)) res.set('HX-Refresh', 'true');
    const section = progressSection(consoleOf(res), { run, now: clock.now() });
    res.type('html').send(section.text);
  });

  router.post('/imports/:id/apply', async (req, res) => {
    const id = idOf(req.params.id);
    try {
      const started = await imports.startApply(byOf(res), id);
      const failed = started && (await settled(started.ended));
      if (failed) return await sendRun(res, id, failed);
    } catch (error) {
      if (!(error instanceof AppError) || error.status !== 409) throw error;
      return await sendRun(res, id, error);
    }
    res.redirect(303, `/imports/${id}`);
  });

  /** Too late where all of it is done: then its report says so. */
  router.post('/imports/:id/cancel', async (req, res) => {
    const { id } = found(await imports.find(idOf(req.params.id)));
    if (await imports.cancel(id)) redirectDone(res, '/imports', 'import-cancelled');
    else res.redirect(303, `/imports/${id}`);
  });

  router.post('/imports/:id/report', async (req, res) => {
    const id = idOf(req.params.id);
    const { outcome, format } = readQuery(reportQuery, req.body);
    const run = found(await imports.find(id));
    const { items } = await imports.lines(id, { ...given({ outcome }), limit: rowLimit });
    await listExports.note(byOf(res), {
      what: 'import-report',
      filter: { outcome },
      format,
      rows: items.length,
      object: { type: 'import', id, name: run.fileName },
    });
    const { t, locale } = consoleOf(res);
    const columns: ListColumn<ImportLine>[] = [
      { title: t.imports.line, cell: ({ line }) => line },
      { title: t.imports.about, cell: ({ key }) => key },
      { title: t.imports.outcome, cell: (line) => t.imports.outcomes[line.outcome] },
      { title: t.imports.mistakes, cell: (line) => mistakesOf({ t }, line).join('; ') },
      { title: t.imports.changes, cell: (line) => changesOf({ t }, line).join('; ') },
    ];
    const batches = inOneBatch(items);
    const file = { name: 'bao-cao-nhap', title: t.imports.title, columns, batches };
    await sendListFile(res, format, file, { locale, now: clock.now() });
  });

  return router;
}
