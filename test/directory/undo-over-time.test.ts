// Undoing a run gives back exactly what was before, whatever the run did and whoever is known to two
// directories; and splitting gives back what was before joining. Invented histories, a real database.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isAppError } from '../../src/core/errors.ts';
import { createJoining } from '../../src/directory/joining.ts';
import type { SourceSettingsInput } from '../../src/directory/settings.ts';
import { commandLine as by, system } from '../../src/journal/actor.ts';
import { startVerbs } from '../support/directory-world.ts';
import { anyTree, between, nowhere, whole, withKeeper, type Tree, type Values } from './trees.ts';

let world: Awaited<ReturnType<typeof startVerbs>>;
let joining: ReturnType<typeof createJoining>;
let sources = 0;

beforeAll(async () => {
  world = await startVerbs();
  joining = createJoining({
    db: world.db,
    clock: { now: () => new Date() },
    rulesOf: async () => ({ answers: [], rules: [] }),
    endSessions: async () => undefined,
  });
}, 60_000);
afterAll(() => world.end());

const settings: SourceSettingsInput = {
  urls: ['ldap://localhost:1'],
  security: 'startTls',
  bindDn: 'cn=x,dc=vn',
  bases: { people: 'dc=vn', groups: 'dc=vn' },
  brake: { maxLeavingPercent: 100, maxLeavingCount: 100_000 },
};
const addSource = async () =>
  (await world.sources.save(system, { name: `Nguồn ${++sources}`, password: 'x', settings })).id;

/** Names are for ever and codes are unique: each history has its own. */
function marked(tree: Tree, mark: string): Tree {
  const own = ['uid', 'mail', 'businessCategory'];
  const change = (values: Values): Values =>
    Object.fromEntries(
      Object.entries(values).map(([name, texts]) => [
        name,
        own.includes(name) ? texts.map((text) => `${mark}${text}`) : texts,
      ]),
    );
  const all = (kind: keyof Tree) =>
    new Map([...tree[kind]].map(([id, { dn, values }]) => [id, { dn, values: change(values) }]));
  return { people: all('people'), units: all('units'), groups: all('groups') };
}

/** Every row that a run, or joining, writes; but for moments and for what is not undone: names. */
async function dump() {
  const order = { orderBy: { id: 'asc' } } as const;
  const dates = { createdAt: true, updatedAt: true } as const;
  const { account, accountShare, unit, group, post, groupAccount, groupNesting } = world.db.prisma;
  return {
    account: await account.findMany({ omit: dates, ...order }),
    share: await accountShare.findMany({ omit: { joinedAt: true }, ...order }),
    unit: await unit.findMany({ omit: dates, ...order }),
    group: await group.findMany({ omit: dates, ...order }),
    post: await post.findMany(order),
    members: await groupAccount.findMany({ orderBy: [{ groupId: 'asc' }, { accountId: 'asc' }] }),
    nested: await groupNesting.findMany({ orderBy: [{ parentId: 'asc' }, { childId: 'asc' }] }),
  };
}
type Dump = Awaited<ReturnType<typeof dump>>;

/** What a run made is suspended or closed, never deleted: of these rows it is not asked. */
const ofOld = (now: Dump, old: Dump): Dump => {
  const known = new Set([...old.account, ...old.unit, ...old.group].map(({ id }) => id));
  return {
    ...now,
    account: now.account.filter(({ id }) => known.has(id)),
    unit: now.unit.filter(({ id }) => known.has(id)),
    group: now.group.filter(({ id }) => known.has(id)),
  };
};

const idsOf = async (sourceId: string): Promise<string[]> => {
  const found = await world.db.prisma.account.findMany({
    where: { sourceId, externalId: { not: null } },
    orderBy: { externalId: 'asc' },
  });
  return found.map(({ id }) => id);
};

type Pair = { staying: string; going: string };

/** Joins as many as can be, one from each side. */
async function joinSome(one: string, other: string, most: number): Promise<Pair[]> {
  const [here, there] = [await idsOf(one), await idsOf(other)];
  const joined: Pair[] = [];
  for (const [i, staying] of here.slice(0, most).entries()) {
    const going = there[i];
    if (!going) break;
    try {
      const { shown } = await joining.previewJoin(by, { staying, going });
      await joining.join(by, { staying, going }, { reason: 'một người', shown });
      joined.push({ staying, going });
    } catch (error) {
      if (!isAppError(error)) throw error; // of kinds that are not joined
    }
  }
  return joined;
}

let histories = 0;
/** Two directories read once, some of whose people are joined; then read again. */
async function twoDirectories(one: Tree, other: Tree, most: number) {
  const mark = `h${++histories}`;
  const trees = [withKeeper(one), withKeeper(other)].map((tree, i) =>
    marked(tree, `${mark}${'ab'[i]!}`),
  );
  const ids = [await addSource(), await addSource()];
  for (const at of [0, 1]) await world.sync.take(system, ids[at]!, between(nowhere, trees[at]!));
  const joined = await joinSome(ids[0]!, ids[1]!, most);
  for (const at of [0, 1]) await world.sync.take(system, ids[at]!, whole(trees[at]!));
  return { mark, ids, trees, joined };
}

const runs = { numRuns: 15, endOnFailure: true };

test('undone, a run leaves what was before, of joined people too', async () => {
  let undone = 0;
  let ofJoined = 0;
  const history = fc.tuple(anyTree, anyTree, anyTree, fc.nat(4), fc.nat(1), fc.boolean());
  await fc.assert(
    fc.asyncProperty(history, async ([one, other, next, most, at, delta]) => {
      const { mark, ids, trees, joined } = await twoDirectories(one, other, most);
      const before = await dump();
      const then = marked(withKeeper(next), `${mark}${'ab'[at]!}`);
      const way = delta ? between(trees[at]!, then) : whole(then);
      const run = await world.sync.take(system, ids[at]!, way);
      if (run === 'nothing' || !(await world.sync.isUndoable(run.id))) return;
      const view = await world.sync.lookAtUndo(run.id);
      expect([run.state, view.collisions]).toEqual(['applied', []]);
      await world.sync.undo(by, run.id, { reason: 'nhầm' });
      expect(ofOld(await dump(), before)).toEqual(ofOld(before, before));
      undone += 1;
      ofJoined += joined.length;
    }),
    runs,
  );
  expect([undone > 5, ofJoined > 5]).toEqual([true, true]);
}, 240_000);

test('split, joined people have what they had before', async () => {
  let splits = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(anyTree, anyTree), async ([one, other]) => {
      const { ids } = await twoDirectories(one, other, 0);
      const active = async () => {
        const found = await world.db.prisma.account.findMany({
          where: { sourceId: { in: ids }, state: 'active' },
        });
        return new Set(found.map(({ id }) => id));
      };
      const all = await active();
      const before = await dump();
      const pairs = (await joinSome(ids[0]!, ids[1]!, 4)).toReversed();
      for (const pair of pairs) {
        const { shown } = await joining.previewSplit(by, pair);
        await joining.split(by, pair, { reason: 'hai người', shown });
      }
      // Who was suspended has lost his posts with the joining, until his directory has him active again.
      const lasting = (rows: Dump): Dump => ({
        ...rows,
        post: rows.post.filter(({ accountId }) => all.has(accountId)),
        members: rows.members.filter(({ accountId }) => all.has(accountId)),
      });
      expect(lasting(await dump())).toEqual(lasting(before));
      splits += pairs.length;
    }),
    { ...runs, numRuns: 8 },
  );
  expect(splits).toBeGreaterThan(3);
}, 240_000);
