// The thread in which a foreign file is read (foreign-table.ts): whatever it makes us or the library
// do, it ends here, and not in the process that serves everybody. Gives cells as texts.
import { parentPort, workerData } from 'node:worker_threads';
import { decodeText, parseCsv } from './read-csv.ts';
import { isBearable } from './spreadsheet-guard.ts';
import type { ReadCell, TableBounds, TableRead } from './foreign-table.ts';

const { bytes, most } = workerData as { bytes: Uint8Array; most: TableBounds };

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

/** The first sheet. A formula is told as such: what it would come to is nobody's word. */
async function readWorkbook(book: Buffer): Promise<ReadCell[][] | undefined> {
  if (!isBearable(book)) return undefined;
  const { readXlsx } = await import('hucre/xlsx');
  const range = `A1:${letters(most.columns)}${most.rows}`;
  const { sheets } = await readXlsx(book, { sheets: [0], range });
  const [sheet] = sheets;
  return sheet?.rows.map((row, r) =>
    row.map((value, c): ReadCell =>
      sheet.cells?.get(`${r},${c}`)?.formula === undefined ? textOf(value) : { formula: true },
    ),
  );
}

async function read(file: Buffer): Promise<TableRead> {
  if (file.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) {
    const table = await readWorkbook(file);
    return table ? { table } : { problem: 'unreadable' };
  }
  const text = decodeText(file);
  return text === undefined ? { problem: 'encoding' } : { table: parseCsv(text, most) };
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(await read(Buffer.from(bytes)));
