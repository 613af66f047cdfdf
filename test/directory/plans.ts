// Plans in memory: a directory and what we have of it, without a database.
import { expect } from '@jest/globals';
import type { Snapshot } from '../../src/directory/entries.ts';
import type { WantedPerson } from '../../src/directory/person-entry.ts';
import { planOf, type Current, type Membership, type Plan } from '../../src/directory/plan.ts';

export const nothing: Current = {
  units: [],
  accounts: [],
  posts: [],
  mainByHand: new Set(),
  groups: [],
  groupAccounts: [],
  groupNestings: [],
  loginNames: new Map(),
  unitCodes: new Map(),
  groupCodes: new Map([['quan-tri-he-thong', 'built-in']]),
  positions: new Map([['chuyen vien', 'CV']]),
};

let count = 0;
const newId = () => `id-${++count}`;
export const plan = (snapshot: Snapshot, current: Current) => planOf(snapshot, current, newId);

export const person = (externalId: string, more: Partial<WantedPerson> = {}): WantedPerson => ({
  externalId,
  dn: `uid=${externalId},dc=vn`,
  username: externalId,
  kind: 'official',
  suspended: false,
  fullName: `Nguyễn Văn ${externalId}`,
  familyName: 'Nguyễn',
  middleName: 'Văn',
  givenName: externalId,
  mail: null,
  phone: null,
  employeeNumber: null,
  titles: [],
  unit: null,
  ...more,
});

export const snapshot = (people: WantedPerson[], more: Partial<Snapshot> = {}): Snapshot => ({
  people,
  units: [],
  groups: [],
  present: new Set(people.map(({ externalId }) => externalId)),
  presentDns: new Set(),
  rejections: [],
  complete: true,
  ...more,
});

/** What the transaction does, in memory. */
export function applied(current: Current, done: Plan): Current {
  const over = <T extends { id: string }>(old: readonly T[], rows: readonly T[]) => [
    ...new Map([...old, ...rows].map((row) => [row.id, row])).values(),
  ];
  const members = (
    old: readonly Membership[],
    add: readonly object[],
    remove: readonly object[],
  ) => {
    const gone = new Set(remove.map((pair) => keyOf(pair as Membership)));
    const fresh = add.map((pair) => ({ ...(pair as Membership), byHand: false }));
    return [...old.filter((pair) => !gone.has(keyOf(pair))), ...fresh];
  };
  const keyOf = ({ groupId, member }: Membership) => `${groupId} ${member}`;
  const units = over(current.units, done.units);
  const groups = over(current.groups, done.groups);
  const names = new Map(current.loginNames);
  for (const { name, accountId } of done.loginNames) {
    expect(names.get(name) ?? accountId).toBe(accountId); // a name never changes its owner
    names.set(name, accountId);
  }
  const codes = units.flatMap(({ code, id }) => (code ? [[code, id] as const] : []));
  expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length);
  const removed = new Set(done.postsToRemove);
  return {
    ...current,
    units,
    accounts: over(current.accounts, done.accounts),
    posts: [...current.posts.filter(({ id }) => !removed.has(id)), ...done.posts],
    groups,
    groupAccounts: members(
      current.groupAccounts,
      done.groupAccountsToAdd,
      done.groupAccountsToRemove,
    ),
    groupNestings: members(
      current.groupNestings,
      done.groupNestingsToAdd,
      done.groupNestingsToRemove,
    ),
    loginNames: names,
    unitCodes: new Map(codes),
    groupCodes: new Map([
      ...current.groupCodes,
      ...groups.map(({ code, id }) => [code, id] as const),
    ]),
  };
}

export const after = (...snapshots: Snapshot[]) =>
  snapshots.reduce((current, one) => applied(current, plan(one, current)), nothing);

export const account = (current: Current, externalId: string) =>
  current.accounts.find((row) => row.externalId === externalId);
