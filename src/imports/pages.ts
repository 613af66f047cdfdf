// Imports in the console: a file goes up, its difference is looked at, applied, and read as a report.
// The only page of the product that takes a file, on a route of its own.
import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { importRunPage, sentences } from '../../views/imports/run.ts';
import { importStartPage } from '../../views/imports/start.ts';
import { choiceNames, examples, fieldNames, sayValue } from '../../views/imports/words.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { searchKey } from '../core/text.ts';
import type { ListExports } from '../journal/list-exports.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { attempt, blank, withError, type FormState } from '../web/forms.ts';
import { formatField, sendListFile, type ListColumn } from '../web/list-file.ts';
import { locales, messagesFor } from '../web/messages/messages.ts';
import { decodeText, parseCsv } from '../web/read-csv.ts';
import { readSheet } from '../web/spreadsheet.ts';
import { filterChoice, found, given, idOf, pageSize, readQuery, rowNumber } from '../web/tables.ts';
import type { CurrentRow } from './current.ts';
import {
  columnLimit,
  fieldsOf,
  importKinds,
  readRows,
  rowLimit,
  type Field,
  type FileCell,
  type ImportKind,
  type ImportLine,
  type LineOutcome,
  type Vocabulary,
} from './import.ts';
import type { Imports } from './imports.ts';

type Deps = {
  imports: Imports;
  listExports: ListExports;
  clock: Clock;
};

const outcomes = ['new', 'changed', 'same', 'error'] as const satisfies LineOutcome[];
const runQuery = z.object({ outcome: filterChoice(outcomes), after: rowNumber() });
const reportQuery = z.object({ outcome: filterChoice(outcomes), format: formatField() });
const fileQuery = z.object({ format: formatField() });
const kindField = z.enum(importKinds);

/** Column titles and choices of every language, the codes themselves as well. */
function vocabulary(kind: ImportKind): Vocabulary {
  const own: readonly Field[] = fieldsOf[kind];
  const titles = new Map<string, Field>();
  const choices: Partial<Record<Field, Map<string, string>>> = {};
  for (const t of locales.map(messagesFor)) {
    for (const field of own)
      titles.set(searchKey(fieldNames(t)[field]), field).set(searchKey(field), field);
    for (const [field, names] of Object.entries(choiceNames(t)) as [
      Field,
      Record<string, string>,
    ][])
      for (const [code, name] of Object.entries(names))
        (choices[field] ??= new Map()).set(searchKey(name), code).set(code, code);
  }
  return { titles, choices };
}

const words = {
  people: vocabulary('people'),
  groups: vocabulary('groups'),
  grants: vocabulary('grants'),
};

/** @throws AppError `import.…` that names the field `file`. */
async function tableOf(bytes: Buffer): Promise<FileCell[][]> {
  if (bytes.length === 0) throw new AppError('import.file-missing');
  const most = rowLimit + 2; // the titles, and one row more than may be there
  if (bytes.readUInt32BE(0) === 0x504b0304) {
    const table = await readSheet(bytes, { rows: most, columns: columnLimit });
    if (!table) throw new AppError('import.file-unreadable');
    return table;
  }
  if (bytes.readUInt32BE(0) === 0xd0cf11e0) throw new AppError('import.old-excel');
  const text = decodeText(bytes);
  if (text === undefined) throw new AppError('import.encoding');
  return parseCsv(text, most);
}

/** The parts of the upload; its size is bounded before it is read. */
async function partsOf(req: Request): Promise<FormData> {
  if (!Buffer.isBuffer(req.body)) throw new AppError('request.unsupported-media-type');
  const type = req.get('content-type') ?? '';
  const answer = new globalThis.Response(new Uint8Array(req.body), {
    headers: { 'content-type': type },
  });
  // oxlint-disable-next-line typescript/no-deprecated -- meant for streams without end: this is 5 MB at most
  return answer.formData().catch((cause: unknown) => {
    throw new AppError('request.malformed', { cause });
  });
}

async function fileIn(parts: FormData): Promise<{ name: string; bytes: Buffer }> {
  const file = parts.get('file');
  if (!(file instanceof File)) throw new AppError('import.file-missing');
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.length > 0 && bytes.length < 4) throw new AppError('import.no-rows');
  return { name: file.name, bytes };
}

export function createImportPages({ imports, listExports, clock }: Deps): Router {
  const router = Router();
  const oneFile = express.raw({ type: 'multipart/form-data', limit: '5mb' });

  async function sendStart(res: Response, form: FormState): Promise<void> {
    const page = { form, kinds: importKinds, rowLimit, runs: await imports.latest() };
    const wrong = Object.keys(form.errors).length > 0;
    const context = consoleOf(res, '/imports');
    res
      .status(wrong ? 422 : 200)
      .type('html')
      .send(importStartPage(context, page).text);
  }

  /** The error of a column names it as the person knows it. */
  function named(res: Response, form: FormState): FormState {
    const error = form.errors['file'];
    const column = error?.params?.['column'] as Field | undefined;
    if (!error || column === undefined) return form;
    const params = { ...error.params, column: fieldNames(consoleOf(res).t)[column] };
    return withError(form, 'file', { ...error, params });
  }

  router.get('/imports', (_req, res) => sendStart(res, blank({ kind: 'people' })));

  router.post('/imports', oneFile, async (req, res) => {
    const parts = await partsOf(req);
    const kind = readQuery(kindField, parts.get('kind'));
    const form = blank({ kind });
    const prepared = await attempt(form, async () => {
      const { name, bytes } = await fileIn(parts);
      const rows = readRows(kind, await tableOf(bytes), words[kind]);
      return imports.prepare(byOf(res), { kind, name, rows });
    });
    if (!prepared.ok) return sendStart(res, named(res, prepared.form));
    res.redirect(303, `/imports/${prepared.value}`);
  });

  router.get('/imports/templates/:kind', async (req, res) => {
    const kind = found(kindField.safeParse(req.params.kind).data);
    const { format } = readQuery(fileQuery, req.query);
    const context = consoleOf(res);
    const rows = [examples(context.t)[kind]];
    await sendRows(res, format, { name: `mau-${kind}`, kind, rows });
  });

  router.post('/imports/current/:kind', async (req, res) => {
    const kind = found(z.enum(['groups', 'grants']).safeParse(req.params.kind).data);
    const { format } = readQuery(fileQuery, req.body);
    const rows = await imports.current(kind, consoleOf(res).settings.exportRows);
    const count = rows.length;
    await listExports.note(byOf(res), { what: kind, filter: {}, format, count });
    await sendRows(res, format, { name: kind, kind, rows });
  });

  /** A file in the columns of an import. */
  async function sendRows(
    res: Response,
    format: 'csv' | 'xlsx',
    { name, kind, rows }: { name: string; kind: ImportKind; rows: readonly CurrentRow[] },
  ): Promise<void> {
    const { t, locale } = consoleOf(res);
    const columns = fieldsOf[kind].map((field: Field): ListColumn<CurrentRow> => {
      const cell = (row: CurrentRow) => row[field] && sayValue(t, field, row[field]);
      return { title: fieldNames(t)[field], cell: (row) => cell(row) ?? null };
    });
    const file = { name, title: t.imports.kinds[kind], columns, batches: whole(rows) };
    await sendListFile(res, format, file, { locale, now: clock.now() });
  }

  async function sendRun(res: Response, id: string, refused?: AppError): Promise<void> {
    const run = found(await imports.find(id));
    const { outcome, after } = readQuery(runQuery, res.req.query);
    const { items, next } = await imports.lines(id, {
      ...given({ outcome, after }),
      limit: pageSize,
    });
    const context = consoleOf(res, `/imports/${id}`);
    const why = refused && context.t.errors[refused.code](refused.params);
    const page = importRunPage(context, { run, outcome, lines: items, after, next, refused: why });
    res
      .status(refused?.status ?? 200)
      .type('html')
      .send(page.text);
  }

  router.get('/imports/:id', (req, res) => sendRun(res, idOf(req.params.id)));

  router.post('/imports/:id/apply', async (req, res) => {
    const id = idOf(req.params.id);
    try {
      await imports.apply(byOf(res), id);
    } catch (error) {
      if (!(error instanceof AppError) || ![409, 422].includes(error.status)) throw error;
      return sendRun(res, id, error);
    }
    res.redirect(303, `/imports/${id}`);
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
      count: items.length,
      object: { type: 'import', id, name: run.fileName },
    });
    const { t, locale } = consoleOf(res);
    const columns: ListColumn<ImportLine>[] = [
      { title: t.imports.line, cell: ({ line }) => line },
      { title: t.imports.about, cell: ({ key }) => key },
      { title: t.imports.outcome, cell: (line) => t.imports.outcomes[line.outcome] },
      { title: t.imports.changes, cell: (line) => sentences({ t }, line).join('; ') },
    ];
    const file = { name: 'bao-cao-nhap', title: t.imports.title, columns, batches: whole(items) };
    await sendListFile(res, format, file, { locale, now: clock.now() });
  });

  return router;
}

async function* whole<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}
