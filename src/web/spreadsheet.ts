// The only door to the library of spreadsheets, with its thread (read-workbook.ts). Owns how a sheet is written: text is always text
// (never a formula), moments are real dates in the time of Việt Nam, the first row stays in sight.
import { writeXlsxStream } from 'hucre/xlsx';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { isBearable } from './spreadsheet-guard.ts';

export type Cell = string | number | Date | null;

const zone = 7 * 3600 * 1000; // a cell of a sheet knows no time zone: it shows what the clock on the wall says
const longest = 32_767; // characters that Excel takes in one cell

/** XML 1.0 section 2.2: what may not stand in a document at all makes the whole file unreadable. */
const tame = (text: string): string =>
  text.replace(/[^\P{Cc}\t\n\r]|[\p{Cs}\p{Noncharacter_Code_Point}]/gu, '').slice(0, longest);

function cellOf(value: Cell): string | number | Date | null {
  if (value instanceof Date) return new Date(value.getTime() + zone);
  return typeof value === 'string' ? tame(value) : value;
}

async function* inCells(batches: AsyncIterable<readonly (readonly Cell[])[]>) {
  for await (const rows of batches) for (const row of rows) yield row.map(cellOf);
}

/** An XLSX file of one sheet, made while it is read: its size never stands in memory. */
export function xlsxStream(
  sheet: { name: string; columns: readonly { title: string; moment?: boolean }[] },
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
): Readable {
  const columns = sheet.columns.map(({ title: header, moment }) => {
    const width = Math.min(Math.max(header.length + 4, 18), 40);
    return { header, width, ...(moment && { numFmt: 'dd/mm/yyyy hh:mm:ss' }) };
  });
  const name = sheet.name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);
  const stream = writeXlsxStream(inCells(batches), { name, columns, freezePane: { rows: 1 } });
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]);
}

/** A cell as it was read. A formula is told as such: what it would come to is nobody's word. */
export type ReadCell = string | { formula: true };

const letters = (count: number): string => {
  const [high, low] = [Math.floor((count - 1) / 26), (count - 1) % 26];
  return `${high > 0 ? String.fromCharCode(64 + high) : ''}${String.fromCharCode(65 + low)}`;
};

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

const readForMs = 10_000; // ten thousand rows take about a second
const memory = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 };

/** Cells of the first sheet, opened apart; undefined where it fails, takes too long or too much. */
function opened(bytes: Buffer, range: string): Promise<unknown[][] | undefined> {
  const worker = new Worker(new URL('./read-workbook.ts', import.meta.url), {
    workerData: { bytes: new Uint8Array(bytes), range },
    resourceLimits: memory,
    env: {},
  });
  return new Promise((resolve) => {
    const late = setTimeout(() => void worker.terminate(), readForMs);
    worker.once('message', resolve);
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => {
      clearTimeout(late);
      resolve(undefined); // where it said nothing
    });
  });
}

const isFormula = (value: unknown): value is { formula: true } =>
  typeof value === 'object' && value !== null && 'formula' in value;

/**
 * The first sheet, at most `rows` × `columns` of it however far it reaches; undefined where the file is
 * no workbook, too large once unpacked or not to be read in bearable time.
 */
export async function readSheet(
  bytes: Buffer,
  most: { rows: number; columns: number },
): Promise<ReadCell[][] | undefined> {
  if (!isBearable(bytes)) return undefined;
  const range = `A1:${letters(most.columns)}${most.rows}`;
  const rows = await opened(bytes, range);
  return rows?.map((row) =>
    row.map((value) => (isFormula(value) ? { formula: true } : textOf(value))),
  );
}
