import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  accountSearchKey,
  accountSortKey,
  kinds,
  loginNamesOf,
  mailAddress,
  namesOf,
  phoneNumber,
  states,
  usernameOf,
  type State,
} from '../../src/accounts/account.ts';
import { groupCodeOf, isGroupCode } from '../../src/accounts/group.ts';
import {
  checkTransition,
  directoryMayRestore,
  firstState,
  mayBecome,
  maySignIn,
} from '../../src/accounts/life-cycle.ts';

describe('the life of an account', () => {
  const ways: readonly `${State} ${State}`[] = [
    'initial active',
    'initial suspended',
    'initial retired',
    'active suspended',
    'active retired',
    'suspended active',
    'suspended retired',
    'retired active',
  ];

  test('goes these ways and no other', () => {
    for (const from of states)
      for (const to of states) {
        const may = ways.includes(`${from} ${to}`);
        expect(mayBecome(from, to)).toBe(may);
        const check = () => checkTransition(from, to);
        if (may) expect(check).not.toThrow();
        else expect(check).toThrow(expect.objectContaining({ code: 'account.transition' }));
      }
  });

  test('lets only active accounts of people sign in', () => {
    for (const state of states)
      for (const kind of kinds)
        expect(maySignIn({ state, kind })).toBe(state === 'active' && kind !== 'service');
  });

  test('begins with an approval for what several people share', () => {
    expect(kinds.filter((kind) => firstState(kind) === 'initial')).toEqual(['shared']);
  });

  test('leaves to an administrator what an administrator decided', () => {
    const state = 'suspended';
    expect(directoryMayRestore({ state, stateReason: 'left-directory' })).toBe(true);
    expect(directoryMayRestore({ state, stateReason: 'by-administrator' })).toBe(false);
    expect(directoryMayRestore({ state, stateReason: null })).toBe(false);
    expect(directoryMayRestore({ state: 'retired', stateReason: 'left-directory' })).toBe(false);
  });
});

describe('what is kept of a person', () => {
  test.each([
    ['0912 345 678', '+84912345678'],
    ['0912.345.678', '+84912345678'],
    ['+84 912 000 003', '+84912000003'],
    ['84912000003', '+84912000003'],
    ['(0296) 3852-222', '+842963852222'],
    ['0084 912 345 678', '+84912345678'],
    ['+1 202 555 0143', '+12025550143'],
    ['12345', undefined],
    ['0000000000', undefined],
    ['gọi sau', undefined],
    ['', undefined],
  ])('telephone %s as %s', (typed, kept) => expect(phoneNumber(typed)).toBe(kept));

  test.each([
    [' NVAn@AnGiang.gov.vn ', 'nvan@angiang.gov.vn'],
    ['a@b', undefined],
    ['a b@c.vn', undefined],
    ['@c.vn', undefined],
    ['a@c..vn', undefined],
    [`${'a'.repeat(250)}@c.vn`, undefined],
  ])('mail %s as %s', (typed, kept) => expect(mailAddress(typed)).toBe(kept));

  test('user names fold, or are refused', () => {
    expect(usernameOf(' NTAN.skhcn ')).toBe('ntan.skhcn');
    for (const unlike of ['NTÂN.skhcn', 'ntan. skhcn', 'đtan'])
      expect(() => usernameOf(unlike)).toThrow(
        expect.objectContaining({ code: 'account.username-folded' }),
      );
    for (const bad of ['', 'x', 'n@v', '.an', 'a'.repeat(65)])
      expect(() => usernameOf(bad)).toThrow(
        expect.objectContaining({ code: 'account.username-malformed' }),
      );
  });

  test('names have at least a word', () => {
    expect(namesOf(' Srey ')).toEqual({
      fullName: 'Srey',
      familyName: null,
      middleName: null,
      givenName: 'Srey',
    });
    expect(() => namesOf(' \u200B ')).toThrow(
      expect.objectContaining({ code: 'account.name-missing' }),
    );
  });

  test('search and sign-in know the name, the user name and the mail', () => {
    const account = { username: 'dtanguyet', fullName: 'Đặng Thị Ánh Nguyệt', mail: 'Dtan@x.vn' };
    expect(accountSearchKey(account)).toBe('dang thi anh nguyet dtanguyet dtan@x.vn');
    expect(loginNamesOf(account)).toEqual([
      { name: 'dtanguyet', kind: 'username' },
      { name: 'dtan@x.vn', kind: 'mail' },
    ]);
    expect(loginNamesOf({ username: 'abc' })).toHaveLength(1);
  });

  test('lists sort by the parts the directory gives, else by a guess', () => {
    const whole = namesOf('Nguyễn Thị Minh An');
    const unknown = { ...whole, familyName: null, middleName: null, givenName: null };
    expect(accountSortKey(unknown)).toBe(accountSortKey(whole));
    expect(accountSortKey({ ...whole, middleName: 'Thị', givenName: 'Minh An' })).not.toBe(
      accountSortKey(whole),
    );
  });

  test('a group of any name has a code that may be one, where there is a letter in it', () => {
    expect(groupCodeOf('Lãnh đạo sở, ngành')).toBe('lanh-dao-so-nganh');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const code = groupCodeOf(name);
        if (code.length >= 2) expect(isGroupCode(code)).toBe(true);
      }),
    );
  });
});
