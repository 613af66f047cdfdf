// The part of a plan that is about groups; their members are in memberships.ts. A group that is gone
// from the directory is closed, and open again when it is back.
import { differences } from './differences.ts';
import type { WantedGroup } from './group-entries.ts';
import type { Change, GroupRow } from './plan.ts';
import type { Rejection } from './rejection.ts';

/** What we have: the groups of the source, and the codes of all groups there are. */
export type CurrentGroups = {
  groups: readonly GroupRow[];
  groupCodes: ReadonlySet<string>;
};

export type GroupPlan = {
  groups: GroupRow[]; // to write, whole
  groupsClosing: string[];
  changes: Change[];
  rejections: Rejection[];
};

const attributes = ['name', 'description', 'dn'] as const;

/** Codes are what applications know a group by: given once, kept for ever, never somebody else's. */
function freeCode(proposal: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const code = n === 1 ? proposal : `${proposal}-${n}`;
    if (!taken.has(code)) return code;
  }
}

function changesOf(old: GroupRow | undefined, row: GroupRow): Change[] {
  const of = { entity: 'group', entityId: row.id, name: row.name } as const;
  if (!old) return [{ ...of, op: 'create', attribute: 'code', old: null, new: row.code }];
  const changes: Change[] = differences<Omit<GroupRow, 'id'>>(old, row, attributes).map((d) => ({
    ...of,
    op: 'update',
    ...d,
  }));
  if (old.state !== row.state)
    changes.push({
      ...of,
      op: row.state === 'closed' ? 'close' : 'restore',
      attribute: 'state',
      old: old.state,
      new: row.state,
    });
  return changes;
}

export function planGroups(
  wantedGroups: readonly WantedGroup[],
  current: CurrentGroups,
  newId: () => string,
): GroupPlan {
  const byExternalId = new Map(current.groups.map((group) => [group.externalId, group]));
  const taken = new Set(current.groupCodes);
  const plan: GroupPlan = { groups: [], groupsClosing: [], changes: [], rejections: [] };

  function rowOf(wanted: WantedGroup): GroupRow {
    const { externalId, dn, name, description } = wanted;
    const old = byExternalId.get(externalId);
    const code = old?.code ?? freeCode(wanted.code, taken);
    taken.add(code);
    if (!old && code !== wanted.code)
      plan.rejections.push({
        dn,
        level: 'warning',
        reason: 'group-code-taken',
        detail: { value: wanted.code, given: code },
      });
    return { id: old?.id ?? newId(), externalId, dn, code, name, description, state: 'active' };
  }

  const here = new Set<string>();
  for (const wanted of wantedGroups) {
    here.add(wanted.externalId);
    const row = rowOf(wanted);
    const lines = changesOf(byExternalId.get(wanted.externalId), row);
    if (lines.length > 0) plan.groups.push(row);
    plan.changes.push(...lines);
  }
  for (const old of current.groups) {
    if (here.has(old.externalId) || old.state === 'closed') continue;
    plan.groups.push({ ...old, state: 'closed' });
    plan.groupsClosing.push(old.id);
    plan.changes.push(...changesOf(old, { ...old, state: 'closed' }));
  }
  return plan;
}
