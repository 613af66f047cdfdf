// One person in two directories: an administrator joins the two accounts in the console and splits them
// again; each directory goes on with its share.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { remove, replace } from '../support/ldif-changes.ts';
import { personDn, personPassword } from '../support/organization.ts';
import { addApplication, addPerson } from '../support/people.ts';
import type { Desk } from './desk.ts';
import { passwordThere, startJoiningStage, type JoiningStage } from './joining-stage.ts';

let stage: JoiningStage;
let desk: Desk;
let slapds: JoiningStage['slapds'];
let sources: JoiningStage['sources'];
const app = () => desk.world.app;
const run = (at: number) => stage.run(at);
const page = (id: string) => stage.page(id);
const account = (login: string) => stage.account(login);
const both = (here: string, there: string) => stage.both(here, there);
const joinThem = (here: string, there: string) => stage.joinThem(here, there);
const signIn = (login: string, password: string) => stage.signIn(login, password);
const events = (id: string) => stage.events(id);
const deed = (path: string, button: string) => stage.deed(path, button);
const applicationsOf = (id: string) => stage.applicationsOf(id);

beforeAll(async () => {
  stage = await startJoiningStage();
  ({ desk, slapds, sources } = stage);
}, 120_000);
afterAll(() => stage.end());

describe('two accounts of one person', () => {
  test('are suggested, and shown beside each other before they are joined', async () => {
    const { here, there } = await both('an.ag', 'an.kg');
    const queue = await desk.browser.get('/directory/conflicts');
    expect(queue.text).toContain('trùng số hiệu cán bộ');
    const pick = await desk.browser.get(`/people/${here.id}/join`);
    expect(pick.text).toContain('Kiên Giang cũ');
    const shown = await desk.browser.get(`/people/${here.id}/join/${there.id}`);
    for (const each of ['an.ag', 'an.kg', 'Sở Nội vụ', 'Sở Công Thương', 'bao-cao', 'van-ban'])
      expect(shown.text).toContain(each);
    expect(shown.text).toContain('Người này vào được thêm: Phần mềm bao-cao.');
    expect((await page(there.id)).account.state).toBe('active'); // nothing is done by looking
    const empty = await desk.browser.submit({ reason: '' }, 'Gộp');
    expect([empty.status, empty.text.includes('reason-error')]).toEqual([422, true]);
  });

  test('become one: one sub, both names, both shares, the rights of both; then are split again', async () => {
    const { here, there } = await both('an.ag', 'an.kg');
    const before = [await page(here.id), await page(there.id)];
    await joinThem('an.ag', 'an.kg');
    for (const name of ['an.ag', 'an.kg', 'an.kg@angiang.gov.vn'])
      expect((await account(name)).id).toBe(here.id);
    expect(await signIn('an.ag', personPassword)).toBe('in');
    expect(await signIn('an.kg', passwordThere)).toBe('in');
    expect(await signIn('an.kg', personPassword)).toBe(422);
    const joined = await page(here.id);
    expect(joined.posts.map(({ unitName }) => unitName).sort()).toEqual([
      'Sở Công Thương',
      'Sở Nội vụ',
    ]);
    expect(joined.posts.filter(({ main }) => main)).toHaveLength(1);
    expect(joined.account).toMatchObject({ username: 'an.ag', phone: '+84912345678' });
    expect(await applicationsOf(here.id)).toEqual(['bao-cao', 'van-ban']);
    expect(await applicationsOf(there.id)).toEqual([]);
    expect(await events(here.id)).toContain('account.joined');
    expect(await events(there.id)).toContain('account.joined');
    const old = await desk.browser.get(`/people/${there.id}`);
    expect(old.url).toContain(here.id); // what the journal says of it leads to the person
    await deed(`/people/${here.id}/split/${there.id}`, 'Tách');
    await run(0);
    await run(1);
    const after = [await page(here.id), await page(there.id)];
    const plain = (seen: typeof before) =>
      seen.map(({ account: { updatedAt: _u, lastSignInAt: _l, ...rest }, ...more }) => ({
        ...rest,
        ...more,
      }));
    expect(plain(after)).toEqual(plain(before));
    expect(await signIn('an.kg', passwordThere)).toBe('in');
    expect((await account('an.kg')).id).toBe(there.id);
    expect(await events(there.id)).toContain('account.split');
  });

  test('go on as one while each directory changes its share, by a whole reading', async () => {
    const { here, there } = await joinThem('binh.ag', 'binh.kg');
    await run(0);
    await run(1);
    expect((await page(here.id)).posts).toHaveLength(2);
    slapds[1]!.modify(replace(personDn('binh.kg', 'sct'), 'title', 'Giám đốc'));
    slapds[0]!.modify(replace(personDn('binh.ag', 'snv'), 'cn', 'Nguyễn Văn Bình'));
    await run(0);
    await run(1);
    const seen = await page(here.id);
    expect(seen.account.fullName).toBe('Nguyễn Văn Bình');
    expect(seen.posts.map(({ title }) => title ?? '').sort()).toEqual(['Chuyên viên', 'Giám đốc']);
    expect(there.id).not.toBe(here.id);
  });

  test('suspended in one directory: active by the other, whose names alone still sign in', async () => {
    const { here } = await joinThem('chi.ag', 'chi.kg');
    slapds[1]!.modify(replace(personDn('chi.kg', 'sct'), 'employeeType', 'nghihuu'));
    await run(1);
    const seen = await page(here.id);
    expect(seen.account.state).toBe('active');
    expect(seen.posts.map(({ unitName }) => unitName)).toEqual(['Sở Nội vụ']);
    expect(seen.groups.map(({ name }) => name)).toEqual([]);
    expect(await applicationsOf(here.id)).toEqual([]);
    expect(await signIn('chi.kg', passwordThere)).toBe(403);
    expect(await signIn('chi.ag', personPassword)).toBe('in');
    slapds[0]!.modify(remove(personDn('chi.ag', 'snv')));
    await run(0);
    expect((await page(here.id)).account).toMatchObject({ state: 'suspended' });
    expect((await events(here.id)).filter((event) => event === 'account.suspended')).toHaveLength(
      1,
    );
    slapds[1]!.modify(replace(personDn('chi.kg', 'sct'), 'employeeType', 'canbo'));
    await run(1);
    const back = await page(here.id);
    expect(back.account).toMatchObject({ state: 'active' });
    expect(back.posts).toMatchObject([{ unitName: 'Sở Công Thương', main: true }]);
    expect(await applicationsOf(here.id)).toEqual(['bao-cao']);
  });

  test('gone from one directory: only that share goes, and undoing the run brings it back', async () => {
    const { here } = await joinThem('dung.ag', 'dung.kg');
    const before = await page(here.id);
    slapds[1]!.modify(remove(personDn('dung.kg', 'sct')));
    const done = await run(1);
    expect((await page(here.id)).posts).toHaveLength(1);
    expect((await page(here.id)).account.state).toBe('active');
    await app().sync.undo(by, done.id, { reason: 'nhầm' });
    const after = await page(here.id);
    expect(after.posts).toEqual(before.posts);
    expect(after.groups).toEqual(before.groups);
    await app().db.prisma.source.updateMany({ data: { enabled: true } });
  });

  test('a run made before they were joined is undone as if they were not', async () => {
    slapds[1]!.modify(replace(personDn('em.kg', 'sct'), 'mobile', '0987654321'));
    slapds[1]!.modify(replace(personDn('em.kg', 'sct'), 'title', 'Trưởng phòng'));
    const done = await run(1);
    const { here } = await joinThem('em.ag', 'em.kg');
    expect((await page(here.id)).account.phone).toBe('+84987654321');
    const view = await app().sync.lookAtUndo(done.id);
    expect(view.counts.collisions).toBe(0);
    await app().sync.undo(by, done.id, { reason: 'nhầm' });
    const after = await page(here.id);
    expect(after.account.phone).toBe('+84912345678');
    expect(after.posts.map(({ title }) => title ?? '').sort()).toEqual([
      'Chuyên viên',
      'Phó Giám đốc',
    ]);
    await app().db.prisma.source.updateMany({ data: { enabled: true } });
  });

  test('what was given by hand goes along, and comes back with the account', async () => {
    const { here, there } = await both('giang.ag', 'giang.kg');
    const made = await app().groups.create(by, { code: 'to-bien-tap', name: 'Tổ biên tập' });
    await app().groups.addAccount(by, made.id, there.id);
    const application = await addApplication(app(), 'lich');
    await app().grants.add(by, {
      subject: { type: 'account', id: there.id },
      applicationId: application.id,
      effect: 'allow',
    });
    await joinThem('giang.ag', 'giang.kg');
    expect(await applicationsOf(here.id)).toEqual(['bao-cao', 'lich']);
    await deed(`/people/${here.id}/split/${there.id}`, 'Tách');
    expect(await applicationsOf(here.id)).toEqual([]);
    expect(await applicationsOf(there.id)).toEqual(['bao-cao', 'lich']);
    expect((await page(there.id)).groups.map(({ name }) => name)).toContain('Tổ biên tập');
  });
});

describe('is refused, with the reason', () => {
  test('of one source, of none, of the administrator himself, of a suspended one', async () => {
    const { here, there } = await both('hoa.ag', 'hoa.kg');
    const same = await account('ag2.an');
    const local = await addPerson(app(), 'noi.bo', { fullName: 'Người Nội bộ' });
    const texts = async (one: string, other: string) =>
      (await desk.browser.get(`/people/${one}/join/${other}`)).text;
    expect(await texts(here.id, same.id)).toContain('thuộc cùng một nguồn');
    expect(await texts(here.id, local.id)).toContain('do dịch vụ thư mục quản lý');
    expect(await texts(here.id, desk.administrator.id)).toContain('của chính mình');
    expect(await texts(here.id, here.id)).toContain('cùng một tài khoản');
    await app().accounts.suspend(by, there.id, { reason: 'điều tra' });
    expect(await texts(here.id, there.id)).toContain('do quản trị viên tạm ngưng');
    await app().accounts.restore(by, there.id);
  });

  test('of an administrator with somebody who is none', async () => {
    const { here, there } = await both('hoa.ag', 'hoa.kg');
    const admins = (await app().groups.findByCode('quan-tri-he-thong'))!;
    await app().accounts.update(by, here.id, { kind: 'administrator' });
    await app().groups.addAccount(by, admins.id, here.id);
    const seen = await desk.browser.get(`/people/${here.id}/join/${there.id}`);
    expect(seen.text).toContain('Một bên có quyền quản trị');
    await app().groups.removeAccount(by, admins.id, here.id);
    await app().accounts.update(by, here.id, { kind: 'official' });
  });

  test('while a source of theirs is read, or where something changed since it was looked at', async () => {
    const { here, there } = await both('hoa.ag', 'hoa.kg');
    const path = `/people/${here.id}/join/${there.id}`;
    await desk.browser.get(path);
    const busy = await app().db.exclusively(`sync:${sources[1]}`, () =>
      desk.browser.submit({ reason: 'Cùng một người' }, 'Gộp'),
    );
    expect(busy!.text).toContain('đang được đồng bộ');
    const more = await app().groups.create(by, { code: 'moi-them', name: 'Mới thêm' });
    await app().groups.addAccount(by, more.id, there.id);
    const old = await desk.browser.submit({ reason: 'Cùng một người' }, 'Gộp');
    expect([old.status, old.text.includes('đã thay đổi sau khi')]).toEqual([422, true]);
    expect(old.text).toContain('Mới thêm');
    const now = await desk.browser.submit({ reason: 'Cùng một người' }, 'Gộp');
    expect(now.url).toContain(`/people/${here.id}?done=accounts-joined`);
  });
});
