// Lists that leave as files. No row leaves before the journal knows of it: a list of one page is written
// there with its length; a longer one is sent while it is read, and a second entry says how it ended. A
// process makes a few at a time, because each keeps the database busy.
import type { Response } from 'express';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import type { ListExport, ListExports } from '../journal/list-exports.ts';
import { byOf, consoleOf } from './administrator.ts';
import { sendListFile, type FileFormat, type ListColumn } from './list-file.ts';

export type WantedList<Row> = Omit<ListExport, 'format' | 'rows'> & {
  format: FileFormat;
  columns: readonly ListColumn<Row>[];
  /** Whole, or page by page: then no more than a page of it stands in memory. */
  rows: () => Promise<readonly Row[]> | AsyncGenerator<readonly Row[]>;
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

  async function send<Row>(res: Response, wanted: WantedList<Row>): Promise<void> {
    const { columns, rows, ...about } = wanted;
    const by = byOf(res);
    const pages = await inPages(rows());
    const known = pages.whole && { rows: pages.first.length };
    await listExports.note(by, { ...about, ...known });
    const tally = { rows: 0, ended: pages.whole };
    const end = async (whole: boolean) => {
      tally.ended = true;
      await listExports.noteEnd(by, { ...about, rows: tally.rows, whole });
    };
    async function* batches() {
      for await (const batch of pages.all()) {
        tally.rows += batch.length;
        yield batch;
      }
      if (!tally.ended) await end(true); // before the last byte leaves
    }
    const file = { name: about.what, title: about.what, columns, batches: batches() };
    const told = { locale: consoleOf(res).locale, now: clock.now() };
    try {
      await sendListFile(res, wanted.format, file, told);
    } finally {
      if (!tally.ended) await end(false); // the browser went away, or the reading failed
    }
  }

  /** @throws AppError `request.too-many` where enough others are being made. */
  return async function sendList<Row>(res: Response, wanted: WantedList<Row>): Promise<void> {
    if (running >= atOnce) throw new AppError('request.too-many');
    running += 1;
    try {
      await send(res, wanted);
    } finally {
      running -= 1;
    }
  };
}

/** `whole`: all of them are in `first`. Looks one page ahead to tell. */
async function inPages<Row>(rows: ReturnType<WantedList<Row>['rows']>) {
  if (rows instanceof Promise) {
    const first = await rows;
    return { first, whole: true, all: () => inBatches(first) };
  }
  const [one, two] = [await rows.next(), await rows.next()];
  const first: readonly Row[] = one.done ? [] : one.value;
  async function* all(): AsyncGenerator<readonly Row[]> {
    yield first;
    if (two.done) return;
    yield two.value;
    yield* rows as AsyncGenerator<readonly Row[]>;
  }
  return { first, whole: two.done === true, all };
}

/** The event loop serves others between two batches. */
async function* inBatches<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let from = 0; from < rows.length; from += batch) {
    yield rows.slice(from, from + batch);
    await new Promise(setImmediate);
  }
}
