// Does an entry match a search filter (RFC 4511, section 4.5.1.7)? Values compare without regard to
// case and Unicode form, as the attributes of people do.
import {
  AndFilter,
  ApproximateFilter,
  EqualityFilter,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
  type Filter,
} from 'ldapts';
import { dnKey } from '../../directory/dn.ts';
import type { TreeEntry } from './tree.ts';

const fold = (text: string | Buffer) => text.toString().normalize('NFC').toLowerCase();

const namesEntries = new Set(['member', 'uniquemember', 'manager', 'owner']);

function valuesOf(entry: TreeEntry, attribute: string): string[] {
  const values = entry.attributes.get(attribute.toLowerCase())?.values ?? [];
  return values.map(fold);
}

function equals(entry: TreeEntry, attribute: string, wanted: string | Buffer): boolean {
  const values = valuesOf(entry, attribute);
  if (!namesEntries.has(attribute.toLowerCase())) return values.includes(fold(wanted));
  return values.some((value) => dnKey(value) === dnKey(wanted.toString()));
}

/** Parts in this order, without looking back: nothing to blow up with a hostile pattern. */
function contains(value: string, { initial, any, final }: SubstringFilter): boolean {
  const first = fold(initial);
  const last = fold(final);
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  for (const part of any.map(fold)) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}

export function matches(filter: Filter, entry: TreeEntry): boolean {
  if (filter instanceof AndFilter) return filter.filters.every((one) => matches(one, entry));
  if (filter instanceof OrFilter) return filter.filters.some((one) => matches(one, entry));
  if (filter instanceof NotFilter) return !matches(filter.filter, entry);
  if (filter instanceof PresenceFilter) return entry.attributes.has(filter.attribute.toLowerCase());
  if (filter instanceof EqualityFilter || filter instanceof ApproximateFilter)
    return equals(entry, filter.attribute, filter.value);
  if (filter instanceof SubstringFilter)
    return valuesOf(entry, filter.attribute).some((value) => contains(value, filter));
  if (filter instanceof GreaterThanEqualsFilter)
    return valuesOf(entry, filter.attribute).some((value) => value >= fold(filter.value));
  if (filter instanceof LessThanEqualsFilter)
    return valuesOf(entry, filter.attribute).some((value) => value <= fold(filter.value));
  return false; // extensible matches are not known here
}
