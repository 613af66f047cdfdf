// Accounts of people and of programs. Owns who there is, by which names they sign in, where they
// work and in which state they are. Proofs of identity are in credentials/, people read from a
// directory are written by directory/ under the rules of account.ts and life-cycle.ts.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { directed, keysetSql, slice, type Key, type Reading, type Slice } from '../core/keyset.ts';
import { escapeLike, foldLoginName, searchKey } from '../core/text.ts';
import type { Account, Kind, State } from './account.ts';
import { createAccountChanges } from './account-changes.ts';
import { createAccountPage } from './account-page.ts';
import { conditionOf, datesLiteral, type Concern } from './concern.ts';
import { accountColumns } from './rows.ts';
import { createFindToSignIn } from './sign-in-name.ts';

export type Accounts = ReturnType<typeof createAccounts>;

export type AccountSearch = {
  text?: string;
  state?: State;
  kind?: Kind;
  unitId?: string; // with all units below it
  sourceId?: string;
  concern?: Concern; // accounts that want looking at
};
export type AccountPageQuery = AccountSearch & {
  sort?: AccountSort; // by name unless told otherwise
  after?: string; // a cursor: `next`, `previous`, or `lastPage`
  limit: number;
};
export const accountOrders = ['name', 'username', 'sign-in', 'created'] as const;
type AccountOrder = (typeof accountOrders)[number];
export type AccountSort = AccountOrder | `-${AccountOrder}`;
export type AccountListItem = Account & {
  unitName: string | null;
  unitCode: string | null;
  title: string | null;
};

const findById: Statement = {
  name: 'account-find',
  text: `SELECT ${accountColumns} FROM account a WHERE a.id = $1::uuid`,
};
const findByLogin: Statement = {
  name: 'account-find-by-login-name',
  text: `SELECT ${accountColumns}, p.account_id IS NOT NULL AS "hasLocalPassword"
    FROM login_name n JOIN account a ON a.id = n.account_id
    LEFT JOIN local_password p ON p.account_id = a.id
    WHERE n.name = $1`,
};

/** What an index holds for each order; the place of an account in it. */
const keys: Record<AccountOrder, Key> = {
  name: { sql: 'a.sort_key', type: 'text' },
  username: { sql: `(a.username COLLATE "C")`, type: 'text' },
  'sign-in': { sql: `coalesce(a.last_sign_in_at, '-infinity')`, type: 'timestamptz' },
  created: { sql: 'a.created_at', type: 'timestamptz' },
};
const id: Key = { sql: 'a.id', type: 'uuid' };

type Row = AccountListItem & { sortKey: string };
const keyOf: Record<AccountOrder, (row: Row) => string> = {
  name: ({ sortKey }) => sortKey,
  username: ({ username }) => username,
  'sign-in': ({ lastSignInAt }) => lastSignInAt?.toISOString() ?? '-infinity',
  created: ({ createdAt }) => createdAt.toISOString(),
};

function itemOf(row: Row): AccountListItem {
  const { sortKey: _, ...item } = row;
  return item;
}

// OFFSET 0, here and below, keeps the planner from gathering all posts of the province first.
const inside = `WITH RECURSIVE inside (id) AS (
    SELECT id FROM unit WHERE id = $1::uuid
    UNION SELECT u.id FROM inside i JOIN unit u ON u.parent_id = i.id
  )
  SELECT ARRAY(SELECT id FROM inside)::text[] AS units, ARRAY(
    SELECT p.account_id FROM inside i
    CROSS JOIN LATERAL (SELECT account_id FROM post WHERE unit_id = i.id OFFSET 0) p
    LIMIT $2::int)::text[] AS people`;

/** Up to so many people of a unit are looked up one by one; more are met soon on the way of the list. */
const smallUnit = 2_000;

// The last two say who is in a unit: the people themselves of a small one, else the units below it.
const anyone = `a.joined_to_id IS NULL AND ($1::text IS NULL OR a.search_key LIKE $1)
      AND ($2::text IS NULL OR a.search_key LIKE $2)
      AND ($3::text IS NULL OR a.search_key LIKE $3)
      AND ($4::text IS NULL OR a.search_key LIKE $4)
      AND ($5::text IS NULL OR a.state = $5)
      AND ($6::text IS NULL OR a.kind = $6)
      AND ($7::uuid IS NULL OR a.source_id = $7::uuid)
      AND ($8::uuid[] IS NULL OR a.id = ANY($8::uuid[]))`;
/** On the way of a list, person by person; for a number, from the posts of those units. */
const onTheWay = `${anyone} AND ($9::uuid[] IS NULL OR EXISTS (SELECT FROM post p
        WHERE p.account_id = a.id AND p.unit_id = ANY($9::uuid[]) OFFSET 0))`;
const inAll = `${anyone} AND ($9::uuid[] IS NULL OR a.id IN (SELECT p.account_id FROM post p
        WHERE p.unit_id = ANY($9::uuid[])))`;

// Unnamed on purpose (Prisma sends it so): planned for its values, the filters that are null fall away.
// `found` reads the index of the order (by name nothing else) or the trigrams; the rest is looked up for the page.
const pageSql = (also: string, where: string, orderBy: string) => `
  WITH found AS MATERIALIZED (
    SELECT a.id FROM account a
    WHERE ${onTheWay} ${also} AND ${where}
    ORDER BY ${orderBy}
    LIMIT $10::int
  )
  SELECT ${accountColumns}, a.sort_key AS "sortKey",
    unit_full_name(main.unit_id) AS "unitName", main.title AS "title",
    (SELECT u.code FROM unit u WHERE u.id = main.unit_id) AS "unitCode"
  FROM found JOIN account a ON a.id = found.id
  LEFT JOIN LATERAL (
    SELECT p.unit_id, p.title FROM post p
    WHERE p.account_id = a.id ORDER BY p.main DESC, p.id LIMIT 1
  ) main ON true
  ORDER BY ${orderBy}`;
const countSql = (also: string) => `SELECT count(*)::int AS count
  FROM (SELECT FROM account a WHERE ${inAll} ${also} LIMIT $10::int) found`;

/** Up to four words, each to be found somewhere: `an nguyen` finds Nguyễn Văn An. */
function patterns(text: string | undefined): (string | null)[] {
  const words = searchKey((text ?? '').slice(0, 200))
    .split(' ')
    .filter(Boolean)
    .slice(0, 4);
  return [0, 1, 2, 3].map((i) => (words[i] ? `%${escapeLike(words[i])}%` : null));
}

const idOrNull = (id: string | undefined) => (isId(id) ? id : null);

export function createAccounts(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  async function find(id: string): Promise<Account | undefined> {
    if (!isId(id)) return undefined;
    const [account] = await db.sql.query<Account>(findById, [id]);
    return account;
  }

  /** By user name, mail or a former one, however it was typed. */
  async function findByLoginName(
    name: string,
  ): Promise<{ account: Account; hasLocalPassword: boolean } | undefined> {
    const folded = foldLoginName(name.slice(0, 300));
    const [row] = await db.sql.query<Account & { hasLocalPassword: boolean }>(findByLogin, [
      folded,
    ]);
    if (!row) return undefined;
    const { hasLocalPassword, ...account } = row;
    return { account, hasLocalPassword };
  }

  /** Who is in a unit or below it: people, or units where there are many people. */
  async function insiders(unitId: string | undefined): Promise<[string[] | null, string[] | null]> {
    if (!isId(unitId)) return [null, null];
    type Insiders = { units: string[]; people: string[] };
    const [row] = await db.prisma.$queryRawUnsafe<Insiders[]>(inside, unitId, smallUnit + 1);
    const { units, people } = row!;
    return people.length > smallUnit ? [null, units] : [people, null];
  }

  /** One of a closed list, and moments of our own: nothing of it is anybody's text. */
  const looked = ({ concern }: AccountSearch): string =>
    concern ? `AND ${conditionOf(concern, datesLiteral(clock.now()))}` : '';

  const filters = async (query: AccountSearch) => [
    ...patterns(query.text),
    query.state ?? null,
    query.kind ?? null,
    idOrNull(query.sourceId),
    ...(await insiders(query.unitId)),
  ];

  /**
   * A page of people, by name as Vietnamese lists are (tên, họ, đệm) unless told otherwise. Bounded to
   * 500 a page. @throws AppError `request.malformed` for a cursor of another order.
   */
  async function search(query: AccountPageQuery): Promise<Slice<AccountListItem>> {
    const { sort = 'name', after: at } = query;
    const { by, descending } = directed<AccountOrder>(sort);
    const asked = await filters(query);
    const read = (reading: Reading) => {
      const { where, orderBy, values } = keysetSql({ key: keys[by], id, descending }, reading, 11);
      const all = [...asked, reading.take, ...values];
      return db.prisma.$queryRawUnsafe<Row[]>(pageSql(looked(query), where, orderBy), ...all);
    };
    const placeOf = (row: Row) => ({ key: keyOf[by](row), id: row.id });
    const limit = Math.min(Math.max(query.limit, 1), 500);
    const page = await slice({ sort, at, limit, read, placeOf });
    return { ...page, items: page.items.map(itemOf) };
  }

  /** How many people match; counted no further than `most`. */
  async function count(query: AccountSearch, most: number): Promise<number> {
    const values = [...(await filters(query)), most];
    const rows = await db.prisma.$queryRawUnsafe<{ count: number }[]>(
      countSql(looked(query)),
      ...values,
    );
    return rows[0]?.count ?? 0;
  }

  return {
    find,
    findByLoginName,
    findToSignIn: createFindToSignIn(deps),
    search,
    count,
    page: createAccountPage(db),
    ...createAccountChanges(deps),
  };
}
