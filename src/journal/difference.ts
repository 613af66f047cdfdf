// What a change changed, for the detail of its journal entry: the fields that differ and no others.
import type { Json } from './journal.ts';

export type Fields = Record<string, Json>;

/** The fields of `after` that differ from `before`, on both sides; undefined where nothing does. */
export function difference(
  before: Fields,
  after: Fields,
): { before: Fields; after: Fields } | undefined {
  const changed = Object.keys(after).filter(
    (key) => canonical(before[key]) !== canonical(after[key]),
  );
  if (changed.length === 0) return undefined;
  const pick = (fields: Fields): Fields =>
    Object.fromEntries(changed.map((key) => [key, fields[key] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** JSON with its keys in order: jsonb gives them back in an order of its own. */
function canonical(value: Json | undefined): string {
  return JSON.stringify(value ?? null, (_key, inner: Json) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
