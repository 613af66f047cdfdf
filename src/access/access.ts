// Who may use what, asked by everyone who lets somebody in: loads the facts (facts.ts), has them
// decided (decide.ts), and says the answer with its reasons. Keeps nothing between two questions, so
// that a revoked grant bites at the next call on every node. The rules themselves are in grants.ts.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { Account } from '../accounts/account.ts';
import { createApplicationsOf } from './applications-of.ts';
import { decide, type Decision } from './decide.ts';
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

export type Pair = { accountId: string; clientId: string };

const refused = (code: Decision['code']): Decision => ({ allowed: false, code, because: [] });

function groupsOf(loaded: Loaded, accountId: string): EntryGroup[] {
  const reached = [...walk(loaded.groups, loaded.memberGroupsOf(accountId)).keys()];
  const groups = reached.flatMap((id) => loaded.group(id) ?? []);
  return groups.sort((a, b) => (a.code < b.code ? -1 : 1));
}

const batch = 500;

export function createAccess(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;
  const load = (query: Omit<Query, 'now'>) => loadFacts(db.sql, { ...query, now: clock.now() });

  async function entryOf(accountId: string, which: Omit<Query, 'now' | 'accountIds'>) {
    if (!isId(accountId)) return undefined;
    const loaded = await load({ accountIds: [accountId], ...which });
    const account = loaded.accounts.get(accountId.toLowerCase());
    const [application] = loaded.applications;
    if (!account || !application) return undefined;
    return { loaded, account, application };
  }

  /** One statement, on the hot path. Undefined where there is no such person or application. */
  async function decisionByClient(
    accountId: string,
    clientId: string,
    { draftAsActive = false }: { draftAsActive?: boolean } = {},
  ): Promise<Entry | undefined> {
    const entry = await entryOf(accountId, { clientIds: [clientId] });
    if (!entry) return undefined;
    const { loaded, account, application } = entry;
    const asked =
      draftAsActive && application.state === 'draft'
        ? { ...application, state: 'active' as const }
        : application;
    const decision = decide(loaded.factsOf(account, asked));
    const posts = loaded.postsOf(account.id);
    return { account, application, posts, groups: groupsOf(loaded, account.id), decision };
  }

  /** Refused where there is no such person or application. */
  async function decision(accountId: string, applicationId: string): Promise<Decision> {
    const entry = await entryOf(accountId, { applicationIds: [applicationId] });
    if (!entry) return refused('no-grant');
    return decide(entry.loaded.factsOf(entry.account, entry.application));
  }

  /** The answer at every application there is, in the order of the catalogue, retired ones left out. */
  async function decisionsOf(
    accountId: string,
  ): Promise<{ application: EntryApplication; decision: Decision }[]> {
    if (!isId(accountId)) return [];
    const loaded = await load({ accountIds: [accountId] });
    const account = loaded.accounts.get(accountId.toLowerCase());
    if (!account) return [];
    const applications = loaded.applications.filter(({ state }) => state !== 'retired');
    return applications.map((application) => {
      return { application, decision: decide(loaded.factsOf(account, application)) };
    });
  }

  /** The answers in the order of the pairs; unknown people and applications are refused. */
  async function decisionsForMany(pairs: readonly Pair[]): Promise<Decision[]> {
    const ids = [...new Set(pairs.map((pair) => pair.accountId.toLowerCase()))].filter(isId);
    const clientIds = [...new Set(pairs.map((pair) => pair.clientId))];
    const answers = new Map<string, Decision>();
    const keyOf = (accountId: string, clientId: string) => `${accountId.toLowerCase()} ${clientId}`;
    const asked = new Set(pairs.map((pair) => keyOf(pair.accountId, pair.clientId)));
    for (let i = 0; i < ids.length; i += batch) {
      const loaded = await load({ accountIds: ids.slice(i, i + batch), clientIds });
      for (const account of loaded.accounts.values())
        for (const application of loaded.applications) {
          const key = keyOf(account.id, application.clientId);
          if (asked.has(key)) answers.set(key, decide(loaded.factsOf(account, application)));
        }
    }
    return pairs.map(
      (pair) => answers.get(keyOf(pair.accountId, pair.clientId)) ?? refused('no-grant'),
    );
  }

  /** The answer, every rule behind it, and what would change it. */
  async function explainEntry(
    accountId: string,
    applicationId: string,
  ): Promise<Explanation | undefined> {
    const entry = await entryOf(accountId, { applicationIds: [applicationId] });
    if (!entry) return undefined;
    const { loaded, account, application } = entry;
    return { account, application, ...explain(loaded.factsOf(account, application)) };
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
