// The door to the library of spreadsheets for writing; reading is in a thread (read-table.ts). Owns how
// a sheet is written: text is always text (never a formula), moments are real dates in the time of
// Việt Nam, the first row stays in sight.
import { writeXlsxStream } from 'hucre/xlsx';
import { Readable } from 'node:stream';

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
