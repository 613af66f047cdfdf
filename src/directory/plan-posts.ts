// The posts a person holds by the directory: one for each title in the unit. Posts that an
// administrator gave are none of our business. Pure.
import { searchKey } from '../core/text.ts';
import type { WantedPerson } from './person-entry.ts';
import type { AccountRow, Change, PostRow } from './plan.ts';
import type { CurrentPeople, Setting } from './plan-people.ts';

type Wanted = Omit<PostRow, 'id' | 'accountId'>;
export type Moved = { remove: string[]; add: PostRow[]; changes: Change[] };

const keyOf = ({ unitId, title, positionCode, main }: Wanted) =>
  JSON.stringify([unitId, title, positionCode, main]);

const main = (posts: readonly PostRow[]) => posts.find((post) => post.main) ?? posts[0];
const titles = (posts: readonly Wanted[]) =>
  posts
    .flatMap(({ title }) => title ?? [])
    .sort()
    .join('; ') || null;

export function planPosts(current: CurrentPeople, setting: Setting) {
  const { unitIds, unitNames, positions, newId } = setting;
  const byAccount = Map.groupBy(current.posts, ({ accountId }) => accountId);

  /** The main post stays the main one while its title is held: servers promise no order of values. */
  function wantedPosts(person: WantedPerson, accountId: string, old: readonly PostRow[]): Wanted[] {
    const unitId = person.unit === null ? undefined : unitIds.get(person.unit);
    if (unitId === undefined) return [];
    const held: (string | null)[] = person.titles.length > 0 ? person.titles : [null];
    const kept = old.find((post) => post.main && post.unitId === unitId)?.title;
    const first = kept !== undefined && held.includes(kept) ? kept : held[0];
    const free = !current.mainByHand.has(accountId);
    return held.map((title) => ({
      unitId,
      title,
      positionCode: title === null ? null : (positions.get(searchKey(title)) ?? null),
      main: free && title === first,
    }));
  }

  function changesOf(row: AccountRow, old: readonly PostRow[], now: readonly PostRow[]): Change[] {
    const of = { entity: 'account', op: 'update', entityId: row.id, name: row.fullName } as const;
    const [from, to] = [main(old)?.unitId, main(now)?.unitId];
    const changes: Change[] = [];
    if (from !== to) changes.push({ ...of, attribute: 'unit', old: nameOf(from), new: nameOf(to) });
    if (titles(old) !== titles(now))
      changes.push({ ...of, attribute: 'title', old: titles(old), new: titles(now) });
    return changes;
  }
  const nameOf = (id: string | undefined) => (id === undefined ? null : (unitNames.get(id) ?? id));

  return (person: WantedPerson, row: AccountRow, known: boolean): Moved => {
    const old = byAccount.get(row.id) ?? [];
    // A share that is not active gives nothing: the person may be active by another one.
    const rests = current.shares.has(row.id) && row.state !== 'active';
    const posts = rests ? [] : wantedPosts(person, row.id, old);
    const wanted = new Map(posts.map((post) => [keyOf(post), post]));
    const kept = old.filter((post) => wanted.has(keyOf(post)));
    const have = new Set(kept.map(keyOf));
    const add = [...wanted]
      .filter(([key]) => !have.has(key))
      .map(([, post]) => ({ ...post, id: newId(), accountId: row.id }));
    const remove = old.filter((post) => !wanted.has(keyOf(post))).map(({ id }) => id);
    return { remove, add, changes: known ? changesOf(row, old, [...kept, ...add]) : [] };
  };
}
