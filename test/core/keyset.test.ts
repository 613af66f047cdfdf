// Pages by keyset, whatever the rows: every row once, in one order, in both directions.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { collect, lastPage, slice, type Reading } from '../../src/core/keyset.ts';

type Row = { key: string; id: string };

const compare = (a: Row, b: Row) =>
  a.key === b.key ? Number(a.id > b.id) - Number(a.id < b.id) : a.key > b.key ? 1 : -1;

/** As a database would read them. */
const readerOf = (rows: readonly Row[]) => {
  const sorted = rows.toSorted(compare);
  return async ({ from, backwards, take }: Reading) => {
    const there = backwards ? sorted.toReversed() : sorted;
    const place = from && { key: from.key, id: from.id };
    const rest = there.filter(
      (row) => !place || (backwards ? compare(row, place) < 0 : compare(row, place) > 0),
    );
    return rest.slice(0, take);
  };
};

const many = fc.uniqueArray(
  fc.record({ key: fc.constantFrom('', 'a', 'b', 'ă'), id: fc.integer().map(String) }),
  { selector: ({ id }) => id, maxLength: 40 },
);

describe('slices', () => {
  test('hold every row once forwards, and once backwards from the last page', async () => {
    await fc.assert(
      fc.asyncProperty(many, fc.integer({ min: 1, max: 9 }), async (rows, limit) => {
        const read = readerOf(rows);
        const page = (at: string | undefined) =>
          slice({ sort: 'name', at, limit, read, placeOf: (row) => row });
        const sorted = rows.toSorted(compare);
        expect(await collect(({ after }) => page(after), 1000)).toEqual(sorted);
        const last = await page(lastPage);
        expect(last.next).toBeUndefined();
        expect(last.items).toEqual(sorted.slice(-limit));
        const seen = [last.items];
        for (let at = last.previous; at;) {
          const before = await page(at);
          seen.unshift(before.items);
          at = before.previous;
        }
        // Only the first page may repeat rows: it is a whole one.
        expect([...new Set(seen.flat())].toSorted(compare)).toEqual(sorted);
        if (seen.length > 1) expect(seen[0]).toEqual(sorted.slice(0, limit));
      }),
    );
  });

  test('know their neighbours: back from the second is the first', async () => {
    await fc.assert(
      fc.asyncProperty(many, fc.integer({ min: 1, max: 9 }), async (rows, limit) => {
        const read = readerOf(rows);
        const page = (at: string | undefined) =>
          slice({ sort: 'name', at, limit, read, placeOf: (row) => row });
        const first = await page(undefined);
        expect(first.previous).toBeUndefined();
        expect(first.next !== undefined).toBe(rows.length > limit);
        if (!first.next) return;
        const second = await page(first.next);
        expect((await page(second.previous)).items).toEqual(first.items);
      }),
    );
  });
});
