// The part of a plan that is about units: created, renamed, moved, closed when gone, open again when back.
import { differences } from './differences.ts';
import type { Change, UnitRow } from './plan.ts';
import type { Rejection } from './rejection.ts';
import type { WantedUnit } from './unit-entries.ts';

/** What we have: the units of the source, and who has which code, in every source. */
export type CurrentUnits = {
  units: readonly UnitRow[];
  unitCodes: ReadonlyMap<string, string>; // code → unit
};

export type UnitPlan = {
  units: UnitRow[]; // to write, whole
  unitsToRecode: string[]; // their code must be free before the rows are written
  unitsClosing: string[];
  unitIds: ReadonlyMap<string, string>; // external id → id, of all that stay or come
  unitNames: ReadonlyMap<string, string>; // id → name, of all
  changes: Change[];
  rejections: Rejection[];
};

const attributes = ['name', 'code', 'dn'] as const;

/** Who may have which code. A code of a unit that is gone stays its own: it is never used again. */
function codesOf(wanted: readonly WantedUnit[], current: CurrentUnits) {
  const owned = new Map(current.units.map((unit) => [unit.id, unit]));
  const wantedById = new Map(wanted.map((unit) => [unit.externalId, unit]));
  const holderOf = (code: string) => {
    const id = current.unitCodes.get(code);
    const holder = id === undefined ? undefined : owned.get(id);
    const next = holder && wantedById.get(holder.externalId)?.code;
    return next && next !== code ? undefined : (holder?.externalId ?? id);
  };
  const claimed = new Map<string, string>();
  for (const { code, externalId } of wanted)
    if (code && (!claimed.has(code) || holderOf(code) === externalId))
      claimed.set(code, externalId);
  return (unit: WantedUnit & { code: string }) =>
    claimed.get(unit.code) === unit.externalId &&
    (holderOf(unit.code) ?? unit.externalId) === unit.externalId;
}

function gone(unit: UnitRow): Change {
  const { id, name } = unit;
  return {
    entity: 'unit',
    op: 'close',
    entityId: id,
    name,
    attribute: 'state',
    old: unit.state,
    new: 'closed',
  };
}

function changesOf(
  old: UnitRow | undefined,
  row: UnitRow,
  nameOf: (id: string | null) => string | null,
): Change[] {
  const of = { entity: 'unit', entityId: row.id, name: row.name } as const;
  if (!old) return [{ ...of, op: 'create', attribute: 'name', old: null, new: row.name }];
  const changes: Change[] = differences<Pick<UnitRow, (typeof attributes)[number]>>(
    old,
    row,
    attributes,
  ).map((d) => ({ ...of, op: 'update', ...d }));
  if (old.parentId !== row.parentId)
    changes.push({
      ...of,
      op: 'update',
      attribute: 'parent',
      old: nameOf(old.parentId),
      new: nameOf(row.parentId),
    });
  if (old.state !== row.state)
    changes.push({ ...of, op: 'restore', attribute: 'state', old: old.state, new: row.state });
  return changes;
}

export function planUnits(
  wantedUnits: readonly WantedUnit[],
  current: CurrentUnits,
  newId: () => string,
): UnitPlan {
  const byExternalId = new Map(current.units.map((unit) => [unit.externalId, unit]));
  const unitIds = new Map(
    wantedUnits.map(({ externalId }) => [externalId, byExternalId.get(externalId)?.id ?? newId()]),
  );
  const ours = new Set(current.units.map(({ id }) => id));
  const mayHave = codesOf(wantedUnits, current);
  const names = new Map(current.units.map(({ id, name }) => [id, name]));
  for (const wanted of wantedUnits) names.set(unitIds.get(wanted.externalId)!, wanted.name);
  const plan: UnitPlan = {
    units: [],
    unitsToRecode: [],
    unitsClosing: [],
    unitIds,
    unitNames: names,
    changes: [],
    rejections: [],
  };
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id));

  for (const wanted of wantedUnits) {
    const old = byExternalId.get(wanted.externalId);
    let code = wanted.code ?? old?.code ?? null;
    if (wanted.code && !mayHave({ ...wanted, code: wanted.code })) {
      code = null;
      plan.rejections.push({
        dn: wanted.dn ?? wanted.name,
        level: 'warning',
        reason: 'unit-code-taken',
        detail: { value: wanted.code },
      });
    }
    // A unit at the top may have been hung under one made by hand: there it stays.
    const kept = old?.parentId && !ours.has(old.parentId) ? old.parentId : null;
    const parentId = wanted.parent === null ? kept : (unitIds.get(wanted.parent) ?? null);
    const row: UnitRow = {
      id: unitIds.get(wanted.externalId)!,
      externalId: wanted.externalId,
      dn: wanted.dn,
      code,
      name: wanted.name,
      parentId,
      state: 'active',
    };
    const changes = changesOf(old, row, nameOf);
    if (changes.length === 0) continue;
    plan.units.push(row);
    plan.changes.push(...changes);
    if (old && old.code !== row.code) plan.unitsToRecode.push(row.id);
  }
  for (const unit of current.units) {
    if (unitIds.has(unit.externalId) || unit.state === 'closed') continue;
    plan.units.push({ ...unit, state: 'closed' });
    plan.unitsClosing.push(unit.id);
    plan.changes.push(gone(unit));
  }
  return plan;
}
