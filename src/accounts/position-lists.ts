// Reads who holds which position, and which titles are none.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { groupTitles, holdsWords, type Title, type TitleGroup } from './position.ts';
import type { State } from './account.ts';

/** `people`: active accounts that hold it now. */
export type Position = {
  code: string;
  name: string;
  nameEn: string;
  validFrom: Date | null;
  validTo: Date | null;
  replacedBy: string | null;
  alsoCalled: string[];
  people: number;
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

const list: Statement = {
  name: 'position-list',
  text: `SELECT c.code, c.name, c.name_en AS "nameEn", c.valid_from AS "validFrom", c.valid_to AS "validTo",
      c.replaced_by AS "replacedBy", coalesce(c.also_called, '{}') AS "alsoCalled",
      coalesce(h.people, 0) AS people
    FROM catalog_item c LEFT JOIN (
      SELECT code, count(*)::int AS people FROM (
        SELECT DISTINCT p.position_code AS code, p.account_id
        FROM post p JOIN account a ON a.id = p.account_id AND a.state = 'active'
        WHERE p.position_code IS NOT NULL AND ($2::text IS NULL OR p.position_code = $2)
          AND (p.valid_from IS NULL OR p.valid_from <= $1) AND (p.valid_to IS NULL OR p.valid_to > $1)
      ) held GROUP BY 1
    ) h ON h.code = c.code
    WHERE c.catalog = 'position' AND ($2::text IS NULL OR c.code = $2)
    ORDER BY c.replaced_by IS NOT NULL, c."order", c.code`,
};
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
  return {
    /** In the order of the catalogue, merged ones last. There are hundreds at most: no pages. */
    async list({ text }: { text?: string | undefined } = {}): Promise<Position[]> {
      const all = await db.sql.query<Position>(list, [clock.now(), null]);
      return all.filter(({ code, name, nameEn, alsoCalled }) =>
        holdsWords(text, [code, name, nameEn, ...alsoCalled]),
      );
    },

    async find(code: string): Promise<Position | undefined> {
      return (await db.sql.query<Position>(list, [clock.now(), code]))[0];
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
