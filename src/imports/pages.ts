// Where an import begins: a file goes up, templates and what there is now are taken away. The only page
// of the product that takes a file, on a route of its own. What becomes of it is in run-pages.ts.
import express, { Router, type Request, type Response } from 'express';
import { z } from 'zod';
import { importStartPage } from '../../views/imports/start.ts';
import { choiceNames, examples, fieldNames, sayValue } from '../../views/imports/words.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { searchKey } from '../core/text.ts';
import type { ListExports } from '../journal/list-exports.ts';
import { byOf, consoleOf } from '../web/administrator.ts';
import { attempt, blank, withError, type FormState } from '../web/forms.ts';
import { formatField, inOneBatch, sendListFile, type ListColumn } from '../web/list-file.ts';
import { locales, messagesFor } from '../web/messages/messages.ts';
import type { ReadTable } from '../web/foreign-table.ts';
import { settled } from '../web/patience.ts';
import { found, readQuery } from '../web/tables.ts';
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
  type Vocabulary,
} from './import.ts';
import type { Imports } from './imports.ts';

type Deps = {
  imports: Imports;
  readTable: ReadTable;
  listExports: ListExports;
  clock: Clock;
};

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
  if (!(file instanceof File) || file.name === '') throw new AppError('import.file-missing'); // none chosen
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.length > 0 && bytes.length < 4) throw new AppError('import.no-rows');
  return { name: file.name, bytes };
}

export function createImportPages({ imports, readTable, listExports, clock }: Deps): Router {
  const router = Router();
  const oneFile = express.raw({ type: 'multipart/form-data', limit: '5mb' });

  async function sendStart(res: Response, form: FormState, status = 422): Promise<void> {
    const page = { form, kinds: importKinds, rowLimit, runs: await imports.latest() };
    const wrong = Object.keys(form.errors).length > 0;
    const context = consoleOf(res, '/imports');
    res
      .status(wrong ? status : 200)
      .type('html')
      .send(importStartPage(context, page).text);
  }

  /** @throws AppError `import.…` that names the field `file`. */
  async function tableOf(bytes: Buffer): Promise<FileCell[][]> {
    if (bytes.length === 0) throw new AppError('import.file-missing');
    if (bytes.readUInt32BE(0) === 0xd0cf11e0) throw new AppError('import.old-excel');
    // The titles, and one row more than may be there.
    const read = await readTable(bytes, { rows: rowLimit + 2, columns: columnLimit });
    if ('table' in read) return read.table;
    throw new AppError(read.problem === 'encoding' ? 'import.encoding' : 'import.file-unreadable');
  }

  router.get('/imports', (_req, res) => sendStart(res, blank({ kind: 'people' })));

  router.post('/imports', oneFile, async (req, res) => {
    const parts = await partsOf(req);
    const kind = readQuery(kindField, parts.get('kind'));
    const form = blank({ kind });
    const file = await attempt(form, () => fileIn(parts));
    if (!file.ok) return sendStart(res, file.form);
    const { name, bytes } = file.value;
    const read = async () => readRows(kind, await tableOf(bytes), words[kind]);
    const started = await imports.start(byOf(res), { kind, name, read });
    const failed = await settled(started.ended);
    if (failed?.code === 'internal') throw failed;
    if (!failed) return res.redirect(303, `/imports/${started.id}`);
    const { code, params, status } = failed;
    if (params['seconds'] !== undefined) res.set('Retry-After', String(params['seconds']));
    await sendStart(res, withError(form, 'file', { code, params }), status);
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
    await listExports.note(byOf(res), { what: kind, filter: {}, format, rows: count });
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
    const file = { name, title: t.imports.kinds[kind], columns, batches: inOneBatch(rows) };
    await sendListFile(res, format, file, { locale, now: clock.now() });
  }

  return router;
}
