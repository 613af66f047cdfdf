// Rules with conditions as an administrator makes them, in a real browser without scripts.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { commandLine as by } from '../../src/journal/actor.ts';
import { launchChromium } from '../support/chromium.ts';
import { addApplication, addPerson, goodPassword } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { addAdministrator } from './desk.ts';

let world: World;
let browser: Browser;
let page: Page;
let application: { id: string };
let person: { id: string };

beforeAll(async () => {
  world = await startWorld();
  await addAdministrator(world, 'quantri');
  person = await addPerson(world.app, 'hoa', { fullName: 'Đỗ Thị Hoa' });
  application = await addApplication(world.app, 'mot-cua');
  await world.app.units.create(by, { name: 'Sở Nội vụ', code: 'H01.10' });
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

test('an application declares roles, which rules then offer', async () => {
  await go(`/applications/${application.id}/roles/new`);
  await page.fill('[name=code]', 'bien-tap');
  await page.fill('[name=name]', 'Biên tập');
  await press('Lưu');
  expect(await main()).toContain('bien-tap');
  expect(await main()).toContain('chưa xin thông tin “roles”');
});

test('a rule takes conditions, says them in a sentence, and keeps what was typed where one is wrong', async () => {
  await go(`/grants/new?application=${application.id}&kind=unit&text=noi+vu`);
  await page.locator('summary').filter({ hasText: 'Điều kiện' }).click();
  await page.fill('[name=validFrom]', '01/12/2026');
  await page.fill('[name=validTo]', '31/12/2026');
  for (const day of [1, 2, 3, 4, 5]) await page.check(`[name=day_${day}]`);
  await page.fill('[name=hoursFrom]', '17:00');
  await page.fill('[name=hoursTo]', '7:00');
  await page.check('[name=zone_lan]');
  await page.check('[name=strong]');
  await page.check('[name="role_bien-tap"]');
  await press('Thêm cấp phép');
  expect(await main()).toContain('Giờ kết thúc phải sau giờ bắt đầu');
  expect(await page.inputValue('[name=validTo]')).toBe('31/12/2026');
  expect(await page.isChecked('[name=day_5]')).toBe(true);
  await page.fill('[name=hoursFrom]', '7:00');
  await page.fill('[name=hoursTo]', '17:00');
  await press('Thêm cấp phép');
  await page.getByRole('link', { name: /^Sửa/ }).last().click();
  expect(await main()).toContain(
    'Cho phép Sở Nội vụ và các đơn vị bên dưới dùng Phần mềm mot-cua, từ 01/12/2026 đến hết ngày 31/12/2026, ' +
      'thứ Hai–thứ Sáu 7:00–17:00, chỉ trong Mạng nội bộ (LAN), cần xác nhận bước hai, với vai trò bien-tap.',
  );
});

test('whoever saves a rule that somebody else changed meanwhile is told first', async () => {
  const [grant] = await world.app.grants.list({ applicationId: application.id });
  await go(`/grants/${grant!.id}`);
  await world.app.grants.change(by, grant!.id, { effect: 'allow', reason: 'Của người khác' });
  await page.fill('[name=reason]', 'Của tôi');
  await press('Lưu');
  expect(await main()).toContain('Của người khác');
  expect(await page.inputValue('[name=reason]')).toBe('Của tôi');
  await press('Lưu');
  expect((await world.app.grants.find(grant!.id))?.reason).toBe('Của tôi');
  const events = await world.app.journal.byObject('grant', grant!.id);
  expect(events.map(({ event }) => event)).toEqual([
    'grant.changed',
    'grant.changed',
    'grant.added',
  ]);
});

test('what a set gives shows on the page of its application, and is taken from somebody there', async () => {
  const { access } = world.app;
  await go('/application-sets/new');
  await page.fill('[name=name]', 'Phần mềm nội bộ');
  await page.check(`[name="app_${application.id}"]`);
  await press('Lưu');
  await page.getByRole('link', { name: 'Thêm cấp phép' }).click();
  await page.selectOption('[name=kind]', 'account');
  await page.fill('main [name=text]', 'hoa');
  await press('Tìm');
  await press('Thêm cấp phép');
  expect((await access.decision(person.id, application.id)).code).toBe('allowed');
  await go(`/applications/${application.id}`);
  expect(await main()).toContain('Tập ứng dụng Phần mềm nội bộ');
  await page.getByRole('link', { name: 'Chặn riêng ở đây' }).click();
  expect(await page.inputValue('[name=effect]')).toBe('deny');
  await press('Thêm cấp phép');
  expect(await main()).toContain('1 người mất quyền vào 1 ứng dụng.');
  await press('Đã xem, lưu thay đổi');
  const { code, because } = await access.decision(person.id, application.id);
  expect(code).toBe('denied');
  expect(because.map(({ effect, target }) => `${effect} ${target}`)).toEqual([
    'deny application',
    'allow set',
  ]);
  await go('/application-sets');
  await go('/grants?target=set');
  expect(await main()).toContain('Phần mềm nội bộ');
});

test('a zone that a rule asks for is changed, but not deleted', async () => {
  const conditions = { zones: ['tslcd'] };
  const subject = { type: 'everyone' } as const;
  const rule = { subject, effect: 'allow', conditions } as const;
  await world.app.grants.add(by, { ...rule, target: { type: 'class', id: 'basic' } });
  await go('/settings/zones');
  await page.getByRole('link', { name: /TSLCD/ }).click();
  await page.fill('[name=ranges]', '10.0.0.0/8\n10.0.0.0/33');
  await press('Lưu');
  expect(await main()).toContain('“10.0.0.0/33” không phải dải địa chỉ');
  await page.fill('[name=ranges]', '10.0.0.0/8\n172.20.0.0/16');
  await press('Lưu');
  expect((await world.app.zones.find('tslcd'))?.ranges).toEqual(['10.0.0.0/8', '172.20.0.0/16']);
  await go('/settings/zones/tslcd/remove');
  await press('Xóa vùng mạng');
  expect(await main()).toContain('Còn 1 cấp phép dùng vùng mạng này');
  await go('/application-classes/basic');
  expect(await main()).toContain('chỉ trong TSLCD');
});
