// Reads entries of the journal, newest first, by the way that strategy.ts says.
import type { Database } from '../core/database.ts';
import { waysOf, whereOf, rangeOf, type Condition, type Few, type Range } from './conditions.ts';
import type { JournalEntry, JournalFilter } from './entry.ts';
import { createNames } from './names.ts';
import { strategyOf, type Strategy } from './strategy.ts';

export const columns = `id::text AS id, at, event, outcome, actor_id AS "actorId", actor_name AS "actorName",
  account_id AS "accountId", account_name AS "accountName", unit_name AS "unitName",
  application_id AS "applicationId", application_name AS "applicationName",
  object_type AS "objectType", object_id AS "objectId", object_name AS "objectName",
  address, user_agent AS "userAgent", request_id AS "requestId", detail`;

// An entry has the time at which its transaction began, and its number from when it was written: it may
// stand later than entries of a later time, but not by more than the longest transaction.
const bounds = `SELECT
  (SELECT id FROM journal WHERE at < $1::timestamptz - interval '1 hour' ORDER BY at DESC LIMIT 1)::text AS after,
  (SELECT id FROM journal WHERE at >= $2::timestamptz + interval '1 hour' ORDER BY at LIMIT 1)::text AS before`;
const end = 'SELECT coalesce(max(id), 0)::float8 AS id FROM journal';

/** How many at most, and whether the newest come first. */
export type Wanted = { limit: number; newestFirst: boolean };
/** Found entries; and beyond which number to look on, where the search was left off. */
type Read = { items: JournalEntry[]; reached: string | undefined };

const orderOf = ({ limit, newestFirst }: Wanted, column = 'journal.id') =>
  `ORDER BY ${column} ${newestFirst ? 'DESC' : 'ASC'} LIMIT ${Math.trunc(limit)}`;

/** The next part of the numbers from `first` up to, and without, `stop`; and what is left of them. */
function partOf(first: number, stop: number, size: number, { newestFirst }: Wanted) {
  const cut = newestFirst ? Math.max(first, stop - size) : Math.min(stop, first + size);
  const [from, to] = newestFirst ? [cut, stop] : [first, cut];
  const left = newestFirst ? { first, stop: cut } : { first: cut, stop };
  return { here: { after: `${from - 1}`, before: `${to}` }, ...left };
}

const later = (a: string | undefined, b: string | undefined) =>
  a === undefined || (b !== undefined && Number(b) > Number(a)) ? b : a;
const earlier = (a: string | undefined, b: string | undefined) =>
  a === undefined || (b !== undefined && Number(b) < Number(a)) ? b : a;

/** `firstPart`: how many numbers are looked at first where a search goes in parts. */
export function createReader({ db, firstPart }: { db: Database; firstPart: number }) {
  const named = createNames(db);
  // Prisma sends it unnamed: planned for its very values, which differ by orders of magnitude.
  const query = <Row>(text: string, values: readonly unknown[] = []) =>
    db.prisma.$queryRawUnsafe<Row[]>(text, ...values);

  async function rangeOfTimes({ from, to }: JournalFilter): Promise<Range> {
    if (!from && !to) return {};
    type Row = { after: string | null; before: string | null };
    const [row] = await query<Row>(bounds, [from ?? null, to ?? null]);
    return { after: row?.after ?? undefined, before: row?.before ?? undefined };
  }

  /** `range`: only entries within it. */
  async function plan(filter: JournalFilter, range: Range): Promise<Strategy> {
    const [names, times] = [await named(filter), await rangeOfTimes(filter)];
    const after = later(range.after, times.after);
    const before = earlier(range.before, times.before);
    return strategyOf(filter, names, { after, before });
  }

  function whole(conditions: readonly Condition[], range: Range, wanted: Wanted) {
    const { where, values } = whereOf([...conditions, ...rangeOf(range)]);
    const text = `SELECT ${columns} FROM journal WHERE ${where} ${orderOf(wanted)}`;
    return query<JournalEntry>(text, values);
  }

  /** The first of each of a few, and of all those the first. */
  async function each(few: Few, rest: readonly Condition[], range: Range, wanted: Wanted) {
    const ways = waysOf(few);
    const { where, values } = whereOf([...rest, ...rangeOf(range)], ways.length + 1);
    const found = ways.map(
      (way, i) => `SELECT entry.id FROM unnest($${i + 1}::${way.type}[]) AS one (id)
        CROSS JOIN LATERAL (
          SELECT journal.id FROM journal WHERE ${way.where} AND ${where} ${orderOf(wanted)}) entry`,
    );
    return query<JournalEntry>(
      `SELECT ${columns} FROM journal WHERE id IN (
         SELECT id FROM (${found.join(' UNION ALL ')}) found ${orderOf(wanted, 'id')})
       ${orderOf(wanted)}`,
      [...ways.map(({ ones }) => ones), ...values],
    );
  }

  /**
   * Part by part, each twice as long as the one before, until there are enough or patience ends:
   * conditions that hardly ever meet would have the journal read from end to end.
   */
  async function inParts(strategy: Strategy, wanted: Wanted, patienceMs: number): Promise<Read> {
    const { range, all } = strategy;
    const start = performance.now();
    const [newest] = await query<{ id: number }>(end);
    let first = Number(range.after ?? 0) + 1;
    let stop = Math.min(Number(range.before ?? Infinity), newest!.id + 1);
    const items: JournalEntry[] = [];
    for (let size = firstPart; stop > first; size *= 2) {
      const part = partOf(first, stop, size, wanted);
      const limit = wanted.limit - items.length;
      items.push(...(await whole(all, part.here, { ...wanted, limit })));
      ({ first, stop } = part);
      if (items.length >= wanted.limit || performance.now() - start > patienceMs) break;
    }
    const reached = `${wanted.newestFirst ? stop : first - 1}`;
    return { items, reached: stop > first ? reached : undefined };
  }

  /** Without patience it looks as far as there is a journal. */
  async function read(strategy: Strategy, wanted: Wanted, patienceMs = Infinity): Promise<Read> {
    const { way, range, all } = strategy;
    if (way === 'nothing') return { items: [], reached: undefined };
    if (way === 'parts') return inParts(strategy, wanted, patienceMs);
    const items =
      way === 'each'
        ? await each(strategy.lead, strategy.conditions, range, wanted)
        : await whole(all, range, wanted);
    return { items, reached: undefined };
  }

  return { plan, read };
}
