// What a plan does with one thing at a time: a name, a person who leaves, a unit, a group; and when
// the brake holds it.
import { describe, expect, test } from '@jest/globals';
import { brake, type Outlook } from '../../src/directory/brake.ts';
import { account, after, applied, nothing, person, plan, snapshot, type Read } from './plans.ts';

describe('a name', () => {
  test('that changes keeps the account, and the former one goes on working', () => {
    const before = after(
      snapshot([person('a', { username: 'ntan', mail: 'ntan@kiengiang.gov.vn' })]),
    );
    const now = snapshot([person('a', { username: 'ntan.skhcn', mail: 'ntan@angiang.gov.vn' })]);
    const done = plan(now, before);
    expect(done.loginNames.map(({ name, kind }) => [name, kind])).toEqual([
      ['ntan', 'former'],
      ['ntan@kiengiang.gov.vn', 'former'],
      ['ntan.skhcn', 'username'],
      ['ntan@angiang.gov.vn', 'mail'],
    ]);
    expect(account(applied(before, done), 'a')?.id).toBe(account(before, 'a')?.id);
  });

  test('of somebody else is never taken over, not even a former one or of one who left', () => {
    const before = after(
      snapshot([person('a', { username: 'ntan' })]),
      snapshot([person('a', { username: 'ntan2' })]),
      snapshot([]),
    );
    const done = plan(snapshot([person('b', { username: 'ntan' })]), before);
    expect(done.accounts.map(({ externalId }) => externalId)).not.toContain('b');
    expect(done.rejections).toMatchObject([{ level: 'rejected', reason: 'username-taken' }]);
  });

  test('that two new people ask for goes to neither', () => {
    const both = [person('a', { username: 'ntan' }), person('b', { username: 'ntan' })];
    expect(plan(snapshot(both), nothing).rejections.map(({ reason }) => reason)).toEqual([
      'username-duplicate',
      'username-duplicate',
    ]);
  });

  test('of an account of ours is safe from the directory', () => {
    const current = { ...nothing, loginNames: new Map([['quantri', 'local']]) };
    const done = plan(snapshot([person('a', { username: 'quantri' })]), current);
    expect(done.accounts).toEqual([]);
    expect(done.rejections).toMatchObject([
      { reason: 'username-taken', detail: { value: 'quantri' } },
    ]);
  });
});

describe('coming and going', () => {
  test('one who vanished is suspended, and back with the same id and the same rights', () => {
    const start = after(snapshot([person('a'), person('b')]));
    const gone = applied(start, plan(snapshot([person('b')]), start));
    expect(account(gone, 'a')).toMatchObject({ state: 'suspended', stateReason: 'left-directory' });
    const back = applied(gone, plan(snapshot([person('a'), person('b')]), gone));
    expect(account(back, 'a')).toEqual(account(start, 'a'));
  });

  test('one whose entry was rejected has not left', () => {
    const start = after(snapshot([person('a'), person('b')]));
    const seen = { present: new Set(['a', 'b']) };
    expect(plan(snapshot([], seen), start).leaving).toEqual([]);
  });

  test('a shared account waits for approval, again after it was gone', () => {
    const shared = snapshot([person('a', { kind: 'shared' }), person('b')]);
    const waiting = { state: 'initial', stateReason: 'needs-approval' };
    expect(account(after(shared), 'a')).toMatchObject(waiting);
    expect(account(after(shared, snapshot([person('b')]), shared), 'a')).toMatchObject(waiting);
  });

  test('a unit that is gone is closed, and open again when it is back', () => {
    const units = [{ externalId: 'u', dn: null, code: 'H1', name: 'Sở A', parent: null }];
    const open = after(snapshot([person('a')], { units }));
    const closed = applied(open, plan(snapshot([person('a')]), open));
    expect(closed.units[0]?.state).toBe('closed');
    expect(applied(closed, plan(snapshot([person('a')], { units }), closed)).units).toEqual(
      open.units,
    );
  });

  test('two units may change their codes with each other', () => {
    const units = (x: string, y: string) => [
      { externalId: 'u', dn: null, code: x, name: 'Sở A', parent: null },
      { externalId: 'v', dn: null, code: y, name: 'Sở B', parent: null },
    ];
    const start = after(snapshot([person('a')], { units: units('H1', 'H2') }));
    const done = plan(snapshot([person('a')], { units: units('H2', 'H1') }), start);
    expect(applied(start, done).units.map(({ code }) => code)).toEqual(['H2', 'H1']);
    expect(done.unitsToRecode).toHaveLength(2);
  });
});

test('groups never take the code of a group that has one, least of all the administrators’', () => {
  const group = { dn: 'cn=g', name: 'g', description: null };
  const groups = [
    { ...group, externalId: 'g1', code: 'g1' },
    { ...group, externalId: 'g2', code: 'quan-tri-he-thong' },
  ];
  const codes = after(snapshot([person('a')], { groups })).groups.map(({ code }) => code);
  expect(codes).toEqual(['g1', 'quan-tri-he-thong-2']);
});

describe('the brake', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => person(`p${i}`));
  const limits = { maxLeavingPercent: 10, maxLeavingCount: 50 };
  const start = after(snapshot(many(1000)));
  const held = (read: Read, current = start, more: Partial<Outlook> = {}) => {
    const done = plan(read, current);
    return brake(
      {
        mode: 'full',
        complete: true,
        size: {
          people: read.people.length,
          units: read.units.length,
          groups: read.groups.length,
        },
        leaving: done.leaving.length,
        leftLately: 0,
        active: current.accounts.filter(({ state }) => state === 'active').length,
        unitsClosing: done.unitsClosing.length,
        groupsClosing: done.groupsClosing.length,
        ...more,
      },
      limits,
    )?.reason;
  };

  test.each([
    ['nobody at all', snapshot([]), 'empty-answer'],
    ['51 people fewer', snapshot(many(949)), 'too-many-leaving'],
    ['50 people fewer', snapshot(many(950)), undefined],
    ['everybody', snapshot(many(1000)), undefined],
    [
      'everybody disabled',
      snapshot(many(1000).map((one) => ({ ...one, suspended: true }))),
      'too-many-leaving',
    ],
    [
      'everybody a service',
      snapshot(many(1000).map((one) => ({ ...one, kind: 'service' as const }))),
      'too-many-leaving',
    ],
  ])('%s: %#', (_, read, reason) => expect(held(read)).toBe(reason));

  test('holds an answer that may be cut short, whatever is in it', () => {
    expect(held(snapshot(many(1000)), start, { complete: false })).toBe('incomplete-answer');
  });

  test('counts small steps of one day together, but only where somebody leaves', () => {
    const lately = { mode: 'delta', leftLately: 40 } as const;
    expect(held(snapshot(many(990)), start, lately)).toBeUndefined();
    expect(held(snapshot(many(989)), start, lately)).toBe('too-many-leaving');
    expect(held(snapshot(many(1000)), start, { ...lately, leftLately: 90 })).toBeUndefined();
  });

  test('holds a share before it holds a number', () => {
    const small = after(snapshot(many(20)));
    expect(held(snapshot(many(18)), small)).toBeUndefined();
    expect(held(snapshot(many(17)), small)).toBe('too-many-leaving');
  });

  test('holds when all units or all groups are gone', () => {
    const units = [{ externalId: 'u', dn: null, code: null, name: 'Sở A', parent: null }];
    const groups = [
      {
        externalId: 'g',
        dn: 'cn=g',
        code: 'g',
        name: 'g',
        description: null,
      },
    ];
    const full = after(snapshot(many(5), { units, groups }));
    expect(held(snapshot(many(5), { groups }), full)).toBe('empty-units');
    expect(held(snapshot(many(5), { units }), full)).toBe('empty-groups');
  });
});
