// Rules of units (cơ quan, đơn vị): pure.
import { searchKey } from '../core/text.ts';

export type UnitState = 'active' | 'closed';

export type Unit = {
  id: string;
  code: string | null;
  name: string;
  parentId: string | null;
  state: UnitState;
  contactName: string | null;
  contactMail: string | null;
  contactPhone: string | null;
  sourceId: string | null; // null: made by hand
};

/** As the SQL function `unit_full_name`: a division without a code is named with what it belongs to. */
export function unitFullName(unit: {
  name: string;
  code: string | null;
  parent: { name: string } | null;
}): string {
  return unit.code === null && unit.parent ? `${unit.name}, ${unit.parent.name}` : unit.name;
}

/** What a unit is found by: its name and its code, folded. */
export function unitSearchKey(unit: { name: string; code?: string | null }): string {
  return searchKey(`${unit.name} ${unit.code ?? ''}`);
}

/** A unit of the tree: `below` is known where it is unfolded; `count` are right below it anyway. */
export type UnitBranch = Pick<Unit, 'id' | 'code' | 'name' | 'parentId' | 'state'> & {
  count: number;
  below: readonly UnitBranch[] | undefined;
};
export type Sprout = Omit<UnitBranch, 'below'> & { unfolded: boolean };

/**
 * Puts units below their parents, siblings by name. Those whose parent is not among them are the highest;
 * those caught in a loop hang nowhere and are left out.
 */
export function grow(sprouts: readonly Sprout[]): UnitBranch[] {
  const byName = new Intl.Collator('vi', { numeric: true });
  const known = new Set(sprouts.map(({ id }) => id));
  const below = Map.groupBy(
    sprouts.toSorted((a, b) => byName.compare(a.name, b.name)),
    ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null),
  );
  const branch = ({ unfolded, ...unit }: Sprout): UnitBranch => ({
    ...unit,
    below: unfolded ? (below.get(unit.id) ?? []).map(branch) : undefined,
  });
  return (below.get(null) ?? []).map(branch);
}

/** True where `parentId` is the unit itself or lies below it, so that it cannot be its parent. */
export function wouldLoop(
  unitId: string,
  parentId: string,
  parentOf: ReadonlyMap<string, string | null>,
): boolean {
  const seen = new Set<string>();
  for (let at: string | null = parentId; at && !seen.has(at); at = parentOf.get(at) ?? null) {
    if (at === unitId) return true;
    seen.add(at);
  }
  return false;
}
