// How far each rule of an application reaches: how many people it touches by itself, and who comes
// first among them. Whether another rule refuses one of them is decide.ts's to say.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';

export type Reach = { people: number; names: string[] };

const names = 4;

// Closed units and groups give nothing, and neither does anything below them, as in walk.ts.
const ofRules: Statement = {
  name: 'access-reach',
  text: `
  WITH RECURSIVE rules AS MATERIALIZED (
    SELECT * FROM "grant" WHERE application_id = $1::uuid
  ), below (grant_id, id) AS (
    SELECT r.id, u.id FROM rules r JOIN unit u ON u.id = r.unit_id WHERE u.state = 'active'
    UNION SELECT b.grant_id, u.id FROM below b JOIN unit u ON u.parent_id = b.id AND u.state = 'active'
  ), inside (grant_id, id) AS (
    SELECT r.id, n.id FROM rules r JOIN "group" n ON n.id = r.group_id WHERE n.state = 'active'
    UNION SELECT i.grant_id, n.child_id FROM inside i JOIN group_nesting n ON n.parent_id = i.id
      JOIN "group" g ON g.id = n.child_id AND g.state = 'active'
  ), touched (grant_id, account_id) AS (
    SELECT id, account_id FROM rules WHERE subject = 'account'
    UNION SELECT b.grant_id, p.account_id FROM below b JOIN post p ON p.unit_id = b.id
      AND (p.valid_from IS NULL OR p.valid_from <= $2::timestamptz)
      AND (p.valid_to IS NULL OR p.valid_to > $2::timestamptz)
    UNION SELECT i.grant_id, m.account_id FROM inside i JOIN group_account m ON m.group_id = i.id
  )
  SELECT t.grant_id AS "grantId", count(*)::int AS people,
    (array_agg(a.full_name ORDER BY a.sort_key, a.id))[1:$3::int] AS names
  FROM touched t JOIN account a ON a.id = t.account_id
  WHERE a.state = 'active' AND a.kind <> 'service' GROUP BY t.grant_id`,
};
const ofEveryone: Statement = {
  name: 'access-reach-everyone',
  text: `
  SELECT g.id AS "grantId",
    (SELECT count(*)::int FROM account WHERE state = 'active' AND kind <> 'service') AS people,
    ARRAY(SELECT full_name FROM account WHERE state = 'active' AND kind <> 'service'
          ORDER BY sort_key, id LIMIT $2::int) AS names
  FROM "grant" g WHERE g.application_id = $1::uuid AND g.subject = 'everyone'`,
};

export function createReach(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  /** By the id of the rule; a rule that touches nobody is absent. At most four names each. */
  return async function reachOf(applicationId: string): Promise<Map<string, Reach>> {
    if (!isId(applicationId)) return new Map();
    type Row = Reach & { grantId: string };
    const rules = await db.sql.query<Row>(ofRules, [applicationId, clock.now(), names]);
    const all = await db.sql.query<Row>(ofEveryone, [applicationId, names]);
    return new Map([...rules, ...all].map(({ grantId, ...reach }) => [grantId, reach]));
  };
}
