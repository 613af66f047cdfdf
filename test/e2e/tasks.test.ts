// The ten tasks of docs/tasks.md, each as a new administrator does it: in a real browser, from a section
// of the menu, by what stands on the pages, and on at most three pages further.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addAdministrator } from '../console/desk.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  person as staff,
  personDn,
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { addApplication, addPerson, goodPassword, signedIn } from '../support/people.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let slapd: Slapd;
let browser: Browser;
let page: Page;
let opened: string[];
let group: { id: string };
let person: { id: string };

const leaving = ['lan', 'minh', 'nam'];

beforeAll(async () => {
  slapd = await startSlapd({
    ldif: [
      root,
      service,
      unit('snv', 'Sở Nội vụ', 'H01.01'),
      ...[...leaving, 'oanh'].map((uid) => staff(uid, 'snv', `Nguyễn Thị ${uid}`)),
    ].join('\n'),
  });
  world = await startWorld();
  const { app } = world;
  await addAdministrator(world, 'quantri');
  const department = await app.units.create(by, { name: 'Sở Nội vụ', code: 'H01.10' });
  person = await addPerson(app, 'hoa.snv', { fullName: 'Đỗ Thị Hoa' });
  await app.accounts.update(by, person.id, { unitId: department.id });
  group = await app.groups.create(by, { code: 'van-thu', name: 'Văn thư' });
  await app.groups.addAccount(by, group.id, person.id);
  await addApplication(app, 'mot-cua');
  browser = await launchChromium();
  page = await (await browser.newContext({ locale: 'vi-VN', acceptDownloads: true })).newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(world.consoleUrl);
  await page.fill('[name=login]', 'quantri');
  await page.fill('[name=password]', goodPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL(`${world.consoleUrl}/`);
  page.on('framenavigated', (frame) => opened.push(new URL(frame.url()).pathname));
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await world?.end();
  await slapd?.end();
});

/** Opens a section by the menu; the pages after it are counted. */
async function begin(section: string): Promise<void> {
  opened = [];
  await page.goto(world.consoleUrl);
  await page.locator('.console-nav').getByRole('link', { name: section, exact: true }).click();
  await page.waitForLoadState();
  opened = [];
}
afterEach(() => expect(new Set(opened).size).toBeLessThanOrEqual(3));

const link = (name: string | RegExp) => page.getByRole('link', { name }).first().click();
const button = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
const main = () => page.locator('main').innerText();
const toast = () => page.locator('.toast').innerText();

/** The key / and a part of a name without marks, from wherever one is. */
async function find(text: string, name: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?**');
  await page.locator('main').getByRole('link', { name }).click();
}

test('1. register an application', async () => {
  await begin('Ứng dụng');
  await page.goto(`${world.consoleUrl}/applications/new`);
  await page.getByLabel('Mã ứng dụng').or(page.locator('[name=client_id]')).first().fill('ke-toan');
  await page.locator('[name=name]').fill('Phần mềm kế toán');
  await page.locator('[name=contact]').fill('Phòng Tài chính');
  await page.locator('[name=redirect_uris]').fill('https://ketoan.angiang.gov.vn/callback');
  await button('Lưu');
  await page.locator('.secret').waitFor();
  expect(await world.app.applications.findByClientId('ke-toan')).toMatchObject({
    name: 'Phần mềm kế toán',
    state: 'draft',
  });
});

test('2. allow a group to use an application', async () => {
  await begin('Ứng dụng');
  await link('Phần mềm mot-cua');
  await link('Thêm cấp phép');
  await page.getByLabel('Loại đối tượng').selectOption({ label: 'Nhóm' });
  await page.getByLabel('Tìm đối tượng được cấp phép').fill('van thu');
  await page.locator('main').getByRole('button', { name: 'Tìm', exact: true }).click();
  await page.getByRole('radio').first().check();
  await button('Thêm cấp phép');
  expect(await toast()).toContain('Đã lưu cấp phép');
  expect(await main()).toContain('Văn thư');
});

test('3. deny one member of that group', async () => {
  await begin('Người sử dụng');
  await find('do hoa', 'Đỗ Thị Hoa');
  await link('Thêm cấp phép');
  await page.getByLabel('Ứng dụng').selectOption({ label: 'Phần mềm mot-cua' });
  await page.getByLabel('Hiệu lực').selectOption({ label: 'Không cho phép' });
  await page.getByLabel('Lý do').fill('Công văn số 12');
  await button('Thêm cấp phép');
  expect(await main()).toContain('Đỗ Thị Hoa'); // who loses what, before it is saved
  await button('Đã xem, lưu thay đổi');
  expect(await toast()).toContain('Đã lưu cấp phép');
  const { id } = (await world.app.applications.findByClientId('mot-cua'))!;
  const decision = await world.app.access.decision(person.id, id);
  expect(decision).toMatchObject({ allowed: false, code: 'denied' });
});

test('4. find out why someone is refused', async () => {
  await begin('Tổng quan');
  await find('hoa.snv', 'Đỗ Thị Hoa');
  const row = page.getByRole('row').filter({ hasText: 'Phần mềm mot-cua' }).first();
  const why = await row.innerText();
  expect(why).toContain('Không cho phép');
  expect(why).toContain('Văn thư'); // what would have let her in
});

test('5. release a held synchronisation', async () => {
  const { app } = world;
  const source = await app.sources.save(by, {
    name: 'Thư mục tỉnh',
    settings: {
      urls: [slapd.url],
      security: 'startTls',
      ca: slapd.ca,
      bindDn: serviceDn,
      bases: { people: `ou=units,${suffix}` },
    },
    password: servicePassword,
  });
  await app.sync.run(by, source.id);
  for (const uid of leaving) slapd.modify(`dn: ${personDn(uid, 'snv')}\nchangetype: delete\n`);
  expect((await app.sync.run(by, source.id)).state).toBe('held');
  await begin('Tổng quan');
  await link(/^Thư mục tỉnh, /);
  await link('Cho phép áp dụng');
  expect(await main()).toContain('Điều sẽ xảy ra');
  await button('Cho phép áp dụng');
  await page.getByText('Đã áp dụng').first().waitFor(); // the page looks again by itself
  const { items } = await app.journal.search({ event: 'sync.released', limit: 1 });
  expect(items[0]).toMatchObject({ actorName: 'Trần Thị Quản Trị' });
  const { account } = (await app.accounts.findByLoginName('lan'))!;
  expect(account.state).toBe('suspended');
});

const day = (at: Date) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh' }).format(at);

test('6. find failed sign-ins of a unit on a day, and export them', async () => {
  await signedIn(world.app, 'hoa.snv', 'not the password');
  await begin('Nhật ký');
  await page.getByLabel('Đơn vị').fill('noi vu');
  await page.getByLabel('Sự kiện').selectOption('sign-in.failed');
  await page.getByLabel('Từ ngày').fill(day(new Date()));
  await page.getByLabel('Đến ngày').fill(day(new Date()));
  await button('Lọc');
  await page.waitForURL(/event=sign-in\.failed/);
  expect(await main()).toContain('Đỗ Thị Hoa');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('form.export button').first().click(),
  ]);
  const text = await readFile(await file.path(), 'utf8');
  expect(text.split('\r\n').filter((line) => line.includes('Đỗ Thị Hoa'))).toHaveLength(1);
  await page.getByLabel('Đơn vị').fill('y te');
  await button('Lọc');
  await page.getByText('Không có bản ghi nào khớp').waitFor();
});

test('7. end one session of a person', async () => {
  const theirs = await signedIn(world.app, 'hoa.snv');
  await begin('Phiên đăng nhập');
  await page.getByLabel('Tìm theo người sử dụng').fill('do thi hoa');
  await button('Tìm kiếm');
  await link(/^Thu hồi/);
  await button('Thu hồi');
  expect(await toast()).toContain('Đã thu hồi phiên đăng nhập');
  expect((await theirs.get('/', { follow: false })).status).toBe(303);
});

test('8. put a person into a group', async () => {
  await addPerson(world.app, 'tam', { fullName: 'Lý Tâm' });
  await begin('Nhóm');
  await link('Văn thư');
  await page.locator(`a[href="/groups/${group.id}/people"]`).click();
  await page.locator('#search-text').fill('ly tam');
  await button('Tìm kiếm');
  await page.locator('form[action$="/add"] button').click();
  expect(await toast()).toContain('Đã thêm thành viên');
});

test('9. suspend someone who has left', async () => {
  await begin('Người sử dụng');
  await find('hoa.snv', 'Đỗ Thị Hoa');
  await link('Tạm ngưng');
  await page.getByLabel('Lý do').fill('Nghỉ việc theo Quyết định 12');
  await button('Tạm ngưng');
  expect(await toast()).toContain('Đã tạm ngưng');
  expect((await world.app.accounts.find(person.id))?.state).toBe('suspended');
});

test('10. make a local account that can sign in', async () => {
  await begin('Người sử dụng');
  await page.locator('a[href="/people/new"]').click();
  await page.locator('[name=fullName]').fill('Trần Kỹ Thuật');
  await page.locator('[name=username]').fill('kythuat');
  await page.locator('[name=kind]').selectOption('technical');
  await page.locator('form.form button.primary').click();
  await link('Đặt mật khẩu');
  await page.locator('[name=password]').fill(goodPassword);
  await page.locator('form.confirm button').first().click();
  expect(await toast()).toContain('Đã đặt mật khẩu');
});
