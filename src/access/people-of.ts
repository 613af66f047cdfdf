// Who may use an application: a list of people with the rules that let each in, page by page.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { directed, slice, type Place, type Reading, type Slice } from '../core/keyset.ts';
import { isId } from '../core/random.ts';
import type { Account } from '../accounts/account.ts';
import { createCandidates } from './candidates.ts';
import { decide, type Decision } from './decide.ts';
import { contextOf } from './seen.ts';
import { loadFacts } from './facts.ts';

export type PersonOf = { account: Account; unitName: string | null; decision: Decision };

export type PeopleOfSort = 'name' | '-name';
/** A person, or where the walk stood when it had looked at enough: somebody who is not shown. */
type Found = { person: PersonOf | undefined; place: Place };

const batch = 500;
const mostBatches = 10;

export function createPeopleOf(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;
  const candidates = createCandidates(db);

  async function decideFor(applicationId: string, ids: readonly string[]): Promise<PersonOf[]> {
    const query = { accountIds: ids, applicationIds: [applicationId], now: clock.now() };
    const loaded = await loadFacts(db.sql, query);
    const [application] = loaded.applications;
    if (!application) return [];
    return ids.flatMap((id) => {
      const account = loaded.accounts.get(id);
      if (!account) return [];
      const facts = loaded.factsOf(account, { ...application, state: 'active' });
      const context = contextOf('inside', query.now, id, loaded);
      const unitName = loaded.postsOf(id)[0]?.unit.fullName ?? null;
      return [{ account, unitName, decision: decide(facts, context) }];
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
    const asked = { descending, refused: !wanted, now: clock.now() };
    const reach = await candidates.reachOf(applicationId, asked.now);
    for (let round = 0; round < mostBatches; round += 1) {
      const size = Math.min(reading.take * 2 ** round, batch); // the first is mostly enough
      const step = { ...reading, from, take: size };
      const rows = await candidates.next(reach, { ...asked, reading: step });
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
   * active, so that it can be prepared as a draft, and as it is at this moment on the inner network with a second
   * factor. `outcome` keeps the allowed (unless told
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
