// Who may use an application: a list of people with the rules that let each in, page by page.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { Account } from '../accounts/account.ts';
import { decide, type Decision } from './decide.ts';
import { loadFacts } from './facts.ts';

export type PersonOf = { account: Account; unitName: string | null; decision: Decision };

// Everyone whom some rule of the application touches from above, in the order of lists of people.
// It only narrows down whom to ask about; each is then decided like at the door.
const candidates = {
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
  )
  SELECT a.id FROM account a
  WHERE ($2::uuid IS NULL
      OR (a.sort_key, a.id) > (SELECT b.sort_key, b.id FROM account b WHERE b.id = $2::uuid))
    AND (EXISTS (SELECT FROM rules r WHERE r.subject = 'everyone')
      OR a.id IN (SELECT account_id FROM rules WHERE subject = 'account')
      OR a.id IN (SELECT p.account_id FROM post p JOIN below ON below.id = p.unit_id)
      OR a.id IN (SELECT m.account_id FROM group_account m JOIN inside ON inside.id = m.group_id))
  ORDER BY a.sort_key, a.id
  LIMIT $3::int`,
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
      const unitName = loaded.postsOf(id)[0]?.unit.name ?? null;
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
    for (let round = 0; round < mostBatches; round += 1) {
      const size = round === 0 ? Math.min(query.limit + 1, batch) : batch; // mostly enough
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
