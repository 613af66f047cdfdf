// All rules of the province as one list, newest first unless told otherwise. Changing them is grants.ts's.
import type { Database, Statement } from '../core/database.ts';
import { directed, keysetSql, slice, type Key, type Reading, type Slice } from '../core/keyset.ts';
import { isId } from '../core/random.ts';
import { likePattern, searchKey } from '../core/text.ts';
import { grantColumns, type Grant } from './grant-rows.ts';

export const grantOrders = ['age'] as const;
export type GrantSort = 'age' | '-age';
export type GrantQuery = {
  text?: string | undefined; // in the name of whom the rule is for
  applicationId?: string | undefined;
  subject?: string | undefined;
  effect?: string | undefined;
  sort?: GrantSort | undefined;
  after?: string | undefined; // a cursor
  limit: number;
};
export type GrantSearch = ReturnType<typeof createGrantSearch>;

// An id is of the moment it was made (UUID v7): its order is the order of age.
const key: Key = { sql: 'g.id', type: 'uuid' };
const statement = (named: string, where: string, orderBy: string): Statement => ({
  name: `grant-search-${named}`,
  text: `SELECT ${grantColumns}
    WHERE ($1::text IS NULL OR coalesce(u.search_key, n.search_key, c.search_key) LIKE $1)
      AND ($2::uuid IS NULL OR g.application_id = $2)
      AND ($3::text IS NULL OR g.subject = $3) AND ($4::text IS NULL OR g.effect = $4)
      AND ${where}
    ORDER BY ${orderBy} LIMIT $5`,
});

export function createGrantSearch({ db }: { db: Database }) {
  return async function search(query: GrantQuery): Promise<Slice<Grant>> {
    const { sort = '-age', text, applicationId, subject, effect, after: at } = query;
    const { descending } = directed<'age'>(sort);
    const filter = [
      text ? likePattern(searchKey(text)) : null,
      isId(applicationId) ? applicationId : null,
      subject ?? null,
      effect ?? null,
    ];
    const read = (reading: Reading) => {
      const { where, orderBy, values } = keysetSql({ key, descending }, reading, 6);
      const named = `${descending === reading.backwards ? 'up' : 'down'}${reading.from ? '-from' : ''}`;
      return db.sql.query<Grant>(statement(named, where, orderBy), [
        ...filter,
        reading.take,
        ...values,
      ]);
    };
    const placeOf = ({ id }: Grant) => ({ key: id, id });
    const limit = Math.min(Math.max(query.limit, 1), 500);
    return slice({ sort, at, limit, read, placeOf });
  };
}
