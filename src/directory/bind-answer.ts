// What a directory's answer to a bind says of a person. Pure.
//
// An answer may be passed on to whoever typed the password only where the server gives it after the
// password was right; otherwise it would tell a stranger that the name exists. Active Directory says
// 530–533, 701 and 773 to the right password alone (a wrong one gets 52e), and so do the password
// policies of OpenLDAP and 389 with "expired" and "must change". A lock is told before the password is
// looked at by all three, and "inactivated" (53) by 389: these are for the journal.
import type { Outcome } from './changes.ts';

/**
 * `unreachable`: it cannot be asked just now. `down`: nor can anybody, every server of the source is
 * known to be dead; only then may the outage policy take over.
 */
export type DirectoryAnswer =
  'ok' | ProvedAnswer | 'wrong' | 'locked' | 'inactivated' | 'unreachable' | 'down';

/** Refusals, and duties, that only the right password brings to light. */
export type ProvedAnswer =
  | 'must-change'
  | 'expired'
  | 'disabled'
  | 'account-expired'
  | 'outside-hours'
  | 'wrong-workstation';

/** Sub-codes stand in the text of the refusal, as in `…, data 52e, v4563`. */
const ofActiveDirectory: Record<string, DirectoryAnswer> = {
  '525': 'wrong',
  '52e': 'wrong',
  '530': 'outside-hours',
  '531': 'wrong-workstation',
  '532': 'expired',
  '533': 'disabled',
  '701': 'account-expired',
  '773': 'must-change',
  '775': 'locked',
};

/** Errors of draft-behera-ldap-password-policy-10, section 6.2, that come with a bind. */
const policyErrors: Record<number, DirectoryAnswer> = {
  0: 'expired',
  1: 'locked',
  2: 'must-change',
};

/** Undefined for answers that say nothing about the password. */
export function answerOf({ code, message, policyError }: Outcome): DirectoryAnswer | undefined {
  if (code === 53) return 'inactivated'; // 389: nsAccountLock, with a policy error that says less
  const byPolicy = policyError === undefined ? undefined : policyErrors[policyError];
  if (byPolicy) return byPolicy;
  if (code === 0) return 'ok';
  const data = /\bdata ([0-9a-f]{3,4})\b/i.exec(message)?.[1]?.toLowerCase();
  if (code === 49) return ofActiveDirectory[data ?? ''] ?? 'wrong';
  if (code === 19) return 'locked'; // 389: too many wrong passwords
  return undefined;
}
