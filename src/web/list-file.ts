// A list as a file to take away: CSV or XLSX from the same columns. Sent while it is made, in
// batches; how many rows there may be is bounded by whoever makes them.
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { byteOrderMark, csvLine } from './csv.ts';
import { formatDate, formatMoment, formatNumber } from './dates.ts';
import type { Locale } from './messages/messages.ts';
import { xlsxStream, type Cell } from './spreadsheet.ts';
import { filterChoice } from './tables.ts';

const fileFormats = ['csv', 'xlsx'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** The button that was pressed; CSV where a program pressed none. */
export const formatField = () => filterChoice(fileFormats).transform((format) => format ?? 'csv');

/** `moment`: the cells are dates. A cell is text, a number, a moment or nothing. */
export type ListColumn<Row> = { title: string; cell: (row: Row) => Cell; moment?: boolean };

export type ListFile<Row> = {
  name: string; // of the file, ASCII, without its ending
  title: string; // of the sheet
  columns: readonly ListColumn<Row>[];
  batches: AsyncIterable<readonly Row[]>;
};

const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A browser that takes nothing for so long is given up: what it keeps waiting is bounded for everybody. */
const patienceMs = 60_000;

const written = (cell: Cell, locale: Locale): string | null => {
  if (cell instanceof Date) return formatMoment(cell);
  return typeof cell === 'number' ? formatNumber(cell, locale) : cell;
};

async function* csvOf(
  titles: readonly string[],
  batches: AsyncIterable<readonly (readonly Cell[])[]>,
  locale: Locale,
) {
  yield byteOrderMark + csvLine(titles);
  for await (const rows of batches)
    yield rows.map((row) => csvLine(row.map((cell) => written(cell, locale)))).join('');
}

async function* cellsOf<Row>({ columns, batches }: ListFile<Row>) {
  for await (const rows of batches) yield rows.map((row) => columns.map(({ cell }) => cell(row)));
}

/** What failed before the first row still becomes an error page; later the download breaks off. */
export async function sendListFile<Row>(
  res: Response,
  format: FileFormat,
  file: ListFile<Row>,
  { locale, now, idleMs = patienceMs }: { locale: Locale; now: Date; idleMs?: number },
): Promise<void> {
  const { columns, title } = file;
  const cells = begun(cellsOf(file));
  await cells.first;
  const day = formatDate(now).split('/').reverse().join('-');
  const titles = columns.map((column) => column.title);
  res.attachment(`${file.name}-${day}.${format}`);
  res.type(format === 'csv' ? 'text/csv' : xlsxType).set('Cache-Control', 'no-store');
  const stream =
    format === 'csv'
      ? Readable.from(csvOf(titles, cells.rest(), locale))
      : xlsxStream({ name: title, columns }, cells.rest());
  res.setTimeout(idleMs, () => res.destroy());
  await pipeline(stream, res).catch((error: unknown) => {
    if (!res.destroyed) throw error; // a browser that went away is no error
  });
}

/** Asks for the first batch at once, and gives it back with the others. */
function begun<T>(batches: AsyncGenerator<T>) {
  const first = batches.next();
  async function* rest(): AsyncGenerator<T> {
    const step = await first;
    if (step.done) return;
    yield step.value;
    yield* batches;
  }
  return { first, rest };
}

/** Rows that are all there already. */
export async function* inOneBatch<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}
