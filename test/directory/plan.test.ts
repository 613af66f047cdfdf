// Plans over time: whatever a directory does from one reading to the next, and whatever an
// administrator did in between, some things always hold.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { brake } from '../../src/directory/brake.ts';
import type { Snapshot } from '../../src/directory/entries.ts';
import { mailName } from '../../src/directory/names-of-people.ts';
import type { WantedPerson } from '../../src/directory/person-entry.ts';
import { planOf, type Current, type Membership, type Plan } from '../../src/directory/plan.ts';

const nothing: Current = {
  units: [],
  accounts: [],
  posts: [],
  mainByHand: new Set(),
  groups: [],
  groupAccounts: [],
  groupNestings: [],
  loginNames: new Map(),
  unitCodes: new Map(),
  groupCodes: new Map([['quan-tri-he-thong', 'built-in']]),
  positions: new Map([['chuyen vien', 'CV']]),
};

let count = 0;
const newId = () => `id-${++count}`;
const plan = (snapshot: Snapshot, current: Current) => planOf(snapshot, current, newId);

const person = (externalId: string, more: Partial<WantedPerson> = {}): WantedPerson => ({
  externalId,
  dn: `uid=${externalId},dc=vn`,
  username: externalId,
  kind: 'official',
  suspended: false,
  fullName: `Nguyễn Văn ${externalId}`,
  familyName: 'Nguyễn',
  middleName: 'Văn',
  givenName: externalId,
  mail: null,
  phone: null,
  employeeNumber: null,
  titles: [],
  unit: null,
  ...more,
});

const snapshot = (people: WantedPerson[], more: Partial<Snapshot> = {}): Snapshot => ({
  people,
  units: [],
  groups: [],
  present: new Set(people.map(({ externalId }) => externalId)),
  presentDns: new Set(),
  rejections: [],
  complete: true,
  ...more,
});

/** What the transaction does, in memory. */
function applied(current: Current, done: Plan): Current {
  const over = <T extends { id: string }>(old: readonly T[], rows: readonly T[]) => [
    ...new Map([...old, ...rows].map((row) => [row.id, row])).values(),
  ];
  const members = (
    old: readonly Membership[],
    add: readonly object[],
    remove: readonly object[],
  ) => {
    const gone = new Set(remove.map((pair) => keyOf(pair as Membership)));
    const fresh = add.map((pair) => ({ ...(pair as Membership), byHand: false }));
    return [...old.filter((pair) => !gone.has(keyOf(pair))), ...fresh];
  };
  const keyOf = ({ groupId, member }: Membership) => `${groupId} ${member}`;
  const units = over(current.units, done.units);
  const groups = over(current.groups, done.groups);
  const names = new Map(current.loginNames);
  for (const { name, accountId } of done.loginNames) {
    expect(names.get(name) ?? accountId).toBe(accountId); // a name never changes its owner
    names.set(name, accountId);
  }
  const codes = units.flatMap(({ code, id }) => (code ? [[code, id] as const] : []));
  expect(new Set(codes.map(([code]) => code)).size).toBe(codes.length);
  const removed = new Set(done.postsToRemove);
  return {
    ...current,
    units,
    accounts: over(current.accounts, done.accounts),
    posts: [...current.posts.filter(({ id }) => !removed.has(id)), ...done.posts],
    groups,
    groupAccounts: members(
      current.groupAccounts,
      done.groupAccountsToAdd,
      done.groupAccountsToRemove,
    ),
    groupNestings: members(
      current.groupNestings,
      done.groupNestingsToAdd,
      done.groupNestingsToRemove,
    ),
    loginNames: names,
    unitCodes: new Map(codes),
    groupCodes: new Map([
      ...current.groupCodes,
      ...groups.map(({ code, id }) => [code, id] as const),
    ]),
  };
}

const after = (...snapshots: Snapshot[]) =>
  snapshots.reduce((current, one) => applied(current, plan(one, current)), nothing);

const account = (current: Current, externalId: string) =>
  current.accounts.find((row) => row.externalId === externalId);

const few = <T>(values: readonly T[]) => fc.constantFrom(...values);
const ids = ['a', 'b', 'c', 'd'];

const anyPerson = fc.record({
  externalId: few(ids),
  username: few(['an', 'binh', 'chau', 'dung']),
  mail: fc.option(few(['an@x.vn', 'binh@x.vn', 'chung@x.vn'])),
  unit: fc.option(few(['u1', 'u2'])),
  titles: fc.uniqueArray(few(['Chuyên viên', 'Văn thư', 'Trưởng phòng']), { maxLength: 2 }),
  suspended: fc.boolean(),
  kind: few(['official', 'service', 'shared'] as const),
  fullName: few(['Lê An', 'Trần Bình']),
});

const anySnapshot = fc
  .record({
    people: fc.uniqueArray(anyPerson, { selector: ({ externalId }) => externalId, maxLength: 4 }),
    units: fc.uniqueArray(
      fc.record({
        externalId: few(['u1', 'u2', 'u3']),
        code: fc.option(few(['H1', 'H2'])),
        name: few(['Sở A', 'Sở B']),
        parent: fc.constant(null),
        dn: fc.constant(null),
      }),
      { selector: ({ externalId }) => externalId },
    ),
    groups: fc.uniqueArray(
      fc.record({
        externalId: few(['g1', 'g2', 'g3']),
        dn: fc.constant('cn=g'),
        code: few(['van-thu', 'ke-toan', 'quan-tri-he-thong']),
        name: few(['Văn thư', 'Kế toán']),
        description: fc.constant(null),
        accounts: fc.uniqueArray(few(ids)),
        groups: fc.uniqueArray(few(['g1', 'g2', 'g3'])),
      }),
      { selector: ({ externalId }) => externalId },
    ),
  })
  .map(({ people, units, groups }) =>
    snapshot(
      people.map(({ externalId, ...more }) => person(externalId, more)),
      { units, groups },
    ),
  );

/** What an administrator does between two readings. */
const anyDeed = few(['nothing', 'suspend', 'retire', 'promote'] as const);

function doneBy(deed: 'nothing' | 'suspend' | 'retire' | 'promote', current: Current): Current {
  const [first, ...rest] = current.accounts;
  if (!first || deed === 'nothing') return current;
  const changed = {
    suspend: { state: 'suspended', stateReason: 'by-administrator' },
    retire: { state: 'retired', stateReason: 'by-administrator' },
    promote: { kind: 'administrator' },
  } as const;
  return { ...current, accounts: [{ ...first, ...changed[deed] }, ...rest] };
}

const story = fc.array(fc.tuple(anySnapshot, anyDeed), { minLength: 1, maxLength: 6 });

describe('whatever happens', () => {
  test('a plan that was applied leaves nothing to do, and nothing is ever deleted', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let current = nothing;
        for (const [read, deed] of steps) {
          const next = applied(current, plan(read, current));
          expect(next.accounts.map(({ id }) => id)).toEqual(
            expect.arrayContaining(current.accounts.map(({ id }) => id)),
          );
          expect(next.units.length).toBeGreaterThanOrEqual(current.units.length);
          expect(plan(read, next).changes).toEqual([]);
          expect(plan(read, next)).toMatchObject({
            accounts: [],
            posts: [],
            units: [],
            groups: [],
          });
          current = doneBy(deed, next);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what comes out is what the directory holds, but for what belongs to others', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let current = nothing;
        for (const [read, deed] of steps) {
          const before = current;
          current = applied(current, plan(read, current));
          for (const wanted of read.people) {
            const row = account(current, wanted.externalId);
            if (!row || row.state === 'retired') continue;
            const { fullName, dn } = wanted;
            expect(row).toMatchObject({ fullName, dn });
            const owns = current.loginNames.get(wanted.username) === row.id;
            expect(row.username === wanted.username).toBe(owns);
            if (row.mail) expect(current.loginNames.get(mailName(row.mail))).toBe(row.id);
            const posts = current.posts.filter(({ accountId }) => accountId === row.id);
            expect(posts.filter(({ main }) => main)).toHaveLength(
              wanted.unit && posts.length ? 1 : 0,
            );
            if (wanted.suspended) expect(row.state).toBe('suspended');
            const byHand = account(before, wanted.externalId)?.stateReason === 'by-administrator';
            if (byHand) expect(row.stateReason).toBe('by-administrator');
          }
          for (const row of current.accounts)
            if (!read.present.has(row.externalId)) expect(row.state).not.toBe('active');
          current = doneBy(deed, current);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('applying the same readings one by one or with repeats comes to the same', () => {
    fc.assert(
      fc.property(anySnapshot, anySnapshot, (first, second) => {
        const strip = ({ accounts }: Current) =>
          accounts
            .map(({ id: _id, ...row }) => row)
            .sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
        expect(strip(after(first, second, second))).toEqual(strip(after(first, first, second)));
      }),
    );
  });
});

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

  test('one whose entry was rejected, or shows no id any more, has not left', () => {
    const start = after(snapshot([person('a'), person('b')]));
    const seen = { present: new Set(['a']), presentDns: new Set(['uid=b,dc=vn']) };
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

describe('groups', () => {
  const group = (externalId: string, groups: string[]) => ({
    ...{ externalId, dn: `cn=${externalId}`, code: externalId, name: externalId },
    ...{ description: null, accounts: ['a'], groups },
  });

  test('in each other in a circle stay as they are', () => {
    const groups = [group('g1', ['g2']), group('g2', ['g1'])];
    expect(after(snapshot([person('a')], { groups })).groupNestings).toHaveLength(2);
  });

  test('never take the code of a group that has one, least of all the administrators’', () => {
    const groups = [group('g1', []), { ...group('g2', []), code: 'quan-tri-he-thong' }];
    const codes = after(snapshot([person('a')], { groups })).groups.map(({ code }) => code);
    expect(codes).toEqual(['g1', 'quan-tri-he-thong-2']);
  });

  test('keep the members that an administrator added', () => {
    const start = after(snapshot([person('a'), person('b')], { groups: [group('g1', [])] }));
    const [one, two] = [start.groups[0]!.id, account(start, 'b')!.id];
    const byHand = { groupId: one, member: two, byHand: true };
    const current = { ...start, groupAccounts: [...start.groupAccounts, byHand] };
    const done = plan(snapshot([person('a'), person('b')]), current);
    expect(done.groupAccountsToRemove).toEqual([expect.objectContaining({ byHand: false })]);
  });
});

describe('the brake', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => person(`p${i}`));
  const limits = { maxLeavingPercent: 10, maxLeavingCount: 50 };
  const start = after(snapshot(many(1000)));
  const held = (read: Snapshot, current = start, over = limits) =>
    brake(read, plan(read, current), current, over)?.reason;

  test.each([
    ['nobody at all', snapshot([]), 'empty-answer'],
    [
      'an answer that may be cut short',
      snapshot(many(1000), { complete: false }),
      'incomplete-answer',
    ],
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
        accounts: [],
        groups: [],
      },
    ];
    const full = after(snapshot(many(5), { units, groups }));
    expect(held(snapshot(many(5), { groups }), full)).toBe('empty-units');
    expect(held(snapshot(many(5), { units }), full)).toBe('empty-groups');
  });
});
