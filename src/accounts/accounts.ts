// Accounts of people and of programs. Owns who there is, by which names they sign in, where they
// work and in which state they are. Proofs of identity are in credentials/, people read from a
// directory are written by directory/ under the rules of account.ts and life-cycle.ts.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { escapeLike, foldLoginName, searchKey } from '../core/text.ts';
import type { Account, Kind, State } from './account.ts';
import { createAccountChanges } from './account-changes.ts';
import { createAccountPage } from './account-page.ts';
import { concerns, conditionOf, datesOf, type Concern } from './concern.ts';
import { accountColumns } from './rows.ts';

export type Accounts = ReturnType<typeof createAccounts>;

export type AccountSearch = {
  text?: string;
  state?: State;
  kind?: Kind;
  unitId?: string; // with all units below it
  sourceId?: string;
  concern?: Concern; // accounts that want looking at
  after?: string; // `next` of the page before
  limit: number;
};
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

// Unnamed on purpose (Prisma sends it so): planned for its values, the filters that are null fall away.
// `found` reads nothing but the index account_order (or the trigrams); the rest is looked up for the page.
const page = `
  WITH RECURSIVE inside (id) AS (
    SELECT id FROM unit WHERE id = $9::uuid
    UNION SELECT u.id FROM inside i JOIN unit u ON u.parent_id = i.id
  ), found AS MATERIALIZED (
    SELECT a.id FROM account a
    WHERE ($1::text IS NULL OR a.search_key LIKE $1)
      AND ($2::text IS NULL OR a.search_key LIKE $2)
      AND ($3::text IS NULL OR a.search_key LIKE $3)
      AND ($4::text IS NULL OR a.search_key LIKE $4)
      AND ($5::text IS NULL OR a.state = $5)
      AND ($6::text IS NULL OR a.kind = $6)
      AND ($7::uuid IS NULL
        OR (a.sort_key, a.id) > (SELECT b.sort_key, b.id FROM account b WHERE b.id = $7::uuid))
      AND ($8::uuid IS NULL OR a.source_id = $8::uuid)
      AND ($9::uuid IS NULL OR a.id IN (
        SELECT p.account_id FROM inside i JOIN post p ON p.unit_id = i.id))
      AND ($11::text IS NULL
        OR ${concerns.map((each) => `($11 = '${each}' AND ${conditionOf(each, '$12')})`).join(' OR ')})
    ORDER BY a.sort_key, a.id
    LIMIT $10::int
  )
  SELECT ${accountColumns}, unit_full_name(main.unit_id) AS "unitName", main.title AS "title",
    (SELECT u.code FROM unit u WHERE u.id = main.unit_id) AS "unitCode"
  FROM found JOIN account a ON a.id = found.id
  LEFT JOIN LATERAL (
    SELECT p.unit_id, p.title FROM post p
    WHERE p.account_id = a.id ORDER BY p.main DESC, p.id LIMIT 1
  ) main ON true
  ORDER BY a.sort_key, a.id`;

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

  /** People in the order of Vietnamese lists (tên, họ, đệm). Bounded to 500 a page. */
  async function search(
    query: AccountSearch,
  ): Promise<{ items: AccountListItem[]; next: string | undefined }> {
    const limit = Math.min(Math.max(query.limit, 1), 500);
    const rows = await db.prisma.$queryRawUnsafe<AccountListItem[]>(
      page,
      ...patterns(query.text),
      query.state ?? null,
      query.kind ?? null,
      idOrNull(query.after),
      idOrNull(query.sourceId),
      idOrNull(query.unitId),
      limit + 1,
      query.concern ?? null,
      datesOf(clock.now()),
    );
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
  }

  return {
    find,
    findByLoginName,
    search,
    page: createAccountPage(db),
    ...createAccountChanges(deps),
  };
}
