// One deed on many: chosen on a list or across its pages, asked about, done one by one through the verbs
// that a single deed goes through, reported.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addApplication, addPerson, signedIn } from '../support/people.ts';
import { addAdministrator, startDesk, type Desk } from './desk.ts';
import { addMany, choose, marked } from './many.ts';

let desk: Desk;
let groupId: string;
let applicationId: string;
let people: { id: string; username: string }[];

beforeAll(async () => {
  desk = await startDesk();
  people = await addMany(desk.world);
  const { app } = desk.world;
  groupId = (await app.groups.create(by, { code: 'van-thu', name: 'Văn thư' })).id;
  applicationId = (await addApplication(app, 'van-ban')).id;
});
afterAll(() => desk.world.end());

const ofAll = { list: 'people', scope: 'all', kind: 'technical' };
const idsOf = (from: number, to: number) => people.slice(from, to).map(({ id }) => id);

/** Confirms, and looks until the work is over. */
async function run(fields: Record<string, string> = {}) {
  const path = new URL(desk.browser.page.url).pathname.replace(/\/run$/, '');
  let page = await desk.browser.post(`${path}/run`, fields);
  for (let i = 0; i < 400 && page.text.includes('Đang làm:'); i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    page = await desk.browser.get(page.url);
  }
  return page;
}
const entries = async (event: 'account.suspended' | 'account.restored' | 'bulk.started') =>
  (await desk.world.app.journal.search({ event, limit: 200 })).items;
const stateOf = async (id: string) => (await desk.world.app.accounts.find(id))!.state;

describe('people', () => {
  test('all that want looking at are those, and nobody else', async () => {
    const username = people[7]!.username;
    await desk.world.app.db.pool.query(
      `UPDATE account SET last_sign_in_at = now() - interval '91 days' WHERE username = $1`,
      [username],
    );
    const asked = await choose(desk, {
      list: 'people',
      scope: 'all',
      concern: 'dormant',
      action: 'people.suspend',
      back: '/people?concern=dormant',
    });
    expect(asked.text).toContain('Áp dụng cho 1 trong 1 đã chọn');
    expect(asked.text).toContain(`(${username})`);
  });

  test('all that match, on whichever page: the question says how many and whom; each is journalled', async () => {
    const list = await desk.browser.get('/people?kind=technical');
    expect(list.text).toContain('Tất cả các dòng khớp điều kiện lọc, ở mọi trang (60)');
    const asked = await choose(desk, {
      ...ofAll,
      action: 'people.suspend',
      back: '/people?kind=technical',
    });
    expect(asked.url).toMatch(/\/bulk\/[\w-]{36}$/);
    expect(asked.text).toContain('Áp dụng cho 60 trong 60 đã chọn');
    expect(asked.text).toContain('Nguyễn Văn 00 (bulk00)');
    expect(asked.text).toContain('và 55 trường hợp khác');
    expect(await stateOf(people[0]!.id)).toBe('active');
    const without = await desk.browser.post(`${asked.url}/run`, { reason: ' ' });
    expect(without.status).toBe(422);
    expect(without.text).toContain('aria-invalid="true"');
    const report = await run({ reason: 'Hết hợp đồng 05/HĐ' });
    expect(report.text).toContain('Đã làm 60; để nguyên 0; không làm được 0');
    expect(report.text).toContain('Hết hợp đồng 05/HĐ');
    const all = await entries('account.suspended');
    expect(all).toHaveLength(60);
    expect(new Set(all.map(({ accountId }) => accountId)).size).toBe(60);
    expect(all[0]).toMatchObject({
      actorName: 'Trần Thị Quản Trị',
      detail: { after: { state: 'suspended', reason: 'Hết hợp đồng 05/HĐ' } },
    });
    expect(await entries('bulk.started')).toMatchObject([
      { detail: { action: 'people.suspend', chosen: 60 } },
    ]);
    expect(report.text).toContain('/people?kind=technical'); // the way back
  });

  test('a second press does nothing more', async () => {
    const again = await run({ reason: 'nữa' });
    expect(again.text).toContain('Đã làm 60;');
    expect(again.text).not.toContain('nữa');
    expect(await entries('account.suspended')).toHaveLength(60);
  });

  test('what is left alone is told beforehand and why: myself, administrators, already so', async () => {
    const other = await addAdministrator(desk.world, 'quantri2');
    const active = await addPerson(desk.world.app, 'conlai', { fullName: 'Còn Lại' });
    const ids = [desk.administrator.id, other.id, active.id, people[0]!.id, people[1]!.id];
    const { text } = await choose(desk, { ...marked, action: 'people.suspend' }, ids);
    expect(text).toContain('Áp dụng cho 1 trong 5 đã chọn');
    expect(text).toContain('là chính tài khoản của bạn');
    expect(text).toContain('là tài khoản quản trị');
    expect(text).toContain('đã như vậy rồi');
    const report = await run({ reason: 'thử' });
    expect(report.text).toContain('Đã làm 1; để nguyên 4; không làm được 0');
    expect(await stateOf(desk.administrator.id)).toBe('active');
    expect(await stateOf(other.id)).toBe('active');
    expect(await stateOf(active.id)).toBe('suspended');
    const skipped = await desk.browser.get(`${report.url}?outcome=skipped`);
    expect(skipped.text).not.toContain('Còn Lại');
    expect(skipped.text).toContain('là chính tài khoản của bạn');
    const file = await desk.browser.submit({}, 'Kết xuất CSV');
    expect(file.headers.get('content-type')).toContain('text/csv');
    expect(file.text).toContain('Để nguyên,là chính tài khoản của bạn');
    expect(file.text).not.toContain('Còn Lại');
    expect((await desk.world.app.journal.search({ limit: 1 })).items).toMatchObject([
      {
        event: 'list.exported',
        objectName: 'people.suspend',
        detail: { what: 'bulk-report', rows: 4, filter: { outcome: 'skipped' } },
      },
    ]);
    const journal = await desk.browser.get('/journal');
    expect(journal.text).toContain('Tạm ngưng tài khoản');
    expect(journal.text).not.toContain('people.suspend');
  });

  test('the page without a script: restore all rows of it', async () => {
    const list = await desk.browser.get('/people?kind=technical&state=suspended');
    const page = list.forms.find(({ action }) => action.endsWith('/bulk'))!.fields['page']!;
    expect(page.split(' ')).toHaveLength(50);
    await desk.browser.submit({ scope: 'page', action: 'people.restore' });
    const report = await run();
    expect(report.text).toContain('Đã làm 50;');
    expect(await entries('account.restored')).toHaveLength(50);
    const rest = await desk.world.app.accounts.count(
      { kind: 'technical', state: 'suspended' },
      100,
    );
    expect(rest).toBe(10);
  });

  test('into a group that is looked for; those who are in it are left alone', async () => {
    await desk.world.app.groups.addAccount(by, groupId, people[0]!.id);
    const asked = await choose(desk, { ...marked, action: 'people.group' }, idsOf(0, 3));
    expect(asked.text).toContain('Thêm vào nhóm: 3 đã chọn');
    await desk.browser.submit({ text: 'van thu' });
    const sure = await desk.browser.submit({}, 'Chọn Văn thư');
    expect(sure.text).toContain('Thêm vào nhóm: Văn thư');
    expect(sure.text).toContain('Áp dụng cho 2 trong 3 đã chọn');
    expect((await run()).text).toContain('Đã làm 2; để nguyên 1;');
    expect((await desk.world.app.groups.members(groupId)).accounts).toHaveLength(3);
  });

  test('allowed an application, then denied it; never myself', async () => {
    const { grants } = desk.world.app;
    await choose(desk, { ...marked, action: 'people.allow' }, idsOf(0, 2));
    await desk.browser.submit({}, 'Chọn Phần mềm van-ban');
    expect((await run({ reason: 'CV 7' })).text).toContain('Đã làm 2;');
    expect(await grants.list({ applicationId })).toMatchObject([
      { effect: 'allow', reason: 'CV 7' },
      { effect: 'allow' },
    ]);
    await choose(desk, { ...marked, action: 'people.deny' }, [
      ...idsOf(0, 2),
      desk.administrator.id,
    ]);
    await desk.browser.submit({}, 'Chọn Phần mềm van-ban');
    expect(desk.browser.page.text).toContain('là chính tài khoản của bạn');
    expect((await run()).text).toContain('Đã làm 2; để nguyên 1;');
    expect(await grants.list({ applicationId })).toMatchObject([
      { effect: 'deny' },
      { effect: 'deny' },
    ]);
  });

  test('sessions of people, and single ones', async () => {
    const { app } = desk.world;
    const one = await addPerson(app, 'phien1');
    const two = await addPerson(app, 'phien2');
    const browsers = [await signedIn(app, 'phien1'), await signedIn(app, 'phien2')];
    expect((await browsers[0]!.get('/')).url).not.toContain('sign-in');
    await choose(desk, { ...marked, action: 'people.sessions' }, [one.id, people[0]!.id]);
    expect(desk.browser.page.text).toContain('không có phiên đăng nhập nào');
    expect((await run()).text).toContain('Đã làm 1; để nguyên 1;');
    expect(await app.oidc.sessions.list(one.id)).toEqual([]);
    const [session] = await app.oidc.sessions.list(two.id);
    const own = await app.oidc.sessions.list(desk.administrator.id);
    const ids = [session!.id, own[0]!.id, 'unknown'];
    await choose(desk, { list: 'sessions', action: 'sessions.end', scope: 'marked' }, ids);
    expect(desk.browser.page.text).toContain('Áp dụng cho 1 trong 2 đã chọn');
    await run();
    expect(await app.oidc.sessions.list(two.id)).toEqual([]);
    expect(await app.oidc.sessions.list(desk.administrator.id)).toHaveLength(1);
  });
});

describe('other lists', () => {
  test('members of a group are taken out', async () => {
    const path = `/groups/${groupId}`;
    await desk.browser.get(path);
    await desk.browser.submit({ scope: 'page', action: 'members.remove' });
    expect(desk.browser.page.text).toContain('Bớt khỏi nhóm: Văn thư');
    expect((await run()).text).toContain('Đã làm 3;');
    expect((await desk.world.app.groups.members(groupId)).accounts).toEqual([]);
  });

  test('nobody takes himself out of the administrators', async () => {
    const group = (await desk.world.app.groups.findByCode('quan-tri-he-thong'))!;
    await desk.browser.get(`/groups/${group.id}`);
    await desk.browser.submit({ scope: 'page', action: 'members.remove' });
    expect(desk.browser.page.text).toContain('là chính tài khoản của bạn');
    await run();
    expect((await desk.browser.get('/people')).status).toBe(200);
  });

  test('applications: built-in ones stay; what a verb refuses is told with its reason', async () => {
    const { app } = desk.world;
    await app.applications.apply(by, {
      client_id: 'khong-chu',
      name: 'Không chủ',
      class: 'shared',
    });
    await desk.browser.get('/applications');
    await desk.browser.submit({ scope: 'page', action: 'applications.suspend' });
    expect(desk.browser.page.text).toContain('là ứng dụng có sẵn của hệ thống');
    await run();
    expect((await app.applications.find(applicationId))!.state).toBe('suspended');
    expect((await app.applications.findByClientId('console'))!.state).toBe('active');
    await desk.browser.get('/applications');
    await desk.browser.submit({ scope: 'page', action: 'applications.activate' });
    const report = await run();
    expect((await app.applications.find(applicationId))!.state).toBe('active');
    const refused = await desk.browser.get(`${report.url}?outcome=refused`);
    expect(refused.text).toContain('Không chủ');
    expect(refused.text).toMatch(/Không làm được<\/span>[^]*đầu mối|liên hệ/);
  });

  test('rules of an application go, those of the console itself do not', async () => {
    const { app } = desk.world;
    await desk.browser.get(`/applications/${applicationId}`);
    await desk.browser.submit({ scope: 'page', action: 'grants.remove' });
    expect((await run()).text).toContain('Đã làm 2;');
    expect(await app.grants.list({ applicationId })).toEqual([]);
    const own = (await app.applications.findByClientId('console'))!;
    await desk.browser.get(`/applications/${own.id}`);
    const sure = await desk.browser.submit({ scope: 'page', action: 'grants.remove' });
    expect(sure.text).toContain('Không có trường hợp nào trong số đã chọn làm được thao tác này');
    expect(await app.grants.list({ applicationId: own.id })).not.toEqual([]);
  });
});
