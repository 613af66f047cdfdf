// Who may use an application: a list of people with the rules that let each in, page by page.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import {
  directed,
  keysetSql,
  slice,
  type Key,
  type Place,
  type Reading,
  type Slice,
} from '../core/keyset.ts';
import { isId } from '../core/random.ts';
import type { Account } from '../accounts/account.ts';
import { decide, type Decision } from './decide.ts';
import { loadFacts } from './facts.ts';

export type PersonOf = { account: Account; unitName: string | null; decision: Decision };

const forEveryone: Statement = {
  name: 'access-for-everyone',
  text: `SELECT id FROM "grant" WHERE application_id = $1::uuid AND subject = 'everyone'`,
};

const key: Key = { sql: 'a.sort_key', type: 'text' };
const id: Key = { sql: 'a.id', type: 'uuid' };

// Whom to ask about, in the order of lists of people: all there are where a rule is for everyone,
// else those whom some rule touches from above. Each is then decided like at the door.
const everybody = `SELECT a.id, a.sort_key AS key FROM account a WHERE $1::uuid IS NOT NULL`;
const touched = `
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
  SELECT a.id, a.sort_key AS key FROM people JOIN account a ON a.id = people.id WHERE true`;

/** Eight statements in all. */
function candidates(of: 'everybody' | 'touched', descending: boolean, reading: Reading) {
  const { where, orderBy, values } = keysetSql({ key, id, descending }, reading, 3);
  const way = `${descending === reading.backwards ? 'up' : 'down'}${reading.from ? '-from' : ''}`;
  const from = of === 'everybody' ? everybody : touched;
  const text = `${from} AND ${where} ORDER BY ${orderBy} LIMIT $2::int`;
  return { statement: { name: `access-candidates-${of}-${way}`, text }, values };
}

export type PeopleOfSort = 'name' | '-name';
type Candidate = { id: string; key: string };
/** A person, or where the walk stood when it had looked at enough: somebody who is not shown. */
type Found = { person: PersonOf | undefined; place: Place };

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

  /** Walks in one direction until there are enough, or too many have been asked about. */
  async function walk(
    applicationId: string,
    wanted: boolean,
    descending: boolean,
    reading: Reading,
  ): Promise<Found[]> {
    const found: Found[] = [];
    let { from } = reading;
    const [all] = await db.sql.query(forEveryone, [applicationId]);
    for (let round = 0; round < mostBatches; round += 1) {
      const size = Math.min(reading.take * 2 ** round, batch); // the first is mostly enough
      const step = { ...reading, from };
      const { statement, values } = candidates(all ? 'everybody' : 'touched', descending, step);
      const rows = await db.sql.query<Candidate>(statement, [applicationId, size, ...values]);
      const people = await decideFor(applicationId, rows.map((row) => row.id)); // prettier-ignore
      const keyOf = new Map(rows.map((row) => [row.id, row.key]));
      for (const person of people) {
        const place = { key: keyOf.get(person.account.id)!, id: person.account.id };
        if (person.decision.allowed === wanted) found.push({ person, place });
        if (found.length === reading.take) return found;
      }
      const last = rows.at(-1);
      if (!last || rows.length < size) return found;
      from = { key: last.key, id: last.id };
    }
    // Short and yet not at the end: rows that stand for what was passed over fill the page.
    const stop = { person: undefined, place: from! };
    return [...found, ...Array.from({ length: reading.take - found.length }, () => stop)];
  }

  /**
   * People whom a rule of the application touches, with the answer as it is once the application is
   * active, so that it can be prepared as a draft. `outcome` keeps the allowed (unless told
   * otherwise) or the refused. A page may be shorter than `limit` and still have a `next`.
   */
  return async function peopleOf(
    applicationId: string,
    query: {
      outcome?: 'allowed' | 'refused';
      sort?: PeopleOfSort;
      after?: string; // a cursor: `next`, `previous`, or `lastPage`
      limit: number;
    },
  ): Promise<Slice<PersonOf>> {
    if (!isId(applicationId)) return { items: [], next: undefined, previous: undefined };
    const { outcome, sort = 'name', after: at, limit } = query;
    const { descending } = directed<'name'>(sort);
    const read = (reading: Reading) =>
      walk(applicationId, outcome !== 'refused', descending, reading);
    const page = await slice({ sort, at, limit, read, placeOf: ({ place }) => place });
    return { ...page, items: page.items.flatMap(({ person }) => person ?? []) };
  };
}
