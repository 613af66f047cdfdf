// Reads the journal back: lists by keyset, newest first, and the export, which is journalled itself.
// Writing entries is journal.ts's; what an entry says in words is the edge's.
import type { Database } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { keysetSql, slice, type Key, type Reading, type Slice } from '../core/keyset.ts';
import { escapeLike, searchKey } from '../core/text.ts';
import type { Actor } from './actor.ts';
import type { JournalEntry, JournalFilter } from './entry.ts';
import { record, type Json } from './journal.ts';

/** More rows than this no spreadsheet enjoys, and one request must not hold a node for minutes. */
const exportLimit = 50_000;
const batch = 1_000;

export type Journal = ReturnType<typeof createJournal>;

const columns = `id::text AS id, at, event, outcome, actor_id AS "actorId", actor_name AS "actorName",
  account_id AS "accountId", account_name AS "accountName", unit_name AS "unitName",
  application_id AS "applicationId", application_name AS "applicationName",
  object_type AS "objectType", object_id AS "objectId", object_name AS "objectName",
  address, user_agent AS "userAgent", request_id AS "requestId", detail`;

const key: Key = { sql: 'journal.id', type: 'bigint' };
export const journalSorts = ['newest', 'oldest'] as const;
type JournalSort = (typeof journalSorts)[number];

type Condition = { sql: string; value: unknown };

// People are looked for under the names they have now: indexed, blind to marks, and a row of the
// journal keeps the name of its time beside the account it points to.
const people = `SELECT id FROM account WHERE search_key LIKE ?`;
const units = `WITH RECURSIVE inside (id) AS (SELECT id FROM unit WHERE search_key LIKE ?
  UNION SELECT u.id FROM inside i JOIN unit u ON u.parent_id = i.id) SELECT id FROM inside`;

/** Up to four words, each to be found somewhere: `an nguyen` finds Nguyễn Văn An. */
const patterns = (text: string | undefined): string[] =>
  searchKey(text ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, 4)
    .map((word) => `%${escapeLike(word)}%`);

/** The text of each condition holds `?` for its value, as often as it needs it. */
function conditionsOf(filter: JournalFilter): Condition[] {
  const all: [string, unknown][] = [
    ['event = ?', filter.event],
    ['outcome = ?', filter.outcome],
    ['account_id = ?::uuid', filter.accountId],
    ['actor_id = ?::uuid', filter.actorId],
    ['(account_id = ?::uuid OR actor_id = ?::uuid)', filter.either],
    ...patterns(filter.text).map((word): [string, unknown] => [`account_id IN (${people})`, word]),
    ...patterns(filter.actor).map((word): [string, unknown] => [
      `(actor_id IN (${people}) OR (actor_id IS NULL AND actor_name LIKE ?))`,
      word,
    ]),
    ...patterns(filter.unit).map((word): [string, unknown] => [`unit_id IN (${units})`, word]),
    ['application_id = ?::uuid', filter.applicationId],
    ['object_type = ?', filter.object?.type],
    ['object_id = ?', filter.object?.id],
    ['address = ?', filter.address],
    ['at >= ?', filter.from],
    ['at < ?', filter.to],
  ];
  return all
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([sql, value]) => ({ sql, value }));
}

/** Only the texts above and numbered places reach the statement; values never do. */
function whereOf(conditions: readonly Condition[]): { where: string; values: unknown[] } {
  const parts = conditions.map(({ sql }, i) => sql.replaceAll('?', `$${i + 1}`));
  return { where: parts.join(' AND ') || 'true', values: conditions.map(({ value }) => value) };
}

export function createJournal({ db }: { db: Database }) {
  const read = (text: string, values: unknown[]) =>
    db.prisma.$queryRawUnsafe<JournalEntry[]>(text, ...values);

  async function rows(filter: JournalFilter, before: string | undefined, limit: number) {
    if (before !== undefined && !/^\d{1,18}$/.test(before)) throw new AppError('request.malformed');
    const { where, values } = whereOf([
      ...conditionsOf(filter),
      ...(before === undefined ? [] : [{ sql: 'id < ?::bigint', value: before }]),
    ]);
    return read(
      `SELECT ${columns} FROM journal WHERE ${where} ORDER BY journal.id DESC LIMIT ${Math.trunc(limit)}`,
      values,
    );
  }

  /** `next` is the `before` of the page that follows, undefined at the end. */
  async function search(query: JournalFilter & { before?: string | undefined; limit: number }) {
    const { before, limit, ...filter } = query;
    const found = await rows(filter, before, limit + 1);
    const items = found.slice(0, limit);
    return { items, next: found.length > limit ? items.at(-1)!.id : undefined };
  }

  /** As `search`, in either order and from either end. `at` is a cursor: `next`, `previous`, or `lastPage`. */
  async function page(
    query: JournalFilter & { sort: JournalSort; at: string | undefined; limit: number },
  ): Promise<Slice<JournalEntry>> {
    const { sort, at, limit, ...filter } = query;
    const { where, values } = whereOf(conditionsOf(filter));
    const readPage = (reading: Reading) => {
      const from = keysetSql({ key, descending: sort === 'newest' }, reading, values.length + 1);
      const text = `SELECT ${columns} FROM journal WHERE ${where} AND ${from.where}
        ORDER BY ${from.orderBy} LIMIT ${Math.trunc(reading.take)}`;
      return read(text, [...values, ...from.values]);
    };
    const placeOf = (entry: JournalEntry) => ({ key: entry.id, id: entry.id });
    return slice({ sort, at, limit, read: readPage, placeOf });
  }

  async function find(id: string): Promise<JournalEntry | undefined> {
    if (!/^\d{1,18}$/.test(id)) return undefined;
    const [entry] = await read(`SELECT ${columns} FROM journal WHERE id = $1::bigint`, [id]);
    return entry;
  }

  /** The newest entries about a thing: a unit, a group, a source, a run … */
  async function byObject(type: string, id: string, limit = 10): Promise<JournalEntry[]> {
    return rows({ object: { type, id } }, undefined, limit);
  }

  /** Records that an export is made, and where it begins: the entry itself is not part of it. */
  async function announce(by: Actor, filter: JournalFilter, format: string) {
    const { where, values } = whereOf(conditionsOf(filter));
    return db.change(async (tx) => {
      const [row] = await tx.prisma.$queryRawUnsafe<{ count: number; end: string }[]>(
        `SELECT count(*)::int AS count, (coalesce(max(id), 0) + 1)::text AS end
         FROM (SELECT id FROM journal WHERE ${where} ORDER BY id DESC LIMIT ${exportLimit}) chosen`,
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

  /** The entries of an export in batches, newest first, at most `exportLimit` of them. */
  async function* exported(
    by: Actor,
    filter: JournalFilter,
    format: string,
  ): AsyncGenerator<JournalEntry[]> {
    const { count, end } = await announce(by, filter, format);
    let before = end;
    for (let left = count; left > 0;) {
      const entries = await rows(filter, before, Math.min(batch, left));
      if (entries.length === 0) return;
      yield entries;
      left -= entries.length;
      before = entries.at(-1)!.id;
    }
  }

  return { search, page, find, byObject, exported };
}
