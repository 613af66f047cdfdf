// Plans in memory: a directory and what we have of it, without a database. All people at once, where
// a run takes some at a time: the rules are the same.
import { expect } from '@jest/globals';
import type { Snapshot } from '../../src/directory/entries.ts';
import { mailName } from '../../src/directory/names-of-people.ts';
import type { WantedPerson } from '../../src/directory/person-entry.ts';
import type { Change } from '../../src/directory/plan.ts';
import { planGroups, type CurrentGroups, type GroupPlan } from '../../src/directory/plan-groups.ts';
import {
  planLeaving,
  planPeople,
  type CurrentPeople,
  type PeoplePlan,
  type Setting,
} from '../../src/directory/plan-people.ts';
import { planUnits, type CurrentUnits, type UnitPlan } from '../../src/directory/plan-units.ts';

export type Current = CurrentUnits & CurrentPeople & CurrentGroups & Pick<Setting, 'positions'>;
export type Plan = UnitPlan & PeoplePlan & GroupPlan;

/** What the directory holds; `present`: external ids of entries that are there but rejected. */
export type Read = Snapshot & { present: ReadonlySet<string> };

export const nothing: Current = {
  units: [],
  accounts: [],
  posts: [],
  shares: new Set<string>(),
  mainByHand: new Set(),
  groups: [],
  loginNames: new Map(),
  decisions: new Map(),
  unitCodes: new Map(),
  groupCodes: new Set(['quan-tri-he-thong']),
  positions: new Map([['chuyen vien', 'CV']]),
};

let count = 0;
const newId = () => `id-${++count}`;

/** Folded names that several people of a snapshot ask for. */
function contestedOf(people: readonly WantedPerson[]): Set<string> {
  const names = people.flatMap(({ username, mail }) => [
    username,
    ...(mail ? [mailName(mail)] : []),
  ]);
  return new Set(names.filter((name, i) => names.indexOf(name) !== i));
}

export function plan(read: Read, current: Current): Plan {
  const units = planUnits(read.units, current, newId);
  const { unitIds, unitNames } = units;
  const { positions } = current;
  const contested = contestedOf(read.people);
  const people = planPeople(read.people, current, {
    unitIds,
    unitNames,
    positions,
    contested,
    newId,
  });
  const here = new Set([...read.present, ...read.people.map(({ externalId }) => externalId)]);
  const gone = planLeaving(
    current.accounts.filter(({ externalId }) => !here.has(externalId)),
    [],
  );
  const groups = planGroups(read.groups, current, newId);
  return {
    ...units,
    ...people,
    ...groups,
    accounts: [...people.accounts, ...gone.accounts],
    loginNames: [...people.loginNames, ...gone.loginNames],
    leaving: [...people.leaving, ...gone.leaving],
    changes: [units, people, gone, groups].flatMap(({ changes }): Change[] => changes),
    rejections: [units, people, groups].flatMap(({ rejections }) => rejections),
  };
}

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

export const snapshot = (people: WantedPerson[], more: Partial<Read> = {}): Read => ({
  people,
  units: [],
  groups: [],
  present: new Set(),
  rejections: [],
  ...more,
});

/** What the transaction does, in memory. */
export function applied(current: Current, done: Plan): Current {
  const over = <T extends { id: string }>(old: readonly T[], rows: readonly T[]) => [
    ...new Map([...old, ...rows].map((row) => [row.id, row])).values(),
  ];
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
    loginNames: names,
    unitCodes: new Map(codes),
    groupCodes: new Set([...current.groupCodes, ...groups.map(({ code }) => code)]),
  };
}

export const after = (...snapshots: Read[]) =>
  snapshots.reduce((current, one) => applied(current, plan(one, current)), nothing);

export const account = (current: Current, externalId: string) =>
  current.accounts.find((row) => row.externalId === externalId);
