// What a plan is made of: the rows to write and the list of changes that people read. The rules are in
// plan-units, plan-people and plan-groups: what the directory wants × what we have → a plan. Pure: the
// same rules serve the dry run, the brake and the transaction, for all people or some at a time.
// Entries are tied by their permanent id, so a rename or a move keeps the account; nothing is deleted.
import type { Kind, State } from '../accounts/account.ts';

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

/** `id` differs from `accountId` in a share of a joined person (share.ts), but in the one he had first. */
export type AccountRow = {
  id: string;
  accountId: string;
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

export type LoginNameRow = {
  name: string;
  accountId: string;
  kind: 'username' | 'mail' | 'former';
};
