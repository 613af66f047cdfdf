// Whether the directory has closed an account: marks as each kind of server writes them.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isClosed } from '../../src/directory/standing.ts';

const now = new Date('2026-11-24T08:00:00Z');
const closed = (attribute: string, value: string, at = now) =>
  isClosed(
    { dn: 'cn=a', attributes: new Map([[attribute.toLowerCase(), [Buffer.from(value)]]]) },
    at,
  );
/** As Active Directory writes a moment. */
const ticks = (moment: Date) => String((BigInt(moment.getTime()) + 11_644_473_600_000n) * 10_000n);
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

describe('an account is closed', () => {
  test.each([
    ['userAccountControl', '514', true],
    ['userAccountControl', '512', false],
    ['userAccountControl', '66050', true], // disabled, password never expires
    ['accountExpires', '0', false],
    ['accountExpires', '9223372036854775807', false],
    ['accountExpires', ticks(days(-1)), true],
    ['accountExpires', ticks(days(1)), false],
    ['accountExpires', '', false],
    ['nsAccountLock', 'TRUE', true],
    ['nsAccountLock', 'false', false],
    ['pwdAccountLockedTime', '000001010000Z', true],
    ['pwdAccountLockedTime', '20261124075900Z', false], // a lock that goes by itself
    ['pwdEndTime', '20261124075900Z', true],
    ['pwdEndTime', '20261124080100.5Z', false],
    ['pwdEndTime', 'tomorrow', false],
    ['shadowExpire', '-1', false],
    ['shadowExpire', '1', true],
    ['shadowExpire', '20782', false], // 25 November 2026
    ['shadowExpire', '20781', true],
    ['pwdLastSet', '0', false], // must be changed, not closed
    ['lockoutTime', ticks(days(-1)), false],
  ])('%s %s: %s', (attribute, value, expected) => expect(closed(attribute, value)).toBe(expected));

  test('from the very moment its time runs out, whichever it is', () => {
    const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2200-01-01') });
    fc.assert(
      fc.property(moment, (end) => {
        fc.pre(!Number.isNaN(end.getTime()));
        expect(closed('accountExpires', ticks(end), end)).toBe(true);
        expect(closed('accountExpires', ticks(end), new Date(end.getTime() - 1))).toBe(false);
      }),
    );
  });

  test('by no nonsense, and nothing breaks on it', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(typeof closed('accountExpires', value)).toBe('boolean');
        expect(typeof closed('shadowExpire', value)).toBe('boolean');
      }),
    );
  });
});
