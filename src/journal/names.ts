// What the names in a filter of the journal stand for. People and units are looked for under the names
// they have now: indexed, blind to marks, and an entry keeps the name of its time beside the account it
// points to.
import type { Database } from '../core/database.ts';
import { escapeLike, searchKey } from '../core/text.ts';
import { conditionOf, whereOf } from './conditions.ts';
import type { JournalFilter } from './entry.ts';
import type { Named } from './strategy.ts';

/** More than these are not gone through one by one: many people have entries everywhere. */
const fewAtMost = 200;

/** Up to four words, each to be found somewhere: `an nguyen` finds Nguyễn Văn An. */
const wordsOf = (text: string): string[] =>
  searchKey(text).split(' ').filter(Boolean).slice(0, 4); // prettier-ignore
const patterns = (words: readonly string[]) => words.map((word) => `%${escapeLike(word)}%`);

/** Word by word: the trigrams of an index do not answer LIKE ALL. */
const peopleWith = (words: readonly string[]) =>
  `SELECT id FROM account WHERE ${words.map(() => 'search_key LIKE ?').join(' AND ')}`;
// Each word in the name of the unit or of one above it.
const unitsInside = `WITH RECURSIVE inside (id, word) AS (
    SELECT u.id, w.word FROM unnest($1::text[]) AS w (word) JOIN unit u ON u.search_key LIKE w.word
    UNION SELECT u.id, i.word FROM inside i JOIN unit u ON u.parent_id = i.id)
  SELECT id::text FROM inside GROUP BY id HAVING count(*) = (SELECT count(DISTINCT w) FROM unnest($1::text[]) w)`;
// Each name once, by jumping through the index from one to the next.
const namesOfNobody = `WITH RECURSIVE known (name) AS (
    (SELECT actor_name FROM journal WHERE actor_id IS NULL ORDER BY actor_name LIMIT 1)
    UNION ALL SELECT (SELECT j.actor_name FROM journal j
      WHERE j.actor_id IS NULL AND j.actor_name > k.name ORDER BY j.actor_name LIMIT 1)
    FROM known k WHERE k.name IS NOT NULL)
  SELECT name FROM known WHERE name IS NOT NULL LIMIT 5000`;

export function createNames(db: Database) {
  const read = <Row>(text: string, ...values: unknown[]) =>
    db.prisma.$queryRawUnsafe<Row[]>(text, ...values);

  /** Undefined where there are too many. */
  async function peopleOf(words: readonly string[]): Promise<string[] | undefined> {
    const { where, values } = whereOf([{ sql: peopleWith(words), values: patterns(words) }]);
    const rows = await read<{ id: string }>(`${where} LIMIT ${fewAtMost + 1}`, ...values);
    return rows.length > fewAtMost ? undefined : rows.map(({ id }) => id);
  }

  async function nobodies(words: readonly string[]): Promise<string[]> {
    const rows = await read<{ name: string }>(namesOfNobody);
    const holds = (key: string) => words.every((word) => key.includes(word));
    return rows.map(({ name }) => name).filter((name) => holds(searchKey(name)));
  }

  async function about(text: string): Promise<Named> {
    const words = wordsOf(text);
    if (words.length === 0) return { few: [], many: [] };
    const ids = await peopleOf(words);
    if (ids) return { few: [{ of: 'account', ids, names: [] }], many: [] };
    return {
      few: [],
      many: [{ sql: `account_id IN (${peopleWith(words)})`, values: patterns(words) }],
    };
  }

  async function by(text: string): Promise<Named> {
    const words = wordsOf(text);
    if (words.length === 0) return { few: [], many: [] };
    const [ids, names] = [await peopleOf(words), await nobodies(words)];
    if (ids && ids.length + names.length <= fewAtMost)
      return { few: [{ of: 'actor', ids, names }], many: [] };
    const sql = `CASE WHEN actor_id IS NULL THEN actor_name = ANY(?::text[]) ELSE actor_id IN (${peopleWith(words)}) END`;
    return { few: [], many: [{ sql, values: [names, ...patterns(words)] }] };
  }

  /** The units found, with all below them. Thousands at most. */
  async function inside(text: string): Promise<Named> {
    const words = wordsOf(text);
    if (words.length === 0) return { few: [], many: [] };
    const ids = (await read<{ id: string }>(unitsInside, patterns(words))).map(({ id }) => id);
    if (ids.length <= fewAtMost) return { few: [{ of: 'unit', ids, names: [] }], many: [] };
    return { few: [], many: [conditionOf({ of: 'unit', ids, names: [] })] };
  }

  return async function named(filter: JournalFilter): Promise<Named> {
    const { text = '', actor = '', unit = '', either: one, actorId } = filter;
    const all = [
      await about(text),
      await by(actor),
      await inside(unit),
      { few: one ? [{ of: 'either', ids: [one], names: [] } as const] : [], many: [] },
      { few: actorId ? [{ of: 'actor', ids: [actorId], names: [] } as const] : [], many: [] },
    ];
    return { few: all.flatMap(({ few }) => few), many: all.flatMap(({ many }) => many) };
  };
}
