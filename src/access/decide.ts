// Who may use which application. The only place that decides: everything else loads facts, asks
// here, and does what it is told. Pure. Deny wins; no rule means refused.
import type { Kind, State } from '../accounts/account.ts';
import { maySignIn } from '../accounts/life-cycle.ts';
import type { ApplicationState } from '../applications/application.ts';
import { walkOnce, type Graph } from './walk.ts';

export type Effect = 'allow' | 'deny';
export type SubjectType = 'everyone' | 'unit' | 'group' | 'account';
export type GrantFact = {
  id: string;
  subject: SubjectType;
  subjectId: string | null;
  effect: Effect;
};

/** All that a decision rests on. Units and groups may hold more than is reached; closed ones are told so. */
export type Facts = {
  account: { id: string; fullName: string; state: State; kind: Kind };
  application: { clientId: string; builtIn: boolean; state: ApplicationState };
  postUnits: readonly string[]; // units of the posts held now
  memberGroups: readonly string[]; // groups the account is in directly
  units: Graph; // from a unit to its parent
  groups: Graph; // from a group to those it is nested in
  grants: readonly GrantFact[]; // of this application
};

export type DecisionCode =
  | 'allowed'
  | 'denied'
  | 'no-grant'
  | 'account-not-active'
  | 'account-kind'
  | 'application-not-active';

/**
 * A rule that applies. `name` is its subject's, empty for everyone; `path` are the names that lead
 * from the person to it: their unit and those above, their group and those it is nested in.
 */
export type Because = {
  grantId: string;
  effect: Effect;
  subject: SubjectType;
  subjectId: string | null;
  name: string;
  path: string[];
};

/** `because` names every rule that applies, whatever the answer: deny first, then the nearest. */
export type Decision = { allowed: boolean; code: DecisionCode; because: Because[] };

export function decide(facts: Facts): Decision {
  const because = rulesThatApply(facts);
  const code = obstacle(facts) ?? verdict(because);
  return { allowed: code === 'allowed', code, because };
}

/** What refuses before any rule is asked. */
function obstacle({ account, application }: Facts): DecisionCode | undefined {
  if (account.state !== 'active') return 'account-not-active';
  if (!maySignIn(account)) return 'account-kind';
  if (isConsole(application) && account.kind !== 'administrator') return 'account-kind';
  if (application.state !== 'active') return 'application-not-active';
  return undefined;
}

/** The console is for accounts of administrators: their daily accounts must not open it. */
const isConsole = (application: Facts['application']): boolean =>
  application.builtIn && application.clientId === 'console';

function verdict(because: readonly Because[]): DecisionCode {
  if (because.some((rule) => rule.effect === 'deny')) return 'denied';
  return because.length > 0 ? 'allowed' : 'no-grant';
}

function rulesThatApply(facts: Facts): Because[] {
  const units = walkOnce(facts.units, facts.postUnits);
  const groups = walkOnce(facts.groups, facts.memberGroups);
  const pathTo = (grant: GrantFact): string[] | undefined => {
    if (grant.subject === 'everyone') return [];
    if (grant.subject === 'account')
      return grant.subjectId === facts.account.id ? [facts.account.fullName] : undefined;
    return (grant.subject === 'unit' ? units : groups).get(grant.subjectId ?? '');
  };
  const rules = facts.grants.flatMap((grant): Because[] => {
    const path = pathTo(grant);
    if (!path) return [];
    const { id: grantId, effect, subject, subjectId } = grant;
    return [{ grantId, effect, subject, subjectId, name: path.at(-1) ?? '', path }];
  });
  return rules.sort(denyThenNearest);
}

const nearness = (rule: Because): number =>
  ['account', 'group', 'unit', 'everyone'].indexOf(rule.subject) * 1000 + rule.path.length;

function denyThenNearest(a: Because, b: Because): number {
  if (a.effect !== b.effect) return a.effect === 'deny' ? -1 : 1;
  return nearness(a) - nearness(b) || (a.grantId < b.grantId ? -1 : 1);
}
