// What a directory's answer to a change of password means for the person. Pure.
//
// OpenLDAP and 389 tell the reason by their password policy's control, OpenLDAP also in words. Active
// Directory tells a Windows error in front of its words: 0000052D for every rule of the domain; only
// Samba says in the words which one.
import type { Outcome } from './changes.ts';

export type PasswordRefusal =
  | 'wrong' // the old password
  | 'too-short'
  | 'too-simple'
  | 'too-young' // changed not long ago
  | 'in-history'
  | 'against-policy' // a rule the directory does not name
  | 'locked'
  | 'closed' // the password is right, the account may not sign in
  | 'expired' // for too long for its owner to change it
  | 'not-permitted';

export type PasswordAnswer = 'changed' | PasswordRefusal | 'unreachable';

/** draft-behera-ldap-password-policy-10, section 6.2. */
const byPolicyError: Record<number, PasswordRefusal> = {
  0: 'expired',
  1: 'locked',
  3: 'not-permitted',
  4: 'not-permitted',
  5: 'too-simple',
  6: 'too-short',
  7: 'too-young',
  8: 'in-history',
};

/** Windows error codes ([MS-ERREF] 2.2) that stand in front of the words of Active Directory. */
const byWindowsError: Record<string, PasswordRefusal> = {
  '00000005': 'not-permitted', // ERROR_ACCESS_DENIED
  '00000056': 'wrong', // ERROR_INVALID_PASSWORD
  '0000052D': 'against-policy', // ERROR_PASSWORD_RESTRICTION
  '00000775': 'locked', // ERROR_ACCOUNT_LOCKED_OUT
};

/** Of OpenLDAP where it sends no control, and of Samba. */
const byWords: readonly [RegExp, PasswordRefusal][] = [
  [/too short/i, 'too-short'],
  [/complexity|quality check/i, 'too-simple'],
  [/too young/i, 'too-young'],
  [/history|already used|not being changed|same as/i, 'in-history'],
];

const byCode: Record<number, PasswordRefusal> = {
  19: 'against-policy',
  49: 'wrong',
  50: 'not-permitted',
  53: 'not-permitted',
};

/** Undefined for answers that say nothing about the passwords. */
export function passwordAnswerOf(outcome: Outcome): PasswordAnswer | undefined {
  const { code, message, policyError } = outcome;
  if (code === 0) return 'changed';
  const told = policyError === undefined ? undefined : byPolicyError[policyError];
  if (told) return told;
  const windows = byWindowsError[/^([0-9A-F]{8}):/.exec(message)?.[1] ?? ''];
  if (windows && windows !== 'against-policy') return windows;
  const worded = byWords.find(([pattern]) => pattern.test(message))?.[1];
  return worded ?? windows ?? byCode[code];
}
