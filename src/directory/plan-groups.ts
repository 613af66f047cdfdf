// The part of a plan that is about groups and their members. What an administrator added by hand
// stays; a group that is gone from the directory is closed and loses the members it had from there.
import { differences } from './differences.ts';
import type { Snapshot } from './entries.ts';
import type { WantedGroup } from './group-entries.ts';
import type { Change, Current, GroupRow, Membership } from './plan.ts';
import type { Rejection } from './rejection.ts';

export type Pair = { groupId: string; member: string };
export type GroupPlan = {
  groups: GroupRow[]; // to write, whole
  groupsClosing: string[];
  groupAccountsToAdd: Pair[];
  groupAccountsToRemove: Pair[];
  groupNestingsToAdd: Pair[];
  groupNestingsToRemove: Pair[];
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

/** Members to add and to remove so that the directory's part is `wanted`. */
function compare(wanted: readonly Pair[], have: readonly Membership[]) {
  const key = ({ groupId, member }: Pair) => `${groupId} ${member}`;
  const wantedKeys = new Set(wanted.map(key));
  const haveKeys = new Set(have.map(key));
  return {
    add: wanted.filter((pair) => !haveKeys.has(key(pair))),
    remove: have.filter((pair) => !pair.byHand && !wantedKeys.has(key(pair))),
  };
}

export function planGroups(
  snapshot: Snapshot,
  current: Current,
  accountIds: ReadonlyMap<string, string>,
  newId: () => string,
): GroupPlan {
  const byExternalId = new Map(current.groups.map((group) => [group.externalId, group]));
  const taken = new Set(current.groupCodes.keys());
  const groups: GroupRow[] = [];
  const groupsClosing: string[] = [];
  const changes: Change[] = [];
  const rejections: Rejection[] = [];
  const ids = new Map<string, string>();

  function rowOf(wanted: WantedGroup): GroupRow {
    const { externalId, dn, name, description } = wanted;
    const old = byExternalId.get(externalId);
    const code = old?.code ?? freeCode(wanted.code, taken);
    taken.add(code);
    if (!old && code !== wanted.code)
      rejections.push({
        dn,
        level: 'warning',
        reason: 'group-code-taken',
        detail: { value: wanted.code, given: code },
      });
    return { id: old?.id ?? newId(), externalId, dn, code, name, description, state: 'active' };
  }

  for (const wanted of snapshot.groups) {
    const row = rowOf(wanted);
    ids.set(wanted.externalId, row.id);
    const lines = changesOf(byExternalId.get(wanted.externalId), row);
    if (lines.length > 0) groups.push(row);
    changes.push(...lines);
  }
  for (const old of current.groups) {
    if (ids.has(old.externalId) || old.state === 'closed') continue;
    groups.push({ ...old, state: 'closed' });
    groupsClosing.push(old.id);
    changes.push(...changesOf(old, { ...old, state: 'closed' }));
  }

  const pairs = (members: (group: WantedGroup) => string[], known: ReadonlyMap<string, string>) =>
    snapshot.groups
      .flatMap((group) => {
        const groupId = ids.get(group.externalId)!;
        return members(group).flatMap((id) => ({ groupId, member: known.get(id) ?? '' }));
      })
      .filter(({ member }) => member !== '');
  const accounts = compare(
    pairs((group) => group.accounts, accountIds),
    current.groupAccounts,
  );
  const nestings = compare(
    pairs((group) => group.groups, ids),
    current.groupNestings,
  );

  const names = new Map([
    ...current.accounts.map(({ id, fullName }) => [id, fullName] as const),
    ...snapshot.people.map((one) => [accountIds.get(one.externalId) ?? '', one.fullName] as const),
    ...current.groups.map(({ id, name }) => [id, name] as const),
    ...snapshot.groups.map((one) => [ids.get(one.externalId)!, one.name] as const),
  ]);
  const line = ({ groupId, member }: Pair, side: 'old' | 'new'): Change => ({
    entity: 'group',
    op: 'update',
    entityId: groupId,
    name: names.get(groupId) ?? groupId,
    attribute: 'member',
    old: null,
    new: null,
    [side]: names.get(member) ?? member,
  });
  // One by one: a call with a hundred thousand arguments is more than the stack takes.
  for (const pair of [...accounts.add, ...nestings.add]) changes.push(line(pair, 'new'));
  for (const pair of [...accounts.remove, ...nestings.remove]) changes.push(line(pair, 'old'));
  return {
    groups,
    groupsClosing,
    changes,
    rejections,
    groupAccountsToAdd: accounts.add,
    groupAccountsToRemove: accounts.remove,
    groupNestingsToAdd: nestings.add,
    groupNestingsToRemove: nestings.remove,
  };
}
