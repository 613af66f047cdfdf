// What a directory says to a change of password, as each kind of server words it.
import { expect, test } from '@jest/globals';
import { passwordAnswerOf } from '../../src/directory/password-answer.ts';

test.each([
  [0, '', undefined, 'changed'],
  [49, '', undefined, 'wrong'],
  [50, 'Insufficient access rights', 3, 'not-permitted'],
  [50, 'Insufficient access rights', undefined, 'not-permitted'],
  [53, '', undefined, 'not-permitted'],
  [19, 'Failed to update password', 5, 'too-simple'],
  [19, 'Failed to update password', 8, 'in-history'],
  [19, 'Failed to update password', undefined, 'against-policy'],
  [19, 'Password fails quality checking policy', 6, 'too-short'],
  [19, 'Password is too young to change', 7, 'too-young'],
  [19, 'Password is not being changed from existing value', undefined, 'in-history'],
  // Active Directory names no rule, Samba does
  [
    19,
    '0000052D: Constraint violation - problem 1005 (CONSTRAINT_ATT_TYPE)',
    undefined,
    'against-policy',
  ],
  [19, '0000052D: check_password_restrictions: the password is too short.', undefined, 'too-short'],
  [
    19,
    '0000052D: check_password_restrictions: password is too young to change!',
    undefined,
    'too-young',
  ],
  [19, '0000052D: the password was already used (in history)!', undefined, 'in-history'],
  [19, '0000052D: the password does not meet the complexity criteria!', undefined, 'too-simple'],
  [19, '00000056: AtrErr: DSID-03191083, problem 1005', undefined, 'wrong'],
  [53, '00000005: SecErr: DSID-031A11E1, problem 4003', undefined, 'not-permitted'],
  [19, '00000775: Password change not permitted, account locked out!', undefined, 'locked'],
  [51, 'busy', undefined, undefined],
])('%i %s (%s): %s', (code, message, policyError, expected) =>
  expect(passwordAnswerOf({ code, message, policyError })).toBe(expected),
);
