// Snapshot of a directory × what we have → the rows to write and the list of changes that people
// read. Pure: the same plan serves the dry run, the brake and the transaction. Entries are tied by
// their permanent id, so a rename or a move keeps the account; nothing is ever deleted.
import type { Kind, State } from '../accounts/account.ts';
import type { Snapshot } from './entries.ts';
import { planGroups, type GroupPlan } from './plan-groups.ts';
import { planPeople, type PeoplePlan } from './plan-people.ts';
import { planUnits, type UnitPlan } from './plan-units.ts';
import type { Rejection } from './rejection.ts';
import { atOnce, type Steps } from './steps.ts';

/** One line of a run: who, which attribute, old, new. */
export type Change = {
  entity: 'account' | 'unit' | 'group';
  op: 'create' | 'update' | 'suspend' | 'restore' | 'close';
  entityId: string;
  name: string;
  attribute: string | null;
  old: string | null;
  new: string | null;
};

export type UnitRow = {
  id: string;
  externalId: string;
  dn: string | null;
  code: string | null;
  name: string;
  parentId: string | null;
  state: string;
};

export type AccountRow = {
  id: string;
  externalId: string;
  dn: string;
  username: string;
  kind: Kind;
  state: State;
  stateReason: string | null;
  fullName: string;
  familyName: string | null;
  middleName: string | null;
  givenName: string | null;
  mail: string | null;
  phone: string | null;
  employeeNumber: string | null;
};

export type PostRow = {
  id: string;
  accountId: string;
  unitId: string;
  title: string | null;
  positionCode: string | null;
  main: boolean;
};

export type GroupRow = {
  id: string;
  externalId: string;
  dn: string;
  code: string;
  name: string;
  description: string | null;
  state: string;
};

/** `member` is the id of an account or of a group. */
export type Membership = { groupId: string; member: string; byHand: boolean };

export type LoginNameRow = {
  name: string;
  accountId: string;
  kind: 'username' | 'mail' | 'former';
};

/** What we have of one source, and who owns the names that a snapshot asks for. */
export type Current = {
  units: readonly UnitRow[];
  accounts: readonly AccountRow[];
  posts: readonly PostRow[]; // made by a directory
  mainByHand: ReadonlySet<string>; // accounts whose main post an administrator set
  groups: readonly GroupRow[];
  groupAccounts: readonly Membership[];
  groupNestings: readonly Membership[];
  loginNames: ReadonlyMap<string, string>; // folded name → account, of every source
  unitCodes: ReadonlyMap<string, string>; // code → unit, of every source
  groupCodes: ReadonlyMap<string, string>; // code → group, of every source
  positions: ReadonlyMap<string, string>; // folded title → code in the catalogue
};

export type Plan = UnitPlan &
  PeoplePlan &
  GroupPlan & { changes: Change[]; rejections: Rejection[] };

export function* planSteps(snapshot: Snapshot, current: Current, newId: () => string): Steps<Plan> {
  const units = planUnits(snapshot, current, newId);
  const people = yield* planPeople(snapshot, current, units.unitIds, newId);
  yield;
  const groups = planGroups(snapshot, current, people.accountIds, newId);
  return {
    ...units,
    ...people,
    ...groups,
    changes: [...units.changes, ...people.changes, ...groups.changes],
    rejections: [
      ...snapshot.rejections,
      ...units.rejections,
      ...people.rejections,
      ...groups.rejections,
    ],
  };
}

export const planOf = (snapshot: Snapshot, current: Current, newId: () => string): Plan =>
  atOnce(planSteps(snapshot, current, newId));
