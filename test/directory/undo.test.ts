// An applied run is undone: what it changed goes back, what was edited since is named and stays.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { commandLine, system } from '../../src/journal/actor.ts';
import { startDirectoryWorld, type DirectoryWorld } from '../support/directory-world.ts';
import { remove, rename, replace } from '../support/ldif-changes.ts';
import { groupDn, manyPeople, person, personDn, suffix, unit } from '../support/organization.ts';

let world: DirectoryWorld;
let sourceId: string;
let round = 0;

beforeAll(async () => {
  world = await startDirectoryWorld({ ldif: manyPeople(60) });
  sourceId = (await world.addSource('Thư mục tỉnh')).id;
  await run();
}, 60_000);
afterAll(() => world.end());
beforeEach(async () => {
  round += 1;
  await world.db.prisma.source.update({ where: { id: sourceId }, data: { enabled: true } });
  await run(); // whatever an undone run had brought comes again
}, 30_000);

const run = (options: { dryRun?: boolean } = {}) => world.sync.run(system, sourceId, options);
const undo = (id: string, options: { despite?: number } = {}) =>
  world.sync.undo(commandLine, id, { reason: 'ánh xạ sai', ...options });
const uidOf = (i: number) => `p${i}.u${i % 20}`;
const dnOf = (i: number) => personDn(uidOf(i), `u${i % 20}`);
const journal = (event: string) =>
  world.db.prisma.journalEntry.findMany({ where: { event }, orderBy: { id: 'desc' } });
const adding = (entry: string) => entry.replace('\n', '\nchangetype: add\n');

/** Everything a run writes but for login names, which stay, and times. */
async function dump() {
  const select = { createdAt: true, updatedAt: true, lastSignInAt: true } as const;
  const order = { orderBy: { id: 'asc' } } as const;
  const { account, unit, group, post, groupAccount, groupNesting } = world.db.prisma;
  return {
    account: await account.findMany({ omit: select, ...order }),
    unit: await unit.findMany({ omit: { createdAt: true, updatedAt: true }, ...order }),
    group: await group.findMany({ omit: { createdAt: true, updatedAt: true }, ...order }),
    post: await post.findMany(order),
    members: await groupAccount.findMany({ orderBy: [{ groupId: 'asc' }, { accountId: 'asc' }] }),
    nested: await groupNesting.findMany({ orderBy: [{ parentId: 'asc' }, { childId: 'asc' }] }),
  };
}
type Dump = Awaited<ReturnType<typeof dump>>;
const without = (all: Dump, { account, unit, group }: Dump): Dump => {
  const old = new Set([...account, ...unit, ...group].map(({ id }) => id));
  return {
    ...all,
    account: all.account.filter(({ id }) => old.has(id)),
    unit: all.unit.filter(({ id }) => old.has(id)),
    group: all.group.filter(({ id }) => old.has(id)),
  };
};

/** Renames, moves, suspends, creates; renames a unit, makes one, changes a group. */
function change() {
  const [a, b, c] = [round * 5, round * 5 + 1, round * 5 + 2];
  world.slapd.modify(replace(dnOf(a), 'cn', `Nguyễn Văn Đổi ${round}`));
  const moved = `ou=u${(b + 3) % 20},ou=units,${suffix}`;
  world.slapd.modify(rename(dnOf(b), `uid=moved${round}`, moved));
  world.slapd.modify(remove(dnOf(c)));
  world.slapd.modify(replace(`ou=u${round},ou=units,${suffix}`, 'description', `Tên mới ${round}`));
  world.slapd.modify(adding(unit(`moi${round}`, `Đơn vị mới ${round}`, `H01.8${round}`)));
  world.slapd.modify(adding(person(`new${round}`, `moi${round}`, 'Trần Thị Mới')));
  world.slapd.modify(
    `dn: ${groupDn('Một phần trăm')}\nchangetype: modify\nadd: member\nmember: ${dnOf(a)}\n`,
  );
  return { renamed: uidOf(a), moved: uidOf(b), removed: uidOf(c) };
}

describe('an applied run', () => {
  test('is undone whole: everything is as it was, what it made is suspended or closed', async () => {
    const before = await dump();
    const { removed } = change();
    const done = await run();
    expect(done).toMatchObject({ state: 'applied' });
    expect(await world.person(removed)).toMatchObject({ state: 'suspended' });
    await undo(done.id);
    const after = await dump();
    expect(without(after, before)).toEqual(before);
    expect(await world.person('new1')).toMatchObject({
      state: 'suspended',
      stateReason: 'run-undone',
      posts: [],
    });
    expect(after.unit.find(({ name }) => name === 'Đơn vị mới 1')).toMatchObject({
      state: 'closed',
    });
    expect(await world.person(removed)).toMatchObject({ state: 'active', stateReason: null });
    expect(await world.sync.findRun(done.id)).toMatchObject({
      state: 'undone',
      undoneByName: commandLine.name,
      undoneReason: 'ánh xạ sai',
    });
  });

  test('is journalled, of each person too', async () => {
    const { removed } = change();
    const done = await run();
    await undo(done.id);
    const { id } = await world.person(removed);
    expect((await journal('sync.undone'))[0]).toMatchObject({
      objectId: done.id,
      detail: { reason: 'ánh xạ sai', counts: { collisions: 0 } },
    });
    expect((await journal('account.restored'))[0]).toMatchObject({
      accountId: id,
      detail: { after: { state: 'active' }, runId: done.id },
    });
    expect((await journal('account.suspended'))[0]).toMatchObject({
      detail: { after: { state: 'suspended', stateReason: 'run-undone' } },
    });
  });

  test('leaves its source switched off; a dry run tells all of it again', async () => {
    change();
    const done = await run();
    await undo(done.id);
    await world.db.prisma.source.updateMany({ data: { nextRunAt: null } });
    const runs = await world.sync.runs(sourceId);
    await world.sync.job.run();
    expect(await world.sync.runs(sourceId)).toEqual(runs);
    await expect(run()).rejects.toMatchObject({ code: 'source.disabled' });
    const dry = await run({ dryRun: true });
    expect(dry.counts).toMatchObject({ suspended: done.counts.suspended ?? -1 });
    expect(dry.counts.updated).toBeGreaterThanOrEqual(done.counts.updated ?? Infinity);
  });

  test('cannot be undone twice, nor one that was only tried out', async () => {
    change();
    const dry = await run({ dryRun: true });
    const done = await run();
    await undo(done.id);
    await expect(undo(done.id)).rejects.toMatchObject({ code: 'sync.not-applied' });
    await expect(undo(dry.id)).rejects.toMatchObject({ code: 'sync.not-applied' });
  });
});

describe('a later edit', () => {
  test('collides and is named; nothing is undone until it is said that the rest shall be', async () => {
    const before = await dump();
    const { removed } = change();
    const done = await run();
    const { id } = await world.person(removed);
    await world.db.prisma.account.update({ where: { id }, data: { state: 'retired' } });
    const edited = await dump();
    const view = await world.sync.lookAtUndo(done.id);
    expect(view).toMatchObject({ kept: true, counts: { collisions: 1 } });
    expect(view.collisions).toMatchObject([
      { entity: 'account', entityId: id, attribute: 'state', left: 'suspended', now: 'retired' },
    ]);
    await expect(undo(done.id)).rejects.toMatchObject({ code: 'sync.undo-collides' });
    expect(await dump()).toEqual(edited);
    await undo(done.id, { despite: 1 });
    const after = without(await dump(), before);
    const others = ({ account, ...rest }: Dump) => ({
      ...rest,
      account: account.filter((row) => row.id !== id),
    });
    expect(others(after)).toEqual(others(before));
    expect(await world.person(removed)).toMatchObject({ state: 'retired' });
  });

  test('beside what the run changed does not collide and stays', async () => {
    const { renamed } = change();
    const done = await run();
    const { id } = await world.person(renamed);
    const byHand = { state: 'suspended', stateReason: 'by-administrator' };
    await world.db.prisma.account.update({ where: { id }, data: byHand });
    expect(await world.sync.lookAtUndo(done.id)).toMatchObject({ counts: { collisions: 0 } });
    await undo(done.id);
    expect(await world.person(renamed)).toMatchObject(byHand);
  });

  test('that puts somebody into a unit the run made keeps the unit open', async () => {
    change();
    const done = await run();
    const name = `Đơn vị mới ${round}`;
    const made = await world.db.prisma.unit.findFirstOrThrow({ where: { name } });
    const { id: accountId } = await world.person(uidOf(59));
    await world.db.prisma.post.create({
      data: { id: crypto.randomUUID(), accountId, unitId: made.id },
    });
    const { collisions } = await world.sync.lookAtUndo(done.id);
    expect(collisions).toMatchObject([{ entity: 'unit', name, obstacle: 'in-use' }]);
  });
});

test('a run of a later day collides with what a run after it changed again', async () => {
  world.slapd.modify(replace(dnOf(58), 'mobile', '0987654331'));
  const first = await run();
  world.slapd.modify(replace(dnOf(58), 'mobile', '0987654332'));
  const second = await run();
  expect((await world.sync.lookAtUndo(first.id)).collisions).toMatchObject([
    { attribute: 'phone', left: '+84987654331', now: '+84987654332' },
  ]);
  await undo(second.id);
  expect((await world.sync.lookAtUndo(first.id)).counts).toMatchObject({ collisions: 0 });
  await undo(first.id);
});
