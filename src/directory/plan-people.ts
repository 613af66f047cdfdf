// The part of a plan that is about people: new, changed, renamed, moved, gone, back.
import { maySignIn } from '../accounts/life-cycle.ts';
import { differences } from './differences.ts';
import { stateOf } from './life-cycle.ts';
import {
  loginNamesOf,
  mailName,
  namesFor,
  type Asked,
  type Clash,
  type Conflict,
  type Names,
} from './names-of-people.ts';
import type { WantedPerson } from './person-entry.ts';
import type { AccountRow, Change, LoginNameRow, PostRow } from './plan.ts';
import { planPosts } from './plan-posts.ts';
import type { Rejection } from './rejection.ts';

/** What we have of some people of a source, and who owns the names that these ask for. */
export type CurrentPeople = {
  accounts: readonly AccountRow[];
  posts: readonly PostRow[]; // those of the directory
  shares: ReadonlySet<string>; // of the accounts those that are shares of joined people
  mainByHand: ReadonlySet<string>; // accounts whose main post an administrator gave
  loginNames: Names['loginNames'];
  decisions: Names['decisions'];
};

/** What is the same for all people of a run. */
export type Setting = {
  unitIds: ReadonlyMap<string, string>; // external id → id
  unitNames: ReadonlyMap<string, string>; // id → name
  positions: ReadonlyMap<string, string>; // folded title → code in the catalogue
  contested: Names['contested'];
  newId: () => string;
};

/** A mail name that passes from one account to another, as an administrator decided. */
export type Move = { name: string; from: string; to: string };

export type PeoplePlan = {
  accounts: AccountRow[]; // to write, whole
  loginNames: LoginNameRow[];
  postsToRemove: string[];
  posts: PostRow[]; // to add
  leaving: string[]; // accounts that can sign in now and could not afterwards
  moves: Move[];
  conflicts: Conflict[];
  unsettled: string[]; // external ids of those who did not get what they ask for: to be planned again
  changes: Change[];
  rejections: Rejection[];
};

const attributes = [
  ...(['username', 'kind', 'fullName', 'familyName', 'middleName', 'givenName'] as const),
  ...(['mail', 'phone', 'employeeNumber', 'dn'] as const),
];

/** Kinds that an administrator gave stay; the directory decides among its own. */
const kindOf = (wanted: WantedPerson, old: AccountRow | undefined) =>
  old && !['official', 'service', 'shared'].includes(old.kind) ? old.kind : wanted.kind;

function changesOf(old: AccountRow | undefined, row: AccountRow): Change[] {
  const of = { entity: 'account', entityId: row.id, name: row.fullName } as const;
  const state = { attribute: 'state', old: old?.state ?? null, new: row.stateReason ?? row.state };
  if (!old) {
    const created: Change = {
      ...of,
      op: 'create',
      attribute: 'username',
      old: null,
      new: row.username,
    };
    return row.state === 'active' ? [created] : [created, { ...of, op: 'suspend', ...state }];
  }
  const changes: Change[] = differences<Omit<AccountRow, 'id'>>(old, row, attributes).map((d) => ({
    ...of,
    op: 'update',
    ...d,
  }));
  if (old.state !== row.state)
    changes.push({ ...of, op: row.state === 'suspended' ? 'suspend' : 'restore', ...state });
  else if (old.stateReason !== row.stateReason)
    changes.push({
      ...of,
      op: 'update',
      attribute: 'stateReason',
      old: old.stateReason,
      new: row.stateReason,
    });
  return changes;
}

const nothingPlanned = (): PeoplePlan => ({
  accounts: [],
  loginNames: [],
  postsToRemove: [],
  posts: [],
  leaving: [],
  moves: [],
  conflicts: [],
  unsettled: [],
  changes: [],
  rejections: [],
});

function write(plan: PeoplePlan, old: AccountRow | undefined, row: AccountRow): void {
  const changes = changesOf(old, row);
  if (changes.length === 0) return;
  plan.accounts.push(row);
  plan.loginNames.push(...loginNamesOf(old, row));
  plan.changes.push(...changes);
  if (old && maySignIn(old) && !maySignIn(row)) plan.leaving.push(row.id);
}

/** @param people some of those the directory wants; `current` must hold what we have of them. */
export function planPeople(
  people: readonly WantedPerson[],
  current: CurrentPeople,
  setting: Setting,
): PeoplePlan {
  const byExternalId = new Map(current.accounts.map((row) => [row.externalId, row]));
  const ask = namesFor({ ...current, contested: setting.contested });
  const posts = planPosts(current, setting);
  const plan = nothingPlanned();

  /** What was decided to be left is told to nobody. */
  function tell(
    { externalId, dn, username, mail }: WantedPerson,
    what: Clash,
    { name: value, refused, holderId }: Asked,
    level: Rejection['level'],
  ): void {
    if (!refused || refused === 'left') return;
    const asked = what === 'mail' ? mailName(mail ?? '') : username;
    plan.conflicts.push({ externalId, dn, what, asked, value, holderId: holderId ?? null });
    plan.rejections.push({ dn, level, reason: `${what}-${refused}`, detail: { value } });
    plan.unsettled.push(externalId);
  }

  /** Undefined where a new person asks for a name that is not free. */
  function rowOf(wanted: WantedPerson, old: AccountRow | undefined): AccountRow | undefined {
    const { externalId, dn, fullName, familyName, middleName, givenName } = wanted;
    const of = { externalId, accountId: old?.accountId };
    const wish = ask('username', wanted.username, of);
    const refused = old?.username === wish.name ? undefined : wish.refused;
    if (refused) tell(wanted, 'username', wish, old ? 'warning' : 'rejected');
    const mail = wanted.mail === null ? undefined : ask('mail', mailName(wanted.mail), of);
    if (refused && !old) return undefined;
    if (mail?.refused) tell(wanted, 'mail', mail, 'warning');
    const id = old?.id ?? setting.newId();
    if (mail?.moves) plan.moves.push({ name: mail.name, from: mail.moves, to: id });
    return {
      id,
      accountId: old?.accountId ?? id,
      externalId,
      dn,
      fullName,
      familyName,
      middleName,
      givenName,
      phone: wanted.phone,
      employeeNumber: wanted.employeeNumber,
      kind: kindOf(wanted, old),
      username: refused && old ? old.username : wish.name,
      mail: mail?.refused ? (old?.mail ?? null) : wanted.mail,
      ...stateOf(wanted, old),
    };
  }

  for (const wanted of people) {
    const old = byExternalId.get(wanted.externalId);
    if (old?.state === 'retired') {
      plan.unsettled.push(wanted.externalId); // the names asked for stay contested
      continue; // the end of an account is an administrator's decision
    }
    const row = rowOf(wanted, old);
    if (!row) continue;
    write(plan, old, row);
    const moved = posts(wanted, row, old !== undefined);
    plan.postsToRemove.push(...moved.remove);
    plan.posts.push(...moved.add);
    plan.changes.push(...moved.changes);
  }
  return plan;
}

/**
 * For accounts whose entries are no longer there.
 * @param posts of shares: a person who is known elsewhere goes on without what this directory gave him.
 */
export function planLeaving(gone: readonly AccountRow[], posts: readonly string[]): PeoplePlan {
  const plan = { ...nothingPlanned(), postsToRemove: [...posts] };
  for (const old of gone)
    if (old.state === 'active' || old.state === 'initial')
      write(plan, old, { ...old, state: 'suspended', stateReason: 'left-directory' });
  return plan;
}
