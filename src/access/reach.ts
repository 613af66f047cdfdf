// How far each rule of an application reaches, those of its class and sets among them: how many people it
// touches by itself, whatever its conditions, and who comes
// first among them, as far as a page needs it: a rule for half a province is not counted to the end. Whether another rule refuses one of them is decide.ts's to say.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { rulesAtSql } from './rule-sql.ts';

/** `more`: than `people`, which is as far as was counted; `names` are some of them then. */
export type Reach = { people: number; more: boolean; names: string[] };
const reachCountedTo = 2_000;

const names = 4;

// Closed units and groups give nothing, and neither does anything below them, as in walk.ts.
const ofRules: Statement = {
  name: 'access-reach',
  text: `
  WITH RECURSIVE rules AS MATERIALIZED (
    ${rulesAtSql('$1::uuid')}
  ), below (grant_id, subtree, id) AS (
    SELECT r.id, r.subtree, u.id FROM rules r JOIN unit u ON u.id = r.unit_id WHERE u.state = 'active'
    UNION SELECT b.grant_id, true, u.id FROM below b
      JOIN unit u ON u.parent_id = b.id AND u.state = 'active' WHERE b.subtree
  ), inside (grant_id, id) AS (
    SELECT r.id, n.id FROM rules r JOIN "group" n ON n.id = r.group_id WHERE n.state = 'active'
    UNION SELECT i.grant_id, n.child_id FROM inside i JOIN group_nesting n ON n.parent_id = i.id
      JOIN "group" g ON g.id = n.child_id AND g.state = 'active'
  )
  SELECT r.id AS "grantId", t.people, t.names FROM rules r CROSS JOIN LATERAL (
    SELECT count(*)::int AS people, (array_agg(full_name ORDER BY sort_key, id))[1:$3::int] AS names
    FROM (
      SELECT DISTINCT a.id, a.full_name, a.sort_key FROM (
        SELECT a.* FROM (
          SELECT r.account_id AS id WHERE r.subject = 'account'
          UNION ALL SELECT p.account_id FROM below b CROSS JOIN LATERAL (
            SELECT account_id FROM post WHERE unit_id = b.id
              AND (valid_from IS NULL OR valid_from <= $2::timestamptz)
              AND (valid_to IS NULL OR valid_to > $2::timestamptz) OFFSET 0) p WHERE b.grant_id = r.id
          UNION ALL SELECT p.account_id FROM (
            SELECT account_id, unit_id FROM post WHERE position_code = r.position_code
              AND (valid_from IS NULL OR valid_from <= $2::timestamptz)
              AND (valid_to IS NULL OR valid_to > $2::timestamptz) OFFSET 0) p
            JOIN unit u ON u.id = p.unit_id AND u.state = 'active'
          UNION ALL SELECT m.account_id FROM inside i CROSS JOIN LATERAL (
            SELECT account_id FROM group_account WHERE group_id = i.id OFFSET 0) m WHERE i.grant_id = r.id
        ) met JOIN account a ON a.id = met.id AND a.state = 'active' AND a.kind <> 'service'
        LIMIT $4::int
      ) a
    ) found
  ) t WHERE t.people > 0`,
};
const ofEveryone: Statement = {
  name: 'access-reach-everyone',
  text: `
  SELECT g.id AS "grantId",
    (SELECT count(*)::int FROM (SELECT FROM account WHERE state = 'active' AND kind <> 'service'
      AND (g.account_kind IS NULL OR kind = g.account_kind) LIMIT $3::int) counted) AS people,
    ARRAY(SELECT full_name FROM account WHERE state = 'active' AND kind <> 'service'
          AND (g.account_kind IS NULL OR kind = g.account_kind)
          ORDER BY sort_key, id LIMIT $2::int) AS names
  FROM (${rulesAtSql('$1::uuid')}) g WHERE g.subject IN ('everyone', 'kind')`,
};

export function createReach(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  /** By the id of the rule; a rule that touches nobody is absent. At most four names each. */
  return async function reachOf(applicationId: string): Promise<Map<string, Reach>> {
    if (!isId(applicationId)) return new Map();
    type Row = Omit<Reach, 'more'> & { grantId: string };
    const rules = await db.sql.query<Row>(ofRules, [
      applicationId,
      clock.now(),
      names,
      reachCountedTo + 1,
    ]);
    const all = await db.sql.query<Row>(ofEveryone, [applicationId, names, reachCountedTo + 1]);
    return new Map(
      [...rules, ...all].map(({ grantId, people, names }) => [
        grantId,
        { people: Math.min(people, reachCountedTo), more: people > reachCountedTo, names },
      ]),
    );
  };
}
