// Vì sao? The answer taken apart: which rules made it, which nearly applied, what would change it.
// Pure; asks decide.ts again instead of knowing its rules a second time.
import type { Account } from '../accounts/account.ts';
import type { Context } from './conditions.ts';
import { decide, type Because, type Decision, type Facts, type Unmet } from './decide.ts';
import type { EntryApplication } from './facts.ts';
import type { Graph } from './walk.ts';

/** One thing that, done, would turn the answer; where several are listed, see `Explanation.cures`. */
export type Cure =
  | { code: 'activate-account' }
  | { code: 'change-kind' }
  | { code: 'activate-application' }
  | { code: 'add-allow' }
  | { code: 'add-deny' }
  | { code: 'remove-rule'; rule: Because }
  | { code: 'reopen'; rule: Because }
  | { code: 'meet'; rule: Unmet }; // its conditions, or without them

export type Explanation = {
  account: Account;
  application: EntryApplication;
  decision: Decision;
  idle: Because[]; // rules that would apply but for a closed unit or group on the way
  cures: Cure[]; // refused: all of them together give access; allowed: each `add-deny`, all `remove-rule` take it
};

const opened = (graph: Graph): Graph =>
  new Map([...graph].map(([id, node]) => [id, { ...node, open: true }]));

/** The same facts with nothing in the way of a rule but the rule itself. */
function withAllOpen(facts: Facts): Facts {
  return { ...facts, units: opened(facts.units), groups: opened(facts.groups) };
}

export function explain(
  facts: Facts,
  context: Context,
): Pick<Explanation, 'decision' | 'idle' | 'cures'> {
  const decision = decide(facts, context);
  const applying = new Set(decision.because.map((rule) => rule.grantId));
  const idle = decide(withAllOpen(facts), context).because.filter(
    (rule) => !applying.has(rule.grantId),
  );
  return { decision, idle, cures: curesOf(facts, context, decision, idle) };
}

function curesOf(
  facts: Facts,
  context: Context,
  decision: Decision,
  idle: readonly Because[],
): Cure[] {
  const { because, unmet } = decision;
  const remove = (rule: Because): Cure => ({ code: 'remove-rule', rule });
  if (decision.allowed) return [...because.map(remove), { code: 'add-deny' }];
  const cures: Cure[] = obstaclesOf(facts, context);
  cures.push(...because.filter((rule) => rule.effect === 'deny').map(remove));
  if (because.some((rule) => rule.effect === 'allow')) return cures;
  const nearest = unmet.find((rule) => rule.effect === 'allow');
  if (nearest) return [...cures, { code: 'meet', rule: nearest }];
  const dormant = idle.find((rule) => rule.effect === 'allow');
  return [...cures, dormant ? { code: 'reopen', rule: dormant } : { code: 'add-allow' }];
}

/** Every obstacle, not only the first: lifted one by one in thought until none is left. */
function obstaclesOf(facts: Facts, context: Context): Cure[] {
  const { code } = decide(facts, context);
  if (code === 'account-not-active')
    return [
      { code: 'activate-account' },
      ...obstaclesOf({ ...facts, account: { ...facts.account, state: 'active' } }, context),
    ];
  if (code === 'account-kind')
    return [
      { code: 'change-kind' },
      ...obstaclesOf({ ...facts, account: { ...facts.account, kind: 'administrator' } }, context),
    ];
  if (code === 'application-not-active') return [{ code: 'activate-application' }];
  return [];
}
