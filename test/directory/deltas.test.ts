// Full readings and deltas over one history, through the verbs and a real database: whatever a directory
// does, and however it is told, the same people, units and groups come out of it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Kind } from '../../src/directory/feed.ts';
import type { SourceSettingsInput } from '../../src/directory/settings.ts';
import { system } from '../../src/journal/actor.ts';
import { startVerbs } from '../support/directory-world.ts';
import {
  anyTree,
  between,
  byPresence,
  nowhere,
  whole,
  withKeeper,
  type Tree,
  type Values,
} from './trees.ts';

let world: Awaited<ReturnType<typeof startVerbs>>;
beforeAll(async () => {
  world = await startVerbs();
}, 60_000);
afterAll(() => world.end());

const settings = (changes: Partial<SourceSettingsInput> = {}): SourceSettingsInput => ({
  urls: ['ldap://localhost:1'],
  security: 'startTls',
  bindDn: 'cn=x,dc=vn',
  bases: { people: 'dc=vn', groups: 'dc=vn' },
  brake: { maxLeavingPercent: 100, maxLeavingCount: 100_000 },
  ...changes,
});

let sources = 0;
const addSource = async (changes: Partial<SourceSettingsInput> = {}) =>
  world.sources.save(system, {
    name: `Nguồn ${++sources}`,
    password: 'x',
    settings: settings(changes),
  });

/** Names are owned for ever and codes are unique: each source of a comparison has its own. */
const marked = (tree: Tree, mark: string): Tree => {
  const change = (values: Values): Values => ({
    ...values,
    ...(values['uid'] && { uid: values['uid'].map((uid) => `${mark}${uid}`) }),
    ...(values['mail'] && { mail: values['mail'].map((mail) => `${mark}${mail}`) }),
    ...(values['businessCategory'] && {
      businessCategory: values['businessCategory'].map((code) => `${mark}${code}`),
    }),
  });
  const all = (kind: Kind) =>
    new Map([...tree[kind]].map(([id, { dn, values }]) => [id, { dn, values: change(values) }]));
  return { people: all('people'), units: all('units'), groups: all('groups') };
};

/** Everything we have of a source, without the ids that are ours, and without its mark. */
async function seen(sourceId: string, mark: string) {
  const { prisma } = world.db;
  const of = { where: { sourceId }, orderBy: { externalId: 'asc' } } as const;
  const accounts = await prisma.account.findMany({
    ...of,
    include: {
      posts: { include: { unit: true } },
      groups: { include: { group: true } },
      loginNames: true,
    },
  });
  const units = await prisma.unit.findMany({ ...of, include: { parent: true } });
  const groups = await prisma.group.findMany({
    ...of,
    include: { children: { include: { child: true } } },
  });
  const plain = (text: string | null) => text?.replace(mark, '') ?? null;
  return {
    accounts: accounts.map((one) => ({
      id: one.externalId,
      username: plain(one.username),
      mail: plain(one.mail),
      names: one.loginNames.map(({ name }) => plain(name) ?? '').sort(),
      state: `${one.state} ${one.stateReason ?? ''}`,
      fullName: one.fullName,
      dn: one.dn,
      posts: one.posts
        .map(({ title, main, unit }) => `${unit.name} ${title ?? ''}${main ? ' *' : ''}`)
        .sort(),
      groups: one.groups.map(({ group }) => group.externalId ?? '').sort(),
    })),
    units: units.map((one) => ({
      id: one.externalId,
      code: plain(one.code),
      name: one.name,
      state: one.state,
      parent: one.parent?.externalId ?? null,
    })),
    groups: groups.map((one) => ({
      id: one.externalId,
      name: one.name,
      state: one.state,
      groups: one.children.map(({ child }) => child.externalId ?? '').sort(),
    })),
  };
}

const history = fc.array(anyTree.map(withKeeper), { minLength: 2, maxLength: 5 });

describe('a history of a directory', () => {
  test.each([
    ['groups with entries', {}],
    ['groups that people name', { groupsFrom: 'memberOf' }],
    ['units that people name', { unitsFrom: 'attribute' }],
  ] as const)(
    'with %s comes to the same by full readings, deltas and presence',
    async (_, changes) => {
      const came = { deltas: 0, members: 0, people: 0 };
      await fc.assert(
        fc.asyncProperty(history, async (trees) => {
          const ways = [(_before: Tree, after: Tree) => whole(after), between, byPresence];
          const outcomes = [];
          for (const [i, way] of ways.entries()) {
            const { id } = await addSource(changes);
            const mark = `s${sources}x`;
            let before = nowhere;
            for (const tree of trees) {
              const after = marked(tree, mark);
              const run = await world.sync.take(system, id, way(before, after));
              if (run !== 'nothing' && run.mode === 'delta') came.deltas++;
              if (run !== 'nothing')
                expect([i, run.state, run.reason]).toEqual([i, 'applied', null]);
              before = after;
            }
            outcomes.push(await seen(id, mark));
            const again = await world.sync.take(system, id, whole(before));
            expect(again).toBe('nothing');
          }
          const { accounts = [] } = outcomes[0] ?? {};
          came.people += accounts.length;
          came.members += accounts.flatMap((one) => one.groups).length;
          expect(outcomes[1]).toEqual(outcomes[0]);
          expect(outcomes[2]).toEqual(outcomes[0]);
        }),
        { numRuns: 12, endOnFailure: true },
      );
      // The histories were worth comparing.
      expect(Object.entries(came).filter(([, n]) => n === 0)).toEqual([]);
    },
    120_000,
  );
});
