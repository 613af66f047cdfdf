// Reads the journal back: lists by keyset, newest first, and the export, which is journalled itself.
// Writing entries is journal.ts's; what an entry says in words is the edge's.
import type { Database } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isRowNumber, slice, type Place, type Reading, type Slice } from '../core/keyset.ts';
import type { Actor } from './actor.ts';
import { rangeOf, whereOf } from './conditions.ts';
import type { JournalEntry, JournalFilter } from './entry.ts';
import { record, type Json } from './journal.ts';
import { columns, createReader } from './reader.ts';

const batch = 1_000;

/** How long a page is looked for where no index leads to it, and how much of the journal at first. */
const usualPatience = { patienceMs: 50, firstPart: 50_000 };

export const journalSorts = ['newest', 'oldest'] as const;
type JournalSort = (typeof journalSorts)[number];

/** An entry, or where a search stopped that had looked far enough. */
type Found = { entry: JournalEntry | undefined; place: Place };
const placeOf = (number: string): Place => ({ key: number, id: number });

export type Journal = ReturnType<typeof createJournal>;

export function createJournal(deps: {
  db: Database;
  /** At most so many entries in one export: a request must not hold a node for minutes. */
  exportRows: () => Promise<number>;
  patience?: typeof usualPatience;
}) {
  const { db, patience = usualPatience } = deps;
  const reader = createReader({ db, ...patience });

  /**
   * `next` is the `before` of the page that follows, undefined at the end. A page may be shorter than
   * `limit`, even empty, and still have a `next`: so far back was looked for now.
   */
  async function search(
    query: JournalFilter & { before?: string | undefined; limit: number },
  ): Promise<{ items: JournalEntry[]; next: string | undefined }> {
    const { before, limit, ...filter } = query;
    if (before !== undefined && !isRowNumber(before)) throw new AppError('request.malformed');
    const plan = await reader.plan(filter, { before });
    const wanted = { limit: limit + 1, newestFirst: true };
    const found = await reader.read(plan, wanted, patience.patienceMs);
    const items = found.items.slice(0, limit);
    return { items, next: found.items.length > limit ? items.at(-1)!.id : found.reached };
  }

  /**
   * As `search`, in either order and from either end. `at` is a cursor: `next`, `previous`, or
   * `lastPage`. `partial`: so far was looked for now; the next or the previous page goes on from there.
   */
  async function page(
    query: JournalFilter & { sort: JournalSort; at: string | undefined; limit: number },
  ): Promise<Slice<JournalEntry> & { partial: boolean }> {
    const { sort, at, limit, ...filter } = query;
    const read = async ({ from, backwards, take }: Reading): Promise<Found[]> => {
      const newestFirst = (sort === 'newest') !== backwards;
      if (from && !isRowNumber(from.key)) throw new AppError('request.malformed');
      const plan = await reader.plan(
        filter,
        newestFirst ? { before: from?.key } : { after: from?.key },
      );
      const found = await reader.read(plan, { limit: take, newestFirst }, patience.patienceMs);
      const items = found.items.map((entry): Found => ({ entry, place: placeOf(entry.id) }));
      if (found.reached === undefined) return items;
      // Rows that stand for what was passed over fill the page.
      const stop = { entry: undefined, place: placeOf(found.reached) };
      return [...items, ...Array.from({ length: take - items.length }, () => stop)];
    };
    const found = await slice({ sort, at, limit, read, placeOf: ({ place }) => place });
    const items = found.items.flatMap(({ entry }) => entry ?? []);
    return { ...found, items, partial: items.length < found.items.length };
  }

  async function find(id: string): Promise<JournalEntry | undefined> {
    if (!isRowNumber(id)) return undefined;
    const text = `SELECT ${columns} FROM journal WHERE id = $1::bigint`;
    const [entry] = await db.prisma.$queryRawUnsafe<JournalEntry[]>(text, id);
    return entry;
  }

  /** The newest entries about a thing: a unit, a group, a source, a run … */
  async function byObject(type: string, id: string, limit = 10): Promise<JournalEntry[]> {
    return (await search({ object: { type, id }, limit })).items;
  }

  /** Records that an export is made, and where it begins: the entry itself is not part of it. */
  async function announce(by: Actor, filter: JournalFilter, format: string) {
    const { all, range } = await reader.plan(filter, {});
    const { where, values } = whereOf([...all, ...rangeOf(range)]);
    const most = Math.trunc(await deps.exportRows());
    return db.change(async (tx) => {
      const [row] = await tx.prisma.$queryRawUnsafe<{ count: number; end: string }[]>(
        `SELECT count(*)::int AS count, (coalesce(max(id), 0) + 1)::text AS end
         FROM (SELECT id FROM journal WHERE ${where} ORDER BY id DESC LIMIT ${most}) chosen`,
        ...values,
      );
      const asked = JSON.parse(JSON.stringify(filter)) as Record<string, Json>;
      await record(tx, by, {
        event: 'journal.exported',
        detail: { filter: asked, format, rows: row!.count },
      });
      return row!;
    });
  }

  /** The entries of an export in batches, newest first, at most `exportRows` of them. */
  async function* exported(
    by: Actor,
    filter: JournalFilter,
    format: string,
  ): AsyncGenerator<JournalEntry[]> {
    const { count, end } = await announce(by, filter, format);
    let before = end;
    for (let left = count; left > 0;) {
      const plan = await reader.plan(filter, { before });
      const wanted = { limit: Math.min(batch, left), newestFirst: true };
      const { items: entries } = await reader.read(plan, wanted);
      if (entries.length === 0) return;
      yield entries;
      left -= entries.length;
      before = entries.at(-1)!.id;
    }
  }

  return { search, page, find, byObject, exported };
}
