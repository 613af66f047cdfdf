// Plans over time: whatever a directory does from one reading to the next, and whatever an
// administrator did in between, some things always hold.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mailName } from '../../src/directory/names-of-people.ts';
import { account, after, applied, nothing, person, plan, snapshot, type Current } from './plans.ts';

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
          const here = new Set(read.people.map(({ externalId }) => externalId));
          for (const row of current.accounts)
            if (!here.has(row.externalId)) expect(row.state).not.toBe('active');
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
            .map(({ id: _id, accountId: _accountId, ...row }) => row)
            .sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
        expect(strip(after(first, second, second))).toEqual(strip(after(first, first, second)));
      }),
    );
  });
});
