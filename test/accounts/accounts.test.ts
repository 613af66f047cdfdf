import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { NewAccount } from '../../src/accounts/account-edit.ts';
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

const create = (username: string, fullName: string, more: Partial<NewAccount> = {}) =>
  world.app.accounts.createLocal(by, { username, fullName, kind: 'official', ...more });

const entriesOf = (accountId: string) =>
  world.app.db.prisma.journalEntry.findMany({ where: { accountId }, orderBy: { id: 'asc' } });

const refusal = (code: string) => expect.objectContaining({ code });

/** As a sync leaves it: tied to a source. */
async function fromDirectory(username: string, fullName: string) {
  const { prisma } = world.app.db;
  const account = await create(username, fullName, { mail: `${username}@tinh.gov.vn` });
  const source = await prisma.source.create({
    data: { id: newId(), name: username, settings: {} },
  });
  await prisma.account.update({ where: { id: account.id }, data: { sourceId: source.id } });
  return account;
}

describe('a user name', () => {
  test('belongs to one person for ever, however it is written', async () => {
    const { accounts } = world.app;
    const first = await create('ntan', 'Nguyễn Thị An');
    for (const typed of ['ntan', 'NTAN', ' ntan '])
      await expect(create(typed, 'Người khác')).rejects.toEqual(refusal('account.username-taken'));
    await accounts.update(by, first.id, { username: 'ntan.skhcn' });
    await accounts.retire(by, first.id, { reason: 'nghỉ hưu' });
    await expect(create('ntan', 'Người khác')).rejects.toEqual(refusal('account.username-taken'));
    expect((await accounts.findByLoginName('NTAN'))?.account.username).toBe('ntan.skhcn');
    const other = await create('nvbinh', 'Nguyễn Văn Bình');
    await expect(accounts.update(by, other.id, { username: 'NTan' })).rejects.toEqual(
      refusal('account.username-taken'),
    );
    await accounts.update(by, first.id, { username: 'ntan' });
    expect((await accounts.findByLoginName('ntan.skhcn'))?.account.id).toBe(first.id);
  });

  test('asked for by two at once goes to one of them', async () => {
    const tries = await Promise.allSettled([1, 2, 3, 4].map((i) => create('cung', `Người ${i}`)));
    const lost = tries.filter((result) => result.status === 'rejected');
    expect(lost).toHaveLength(3);
    for (const { reason } of lost) expect(reason).toEqual(refusal('account.username-taken'));
  });

  test('is never taken over by a mail, and a mail signs in one person only', async () => {
    const { accounts } = world.app;
    const one = await create('pdhoa', 'Phạm Đình Hoà', { mail: 'chung@tinh.gov.vn' });
    const two = await create('pdhung', 'Phạm Đình Hùng', { mail: 'Chung@tinh.gov.vn' });
    expect(two.mail).toBe('chung@tinh.gov.vn');
    expect((await accounts.findByLoginName('chung@tinh.gov.vn'))?.account.id).toBe(one.id);
    await accounts.update(by, one.id, { mail: 'moi@tinh.gov.vn' });
    for (const name of ['chung@tinh.gov.vn', 'MOI@tinh.gov.vn', 'pdhòa'])
      expect((await accounts.findByLoginName(name))?.account.id).toBe(one.id);
    expect(await accounts.findByLoginName('khong-co')).toBeUndefined();
    expect(await accounts.findByLoginName('')).toBeUndefined();
  });
});

describe('the life of an account', () => {
  test('is journalled with its reasons, and refuses what may not follow', async () => {
    const { accounts } = world.app;
    const { id } = await create('doi', 'Vòng Đời');
    await expect(accounts.restore(by, id)).rejects.toEqual(refusal('account.transition'));
    await expect(accounts.suspend(by, id, { reason: ' ' })).rejects.toEqual(
      refusal('account.reason-missing'),
    );
    const suspended = await accounts.suspend(by, id, { reason: 'biệt phái' });
    expect(suspended).toMatchObject({
      state: 'suspended',
      stateReason: 'by-administrator',
      stateNote: 'biệt phái',
    });
    await expect(accounts.suspend(by, id, { reason: 'nữa' })).rejects.toEqual(
      refusal('account.transition'),
    );
    expect(await accounts.restore(by, id)).toMatchObject({ state: 'active', stateReason: null });
    await accounts.retire(by, id, { reason: 'thôi việc' });
    const entries = await entriesOf(id);
    expect(entries.map((entry) => entry.event)).toEqual([
      'account.created',
      'account.suspended',
      'account.restored',
      'account.retired',
    ]);
    expect(entries[1]).toMatchObject({
      accountName: 'Vòng Đời',
      actorName: 'command line',
      detail: { before: { state: 'active' }, after: { state: 'suspended', reason: 'biệt phái' } },
    });
  });

  test('begins with an approval for shared accounts', async () => {
    const { accounts } = world.app;
    const shared = await create('vanthu', 'Văn thư xã', { kind: 'shared' });
    expect(shared.state).toBe('initial');
    expect((await accounts.restore(by, shared.id)).state).toBe('active');
  });

  test('says that nobody is there of an id that is nobody’s', async () => {
    const { accounts } = world.app;
    for (const id of ['', 'x', newId()]) {
      expect(await accounts.find(id)).toBeUndefined();
      expect(await accounts.page(id)).toBeUndefined();
      await expect(accounts.suspend(by, id, { reason: 'a' })).rejects.toEqual(
        refusal('account.not-found'),
      );
    }
  });
});

describe('a change', () => {
  test('is journalled with what differs, before and after, and not at all where nothing does', async () => {
    const { accounts, units } = world.app;
    const unit = await units.create(by, { name: 'Phòng Kinh tế' });
    const { id } = await create('sua', 'Lê Thị Sửa', { mail: 'sua@tinh.gov.vn' });
    await accounts.update(by, id, { fullName: 'Lê Thị Sửa', mail: 'SUA@tinh.gov.vn' });
    expect(await entriesOf(id)).toHaveLength(1);
    const change = { fullName: 'Lê Thị Mới', phone: '0912345678', unitId: unit.id };
    const changed = await accounts.update(by, id, change);
    expect(changed).toMatchObject({ givenName: 'Mới', phone: '+84912345678' });
    const [, entry] = await entriesOf(id);
    expect(entry).toMatchObject({
      event: 'account.updated',
      unitName: 'Phòng Kinh tế',
      detail: {
        before: { fullName: 'Lê Thị Sửa', givenName: 'Sửa', phone: null, unitId: null },
        after: { fullName: 'Lê Thị Mới', givenName: 'Mới', phone: '+84912345678', unitId: unit.id },
      },
    });
    expect(JSON.stringify(entry?.detail)).not.toContain('mail');
    expect(await accounts.page(id)).toMatchObject({
      posts: [{ unitName: 'Phòng Kinh tế', main: true }],
      loginNames: [{ name: 'sua' }, { name: 'sua@tinh.gov.vn' }],
      hasLocalPassword: false,
    });
  });

  test('of what a directory holds is refused, of what is ours is not', async () => {
    const { accounts } = world.app;
    const { id } = await fromDirectory('thumuc', 'Trần Thư Mục');
    for (const change of [
      { fullName: 'Khác' },
      { mail: 'khac@tinh.gov.vn' },
      { phone: '0912345678' },
      { username: 'khac' },
    ])
      await expect(accounts.update(by, id, change)).rejects.toEqual(
        refusal('account.from-directory'),
      );
    expect(await accounts.update(by, id, { kind: 'technical', locale: 'en' })).toMatchObject({
      kind: 'technical',
      locale: 'en',
    });
  });

  test.each([
    [{ username: 'n@v' }, 'account.username-malformed'],
    [{ fullName: ' ' }, 'account.name-missing'],
    [{ mail: 'x' }, 'account.mail-malformed'],
    [{ phone: '12' }, 'account.phone-malformed'],
    [{ kind: 'king' as 'official' }, 'account.kind-unknown'],
    [{ unitId: 'x' }, 'unit.not-found'],
  ])('%j is refused as %s, and leaves nothing', async (wrong, code) => {
    const before = await world.app.db.prisma.account.count();
    const input = { username: 'moi', fullName: 'Người Mới', kind: 'official', ...wrong } as const;
    await expect(world.app.accounts.createLocal(by, input)).rejects.toEqual(refusal(code));
    expect(await world.app.db.prisma.account.count()).toBe(before);
  });
});

describe('a search', () => {
  const names = ['Đặng Thị Ánh', 'Lê Anh', 'Bùi Văn Ánh', 'Néang Srey', 'Đỗ Hoà', 'Đỗ Hòa', 'Ân'];
  beforeAll(async () => {
    const { units } = world.app;
    const top = await units.create(by, { name: 'Sở Tìm kiếm', code: 'TK' });
    const below = await units.create(by, { name: 'Phòng Tra cứu', parentId: top.id });
    for (const [i, name] of names.entries())
      await create(`tk${i}`, name, { unitId: i % 2 ? top.id : below.id });
  });

  const found = async (text: string, more: object = {}) => {
    const unit = (await world.app.units.findByCode('TK'))!;
    const page = await world.app.accounts.search({ text, unitId: unit.id, limit: 50, ...more });
    return page.items.map((item) => item.fullName);
  };

  test('is blind to marks, to đ, to case and to the order of words', async () => {
    expect(await found('dang thi anh')).toEqual(['Đặng Thị Ánh']);
    expect(await found('ANH ĐẶNG')).toEqual(['Đặng Thị Ánh']);
    expect(await found('hoa')).toEqual(['Đỗ Hoà', 'Đỗ Hòa']);
    expect(await found('tk3')).toEqual(['Néang Srey']);
    expect(await found('%')).toEqual([]);
    expect(await found('')).toHaveLength(names.length);
  });

  test('lists people by tên, họ, đệm, and finds them in units below', async () => {
    expect(await found('')).toEqual([
      'Lê Anh',
      'Bùi Văn Ánh',
      'Đặng Thị Ánh',
      'Ân',
      'Đỗ Hoà',
      'Đỗ Hòa',
      'Néang Srey',
    ]);
  });

  test('goes on where the page before ended, whoever is added meanwhile', async () => {
    const unit = (await world.app.units.findByCode('TK'))!;
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const query = { unitId: unit.id, limit: 2, ...(after ? { after } : {}) };
      const page = await world.app.accounts.search(query);
      seen.push(...page.items.map((item) => item.fullName));
      after = page.next;
      if (seen.length === 2) await create('tk-them', 'Ngô An', { unitId: unit.id });
    } while (after);
    expect(seen).toEqual(await found('').then((all) => all.filter((name) => name !== 'Ngô An')));
  });

  test('keeps to a state, a kind and known filters only', async () => {
    const { accounts } = world.app;
    const { items } = await accounts.search({ text: 'tk3', limit: 1 });
    await accounts.suspend(by, items[0]!.id, { reason: 'thử' });
    expect(await found('', { state: 'suspended' })).toEqual(['Néang Srey']);
    expect(await found('', { kind: 'service' })).toEqual([]);
    await expect(accounts.search({ limit: 5, after: 'x' })).rejects.toThrow('request.malformed');
    expect((await accounts.search({ limit: 100_000 })).items.length).toBeLessThanOrEqual(500);
  });
});
