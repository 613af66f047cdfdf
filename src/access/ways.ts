// The ways that lead from a person to what rules name: units and those above, positions, groups and
// those they are nested in, each with the names on it. Pure.
import type { Facts, PostFact } from './decide.ts';
import { walk } from './walk.ts';

type From = Pick<Facts, 'posts' | 'memberGroups' | 'units' | 'groups'>;
type Paths = Map<string, string[]>;
type Ways = { units: Paths; positions: Paths; groups: Paths };

/** A position counts where the unit it is held in is open, whatever became of those above it. */
function positionsOf({ posts, units }: From): Paths {
  const paths: Paths = new Map();
  for (const { unitId, positionCode, positionName } of posts) {
    const unit = units.get(unitId);
    if (positionCode === null || !unit?.open || paths.has(positionCode)) continue;
    paths.set(positionCode, [unit.name, positionName ?? positionCode]);
  }
  return paths;
}

const waysOf = (from: From): Ways => ({
  units: walk(from.units, from.posts.map(({ unitId }) => unitId)), // prettier-ignore
  positions: positionsOf(from),
  groups: walk(from.groups, from.memberGroups),
});

const walked = new WeakMap<readonly PostFact[], { from: From; ways: Ways }>();

/** Once for the very same facts of a person: three hundred applications ask about one person's ways. */
export function waysOnce(from: From): Ways {
  const before = walked.get(from.posts);
  const same =
    before?.from.memberGroups === from.memberGroups &&
    before.from.units === from.units &&
    before.from.groups === from.groups;
  if (before && same) return before.ways;
  const ways = waysOf(from);
  walked.set(from.posts, { from, ways });
  return ways;
}
