// The step before somebody loses something, in a real browser without scripts.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { commandLine as by } from '../../src/journal/actor.ts';
import { launchChromium } from '../support/chromium.ts';
import { addApplication, goodPassword } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { addAdministrator } from './desk.ts';

let world: World;
let browser: Browser;
let page: Page;
let application: { id: string };
let hoa: { id: string };
let unit: { id: string };

beforeAll(async () => {
  world = await startWorld();
  await addAdministrator(world, 'quantri');
  unit = await world.app.units.create(by, { name: 'Sở Nội vụ', code: 'H01.10' });
  const office = await world.app.units.create(by, { name: 'Văn phòng', parentId: unit.id });
  const official = (username: string, fullName: string) =>
    world.app.accounts.createLocal(by, {
      username,
      fullName,
      kind: 'official',
      unitId: office.id,
    });
  hoa = await official('hoa', 'Đỗ Thị Hoa');
  await official('binh', 'Lê Văn Bình');
  application = await addApplication(world.app, 'mot-cua');
  browser = await launchChromium();
  const context = await browser.newContext({ locale: 'vi-VN', javaScriptEnabled: false });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(world.consoleUrl);
  await page.fill('[name=login]', 'quantri');
  await page.fill('[name=password]', goodPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL(`${world.consoleUrl}/`);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await world?.end();
});

const go = (path: string) => page.goto(world.consoleUrl + path);
const press = (name: string) =>
  page.locator('main').getByRole('button', { name, exact: true }).first().click();
const main = () => page.locator('main').innerText();
const rules = () => world.app.grants.list({ applicationId: application.id });

test('what gives only is saved at once, and can be looked at first', async () => {
  await go(`/grants/new?application=${application.id}&kind=unit&text=noi+vu`);
  await page.fill('[name=reason]', 'Công việc');
  await press('Xem trước ai được, ai mất quyền');
  expect(await main()).toContain('2 người được thêm quyền vào 1 ứng dụng.');
  expect(await main()).toContain('Đỗ Thị Hoa');
  expect(await rules()).toEqual([]);
  await press('Sửa lại');
  expect(await page.inputValue('[name=reason]')).toBe('Công việc');
  await press('Xem trước ai được, ai mất quyền');
  await press('Đã xem, lưu thay đổi');
  expect((await rules()).map(({ reason }) => reason)).toEqual(['Công việc']);
  await world.app.grants.remove(by, (await rules())[0]!.id);
  await go(`/grants/new?application=${application.id}&kind=unit&text=noi+vu`);
  await press('Thêm cấp phép');
  expect(await rules()).toHaveLength(1);
});

test('what takes something away is kept only once the losers were seen, and seen as they are now', async () => {
  await go(`/units/${unit.id}/close`);
  await page.locator('main button.danger-fill').click();
  expect(await main()).toContain('2 người mất quyền vào 1 ứng dụng.');
  expect((await world.app.units.find(unit.id))?.state).toBe('active');
  const { id: group } = await world.app.groups.create(by, { code: 'mot-cua', name: 'Một cửa' });
  await world.app.groups.addAccount(by, group, hoa.id);
  const subject = { type: 'group', id: group } as const;
  const { grant } = await world.app.grants.add(by, { subject, applicationId: application.id, effect: 'allow' }); // prettier-ignore
  await press('Đã xem, lưu thay đổi');
  expect(await main()).toContain('danh sách người mất quyền đã khác');
  expect(await main()).toContain('1 người mất quyền vào 1 ứng dụng.');
  expect((await world.app.units.find(unit.id))?.state).toBe('active');
  await press('Đã xem, lưu thay đổi');
  expect((await world.app.units.find(unit.id))?.state).toBe('closed');
  await go(`/grants/${grant.id}/remove`);
  await page.locator('main button.danger-fill').click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: /CSV/ }).click();
  const file = await (await waiting).createReadStream();
  const text = Buffer.concat(await file.toArray()).toString();
  expect(text).toContain('hoa');
  expect(text).toContain('Mất quyền');
  expect((await rules()).map(({ id }) => id)).toContain(grant.id);
});

test('a member who would lose something is not let go unseen', async () => {
  const group = (await world.app.groups.findByCode('mot-cua'))!;
  await go(`/groups/${group.id}`);
  await page.locator('form[action$="/remove"] button').first().click();
  expect(await main()).toContain('1 người mất quyền vào 1 ứng dụng.');
  await press('Đã xem, lưu thay đổi');
  expect((await world.app.groups.members(group.id)).accounts).toEqual([]);
});
