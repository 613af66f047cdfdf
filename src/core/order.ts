// Things that a person puts in order by hand: each has a number, and lists go by it. Pure.

export type Ordered = { readonly id: string; readonly order: number };

/**
 * The numbers that put `ids` in their order, for those that need another than they have. The numbers there
 * are go on being used where they differ, so that one step changes two of them.
 */
export function numbersFor(ids: readonly string[], now: readonly Ordered[]): Map<string, number> {
  const used = now.map(({ order }) => order).toSorted((a, b) => a - b);
  const differ = new Set(used).size === used.length;
  const had = new Map(now.map(({ id, order }) => [id, order]));
  const wanted = ids.map((id, i) => [id, differ ? used[i]! : (i + 1) * 10] as const);
  return new Map(wanted.filter(([id, order]) => had.get(id) !== order));
}

/** Whether both name the same things, each once. */
export const sameThings = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;

/** The list with one thing a step nearer to its beginning or its end; at the end itself nothing moves. */
export function moved<T>(list: readonly T[], thing: T, to: 'up' | 'down'): T[] {
  const from = list.indexOf(thing);
  const at = to === 'up' ? from - 1 : from + 1;
  if (from < 0 || at < 0 || at >= list.length) return [...list];
  const next = [...list];
  [next[from], next[at]] = [next[at]!, next[from]!];
  return next;
}
