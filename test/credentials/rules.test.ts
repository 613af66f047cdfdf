import { addressPrefix } from '../../src/core/address.ts';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { passwordFaults } from '../../src/credentials/password-policy.ts';
import { effectiveLength, foldPassword } from '../../src/credentials/password-strength.js';
import {
  failed,
  forgiven,
  remaining,
  secondsToWait,
  tempers,
  waitAfter,
  type Counter,
  type CounterKind,
} from '../../src/credentials/waits.ts';

const kind = fc.constantFrom<CounterKind>('pair', 'account', 'address');
const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);
const fresh: Counter = { failures: 0, lastAt: at(0), openAt: at(0) };

describe('waits after failed sign-ins', () => {
  test('of one name from one address begin at the third failure and double up to 15 minutes', () => {
    const waits = Array.from({ length: 16 }, (_, i) => waitAfter('pair', i + 1));
    expect(waits.slice(0, 6)).toEqual([0, 0, 1, 2, 4, 8]);
    expect(waits.at(-1)).toBe(900);
  });

  test('of one name from everywhere stay under 30 seconds, however many fail', () => {
    fc.assert(fc.property(fc.nat({ max: 1_000_000 }), (n) => waitAfter('account', n) <= 30));
  });

  test('never shrink as failures grow, and never pass the longest', () => {
    fc.assert(
      fc.property(kind, fc.nat({ max: 5000 }), (k, n) => {
        const [now, next] = [waitAfter(k, n), waitAfter(k, n + 1)];
        return now >= 0 && next >= now && next <= tempers[k].longestSeconds;
      }),
    );
  });

  test('hold through any series of failures: no longer than the longest, forgotten in the end', () => {
    fc.assert(
      fc.property(kind, fc.array(fc.nat({ max: 4000 }), { maxLength: 60 }), (k, gaps) => {
        let [counter, clock] = [fresh, 0];
        for (const gap of gaps) {
          clock += gap;
          counter = failed(k, counter, at(clock));
          expect(secondsToWait([counter], at(clock))).toBeLessThanOrEqual(
            tempers[k].longestSeconds,
          );
          expect(counter.failures).toBeLessThanOrEqual(gaps.length);
        }
        const later = at(clock + (gaps.length + 1) * tempers[k].forgiveSeconds);
        expect(remaining(k, counter, later)).toBe(0);
        expect(secondsToWait([counter], later)).toBe(0);
      }),
    );
  });

  test('begin with no failure that asks for none: a clock a little behind sees no wait', () => {
    fc.assert(
      fc.property(kind, fc.integer({ min: 1, max: 200 }), (k, n) => {
        fc.pre(waitAfter(k, n) === 0);
        const counter = failed(k, { ...fresh, failures: n - 1, openAt: at(-9) }, at(0));
        expect(secondsToWait([counter], at(-1))).toBe(0);
        expect(secondsToWait([forgiven(k, counter, at(0))], at(-1))).toBe(0);
      }),
    );
  });

  test('are taken back by forgiving the failure that made them', () => {
    fc.assert(
      fc.property(kind, fc.integer({ min: 0, max: 300 }), (k, n) => {
        const before: Counter = { failures: n, lastAt: at(0), openAt: at(0) };
        const after = forgiven(k, failed(k, before, at(0)), at(0));
        expect(after.failures).toBe(n);
        expect(secondsToWait([after], at(0))).toBeLessThanOrEqual(waitAfter(k, n));
      }),
    );
  });
});

describe('an address', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [null, 'unknown'],
  ])('%s counts as %s', (address, prefix) => expect(addressPrefix(address)).toBe(prefix));
});

const rules = { length: 14, classes: 4, lengthWithFactor: 8, history: 10, administratorDays: 60 };
const faultsOf = (password: string, hasSecondFactor = false) =>
  passwordFaults(password, rules, {
    names: ['Đặng Thị Ánh Nguyệt', 'dtan@motchia.vn'],
    surroundings: ['Một Chìa', 'Sở Nông nghiệp và Môi trường'],
    hasSecondFactor,
  });

describe('a local password', () => {
  test.each([
    ['Demo-Motchia-2026!', []],
    ['Cửa sổ số 7 nhìn ra sông', []],
    ['ngắn', ['too-short', 'too-few-classes', 'repeats', 'common']],
    ['chỉ có chữ thường thôi', ['too-few-classes']],
    ['Aa1!Aa1!Aa1!Aa1!', ['repeats', 'common']],
    ['Nguyet-2026-Mua-Thu!', ['holds-name']],
    [`Aa1!${'bcdefgh'.repeat(20)}`, ['too-long']],
  ])('%s: %j', (password, faults) => expect(faultsOf(password)).toEqual(faults));

  test.each([
    'Matkhau@123456',
    'M4tkh4u@@@123456',
    'AnhYeuEm@2026!',
    'Tỉnh An Giang 2026!',
    'TinhAnGiang@2025',
    'P@ssw0rd2026!!',
    'Abc@1234567890',
    'Qwerty!@#123456',
    '1qaz2wsx3edc$RFV',
    'UBND@20252026!',
    'Motchia@2026!!!!',
    'SoNongNghiep@2026',
    'Xinchao01012026!',
  ])('%s is on the first pages of any list', (password) =>
    expect(faultsOf(password)).toContain('common'),
  );

  test.each(['123456a@', 'Abc@1234', 'matkhau1', 'anhyeuem'])(
    '%s is so beside a second factor too',
    (password) => expect(faultsOf(password, true)).toContain('common'),
  );

  test('of eight characters is enough beside a second factor, whatever they are', () => {
    expect(faultsOf('xk7pq2mz', true)).toEqual([]);
    expect(faultsOf('xk7pq2mz')).toEqual(['too-short', 'too-few-classes']);
  });

  test('is judged by its letters, not by how a keyboard composed them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) =>
        expect(faultsOf(text.normalize('NFD'))).toEqual(faultsOf(text.normalize('NFC'))),
      ),
    );
  });

  test('is never stronger in a guesser’s eyes than it is long', () => {
    const words = new Set(['matkhau', 'anhyeuem']);
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        const length = effectiveLength(text, words);
        expect(length).toBeLessThanOrEqual([...foldPassword(text)].join('').length);
        expect(effectiveLength(`${text}matkhau`, words)).toBeLessThanOrEqual(length + 2);
      }),
    );
  });
});
