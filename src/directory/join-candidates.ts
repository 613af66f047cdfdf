// Accounts that may be the same person in two directories: one employee number, one mail, or one name
// with one telephone number. A guess for an administrator to look at; nothing is joined by it.
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { State } from '../accounts/account.ts';

export type Likeness = 'employee-number' | 'mail' | 'name-and-phone';
export type Candidate = {
  id: string;
  fullName: string;
  username: string;
  sourceName: string;
  unit: string | null;
  likeness: Likeness[];
};
export type CandidatePair = { one: Candidate; other: Candidate; likeness: Likeness[] };
export type ShareOf = {
  id: string;
  sourceId: string;
  sourceName: string;
  username: string;
  dn: string;
  state: State;
  stateReason: string | null;
  joinedAt: Date;
};

const fits = `a.kind NOT IN ('service', 'shared') AND a.state IN ('active', 'suspended')
  AND a.state_reason IS DISTINCT FROM 'by-administrator' AND a.joined_to_id IS NULL`;
// The second one is of a single directory: a person joined already may be the first one.
const pairs = (where: string) => `
  WITH person AS (
    SELECT a.id, a.full_name, a.mail, a.phone, a.employee_number, a.source_id, a.external_id FROM account a
    WHERE a.source_id IS NOT NULL AND ${fits}),
  alike AS (
    SELECT a.id AS one, b.id AS other, 'employee-number' AS likeness FROM person a
    JOIN person b ON b.employee_number = a.employee_number AND b.source_id <> a.source_id ${where}
    UNION SELECT a.id, b.id, 'name-and-phone' FROM person a
    JOIN person b ON b.phone = a.phone AND lower(b.full_name) = lower(a.full_name) AND b.source_id <> a.source_id ${where}
    UNION SELECT a.id, b.id, 'mail' FROM directory_conflict c JOIN person a ON a.id = c.holder_id
    JOIN person b ON b.source_id = c.source_id AND b.external_id = c.external_id
    WHERE c.what = 'mail' AND a.source_id <> b.source_id)`;
const possible = `b.external_id IS NOT NULL AND NOT EXISTS (
  SELECT FROM account_share s WHERE s.account_id = a.id AND s.source_id = b.source_id)`;
const side = (
  a: string,
) => `jsonb_build_object('id', ${a}.id, 'fullName', ${a}.full_name, 'username', ${a}.username,
  'sourceName', (SELECT name FROM source WHERE id = ${a}.source_id),
  'unit', (SELECT unit_full_name(p.unit_id) FROM post p WHERE p.account_id = ${a}.id ORDER BY p.main DESC, p.id LIMIT 1))`;

const all: Statement = {
  name: 'join-candidates',
  text: `${pairs('')}, pair AS (
      SELECT least(one, other) AS one, greatest(one, other) AS other, array_agg(DISTINCT likeness ORDER BY likeness) AS likeness
      FROM alike GROUP BY 1, 2 ORDER BY cardinality(array_agg(DISTINCT likeness)) DESC, 1, 2 LIMIT $1)
    SELECT ${side('x')} AS one, ${side('y')} AS other, pair.likeness FROM pair
    JOIN account x ON x.id = pair.one JOIN account y ON y.id = pair.other
    WHERE x.external_id IS NOT NULL OR y.external_id IS NOT NULL`,
};
const ofOne: Statement = {
  name: 'join-candidates-of',
  text: `${pairs('WHERE $1::uuid IN (a.id, b.id)')}
    SELECT ${side('b')} || jsonb_build_object('likeness', array_agg(DISTINCT likeness ORDER BY likeness)) AS found
    FROM alike JOIN account a ON a.id = $1 JOIN account b ON b.id = CASE WHEN one = $1 THEN other ELSE one END
    WHERE $1 IN (one, other) AND ${possible} GROUP BY b.id LIMIT 10`,
};
const several: Statement = {
  name: 'join-several-sources',
  text: 'SELECT count(*)::int AS sources FROM source',
};
const shares: Statement = {
  name: 'join-shares',
  text: `SELECT h.id, h.source_id AS "sourceId", s.name AS "sourceName", h.username, h.dn, h.state,
           h.state_reason AS "stateReason", h.joined_at AS "joinedAt"
         FROM account_share h JOIN source s ON s.id = h.source_id WHERE h.account_id = $1 ORDER BY s.rank, s.id`,
};

export function createCandidates(db: Database) {
  const one = async () => {
    const [row] = await db.sql.query<{ sources: number }>(several);
    return (row?.sources ?? 0) < 2;
  };
  return {
    /** Pairs that may be one person, those most alike first. */
    candidates: async (limit: number): Promise<CandidatePair[]> =>
      (await one()) ? [] : db.sql.query<CandidatePair>(all, [limit]),
    /** Who may be this person in another directory. */
    async candidatesOf(id: string): Promise<Candidate[]> {
      if (!isId(id) || (await one())) return [];
      const rows = await db.sql.query<{ found: Candidate }>(ofOne, [id]);
      return rows.map(({ found }) => found);
    },
    /** What each directory says of a joined person, by precedence; none for whom one directory knows. */
    sharesOf: async (id: string): Promise<ShareOf[]> =>
      isId(id) ? db.sql.query<ShareOf>(shares, [id]) : [],
  };
}
