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

export type UnitNode = Unit & { depth: number };

/** Puts units below their parents, siblings by name; those caught in a loop come last, unindented. */
export function inTreeOrder(units: readonly Unit[]): UnitNode[] {
  const byName = new Intl.Collator('vi');
  const children = Map.groupBy(
    units.toSorted((a, b) => byName.compare(a.name, b.name)),
    (unit) => unit.parentId,
  );
  const known = new Set(units.map((unit) => unit.id));
  const placed = new Set<string>();
  const walk = (unit: Unit, depth: number): UnitNode[] => {
    if (placed.has(unit.id)) return [];
    placed.add(unit.id);
    const below = children.get(unit.id) ?? [];
    return [{ ...unit, depth }, ...below.flatMap((child) => walk(child, depth + 1))];
  };
  const roots = units.filter((unit) => unit.parentId === null || !known.has(unit.parentId));
  const sorted = roots.toSorted((a, b) => byName.compare(a.name, b.name));
  return [...sorted, ...units].flatMap((unit) => walk(unit, 0));
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
