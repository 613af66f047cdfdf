// Global search: people, units, groups and applications at once, blind to marks and đ. The first few of
// each kind; the lists of the rooms show the rest. People are searched by accounts/, which has the index.
import type { Database, Statement } from '../core/database.ts';
import { escapeLike, searchKey } from '../core/text.ts';

const kinds = ['people', 'units', 'groups', 'applications'] as const;
export type FoundKind = (typeof kinds)[number];
export type Hit = { id: string; name: string; note: string | null; closed: boolean };
type Hits = { items: Hit[]; more: boolean };
export type Found = Record<FoundKind, Hits>;

const shownOfEach = 8;

type People = (query: { text: string; limit: number }) => Promise<{
  items: {
    id: string;
    fullName: string;
    username: string;
    unitName: string | null;
    state: string;
  }[];
}>;

const units: Statement = {
  name: 'console-find-units',
  text: `SELECT u.id, unit_full_name(u.id) AS name, u.code AS note, u.state = 'closed' AS closed
         FROM (SELECT id, code, state, search_key FROM unit WHERE search_key LIKE ALL ($1::text[])
               ORDER BY state, search_key, id LIMIT $2) u
         ORDER BY u.state, u.search_key, u.id`,
};
const groups: Statement = {
  name: 'console-find-groups',
  text: `SELECT id, name, code AS note, state = 'closed' AS closed FROM "group"
         WHERE search_key LIKE ALL ($1::text[]) ORDER BY state, search_key, id LIMIT $2`,
};
const applications: Statement = {
  name: 'console-find-applications',
  text: `SELECT id, name, name_en AS "nameEn", client_id AS note, state = 'retired' AS closed
         FROM application ORDER BY "order", name, id LIMIT 2000`,
};

/** Up to four words, each to be found somewhere: `so noi` finds Sở Nội vụ. */
const wordsOf = (text: string): string[] =>
  searchKey(text.slice(0, 200)).split(' ').filter(Boolean).slice(0, 4);

const cut = (items: Hit[]): Hits => ({
  items: items.slice(0, shownOfEach),
  more: items.length > shownOfEach,
});

export type Finder = ReturnType<typeof createFinder>;

export function createFinder({ db, people }: { db: Database; people: People }) {
  const limit = shownOfEach + 1;

  async function peopleOf(text: string): Promise<Hit[]> {
    const { items } = await people({ text, limit });
    return items.map(({ id, fullName, username, unitName, state }) => {
      const note = [username, unitName].filter(Boolean).join(', ');
      return { id, name: fullName, note, closed: state === 'retired' };
    });
  }

  /** A few hundred rows without an index of their own: compared here, in one pass. */
  async function applicationsOf(words: readonly string[]): Promise<Hit[]> {
    const all = await db.sql.query<Hit & { nameEn: string }>(applications);
    return all
      .filter(({ name, nameEn, note }) => {
        const key = searchKey(`${name} ${nameEn} ${note}`);
        return words.every((word) => key.includes(word));
      })
      .map(({ id, name, note, closed }) => ({ id, name, note, closed }));
  }

  return {
    /** Undefined where nothing was asked for. */
    async find(text: string): Promise<Found | undefined> {
      const words = wordsOf(text);
      if (words.length === 0) return undefined;
      const values = [words.map((word) => `%${escapeLike(word)}%`), limit];
      const [a, b, c, d] = await Promise.all([
        peopleOf(text),
        db.sql.query<Hit>(units, values),
        db.sql.query<Hit>(groups, values),
        applicationsOf(words),
      ]);
      return { people: cut(a), units: cut(b), groups: cut(c), applications: cut(d) };
    },
  };
}
