import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addPerson, goodPassword, signedIn } from '../support/people.ts';
import { until } from '../support/until.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

const lastEntry = async () => {
  const { items } = await desk.world.app.journal.search({ limit: 1 });
  return items[0]!;
};

describe('people', () => {
  test('are found by part of a name without marks, and listed as Vietnamese lists are', async () => {
    const { world, browser } = desk;
    for (const [username, fullName] of [
      ['dat', 'Nguyễn Văn Đạt'],
      ['dung', 'Nguyễn Văn Dũng'],
      ['an', 'Nguyễn Văn Ân'],
    ] as const)
      await addPerson(world.app, username, { fullName });
    const { text } = await browser.get('/people?text=nguyen+van');
    const order = ['Nguyễn Văn Ân', 'Nguyễn Văn Dũng', 'Nguyễn Văn Đạt'].map((n) =>
      text.indexOf(n),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect((await browser.get('/people?text=dat')).text).toContain('Nguyễn Văn Đạt');
    expect((await browser.get('/people?text=khong+co+ai')).text).toContain('Không có ai khớp');
  });

  test('a form with mistakes says each beside its field and keeps what was typed', async () => {
    const { browser } = desk;
    await browser.get('/people/new');
    const page = await browser.submit({ fullName: 'Lê <b>Thị</b> Hoa', username: 'hoa lê!' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('id="username-error"');
    expect(page.text).toContain('aria-describedby="username-hint username-error"');
    expect(page.text).toContain('value="Lê &lt;b&gt;Thị&lt;/b&gt; Hoa"');
    expect(page.text).not.toContain('<b>Thị');
    const again = await browser.submit({ username: 'quantri' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('đã có người dùng');
  });

  test('a user name loses no mark and no blank before the person has said so', async () => {
    const { browser, world } = desk;
    await browser.get('/people/new');
    const asked = await browser.submit({ fullName: 'Có Dấu', username: 'có dấu' });
    expect(asked.status).toBe(422);
    expect(asked.text).toMatch(/id="username-error">[^<]*codau/);
    expect(asked.text).toContain('value="có dấu"'); // what was typed stays
    expect(await world.app.accounts.findByLoginName('codau')).toBeUndefined();
    const made = await browser.submit({}, 'Lưu với tên “codau”');
    expect(made.title).toContain('Có Dấu');
    const { account } = (await world.app.accounts.findByLoginName('codau'))!;
    await browser.get(`/people/${account.id}/edit`);
    expect((await browser.submit({ username: 'cò dầu' })).text).toContain('id="username-error"');
    expect((await world.app.accounts.find(account.id))!.username).toBe('codau');
  });

  test('what is asked of oneself says so plainly; the last administrator is refused', async () => {
    const { browser, world } = desk;
    const { id } = (await world.app.accounts.findByLoginName('quantri'))!.account;
    for (const path of ['suspend', 'retire']) {
      const page = await browser.get(`/people/${id}/${path}`);
      expect(page.text).toContain('bạn mất quyền vào trang quản trị ngay lập tức');
      const refused = await browser.submit({ reason: 'thử' });
      expect(refused.status).toBe(422);
      expect(refused.text).toContain('quản trị viên đang hoạt động cuối cùng');
    }
    for (const path of ['sessions', 'password'])
      expect((await browser.get(`/people/${id}/${path}`)).text).toContain('bạn bị đăng xuất ngay');
    expect((await world.app.accounts.find(id))!.state).toBe('active');
    const other = await addPerson(world.app, 'nguoikhac');
    const page = await browser.get(`/people/${other.id}/suspend`);
    expect(page.text).not.toContain('của chính bạn');
  });

  test('a local account is made, given an initial password, and signs in with it', async () => {
    const { browser, world } = desk;
    await browser.get('/people/new');
    const made = await browser.submit({
      fullName: 'Lê Thị Hoa',
      username: 'hoa',
      kind: 'technical',
    });
    expect(made.status).toBe(200);
    expect(made.title).toContain('Lê Thị Hoa');
    expect(made.text).toContain('Đã tạo.');
    const { pathname } = new URL(made.url);

    await browser.get(`${pathname}/password`);
    const weak = await browser.submit({ password: 'ngắn' });
    expect(weak.status).toBe(422);
    expect(weak.text).not.toContain('value="ngắn"');
    const set = await browser.submit({ password: goodPassword });
    expect(set.url).toBe(`${world.consoleUrl}${pathname}?done=password-set`);
    const entry = await lastEntry();
    expect(entry).toMatchObject({ event: 'account.password-set', actorName: 'Trần Thị Quản Trị' });
    expect(JSON.stringify(entry)).not.toContain(goodPassword);
  });

  test('a new initial password puts out whoever signed in with the old one', async () => {
    const { world, browser } = desk;
    const { id } = await addPerson(world.app, 'duc');
    const theirs = await signedIn(world.app, 'duc');
    await browser.get(`/people/${id}/password`);
    await browser.submit({ password: `${goodPassword} mới` });
    // The portal hears of it by back-channel logout, a moment later.
    while ((await theirs.get('/', { follow: false })).status === 200)
      await new Promise(setImmediate);
    expect(new URL((await theirs.get('/')).url).pathname).toMatch(/^\/sign-in\//);
  });

  test('suspending asks for a reason first, ends sessions, and restoring gives all back', async () => {
    const { world, browser } = desk;
    const person = await addPerson(world.app, 'binh');
    const theirs = await signedIn(world.app, 'binh');
    expect(theirs.page.status).toBe(200);

    await browser.get(`/people/${person.id}/suspend`);
    expect(browser.page.text).toContain('Mọi phiên đang mở ở các ứng dụng bị kết thúc ngay.');
    expect((await world.app.accounts.find(person.id))?.state).toBe('active');
    expect((await browser.submit({ reason: ' ' })).status).toBe(422);
    const done = await browser.submit({ reason: 'Nghỉ việc theo quyết định 12' });
    expect(done.text).toContain('Tạm ngưng');
    expect(done.text).toContain('Nghỉ việc theo quyết định 12');
    expect((await theirs.get('/', { follow: false })).status).toBe(303);

    // the same form once more: nothing happens twice
    const twice = await browser.post(`/people/${person.id}/suspend`, { reason: 'lần nữa' });
    expect(twice.status).toBe(422);
    await browser.get(`/people/${person.id}/restore`);
    await browser.submit({}, 'Khôi phục');
    expect((await world.app.accounts.find(person.id))?.state).toBe('active');
  });

  test('the last administrator cannot shut herself out', async () => {
    const { browser, administrator, world } = desk;
    await browser.get(`/people/${administrator.id}/suspend`);
    const answer = await browser.submit({ reason: 'thử' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('quản trị viên đang hoạt động cuối cùng');
    expect((await world.app.accounts.find(administrator.id))?.state).toBe('active');
  });

  test('sessions can be ended without touching the account', async () => {
    const { world, browser } = desk;
    const person = await addPerson(world.app, 'cuong');
    const theirs = await signedIn(world.app, 'cuong');
    await browser.get(`/people/${person.id}/sessions`);
    expect((await browser.submit({}, 'Thu hồi phiên')).text).toContain('Đã thu hồi các phiên');
    // The portal hears of it as every application does: by a logout from behind, a moment later.
    await until(async () => (await theirs.get('/', { follow: false })).status === 303);
    expect((await world.app.accounts.find(person.id))?.state).toBe('active');
  });
});

describe('groups and units', () => {
  test('a group is made, filled from a search, emptied and closed', async () => {
    const { world, browser } = desk;
    const person = await addPerson(world.app, 'giang', { fullName: 'Phạm Thị Giang' });
    await browser.get('/groups/new');
    expect((await browser.submit({ name: 'Văn thư', code: 'Văn Thư' })).status).toBe(422);
    const made = await browser.submit({ name: 'Văn thư', code: 'van-thu' });
    const here = new URL(made.url).pathname;

    await browser.get(`${here}/people?text=pham+giang`);
    const filled = await browser.submit({ accountId: person.id });
    expect(filled.text).toContain('Đã thêm thành viên');
    expect(filled.text).toContain('Phạm Thị Giang');
    expect(await lastEntry()).toMatchObject({ event: 'group.member-added', accountId: person.id });

    expect((await browser.get(`/people/${person.id}`)).text).toContain('Văn thư');
    await browser.get(here);
    const emptied = await browser.submit({ accountId: person.id });
    expect(emptied.text).toContain('Đã bớt thành viên');

    const other = await world.app.groups.create(by, { code: 'nhom-con', name: 'Nhóm con' });
    await browser.get(`${here}/groups?text=nhom+con`);
    expect((await browser.submit({ groupId: other.id })).text).toContain('Nhóm con');
    expect((await browser.post(`${here}/add`, { groupId: here.split('/')[2]! })).status).toBe(422);

    await browser.get(`${here}/close`);
    expect((await browser.submit({}, 'Đóng nhóm')).text).toContain('Đã đóng nhóm');
  });

  test('the built-in group of administrators cannot be closed', async () => {
    const { world, browser } = desk;
    const group = await world.app.groups.findByCode('quan-tri-he-thong');
    expect((await browser.post(`/groups/${group!.id}/close`, {})).status).toBe(409);
  });

  test('a unit is made below another, its contact changed, and found without marks', async () => {
    const { browser, world } = desk;
    await browser.get('/units/new');
    const province = await browser.submit({ name: 'Ủy ban nhân dân tỉnh', code: 'H01' });
    const parentId = new URL(province.url).pathname.split('/')[2]!;
    await browser.get('/units/new');
    const made = await browser.submit({ name: 'Sở Nội vụ', parentId, contactMail: 'x' });
    expect(made.status).toBe(422);
    expect(made.text).toContain('id="contactMail-error"');
    const mended = await browser.submit({ contactMail: 'snv@angiang.gov.vn' });
    expect(mended.status).toBe(200);
    expect((await browser.get('/units')).text).toContain('Sở Nội vụ');
    expect((await browser.get('/units?text=so+noi')).text).toContain('Sở Nội vụ');
    await browser.get(`${new URL(mended.url).pathname}/edit`);
    const saved = await browser.submit({ contactName: 'Văn phòng Sở' });
    expect(saved.text).toContain('Văn phòng Sở');
    expect(await lastEntry()).toMatchObject({
      event: 'unit.updated',
      detail: { before: { contactName: null }, after: { contactName: 'Văn phòng Sở' } },
    });
    // its own child as its parent
    await browser.get(`/units/${parentId}/edit`);
    const loop = await browser.submit({
      name: 'Ủy ban nhân dân tỉnh',
      parentId: new URL(mended.url).pathname.split('/')[2]!,
    });
    expect(loop.status).toBe(422);
    expect((await world.app.units.find(parentId))?.parentId).toBeNull();
  });
});
