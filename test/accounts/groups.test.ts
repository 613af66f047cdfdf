import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

const refusal = (code: string) => expect.objectContaining({ code });
const group = (code: string, name = code) => world.app.groups.create(by, { code, name });
const person = (username: string) =>
  world.app.accounts.createLocal(by, { username, fullName: `Người ${username}`, kind: 'official' });
const entriesOf = (objectId: string) =>
  world.app.db.prisma.journalEntry.findMany({ where: { objectId }, orderBy: { id: 'asc' } });

describe('a group', () => {
  test('has a code of its own and a name that can change', async () => {
    const { groups } = world.app;
    const made = await group('van-thu', 'Văn thư toàn tỉnh');
    await expect(group('van-thu', 'Khác')).rejects.toEqual(refusal('group.code-taken'));
    await expect(group('Văn thư')).rejects.toEqual(refusal('group.code-malformed'));
    await expect(group('trong', ' ')).rejects.toEqual(refusal('group.name-missing'));
    await groups.rename(by, made.id, { name: 'Văn thư toàn tỉnh' });
    await groups.rename(by, made.id, { name: 'Văn thư các cấp', description: 'Một\nhai' });
    expect(await groups.find(made.id)).toMatchObject({
      name: 'Văn thư các cấp',
      description: 'Một hai',
      code: 'van-thu',
    });
    expect((await entriesOf(made.id)).map((entry) => entry.event)).toEqual([
      'group.created',
      'group.updated',
    ]);
    const { items } = await groups.search({ text: 'VAN THU CÁC', limit: 10 });
    expect(items).toMatchObject([{ code: 'van-thu', accounts: 0, groups: 0 }]);
  });

  test('is closed once, and takes nobody in after that', async () => {
    const { groups } = world.app;
    const [made, account, other] = [await group('dong'), await person('dong1'), await group('mo')];
    await groups.close(by, made.id);
    await groups.close(by, made.id);
    await expect(groups.addAccount(by, made.id, account.id)).rejects.toEqual(
      refusal('group.closed'),
    );
    await expect(groups.addGroup(by, other.id, made.id)).rejects.toEqual(refusal('group.closed'));
    const events = (await entriesOf(made.id)).map((entry) => entry.event);
    expect(events).toEqual(['group.created', 'group.closed']);
    expect((await groups.search({ state: 'closed', limit: 10 })).items).toHaveLength(1);
  });

  test('counts its members and theirs, and can be nested in a loop', async () => {
    const { groups } = world.app;
    const [one, two, account] = [await group('mot'), await group('hai'), await person('vong')];
    await groups.addGroup(by, one.id, two.id);
    await groups.addGroup(by, two.id, one.id);
    await groups.addGroup(by, two.id, one.id);
    await groups.addAccount(by, two.id, account.id);
    await groups.addAccount(by, two.id, account.id);
    await expect(groups.addGroup(by, one.id, one.id)).rejects.toEqual(refusal('group.own-member'));
    expect(await groups.members(two.id)).toMatchObject({
      accounts: [{ account: { id: account.id }, origin: 'manual' }],
      groups: [{ group: { code: 'mot' } }],
      parents: [{ group: { code: 'mot' } }],
    });
    const joined = (await entriesOf(two.id)).filter(
      (entry) => entry.event === 'group.member-added',
    );
    expect(joined.map((entry) => entry.accountName)).toEqual([null, 'Người vong']);
    await groups.removeAccount(by, two.id, account.id);
    await groups.removeAccount(by, two.id, account.id);
    await groups.removeGroup(by, two.id, one.id);
    expect(await groups.members(two.id)).toMatchObject({ accounts: [], groups: [] });
    const left = (await entriesOf(two.id)).filter(
      (entry) => entry.event === 'group.member-removed',
    );
    expect(left).toHaveLength(2);
  });

  test('lists its members page by page in the order of lists of people', async () => {
    const { groups, accounts } = world.app;
    const made = await group('trang');
    for (const [i, fullName] of ['Lê Ân', 'Lê Ăn', 'Lê Anh', 'Lê An'].entries()) {
      const input = { username: `trang${i}`, fullName, kind: 'official' } as const;
      await groups.addAccount(by, made.id, (await accounts.createLocal(by, input)).id);
    }
    const first = await groups.members(made.id, { limit: 3 });
    const second = await groups.members(made.id, { limit: 3, after: first.next! });
    const names = [...first.accounts, ...second.accounts].map(({ account }) => account.fullName);
    expect(names).toEqual(['Lê An', 'Lê Anh', 'Lê Ăn', 'Lê Ân']);
    expect(second.next).toBeUndefined();
  });

  test('keeps what a directory said of it', async () => {
    const { groups } = world.app;
    const { prisma } = world.app.db;
    const [made, account, child] = [await group('tm'), await person('tm1'), await group('tm-con')];
    const source = await prisma.source.create({ data: { id: newId(), name: 'tm', settings: {} } });
    await prisma.group.update({ where: { id: made.id }, data: { sourceId: source.id } });
    const [groupId, accountId, origin] = [made.id, account.id, 'directory'];
    await prisma.groupAccount.create({ data: { groupId, accountId, origin } });
    await prisma.groupNesting.create({ data: { parentId: groupId, childId: child.id, origin } });
    const theirs = refusal('group.from-directory');
    await expect(groups.removeAccount(by, groupId, accountId)).rejects.toEqual(theirs);
    await expect(groups.removeGroup(by, groupId, child.id)).rejects.toEqual(theirs);
    await expect(groups.rename(by, groupId, { name: 'Khác' })).rejects.toEqual(theirs);
    await expect(groups.close(by, groupId)).rejects.toEqual(theirs);
    const ours = await person('tm2');
    await groups.addAccount(by, groupId, ours.id);
    await groups.removeAccount(by, groupId, ours.id);
  });

  test('says that nobody is there of an id that is nobody’s', async () => {
    const { groups } = world.app;
    const made = await group('ai');
    for (const id of ['', 'x', newId()]) {
      expect(await groups.find(id)).toBeUndefined();
      await expect(groups.close(by, id)).rejects.toEqual(refusal('group.not-found'));
      await expect(groups.addAccount(by, made.id, id)).rejects.toEqual(
        refusal('account.not-found'),
      );
    }
  });
});
