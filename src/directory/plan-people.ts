// The part of a plan that is about people: new, changed, renamed, moved, gone, back.
import { maySignIn } from '../accounts/life-cycle.ts';
import { searchKey } from '../core/text.ts';
import { differences } from './differences.ts';
import { dnKey } from './dn.ts';
import type { Snapshot } from './entries.ts';
import { stateOf } from './life-cycle.ts';
import { loginNamesOf, namesFor } from './names-of-people.ts';
import type { WantedPerson } from './person-entry.ts';
import type { AccountRow, Change, Current, LoginNameRow, PostRow } from './plan.ts';
import { planPosts } from './plan-posts.ts';
import type { Rejection } from './rejection.ts';
import { inSteps, type Steps } from './steps.ts';

export type PeoplePlan = {
  accounts: AccountRow[]; // to write, whole
  loginNames: LoginNameRow[];
  postsToRemove: string[];
  posts: PostRow[]; // to add
  leaving: string[]; // accounts that can sign in now and could not afterwards
  accountIds: ReadonlyMap<string, string>; // external id → id, of all that stay or come
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

export function* planPeople(
  snapshot: Snapshot,
  current: Current,
  unitIds: ReadonlyMap<string, string>,
  newId: () => string,
): Steps<PeoplePlan> {
  const byExternalId = new Map(current.accounts.map((row) => [row.externalId, row]));
  const accountIds = new Map(current.accounts.map((row) => [row.externalId, row.id]));
  const names = namesFor(snapshot.people, current);
  const posts = planPosts(current, unitIds, newId, (title) =>
    current.positions.get(searchKey(title)),
  );
  const plan: PeoplePlan = {
    accounts: [],
    loginNames: [],
    postsToRemove: [],
    posts: [],
    leaving: [],
    accountIds,
    changes: [],
    rejections: [],
  };

  function write(old: AccountRow | undefined, row: AccountRow): void {
    const changes = changesOf(old, row);
    if (changes.length === 0) return;
    plan.accounts.push(row);
    plan.loginNames.push(...loginNamesOf(old, row));
    plan.changes.push(...changes);
    if (old && maySignIn(old) && !maySignIn(row)) plan.leaving.push(row.id);
  }

  /** Undefined where a new person asks for a name that is not free. */
  function rowOf(wanted: WantedPerson, old: AccountRow | undefined): AccountRow | undefined {
    const say = (level: Rejection['level'], reason: Rejection['reason'], value: string) =>
      plan.rejections.push({ dn: wanted.dn, level, reason, detail: { value } });
    const { username: wish, externalId, dn, fullName, familyName, middleName, givenName } = wanted;
    const refused = old?.username === wish ? undefined : names.againstUsername(wish, old?.id);
    if (refused) say(old ? 'warning' : 'rejected', refused, wish);
    if (refused && !old) return undefined;
    const mailRefused = wanted.mail && names.againstMail(wanted.mail, old?.id);
    if (mailRefused) say('warning', mailRefused, wanted.mail ?? '');
    return {
      id: old?.id ?? newId(),
      externalId,
      dn,
      fullName,
      familyName,
      middleName,
      givenName,
      phone: wanted.phone,
      employeeNumber: wanted.employeeNumber,
      kind: kindOf(wanted, old),
      username: refused && old ? old.username : wish,
      mail: mailRefused ? (old?.mail ?? null) : wanted.mail,
      ...stateOf(wanted, old),
    };
  }

  yield* inSteps(snapshot.people, (wanted) => {
    const old = byExternalId.get(wanted.externalId);
    if (old?.state === 'retired') return; // the end of an account is an administrator's decision
    const row = rowOf(wanted, old);
    if (!row) return;
    accountIds.set(wanted.externalId, row.id);
    write(old, row);
    const moved = posts(wanted, row, old !== undefined);
    plan.postsToRemove.push(...moved.remove);
    plan.posts.push(...moved.add);
    plan.changes.push(...moved.changes);
  });
  yield* inSteps(current.accounts, (old) => {
    if (snapshot.present.has(old.externalId) || snapshot.presentDns.has(dnKey(old.dn))) return;
    if (old.state === 'active' || old.state === 'initial')
      write(old, { ...old, state: 'suspended', stateReason: 'left-directory' });
  });
  return plan;
}
