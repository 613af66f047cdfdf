// The brake: a plan that looks like a broken directory rather than like life is held for a person to
// look at. Pure.
import type { Snapshot } from './entries.ts';
import type { Current, Plan } from './plan.ts';
import type { SourceSettings } from './settings.ts';

export type BrakeReason =
  | 'empty-answer'
  | 'empty-units'
  | 'empty-groups'
  | 'incomplete-answer'
  | 'too-many-leaving'
  | 'more-than-shown';

export type Braked = { reason: BrakeReason; detail: Record<string, number> };

const open = (row: { state: string }) => row.state === 'active';

/** Undefined where the plan may be applied. */
export function brake(
  snapshot: Snapshot,
  plan: Plan,
  current: Current,
  limits: SourceSettings['brake'],
): Braked | undefined {
  const leaving = plan.leaving.length;
  const active = current.accounts.filter(open).length;
  const detail = { leaving, active, people: snapshot.present.size };
  if (snapshot.present.size === 0) return { reason: 'empty-answer', detail };
  if (!snapshot.complete) return { reason: 'incomplete-answer', detail };
  if (leaving > limits.maxLeavingCount || leaving * 100 > active * limits.maxLeavingPercent)
    return { reason: 'too-many-leaving', detail };
  if (snapshot.units.length === 0 && plan.unitsClosing.length > 0)
    return { reason: 'empty-units', detail: { closing: plan.unitsClosing.length } };
  if (snapshot.groups.length === 0 && plan.groupsClosing.length > 0)
    return { reason: 'empty-groups', detail: { closing: plan.groupsClosing.length } };
  return undefined;
}
