// Who may use an application: a list of people with the rules that let each in, page by page.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { Account } from '../accounts/account.ts';
import { decide, type Decision } from './decide.ts';
import { loadFacts } from './facts.ts';

export type PersonOf = { account: Account; unitName: string | null; decision: Decision };

const forEveryone: Statement = {
  name: 'access-for-everyone',
  text: `SELECT id FROM "grant" WHERE application_id = $1::uuid AND subject = 'everyone'`,
};

const afterThat = `($2::uuid IS NULL
  OR (a.sort_key, a.id) > (SELECT b.sort_key, b.id FROM account b WHERE b.id = $2::uuid))
  ORDER BY a.sort_key, a.id LIMIT $3::int`;

// Whom to ask about, in the order of lists of people: all there are where a rule is for everyone,
// else those whom some rule touches from above. Each is then decided like at the door.
const everybody: Statement = {
  name: 'access-candidates-all',
  text: `SELECT a.id FROM account a WHERE $1::uuid IS NOT NULL AND ${afterThat}`,
};
const touched: Statement = {
  name: 'access-candidates',
  text: `
  WITH RECURSIVE rules AS MATERIALIZED (
    SELECT * FROM "grant" WHERE application_id = $1::uuid
  ), below (id) AS (
    SELECT unit_id FROM rules WHERE subject = 'unit'
    UNION SELECT u.id FROM below b JOIN unit u ON u.parent_id = b.id
  ), inside (id) AS (
    SELECT group_id FROM rules WHERE subject = 'group'
    UNION SELECT n.child_id FROM inside i JOIN group_nesting n ON n.parent_id = i.id
  ), people (id) AS (
    SELECT account_id FROM rules WHERE subject = 'account'
    UNION SELECT p.account_id FROM below JOIN post p ON p.unit_id = below.id
    UNION SELECT m.account_id FROM inside JOIN group_account m ON m.group_id = inside.id
  )
  SELECT a.id FROM people JOIN account a ON a.id = people.id WHERE ${afterThat}`,
};

const batch = 500;
const mostBatches = 10;

export function createPeopleOf(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  async function decideFor(applicationId: string, ids: readonly string[]): Promise<PersonOf[]> {
    const query = { accountIds: ids, applicationIds: [applicationId], now: clock.now() };
    const loaded = await loadFacts(db.sql, query);
    const [application] = loaded.applications;
    if (!application) return [];
    return ids.flatMap((id) => {
      const account = loaded.accounts.get(id);
      if (!account) return [];
      const facts = loaded.factsOf(account, { ...application, state: 'active' });
      const unitName = loaded.postsOf(id)[0]?.unit.fullName ?? null;
      return [{ account, unitName, decision: decide(facts) }];
    });
  }

  /**
   * People whom a rule of the application touches, with the answer as it is once the application is
   * active, so that it can be prepared as a draft. `outcome` keeps the allowed (unless told
   * otherwise) or the refused. A page may be shorter than `limit` and still have a `next`.
   */
  return async function peopleOf(
    applicationId: string,
    query: { outcome?: 'allowed' | 'refused'; after?: string; limit: number },
  ): Promise<{ items: PersonOf[]; next: string | undefined }> {
    if (!isId(applicationId)) return { items: [], next: undefined };
    const wanted = query.outcome !== 'refused';
    const items: PersonOf[] = [];
    let after = isId(query.after) ? query.after : null;
    const [all] = await db.sql.query(forEveryone, [applicationId]);
    const candidates = all ? everybody : touched;
    for (let round = 0; round < mostBatches; round += 1) {
      const size = Math.min((query.limit + 1) * 2 ** round, batch); // the first is mostly enough
      const rows = await db.sql.query<{ id: string }>(candidates, [applicationId, after, size]);
      const people = await decideFor(applicationId, rows.map((row) => row.id)); // prettier-ignore
      for (const person of people) {
        after = person.account.id;
        if (person.decision.allowed === wanted) items.push(person);
        if (items.length === query.limit) return { items, next: after };
      }
      if (rows.length < size) return { items, next: undefined };
    }
    return { items, next: after ?? undefined };
  };
}
