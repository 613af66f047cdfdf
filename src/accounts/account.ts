// What an account is. Pure: types, and the forms in which its texts are kept.
import { AppError } from '../core/errors.ts';
import {
  clean,
  cut,
  foldLoginName,
  isUsername,
  nameParts,
  searchKey,
  sortKey,
} from '../core/text.ts';

export const kinds = ['official', 'administrator', 'technical', 'service', 'shared'] as const;
export type Kind = (typeof kinds)[number];
export const states = ['initial', 'active', 'suspended', 'retired'] as const;
export type State = (typeof states)[number];

/** One person, one account. `id` is the OIDC `sub`: permanent, never used again. */
export type Account = {
  id: string;
  username: string;
  kind: Kind;
  state: State;
  stateReason: string | null; // a code: by-administrator, left-directory, disabled-in-directory …
  stateNote: string | null; // the reason in words
  fullName: string;
  familyName: string | null;
  middleName: string | null;
  givenName: string | null;
  mail: string | null;
  phone: string | null; // E.164
  employeeNumber: string | null;
  locale: string | null;
  sourceId: string | null; // null: a local account
  dn: string | null;
  createdAt: Date;
  updatedAt: Date;
  lastSignInAt: Date | null;
};

export type AccountNames = Pick<Account, 'fullName' | 'familyName' | 'middleName' | 'givenName'>;

export const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text);

/** The field by which a person takes the user name that was proposed. */
export const proposedName = 'username_proposed';

const keyLength = 300; // an index entry must stay under 2,704 bytes

/** What a list of people is searched by: name, user name and mail, all folded. */
export function accountSearchKey(
  account: Pick<Account, 'fullName' | 'username'> & { mail?: string | null },
): string {
  const { fullName, username, mail } = account;
  return searchKey(`${fullName} ${username} ${mail ?? ''}`).slice(0, keyLength);
}

/** What a list of people is sorted by: tên, họ, đệm, guessed from the full name where not given. */
export function accountSortKey(names: AccountNames): string {
  const { familyName, middleName, givenName } = names;
  const parts = givenName
    ? { family: familyName, middle: middleName, given: givenName }
    : nameParts(names.fullName);
  return sortKey(parts).slice(0, keyLength);
}

/** The full name with its parts. @throws AppError `account.name-missing`. */
export function namesOf(fullName: string): AccountNames {
  const name = cut(clean(fullName), 200);
  if (!name) throw new AppError('account.name-missing');
  const { family, middle, given } = nameParts(name);
  return { fullName: name, familyName: family, middleName: middle, givenName: given };
}

/**
 * What was typed as a user name, in small letters. Marks and blanks are never taken away unasked.
 * @throws AppError `account.username-malformed`; `account.username-folded` with the name that is `proposed`.
 */
export function usernameOf(text: string): string {
  const username = foldLoginName(text);
  if (!isUsername(username)) throw new AppError('account.username-malformed');
  if (clean(text).toLowerCase() !== username)
    throw new AppError('account.username-folded', { params: { proposed: username } });
  return username;
}

/** A mail address as it is kept; undefined where it is none. */
export function mailAddress(text: string): string | undefined {
  const mail = clean(text).toLowerCase();
  return mail.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(mail) ? mail : undefined;
}

/** A telephone number as E.164 from the ways it is written here; undefined where it is none. */
export function phoneNumber(text: string): string | undefined {
  const digits = clean(text).replace(/[\s.()-]/g, '');
  const number = digits
    .replace(/^00/, '+')
    .replace(/^0(?=[1-9])/, '+84')
    .replace(/^84(?=\d{9,10}$)/, '+84');
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : undefined;
}

/** The folded names an account may sign in by, the user name first. */
export function loginNamesOf(
  account: Pick<Account, 'username'> & { mail?: string | null },
): { name: string; kind: 'username' | 'mail' }[] {
  const username = { name: foldLoginName(account.username), kind: 'username' as const };
  const mail = foldLoginName(account.mail ?? '');
  return mail ? [username, { name: mail, kind: 'mail' }] : [username];
}
