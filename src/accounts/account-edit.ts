// What a change asked for makes of an account: the row before, the row after, what differs. Also the
// row of a new account. Pure.
import { AppError } from '../core/errors.ts';
import { difference, type Fields } from '../journal/difference.ts';
import type { Entry } from '../journal/journal.ts';
import {
  accountSearchKey,
  accountSortKey,
  isKind,
  mailAddress,
  namesOf,
  phoneNumber,
  usernameOf,
  type Account,
  type Kind,
} from './account.ts';
import { firstState } from './life-cycle.ts';
import type { MainPost, Move } from './posts.ts';

export type NewAccount = {
  username: string;
  fullName: string;
  kind: Kind;
  mail?: string | null;
  phone?: string | null;
  unitId?: string | null;
  positionCode?: string | null;
  title?: string | null;
};
export type AccountChange = Partial<NewAccount> & { locale?: 'vi' | 'en' | null };

export type Edit = {
  old: Account;
  next: Account;
  changed: { before: Fields; after: Fields } | undefined;
};

/** Who a directory gave keeps the directory's word for these. */
const ofDirectory = ['username', 'fullName', 'mail', 'phone'] as const;

/** @throws AppError `account.…` naming the field. */
export function newAccountOf(input: NewAccount, id: string) {
  const values = { ...valuesOf(input), ...namesOf(input.fullName) };
  const account = { username: usernameOf(input.username), kind: kindOf(input.kind), ...values };
  return { id, ...account, state: firstState(account.kind) };
}

/** What the journal says of it. */
export function createdEntry(
  account: ReturnType<typeof newAccountOf>,
  unitId: string | null | undefined,
): Entry {
  const { id, ...after } = account;
  return {
    event: 'account.created',
    accountId: id,
    detail: { after: { ...after, unitId: unitId ?? null } },
  };
}

/** @throws AppError `account.from-directory`, `account.…` naming the field. */
export function editOf(old: Account, change: AccountChange, now: Date): Edit {
  const wanted = wantedOf(change);
  const changed = difference(pick(old, wanted), wanted);
  const field = ofDirectory.find((name) => changed && name in changed.after);
  if (old.sourceId && field) throw new AppError('account.from-directory', { params: { field } });
  if (old.sourceId && change.unitId !== undefined) throw new AppError('account.from-directory');
  return { old, next: { ...old, ...wanted, updatedAt: now }, changed };
}

/** What the journal says of it, with the post that went along. */
export const updatedEntry = ({ old, changed }: Edit, moved: Move | undefined): Entry => ({
  event: 'account.updated',
  accountId: old.id,
  detail: {
    before: { ...changed?.before, ...moved?.before },
    after: { ...changed?.after, ...moved?.after },
  },
});

/** The main post that goes with it, where one is told. */
export const postIn = (
  accountId: string,
  { unitId, positionCode, title }: AccountChange,
): MainPost | undefined =>
  unitId
    ? {
        accountId,
        unitId,
        ...(positionCode !== undefined && { positionCode }),
        ...(title !== undefined && { title }),
      }
    : undefined;

/** What it is searched and sorted by. */
export function keysOf(account: Pick<Account, 'fullName' | 'username'> & Partial<Account>) {
  const { familyName = null, middleName = null, givenName = null } = account;
  const names = { fullName: account.fullName, familyName, middleName, givenName };
  return { searchKey: accountSearchKey(account), sortKey: accountSortKey(names) };
}

function kindOf(kind: string): Kind {
  if (!isKind(kind)) throw new AppError('account.kind-unknown');
  return kind;
}

function valuesOf(input: AccountChange): Partial<Pick<Account, 'mail' | 'phone'>> {
  const values: Partial<Pick<Account, 'mail' | 'phone'>> = {};
  if (input.mail !== undefined) {
    values.mail = (input.mail && mailAddress(input.mail)) || null;
    if (input.mail && !values.mail) throw new AppError('account.mail-malformed');
  }
  if (input.phone !== undefined) {
    values.phone = (input.phone && phoneNumber(input.phone)) || null;
    if (input.phone && !values.phone) throw new AppError('account.phone-malformed');
  }
  return values;
}

function wantedOf(change: AccountChange) {
  return {
    ...valuesOf(change),
    ...(change.fullName === undefined ? {} : namesOf(change.fullName)),
    ...(change.username === undefined ? {} : { username: usernameOf(change.username) }),
    ...(change.kind === undefined ? {} : { kind: kindOf(change.kind) }),
    ...(change.locale === undefined ? {} : { locale: change.locale }),
  };
}

const pick = (account: Account, wanted: object): Fields =>
  Object.fromEntries(
    Object.keys(wanted).map((key) => [key, account[key as keyof Account] as string | null]),
  );
