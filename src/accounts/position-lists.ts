// Reads who holds which position, and which titles are none.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { groupTitles, holdsWords, type Title, type TitleGroup } from './position.ts';
import type { State } from './account.ts';

/** `people`: active accounts that hold it now; with `more`, at least so many. */
export type Position = {
  code: string;
  name: string;
  nameEn: string;
  validFrom: Date | null;
  validTo: Date | null;
  replacedBy: string | null;
  alsoCalled: string[];
  people: number;
  more: boolean;
};

export type Holder = {
  postId: string;
  accountId: string;
  fullName: string;
  username: string;
  state: State;
  title: string | null;
  unitId: string;
  unitName: string;
};

// Counted as far as a page needs it, each through the index of its code: a position that a third of the
// province holds is not counted to the end. OFFSET 0 keeps the planner from gathering all posts first.
const countedTo = 2_000;
// Sent unnamed, by Prisma: a plan for any code would not know that this one is held by few or by many.
const list = `SELECT c.code, c.name, c.name_en AS "nameEn", c.valid_from AS "validFrom", c.valid_to AS "validTo",
      c.replaced_by AS "replacedBy", coalesce(c.also_called, '{}') AS "alsoCalled", h.people
    FROM catalog_item c CROSS JOIN LATERAL (
      SELECT count(DISTINCT account_id)::int AS people FROM (
        SELECT p.account_id FROM (
          SELECT account_id FROM post WHERE position_code = c.code
            AND (valid_from IS NULL OR valid_from <= $1::timestamptz) AND (valid_to IS NULL OR valid_to > $1::timestamptz) OFFSET 0
        ) p WHERE (SELECT state FROM account WHERE id = p.account_id) = 'active' LIMIT $3::int
      ) held
    ) h
    WHERE c.catalog = 'position' AND ($2::text IS NULL OR c.code = $2::text)
    ORDER BY c.replaced_by IS NOT NULL, c."order", c.code`;
const holders: Statement = {
  name: 'position-holders',
  text: `SELECT p.id AS "postId", a.id AS "accountId", a.full_name AS "fullName", a.username, a.state, p.title,
      p.unit_id AS "unitId", unit_full_name(p.unit_id) AS "unitName"
    FROM post p JOIN account a ON a.id = p.account_id
    WHERE p.position_code = $1 AND ($2::uuid IS NULL OR (a.sort_key, p.id) > (
      SELECT b.sort_key, q.id FROM post q JOIN account b ON b.id = q.account_id WHERE q.id = $2))
    ORDER BY a.sort_key, p.id LIMIT $3`,
};
const postsOf: Statement = {
  name: 'position-posts',
  text: 'SELECT count(*)::int AS posts FROM post WHERE position_code = $1',
};
const titles: Statement = {
  name: 'position-titles',
  text: `SELECT btrim(p.title) AS title, count(DISTINCT p.account_id)::int AS people
    FROM post p JOIN account a ON a.id = p.account_id AND a.state = 'active'
    WHERE p.position_code IS NULL AND btrim(p.title) <> '' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 2000`,
};

export function createPositionLists({ db, clock }: { db: Database; clock: Clock }) {
  async function read(code: string | null): Promise<Position[]> {
    type Row = Omit<Position, 'more'>;
    const values = [clock.now(), code, countedTo + 1];
    const rows = await db.prisma.$queryRawUnsafe<Row[]>(list, ...values);
    return rows.map(({ people, ...row }) => ({
      ...row,
      people: Math.min(people, countedTo),
      more: people > countedTo,
    }));
  }

  return {
    /** In the order of the catalogue, merged ones last. There are hundreds at most: no pages. */
    async list({ text }: { text?: string | undefined } = {}): Promise<Position[]> {
      return (await read(null)).filter(({ code, name, nameEn, alsoCalled }) =>
        holdsWords(text, [code, name, nameEn, ...alsoCalled]),
      );
    },

    async find(code: string): Promise<Position | undefined> {
      return (await read(code))[0];
    },

    /** Every post of that position, by the order of people's names; `next` is the `after` of the page that follows. */
    async holders(code: string, page: { after?: string; limit: number }) {
      const after = isId(page.after) ? page.after : null;
      const rows = await db.sql.query<Holder>(holders, [code, after, page.limit + 1]);
      const items = rows.slice(0, page.limit);
      return { items, next: rows.length > page.limit ? items.at(-1)?.postId : undefined };
    },

    /** All posts, of people in whatever state. */
    async countPosts(code: string): Promise<number> {
      return (await db.sql.query<{ posts: number }>(postsOf, [code]))[0]!.posts;
    },

    /** Titles that are no position, those of most people first. */
    async titles({ text }: { text?: string | undefined } = {}): Promise<TitleGroup[]> {
      const all = groupTitles(await db.sql.query<Title>(titles));
      return all.filter(({ spellings }) => holdsWords(text, spellings));
    },
  };
}
