// The thread in which a foreign workbook is opened (spreadsheet.ts): whatever it makes the library do,
// it ends here, and not in the process that serves everybody. Gives cells as plain values.
import { parentPort, workerData } from 'node:worker_threads';
import { readXlsx } from 'hucre/xlsx';

const { bytes, range } = workerData as { bytes: Uint8Array; range: string };
const workbook = await readXlsx(bytes, { sheets: [0], range });
const sheet = workbook.sheets[0];
const rows = sheet?.rows.map((row, r) =>
  row.map((value, c) =>
    sheet.cells?.get(`${r},${c}`)?.formula === undefined ? value : { formula: true },
  ),
);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(rows);
