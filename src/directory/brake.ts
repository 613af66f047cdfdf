// The brake: a plan that looks like a broken directory rather than like life is held for a person to
// look at. Pure.
import type { Feed, Kind } from './feed.ts';
import type { SourceSettings } from './settings.ts';

export type BrakeReason =
  | 'empty-answer'
  | 'empty-units'
  | 'empty-groups'
  | 'incomplete-answer'
  | 'too-many-leaving'
  | 'more-than-shown'
  | 'last-administrator'; // of the whole installation: asked after applying (conclusion.ts)

export type Braked = { reason: BrakeReason; detail: Record<string, number> };

/** What the brake looks at. */
export type Outlook = {
  mode: Feed['mode'];
  complete: boolean;
  /** Entries of the directory as it stands now. */
  size: Record<Kind, number>;
  /** Accounts that can sign in now and could not afterwards. */
  leaving: number;
  /** Those who left by deltas of the last day: many small steps are held like a large one. */
  leftLately: number;
  /** Accounts that are active now. */
  active: number;
  unitsClosing: number;
  groupsClosing: number;
};

/** Undefined where the plan may be applied. */
export function brake(outlook: Outlook, limits: SourceSettings['brake']): Braked | undefined {
  const { mode, size, active, leaving, unitsClosing, groupsClosing } = outlook;
  const detail = { leaving, active, people: size.people };
  if (size.people === 0 && (mode === 'full' || leaving > 0))
    return { reason: 'empty-answer', detail };
  if (!outlook.complete) return { reason: 'incomplete-answer', detail };
  const before = mode === 'delta' && leaving > 0 ? outlook.leftLately : 0;
  const all = leaving + before;
  if (all > limits.maxLeavingCount || all * 100 > (active + before) * limits.maxLeavingPercent)
    return { reason: 'too-many-leaving', detail: before > 0 ? { ...detail, before } : detail };
  if (size.units === 0 && unitsClosing > 0)
    return { reason: 'empty-units', detail: { closing: unitsClosing } };
  if (size.groups === 0 && groupsClosing > 0)
    return { reason: 'empty-groups', detail: { closing: groupsClosing } };
  return undefined;
}
