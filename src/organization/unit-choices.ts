// Units to choose from in forms: found by words of the name, of the name above, or by code.
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { likePattern, searchKey } from '../core/text.ts';

export type UnitChoice = { id: string; name: string; note: string | null };

const shown = 12;

const columns = `u.id, unit_full_name(u.id) AS name, u.code AS note`;
const one: Statement = {
  name: 'unit-choice',
  text: `SELECT ${columns} FROM unit u WHERE u.id = $1::uuid`,
};
// Each word stands in the name, the code or the name above; at least one in its own. Best first: the code
// itself, then names that begin with what was typed, then those that hold it, the shortest first.
const several: Statement = {
  name: 'unit-choices',
  text: `SELECT ${columns} FROM (
      SELECT u.id, u.code, row_number() OVER (ORDER BY lower(u.code) IS NOT DISTINCT FROM $4 DESC,
        u.search_key LIKE $3 || '%' DESC, u.search_key LIKE '%' || $3 || '%' DESC,
        length(u.name), u.search_key, u.id) AS place
      FROM unit u LEFT JOIN unit above ON above.id = u.parent_id
      WHERE u.state = 'active' AND u.search_key LIKE ANY ($1::text[])
        AND u.search_key || ' ' || coalesce(above.search_key, '') LIKE ALL ($1::text[])
      ORDER BY place LIMIT $2
    ) u ORDER BY u.place`,
};

export function createUnitChoices({ db }: { db: Database }) {
  return {
    /** Closed ones too: what is kept has a name. */
    async find(id: string): Promise<UnitChoice | undefined> {
      if (!isId(id)) return undefined;
      return (await db.sql.query<UnitChoice>(one, [id]))[0];
    },

    /** Open units, best first, at most 12; up to six words count. */
    async search(text: string): Promise<{ items: UnitChoice[]; more: boolean }> {
      const key = searchKey(text.slice(0, 100));
      const words = key.split(' ').filter(Boolean).slice(0, 6);
      if (words.length === 0) return { items: [], more: false };
      const whole = likePattern(words.join(' ')).slice(1, -1);
      const found = await db.sql.query<UnitChoice>(several, [
        words.map(likePattern),
        shown + 1,
        whole,
        key,
      ]);
      return { items: found.slice(0, shown), more: found.length > shown };
    },
  };
}
