// Whether the directory has closed an account, by the marks that each kind of server keeps: a flag, or
// a date that has passed. Pure. A lock after wrong passwords goes by itself and a password that must be
// changed can be: neither closes an account. Attributes that a server does not know are never there.
import type { Entry } from './connection.ts';

/** Asked of every person, whatever the kind of server. */
export const standingAttributes = [
  'userAccountControl',
  'accountExpires',
  'nsAccountLock',
  'pwdAccountLockedTime',
  'pwdEndTime',
  'shadowExpire',
] as const;

type Mark = (value: string, now: Date) => boolean;

const accountDisable = 0x2; // [MS-ADTS] 2.2.16
const never = [0n, 0x7fff_ffff_ffff_ffffn];
const epochOfActiveDirectory = 11_644_473_600_000; // ms from 1601 to 1970
const dayMs = 86_400_000;
const lockedForGood = '000001010000Z'; // draft-behera-ldap-password-policy-10, section 5.3.3

/** Units of 100 ns since 1601 ([MS-ADA1] 2.1). */
function activeDirectoryPassed(value: string, now: Date): boolean {
  if (!/^\d{1,19}$/.test(value)) return false;
  const ticks = BigInt(value);
  return (
    !never.includes(ticks) && Number(ticks / 10_000n) - epochOfActiveDirectory <= now.getTime()
  );
}

/** Generalized time in UTC, `20261231170000Z` (RFC 4517, section 3.3.13); with a fraction or without. */
function generalizedPassed(value: string, now: Date): boolean {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?Z$/.exec(value);
  if (!parts) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second) <= now.getTime();
}

const marks: Record<(typeof standingAttributes)[number], Mark> = {
  userAccountControl: (value) => (Number(value) & accountDisable) !== 0,
  accountExpires: activeDirectoryPassed,
  nsAccountLock: (value) => value.toLowerCase() === 'true',
  pwdAccountLockedTime: (value) => value === lockedForGood,
  pwdEndTime: generalizedPassed,
  // Days since 1970, shadow(5). A negative one is none.
  shadowExpire: (value, now) => /^\d{1,7}$/.test(value) && Number(value) * dayMs <= now.getTime(),
};

/** @param now a date that has passed by then has closed the account. */
export function isClosed(entry: Entry, now: Date): boolean {
  return standingAttributes.some((attribute) => {
    const value = entry.attributes.get(attribute.toLowerCase())?.[0];
    return value !== undefined && marks[attribute](value.toString('latin1'), now);
  });
}
