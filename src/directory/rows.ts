// Many rows by one statement: one array per column, in slices, so that parameters are bounded and
// other requests come through in between.
import type { Sql, Statement } from '../core/database.ts';

const slice = 1_000;

/** One array per column, in the order of the statement's parameters. */
export type Columns<Row> = readonly ((row: Row) => string | number | boolean | null)[];

/** @param before parameters that stand before the columns. */
export async function writeRows<Row>(
  sql: Sql,
  statement: Statement,
  rows: readonly Row[],
  columns: Columns<Row>,
  before: readonly unknown[] = [],
): Promise<void> {
  for (let at = 0; at < rows.length; at += slice) {
    const part = rows.slice(at, at + slice);
    await sql.query(statement, [...before, ...columns.map((column) => part.map(column))]);
  }
}

/**
 * Pages of a query by a key that rises.
 * @param page gives the rows that follow `after`, as many as a page holds at most.
 */
export async function* pagesOf<Row extends { externalId: string }>(
  page: (after: string) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let after = ''; ;) {
    const rows = await page(after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.externalId;
  }
}

/** The next item is asked for while the last one is worked on: one of them waits at most. */
export async function* ahead<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const result = await next;
      if (result.done) return;
      next = iterator.next();
      next.catch(() => undefined); // heard when it is awaited
      yield result.value;
    }
  } finally {
    await next.catch(() => undefined);
    await iterator.return?.();
  }
}
