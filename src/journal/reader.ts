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

/** Found entries, and from where to look on (a `before`) where the search was left off. */
type Read = { items: JournalEntry[]; reached: string | undefined };

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

  async function plan(filter: JournalFilter, before: string | undefined): Promise<Strategy> {
    const [names, range] = [await named(filter), await rangeOfTimes(filter)];
    return strategyOf(filter, names, { ...range, before: earlier(before, range.before) });
  }

  function newest(conditions: readonly Condition[], range: Range, limit: number) {
    const { where, values } = whereOf([...conditions, ...rangeOf(range)]);
    const order = `ORDER BY journal.id DESC LIMIT ${Math.trunc(limit)}`;
    return query<JournalEntry>(`SELECT ${columns} FROM journal WHERE ${where} ${order}`, values);
  }

  /** The newest of each of a few, and of all those the newest. */
  async function newestOfEach(few: Few, rest: readonly Condition[], range: Range, limit: number) {
    const ways = waysOf(few);
    const { where, values } = whereOf([...rest, ...rangeOf(range)], ways.length + 1);
    const order = `ORDER BY id DESC LIMIT ${Math.trunc(limit)}`;
    const found = ways.map(
      (way, i) => `SELECT entry.id FROM unnest($${i + 1}::text[]::${way.type}[]) AS one (id)
        CROSS JOIN LATERAL (
          SELECT journal.id FROM journal WHERE ${way.where} AND ${where} ORDER BY journal.id DESC
          LIMIT ${Math.trunc(limit)}) entry`,
    );
    return query<JournalEntry>(
      `SELECT ${columns} FROM journal WHERE id IN (
         SELECT id FROM (${found.join(' UNION ALL ')}) found ${order}) ORDER BY journal.id DESC`,
      [...ways.map(({ ones }) => ones), ...values],
    );
  }

  /**
   * Backwards part by part, each twice as long as the one before, until there are enough or patience
   * ends: conditions that hardly ever meet would have the journal read from end to end.
   */
  async function inParts(strategy: Strategy, limit: number, patienceMs: number): Promise<Read> {
    const { range, all } = strategy;
    const start = performance.now();
    const [newestId] = await query<{ id: number }>(end);
    const first = Number(range.after ?? 0) + 1;
    let stop = Math.min(Number(range.before ?? Infinity), newestId!.id + 1); // not looked at itself
    const items: JournalEntry[] = [];
    for (let part = firstPart; stop > first; part *= 2) {
      const begin = Math.max(first, stop - part);
      const here = { after: `${begin - 1}`, before: `${stop}` };
      items.push(...(await newest(all, here, limit - items.length)));
      stop = begin;
      if (items.length >= limit || performance.now() - start > patienceMs) break;
    }
    return { items, reached: stop > first ? `${stop}` : undefined };
  }

  /** Without patience it looks as far as there is a journal. */
  async function read(strategy: Strategy, limit: number, patienceMs = Infinity): Promise<Read> {
    const { way, range, all } = strategy;
    if (way === 'nothing') return { items: [], reached: undefined };
    if (way === 'parts') return inParts(strategy, limit, patienceMs);
    const items =
      way === 'each'
        ? await newestOfEach(strategy.lead, strategy.conditions, range, limit)
        : await newest(all, range, limit);
    return { items, reached: undefined };
  }

  return { plan, read };
}
