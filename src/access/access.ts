// Who may use what, asked by everyone who lets somebody in: loads the facts (facts.ts), has them
// decided (decide.ts), and says the answer with its reasons. Keeps nothing between two questions, so
// that a revoked grant bites at the next call on every node. The rules themselves are in grants.ts.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { Account } from '../accounts/account.ts';
import { createApplicationsOf } from './applications-of.ts';
import type { Context } from './conditions.ts';
import { decide, refused, type Decision } from './decide.ts';
import { explain, type Explanation } from './explain.ts';
import {
  loadFacts,
  type EntryApplication,
  type EntryGroup,
  type EntryPost,
  type Loaded,
  type Query,
} from './facts.ts';
import { createPeopleOf } from './people-of.ts';
import { createReach } from './reach.ts';
import { contextOf, sessionsOf, unseen, type Seen } from './seen.ts';
import { walk } from './walk.ts';

export type Access = ReturnType<typeof createAccess>;

/** A person at the door of an application: the answer, and all that claims are made of. */
export type Entry = {
  account: Account;
  application: EntryApplication;
  posts: EntryPost[]; // held now, the main one first
  groups: EntryGroup[]; // all that count, nested ones included, by code
  decision: Decision;
};

/** `session`: by its public name, whose browser tells from where; without it nothing is known of that. */
export type Pair = { accountId: string; clientId: string; session?: string | null };

function groupsOf(loaded: Loaded, accountId: string): EntryGroup[] {
  const reached = [...walk(loaded.groups, loaded.memberGroupsOf(accountId)).keys()];
  const groups = reached.flatMap((id) => loaded.group(id) ?? []);
  return groups.sort((a, b) => (a.code < b.code ? -1 : 1));
}

const batch = 500;

export function createAccess(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;
  const load = (query: Omit<Query, 'now'>) => loadFacts(db.sql, { ...query, now: clock.now() });

  const contextIn = (loaded: Loaded, seen: Seen, accountId: string): Context =>
    contextOf(seen, clock.now(), accountId, loaded);

  async function entryOf(
    accountId: string,
    seen: Seen,
    which: Pick<Query, 'applicationIds' | 'clientIds'>,
  ) {
    if (!isId(accountId)) return undefined;
    const sessions = sessionsOf(seen);
    const loaded = await load({ accountIds: [accountId], sessions, ...which });
    const account = loaded.accounts.get(accountId.toLowerCase());
    const [application] = loaded.applications;
    if (!account || !application) return undefined;
    return { loaded, account, application, context: contextIn(loaded, seen, account.id) };
  }

  /** One statement, on the hot path. Undefined where there is no such person or application. */
  async function decisionByClient(
    accountId: string,
    clientId: string,
    seen: Seen = unseen,
    { draftAsActive = false }: { draftAsActive?: boolean } = {},
  ): Promise<Entry | undefined> {
    const entry = await entryOf(accountId, seen, { clientIds: [clientId] });
    if (!entry) return undefined;
    const { loaded, account, application, context } = entry;
    const asked =
      draftAsActive && application.state === 'draft'
        ? { ...application, state: 'active' as const }
        : application;
    const decision = decide(loaded.factsOf(account, asked), context);
    const posts = loaded.postsOf(account.id);
    return { account, application, posts, groups: groupsOf(loaded, account.id), decision };
  }

  /** Refused where there is no such person or application. */
  async function decision(
    accountId: string,
    applicationId: string,
    seen: Seen = unseen,
  ): Promise<Decision> {
    const entry = await entryOf(accountId, seen, { applicationIds: [applicationId] });
    if (!entry) return refused('no-grant');
    return decide(entry.loaded.factsOf(entry.account, entry.application), entry.context);
  }

  /** The answer at every application there is, in the order of the catalogue, retired ones left out. */
  async function decisionsOf(
    accountId: string,
    seen: Seen = unseen,
  ): Promise<{ application: EntryApplication; decision: Decision }[]> {
    if (!isId(accountId)) return [];
    const loaded = await load({ accountIds: [accountId], sessions: sessionsOf(seen) });
    const account = loaded.accounts.get(accountId.toLowerCase());
    if (!account) return [];
    const applications = loaded.applications.filter(({ state }) => state !== 'retired');
    const context = contextIn(loaded, seen, account.id);
    return applications.map((application) => {
      return { application, decision: decide(loaded.factsOf(account, application), context) };
    });
  }

  /** The answers in the order of the pairs; unknown people and applications are refused. */
  async function decisionsForMany(pairs: readonly Pair[]): Promise<Decision[]> {
    const answers: Decision[] = [];
    for (let i = 0; i < pairs.length; i += batch)
      answers.push(...(await decideSome(pairs.slice(i, i + batch))));
    return answers;
  }

  async function decideSome(pairs: readonly Pair[]): Promise<Decision[]> {
    const loaded = await load({
      accountIds: [...new Set(pairs.map((pair) => pair.accountId))],
      clientIds: [...new Set(pairs.map((pair) => pair.clientId))],
      sessions: pairs.flatMap((pair) => pair.session ?? []),
    });
    const applications = new Map(loaded.applications.map((each) => [each.clientId, each]));
    return pairs.map(({ accountId, clientId, session }) => {
      const account = loaded.accounts.get(accountId.toLowerCase());
      const application = applications.get(clientId);
      if (!account || !application) return refused('no-grant');
      const context = contextIn(loaded, { session }, account.id);
      return decide(loaded.factsOf(account, application), context);
    });
  }

  /** The answer, every rule behind it, and what would change it. */
  async function explainEntry(
    accountId: string,
    applicationId: string,
    seen: Seen = 'inside',
  ): Promise<Explanation | undefined> {
    const entry = await entryOf(accountId, seen, { applicationIds: [applicationId] });
    if (!entry) return undefined;
    const { loaded, account, application, context } = entry;
    return { account, application, ...explain(loaded.factsOf(account, application), context) };
  }

  return {
    decision,
    decisionByClient,
    decisionsOf,
    decisionsForMany,
    explain: explainEntry,
    peopleOf: createPeopleOf(deps),
    applicationsOf: createApplicationsOf(deps),
    reachOf: createReach(deps),
  };
}
