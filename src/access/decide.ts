// Who may use which application. The only place that decides: everything else loads facts, asks
// here, and does what it is told. Pure. Deny wins; no rule means refused.
import type { Kind, State } from '../accounts/account.ts';
import { maySignIn } from '../accounts/life-cycle.ts';
import type { ApplicationState } from '../applications/application.ts';
import { missingOf, type Conditions, type Context, type Missing } from './conditions.ts';
import type { Graph } from './walk.ts';
import { waysOnce } from './ways.ts';

export type Effect = 'allow' | 'deny';
export const subjectTypes = ['everyone', 'unit', 'position', 'group', 'kind', 'account'] as const;
export type SubjectType = (typeof subjectTypes)[number];
export type TargetType = 'application' | 'class' | 'set';

export type GrantFact = {
  id: string;
  subject: SubjectType;
  subjectId: string | null; // of a position and a kind: the code
  subtree: boolean; // of a unit: with all below it
  effect: Effect;
  conditions: Conditions | null; // null: none
  roles: readonly string[]; // in the application
  target: TargetType; // what the rule was made for
  targetName: string | null; // of a class or set
};

export type PostFact = { unitId: string; positionCode: string | null; positionName: string | null };

/** All that a decision rests on. Units and groups may hold more than is reached; closed ones are told so. */
export type Facts = {
  account: { id: string; fullName: string; state: State; kind: Kind };
  application: { clientId: string; builtIn: boolean; state: ApplicationState };
  posts: readonly PostFact[]; // held now
  memberGroups: readonly string[]; // groups the account is in directly
  units: Graph; // from a unit to its parent
  groups: Graph; // from a group to those it is nested in
  grants: readonly GrantFact[]; // of this application, its class and its sets
};

export type DecisionCode =
  | 'allowed'
  | 'denied'
  | 'no-grant'
  | 'needs-second-factor' // would be allowed with one
  | 'outside-zone'
  | 'outside-hours'
  | 'account-not-active'
  | 'account-kind'
  | 'application-not-active';

/**
 * A rule that applies. `name` is its subject's, empty for everyone and kinds; `path` are the names that
 * lead from the person to it: their unit and those above, their group and those it is nested in.
 */
export type Because = Omit<GrantFact, 'id'> & { grantId: string; name: string; path: string[] };

/** A rule for this person that would apply if it were not for what is missing. */
export type Unmet = Because & { missing: readonly Missing[] };

/**
 * `because` names every rule that applies, whatever the answer: deny first, then the nearest. `roles`:
 * of all that let in, each once; none where the answer is no.
 */
export type Decision = {
  allowed: boolean;
  code: DecisionCode;
  because: Because[];
  unmet: Unmet[];
  roles: string[];
};

/** Whether it lets in, or would with a second factor: that one is asked for at the door. */
export const opensWithFactor = ({ allowed, code }: Pick<Decision, 'allowed' | 'code'>): boolean =>
  allowed || code === 'needs-second-factor';

export const refused = (code: DecisionCode): Decision => ({
  allowed: false,
  code,
  because: [],
  unmet: [],
  roles: [],
});

export function decide(facts: Facts, context: Context): Decision {
  const { because, unmet } = rulesFor(facts, context);
  const code = obstacle(facts) ?? verdict(because, unmet);
  const allowed = code === 'allowed';
  const roles = allowed ? [...new Set(because.flatMap((rule) => rule.roles))].toSorted() : [];
  return { allowed, code, because, unmet, roles };
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

function verdict(because: readonly Because[], unmet: readonly Unmet[]): DecisionCode {
  if (because.some((rule) => rule.effect === 'deny')) return 'denied';
  return because.length > 0 ? 'allowed' : nearly(unmet);
}

/** The nearest that a rule came to letting in: what the person can do about it, first. */
function nearly(unmet: readonly Unmet[]): DecisionCode {
  const allowing = unmet.filter((rule) => rule.effect === 'allow');
  const lackOnly = (...may: Missing[]) =>
    allowing.some(({ missing }) => missing.every((each) => may.includes(each)));
  if (lackOnly('second-factor')) return 'needs-second-factor';
  if (lackOnly('second-factor', 'zone')) return 'outside-zone';
  if (lackOnly('second-factor', 'zone', 'hours')) return 'outside-hours';
  return 'no-grant';
}

function rulesFor(facts: Facts, context: Context): { because: Because[]; unmet: Unmet[] } {
  const because: Because[] = [];
  const unmet: Unmet[] = [];
  const pathTo = pathsOf(facts);
  for (const grant of facts.grants) {
    const path = pathTo(grant);
    if (!path) continue;
    const { id: grantId, ...rest } = grant;
    const rule = { ...rest, grantId, name: path.at(-1) ?? '', path };
    const missing = missingOf(grant.conditions, grant.effect, context);
    if (missing.length === 0) because.push(rule);
    else unmet.push({ ...rule, missing });
  }
  return { because: because.sort(denyThenNearest), unmet: unmet.sort(denyThenNearest) };
}

function pathsOf(facts: Facts): (grant: GrantFact) => string[] | undefined {
  const { units, positions, groups } = waysOnce(facts);
  const ofUnit = ({ subjectId, subtree }: GrantFact) => {
    const path = units.get(subjectId ?? '');
    return subtree || path?.length === 1 ? path : undefined;
  };
  return (grant) => {
    const id = grant.subjectId ?? '';
    if (grant.subject === 'everyone') return [];
    if (grant.subject === 'kind') return id === facts.account.kind ? [] : undefined;
    if (grant.subject === 'account')
      return id === facts.account.id ? [facts.account.fullName] : undefined;
    if (grant.subject === 'unit') return ofUnit(grant);
    return (grant.subject === 'position' ? positions : groups).get(id);
  };
}

const order: readonly SubjectType[] = ['account', 'group', 'position', 'unit', 'kind', 'everyone'];
const nearness = (rule: Because): number => order.indexOf(rule.subject) * 1000 + rule.path.length;

function denyThenNearest(a: Because, b: Because): number {
  if (a.effect !== b.effect) return a.effect === 'deny' ? -1 : 1;
  return nearness(a) - nearness(b) || (a.grantId < b.grantId ? -1 : 1);
}
