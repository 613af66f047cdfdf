// The tree of units as far as somebody unfolded it: never the whole province at once.
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { grow, type Sprout, type UnitBranch } from './unit.ts';

// With how many are right below each, from the index of parents.
const sprouts = (where: string, unfolded: string) => `
  SELECT u.id, u.code, u.name, u.parent_id AS "parentId", u.state, ${unfolded} AS unfolded,
    (SELECT count(*)::int FROM unit b WHERE b.parent_id = u.id) AS count
  FROM unit u LEFT JOIN unit above ON above.id = u.parent_id WHERE ${where}`;
const aroundSql: Statement = {
  name: 'unit-tree-around',
  text: `WITH RECURSIVE path (id, parent_id) AS (
      SELECT id, parent_id FROM unit WHERE id = $1::uuid
      UNION SELECT u.id, u.parent_id FROM path p JOIN unit u ON u.id = p.parent_id
    ) ${sprouts(
      'above.parent_id IS NULL OR u.parent_id IN (SELECT id FROM path)',
      'u.parent_id IS NULL OR u.id IN (SELECT id FROM path)',
    )}`,
};
const branchSql: Statement = {
  name: 'unit-tree-branch',
  text: sprouts('u.id = $1::uuid OR u.parent_id = $1::uuid', 'u.id = $1::uuid'),
};

export function createUnitTree({ db }: { db: Database }) {
  return {
    /** The highest units with those right below them, and the way down to a unit with those right below it. */
    async around(id: string | undefined): Promise<UnitBranch[]> {
      return grow(await db.sql.query<Sprout>(aroundSql, [isId(id) ? id : null]));
    },

    /** One unit with those right below it. */
    async branch(id: string): Promise<UnitBranch | undefined> {
      if (!isId(id)) return undefined;
      const rows = await db.sql.query<Sprout>(branchSql, [id]);
      return grow(rows).find((branch) => branch.id === id);
    },
  };
}
