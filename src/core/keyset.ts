// Pages of a list by keyset. A cursor says in which order the list stood, which way to read, and the
// key and id of the row to go on from: the last page costs what the first does, and a row that comes
// or goes meanwhile shifts nothing. Opaque outside; what is not one of ours is refused, never guessed.
import { AppError } from './errors.ts';
import { isId } from './random.ts';

export type Place = { key: string; id: string };
export type Slice<Row> = { items: Row[]; next: string | undefined; previous: string | undefined };

/** The cursor of the last page, in whatever order. */
export const lastPage = 'last';

type Way = 'after' | 'before';
export type Reading = { from: Place | undefined; backwards: boolean; take: number };
export type Key = {
  sql: string; // an expression that an index begins with
  type: 'text' | 'timestamptz' | 'uuid';
};
/** `id` tells rows of one key apart; without it the key is of one row alone. */
export type Order = { key: Key; id?: Key; descending: boolean };

export const isRowNumber = (text: string): boolean => /^\d{1,18}$/.test(text);

const forms: Record<Key['type'], (text: string) => boolean> = {
  text: (text) => !text.includes('\0'),
  timestamptz: (text) => text === '-infinity' || /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/.test(text),
  uuid: isId,
};

const cursorOf = (sort: string, way: Way, { key, id }: Place): string =>
  Buffer.from(JSON.stringify([sort, way, key, id])).toString('base64url');

/** @throws AppError `request.malformed`, also where the cursor belongs to another order. */
function placeIn(cursor: string, sort: string): { way: Way; from: Place } {
  try {
    const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown;
    const [of, way, key, id] = parts as string[];
    if (of === sort && (way === 'after' || way === 'before') && typeof key === 'string' && id)
      return { way, from: { key, id } };
  } catch {
    // not even JSON
  }
  throw new AppError('request.malformed');
}

type Asked<Row> = {
  sort: string; // the name of the order
  at: string | undefined; // a cursor; undefined: the first page
  limit: number;
  read: (reading: Reading) => Promise<Row[]>; // in the direction it is told
  placeOf: (row: Row) => Place;
};

/** One page, always in the order of the list, with the cursors of its neighbours. */
export async function slice<Row>(asked: Asked<Row>): Promise<Slice<Row>> {
  const { sort, at, limit, read, placeOf } = asked;
  const place = at === undefined || at === lastPage ? undefined : placeIn(at, sort);
  const backwards = at === lastPage || place?.way === 'before';
  const rows = await read({ from: place?.from, backwards, take: limit + 1 });
  const more = rows.length > limit;
  if (backwards && place && !more) return slice({ ...asked, at: undefined }); // a whole first page
  const items = rows.slice(0, limit);
  if (backwards) items.reverse();
  const ends = { previous: items[0], next: items.at(-1) };
  const cursor = (way: Way, row: Row | undefined) => row && cursorOf(sort, way, placeOf(row));
  const before = backwards ? more : place !== undefined;
  const after = backwards ? place !== undefined : more;
  return {
    items,
    previous: before ? (cursor('before', ends.previous) ?? lastPage) : undefined,
    next: after ? cursor('after', ends.next) : undefined,
  };
}

/**
 * The condition and the order of one reading. `first` is the number of the first parameter: key and id
 * of the row to go on from, in `values`. @throws AppError `request.malformed` for what cannot be one.
 */
export function keysetSql(
  { key, id, descending }: Order,
  { from, backwards }: Reading,
  first: number,
) {
  const down = descending !== backwards;
  const parts = id ? [key, id] : [key];
  const orderBy = parts.map(({ sql }) => `${sql} ${down ? 'DESC' : 'ASC'}`).join(', ');
  if (!from) return { where: 'true', orderBy, values: [] };
  const values = id ? [from.key, from.id] : [from.key];
  if (parts.some(({ type }, i) => !forms[type](values[i]!)))
    throw new AppError('request.malformed');
  const columns = parts.map(({ sql }) => sql).join(', ');
  const places = parts.map(({ type }, i) => `$${first + i}::${type}`).join(', ');
  return { where: `(${columns}) ${down ? '<' : '>'} (${places})`, orderBy, values };
}

/** `-name` is `name` from its end. */
export const directed = <By extends string>(sort: By | `-${By}`) =>
  ({ by: sort.replace(/^-/, '') as By, descending: sort.startsWith('-') }) as const;

type ReadPage<Row> = (at: {
  after?: string;
}) => Promise<{ items: readonly Row[]; next: string | undefined }>;

/** The pages of a list one after the other, up to `limit` rows. */
export async function* pagesOf<Row>(
  read: ReadPage<Row>,
  limit: number,
): AsyncGenerator<readonly Row[]> {
  let left = limit;
  let after: string | undefined;
  do {
    const page = await read(after === undefined ? {} : { after });
    yield page.items.slice(0, left);
    left -= page.items.length;
    after = page.next;
  } while (after !== undefined && left > 0);
}

/** All of them at once. */
export async function collect<Row>(read: ReadPage<Row>, limit: number): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pagesOf(read, limit)) rows.push(...page);
  return rows;
}
