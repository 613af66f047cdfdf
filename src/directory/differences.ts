// The differences between two rows, attribute by attribute, as lines of a run. Pure.
import type { Change } from './plan.ts';

type Row = Record<string, string | null>;

/** Attributes whose values differ, with both values. */
export function differences<T extends Row>(
  old: T,
  now: T,
  attributes: readonly (keyof T & string)[],
): Pick<Change, 'attribute' | 'old' | 'new'>[] {
  return attributes
    .filter((attribute) => old[attribute] !== now[attribute])
    .map((attribute) => ({ attribute, old: old[attribute] ?? null, new: now[attribute] ?? null }));
}
