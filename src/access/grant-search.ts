// All rules of the province as one list, newest first unless told otherwise. Changing them is grants.ts's.
import type { Clock } from '../core/clock.ts';
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
  target?: string | undefined;
  status?: string | undefined; // now | later | over
  conditional?: string | undefined; // yes | no
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
      AND ($5::text IS NULL OR $5 = CASE WHEN g.class_code IS NOT NULL THEN 'class'
        WHEN g.set_id IS NOT NULL THEN 'set' ELSE 'application' END)
      AND ($6::text IS NULL OR $6 = CASE WHEN g.valid_from > $8 THEN 'later'
        WHEN g.valid_to <= $8 THEN 'over' ELSE 'now' END)
      AND ($7::text IS NULL OR ($7 = 'yes') = (num_nonnulls(g.valid_from, g.valid_to, g.from_minute) > 0
        OR g.days <> '{}' OR g.zones <> '{}' OR g.strong))
      AND ${where}
    ORDER BY ${orderBy} LIMIT $9`,
});

export function createGrantSearch({ db, clock }: { db: Database; clock: Clock }) {
  return async function search(query: GrantQuery): Promise<Slice<Grant>> {
    const { sort = '-age', text, applicationId, subject, effect, after: at } = query;
    const { target, status, conditional } = query;
    const { descending } = directed<'age'>(sort);
    const filter = [
      text ? likePattern(searchKey(text)) : null,
      isId(applicationId) ? applicationId : null,
      subject ?? null,
      effect ?? null,
      target ?? null,
      status ?? null,
      conditional ?? null,
      clock.now(),
    ];
    const read = (reading: Reading) => {
      const { where, orderBy, values } = keysetSql({ key, descending }, reading, 10);
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
