// Lists that leave as files: made whole, written into the journal, then sent. A process makes a few at
// a time, because each may hold tens of thousands of rows.
import type { Response } from 'express';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { ListExport, ListExports } from '../journal/list-exports.ts';
import { byOf, consoleOf } from './administrator.ts';
import { sendListFile, type FileFormat, type ListColumn } from './list-file.ts';

export type WantedList<Row> = Omit<ListExport, 'count' | 'format'> & {
  format: FileFormat;
  columns: readonly ListColumn<Row>[];
  rows: () => Promise<readonly Row[]>;
};
export type SendList = ReturnType<typeof createListSender>;

const atOnce = 2;
const batch = 500;

export function createListSender({
  listExports,
  clock,
}: {
  listExports: ListExports;
  clock: Clock;
}) {
  let running = 0;

  /** @throws AppError `request.too-many` where enough others are being made. */
  return async function sendList<Row>(res: Response, wanted: WantedList<Row>): Promise<void> {
    if (running >= atOnce) throw new AppError('request.too-many');
    running += 1;
    try {
      const { columns, rows, ...about } = wanted;
      const all = await rows();
      await listExports.note(byOf(res), { ...about, count: all.length });
      const file = { name: about.what, title: about.what, columns, batches: inBatches(all) };
      await sendListFile(res, wanted.format, file, {
        locale: consoleOf(res).locale,
        now: clock.now(),
      });
    } finally {
      running -= 1;
    }
  };
}

/** The event loop serves others between two batches. */
async function* inBatches<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += batch) {
    yield rows.slice(from, from + batch);
    await new Promise(setImmediate);
  }
}
