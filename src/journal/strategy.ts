// By which way the newest entries that meet a filter are found, so that none has the journal read from
// end to end. Pure.
import {
  conditionOf,
  indexedOf,
  outcomeOf,
  timesOf,
  type Condition,
  type Few,
  type Range,
} from './conditions.ts';
import type { JournalFilter } from './entry.ts';

/** What names stand for: `few` lead to their entries, `many` only tell whether an entry is one. */
export type Named = { few: readonly Few[]; many: readonly Condition[] };

/** `conditions` leave out the lead, `all` holds every one; both hold within the range. */
export type Strategy = { range: Range; all: Condition[] } & (
  | { way: 'nothing' }
  | { way: 'each'; lead: Few; conditions: Condition[] } // each of a few through an index
  | { way: 'whole' | 'parts' } // all at once through one index; or part by part
);

const sizeOf = ({ ids, names }: Few) => ids.length + names.length;

/** A unit has as many entries as all its people: with other conditions, not to be gone through. */
const unitsAtMost = 20;

export function strategyOf(filter: JournalFilter, named: Named, range: Range): Strategy {
  const [indexed, times] = [indexedOf(filter), timesOf(filter)];
  const [lead, ...others] = named.few.toSorted((a, b) => sizeOf(a) - sizeOf(b));
  const filters = [...indexed, ...outcomeOf(filter), ...named.many, ...others.map(conditionOf)];
  const all = [...filters, ...(lead ? [conditionOf(lead)] : []), ...times];
  if (lead && sizeOf(lead) === 0) return { way: 'nothing', range, all };
  if (lead && (lead.of !== 'unit' || filters.length === 0 || sizeOf(lead) <= unitsAtMost))
    return { way: 'each', lead, conditions: [...filters, ...times], range, all };
  const one = !lead && filters.length === indexed.length && indexed.length <= 1;
  return { way: one ? 'whole' : 'parts', range, all };
}
