// Directories in memory, and every way in which one can be told: whole, by what has changed, by who is there.
import fc from 'fast-check';
import type { Entry } from '../../src/directory/connection.ts';
import {
  kinds,
  type Batch,
  type Feed,
  type Kind,
  type Producer,
} from '../../src/directory/feed.ts';

export type Values = Record<string, string[]>;
/** A directory in memory: entries by kind and id. */
export type Tree = Record<Kind, Map<string, { dn: string; values: Values }>>;

const idOf = (kind: Kind, n: number) =>
  `${kinds.indexOf(kind) + 1}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const entryOf = (id: string, { dn, values }: { dn: string; values: Values }): Entry => ({
  dn,
  attributes: new Map(
    Object.entries({ ...values, entryuuid: [id] }).map(([name, texts]) => [
      name.toLowerCase(),
      texts.map((text) => Buffer.from(text)),
    ]),
  ),
});

let cookies = 0;

/** A feed of these batches. */
const feedOf = (mode: Feed['mode'], batches: readonly Batch[], more: Partial<Feed> = {}): Feed => ({
  mode,
  batches: (async function* () {
    yield* batches;
  })(),
  ending: () => ({ complete: true, cookie: `state ${++cookies}` }),
  close: () => undefined,
  ...more,
});

const batchesOf = (tree: Tree): Batch[] =>
  kinds.map((kind) => ({
    kind,
    entries: [...tree[kind]].map(([id, entry]) => entryOf(id, entry)),
  }));

export const whole =
  (tree: Tree): Producer =>
  async () =>
    feedOf('full', batchesOf(tree));

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What leads from one state of a directory to the next; everything where we have not heard of it. */
export const between =
  (before: Tree, after: Tree): Producer =>
  async (since) => {
    if (since === null) return feedOf('full', batchesOf(after));
    const batches = kinds.map((kind): Batch => ({
      kind,
      entries: [...after[kind]]
        .filter(([id, entry]) => !same(before[kind].get(id), entry))
        .map(([id, entry]) => entryOf(id, entry)),
      gone: [...before[kind].keys()].filter((id) => !after[kind].has(id)),
    }));
    return feedOf('delta', batches);
  };

/** The same by a list of who is there, as time stamps tell it. */
export const byPresence =
  (before: Tree, after: Tree): Producer =>
  async (since) => {
    if (since === null) return feedOf('full', batchesOf(after));
    const changed = (kind: Kind) =>
      [...after[kind]].filter(([id, entry]) => {
        const old = before[kind].get(id);
        return old !== undefined && !same(old.values, entry.values);
      });
    const batches = kinds.map((kind): Batch => {
      const entries = changed(kind).map(([id, entry]) => entryOf(id, entry));
      const named = new Set(changed(kind).map(([id]) => id));
      const present = [...after[kind]]
        .filter(([id]) => !named.has(id))
        .map(([externalId, { dn }]) => ({ externalId, dn }));
      return { kind, entries, present };
    });
    return feedOf('full', batches, {
      fetch: async (kind, ids) => ids.map((id) => entryOf(id, after[kind].get(id)!)),
    });
  };

const few = <T>(values: readonly T[]) => fc.constantFrom(...values);
const places = ['ou=a,dc=vn', 'ou=b,dc=vn', 'ou=c,ou=a,dc=vn'];

const anyPerson = fc.record({
  n: few([1, 2, 3, 4]),
  place: few([...places, 'dc=vn']),
  uid: few(['an', 'binh', 'chau', 'dung']),
  mail: fc.option(few(['an@x.vn', 'binh@x.vn'])),
  cn: few(['Lê An', 'Trần Bình', '']),
  titles: fc.uniqueArray(few(['Chuyên viên', 'Văn thư']), { maxLength: 2 }),
  ou: fc.option(few(['Sở A', 'sở a', 'Sở B'])),
  division: fc.option(few(['Phòng Một', 'phòng một', 'Phòng Hai'])),
  retired: fc.boolean(),
  memberOf: fc.uniqueArray(few(['cn=g1,dc=vn', 'cn=g2,dc=vn']), { maxLength: 2 }),
});

const memberDn = few([
  ...[1, 2, 3].flatMap((n) => places.slice(0, 2).map((place) => `serialNumber=${n},${place}`)),
  ...[1, 2].map((n) => `cn=g${n},dc=vn`),
]);

export const anyTree = fc
  .record({
    people: fc.uniqueArray(anyPerson, { selector: ({ n }) => n, maxLength: 4 }),
    units: fc.uniqueArray(
      fc.record({
        place: few(places),
        name: few(['Sở A', 'Sở B', 'Phòng Một']),
        code: fc.option(few(['H1', 'H2'])),
      }),
      { selector: ({ place }) => place },
    ),
    groups: fc.uniqueArray(
      fc.record({
        n: few([1, 2]),
        name: few(['Văn thư', 'Kế toán']),
        members: fc.uniqueArray(memberDn, { minLength: 2, maxLength: 5 }),
      }),
      { selector: ({ n }) => n },
    ),
  })
  .map(({ people, units, groups }): Tree => {
    const list = (values: readonly string[]) => [...values];
    return {
      people: new Map(
        people.map(({ n, place, uid, mail, cn, titles, ou, division, retired, memberOf }) => [
          idOf('people', n),
          {
            dn: `serialNumber=${n},${place}`,
            values: {
              uid: [uid],
              ...(cn && { cn: [cn] }),
              title: titles,
              memberOf,
              ...(mail && { mail: [mail] }),
              ...(ou && { ou: [ou] }),
              ...(division && { departmentNumber: [division] }),
              ...(retired && { employeeType: ['nghihuu'] }),
            },
          },
        ]),
      ),
      units: new Map(
        units.map(({ place, name, code }) => [
          idOf('units', places.indexOf(place)),
          { dn: place, values: { description: [name], ...(code && { businessCategory: [code] }) } },
        ]),
      ),
      groups: new Map(
        groups.map(({ n, name, members }) => [
          idOf('groups', n),
          { dn: `cn=g${n},dc=vn`, values: { cn: [name], member: list(members) } },
        ]),
      ),
    };
  });

export const nowhere: Tree = { people: new Map(), units: new Map(), groups: new Map() };
/** Where everybody is gone the brake holds, as it should: one who is always there keeps it open. */
export const withKeeper = (tree: Tree): Tree => ({
  ...tree,
  people: new Map([
    ...tree.people,
    [
      idOf('people', 9),
      {
        dn: 'serialNumber=9,dc=vn',
        values: {
          uid: ['keeper'],
          cn: ['Người Giữ'],
          memberOf: ['cn=keeper,dc=vn'],
          ou: ['Nơi Giữ'],
        },
      },
    ],
  ]),
  units: new Map([
    ...tree.units,
    [idOf('units', 9), { dn: 'ou=keeper,dc=vn', values: { description: ['Nơi Giữ'] } }],
  ]),
  groups: new Map([
    ...tree.groups,
    [idOf('groups', 9), { dn: 'cn=keeper,dc=vn', values: { cn: ['Nhóm Giữ'] } }],
  ]),
});
