// Sorting, columns and many rows at once in a real browser: by keyboard, on a telephone, with and without
// scripts. SHOTS=folder keeps pictures to look at.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { commandLine as by } from '../../src/journal/actor.ts';
import { violations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { goodPassword } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';
import { addAdministrator } from './desk.ts';

const shots = process.env['SHOTS'];
let world: World;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld();
  await addAdministrator(world, 'quantri');
  const unit = await world.app.units.create(by, {
    name: 'Sở Khoa học và Công nghệ',
    code: 'H01.8',
  });
  for (let i = 0; i < 70; i += 1)
    await world.app.accounts.createLocal(by, {
      username: `nguoi${String(i).padStart(2, '0')}`,
      fullName: ['Nguyễn Văn An', 'Trần Thị Bích Ngọc', 'Lê Hoàng Đức'][i % 3]!,
      kind: 'official',
      unitId: unit.id,
      title: 'Chuyên viên',
    });
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await world.end();
});

async function open(width: number, more: { javaScriptEnabled?: boolean; dark?: boolean } = {}) {
  const { javaScriptEnabled = true, dark = false } = more;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled,
    locale: 'vi-VN',
  });
  const page = await context.newPage();
  await page.goto(world.consoleUrl);
  await page.fill('[name=login]', 'quantri');
  await page.fill('[name=password]', goodPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL(`${world.consoleUrl}/`);
  return page;
}

async function look(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()!.width;
  const dark = await page.evaluate<boolean>('matchMedia("(prefers-color-scheme: dark)").matches');
  if (shots)
    await page.screenshot({
      path: `${shots}/${name}-${width}-${dark ? 'dark' : 'light'}.png`,
      fullPage: true,
    });
  expect([name, await violations(page)]).toEqual([name, []]);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect([name, wide]).toEqual([name, width]);
}

test('at a desk: heads by keyboard, one click for the page, a question, a report', async () => {
  const page = await open(1280, { dark: true });
  await page.goto(`${world.consoleUrl}/people?kind=official`);
  await page.getByRole('link', { name: 'Tên đăng nhập' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/sort=username/);
  expect(await page.locator('th[aria-sort=ascending]').innerText()).toContain('Tên đăng nhập');

  await page.locator('.column-panel summary').press('Enter');
  await look(page, 'people-columns');
  await page.getByRole('checkbox', { name: 'Đăng nhập gần nhất' }).check();
  await page.getByRole('button', { name: 'Áp dụng' }).click();
  await page.getByRole('columnheader', { name: 'Đăng nhập gần nhất' }).waitFor();

  const all = page.getByRole('checkbox', { name: 'Chọn cả trang này' });
  await all.check();
  expect(await page.locator('td.pick input:checked').count()).toBe(50);
  expect(await page.locator('[name=scope] option:checked').innerText()).toContain('(50)');
  await page.locator('td.pick input').first().uncheck();
  expect(await page.locator('[name=scope] option:checked').innerText()).toContain('(49)');
  await look(page, 'people-chosen');

  await page.getByLabel('Thao tác').selectOption('people.suspend');
  await page.getByRole('button', { name: 'Tiếp tục…' }).click();
  await page.getByText('Áp dụng cho 49 trong 49 đã chọn').waitFor();
  await look(page, 'bulk-question');
  await page.getByLabel('Lý do').fill('Sắp xếp lại bộ máy theo Quyết định 12');
  await page.getByRole('button', { name: 'Tạm ngưng tài khoản (49)' }).click();
  await page.getByText('Đã làm 49; để nguyên 0; không làm được 0.').waitFor(); // by itself
  await page.getByText('Đã xong lúc').waitFor();
  await look(page, 'bulk-report');
  await page.context().close();
}, 60_000);

test('on a telephone without scripts: the order in the filter, all that match', async () => {
  const page = await open(360, { javaScriptEnabled: false });
  await page.goto(`${world.consoleUrl}/people?kind=official`);
  await page.getByLabel('Sắp xếp').selectOption('-username');
  await page.getByRole('button', { name: 'Tìm kiếm' }).click();
  await page.waitForURL(/sort=-username/);
  expect(await page.locator('tbody tr').first().innerText()).toContain('nguoi69');
  await page.locator('td.pick input').nth(2).check();
  if (shots) await page.screenshot({ path: `${shots}/people-phone.png`, fullPage: true });

  await page.getByLabel('Áp dụng cho').selectOption('all');
  await page.getByLabel('Thao tác').selectOption('people.restore');
  await page.getByRole('button', { name: 'Tiếp tục…' }).click();
  await page.getByText('Áp dụng cho 49 trong 70 đã chọn').waitFor();
  await page.getByText('đã như vậy rồi').waitFor();
  if (shots) await page.screenshot({ path: `${shots}/question-phone.png`, fullPage: true });
  await page.getByRole('button', { name: 'Khôi phục tài khoản (49)' }).click();
  // the page loads itself anew while the work goes on
  await page.getByText('Đã làm 49; để nguyên 21; không làm được 0.').waitFor();
  await page.context().close();
}, 60_000);

test('on a telephone, every page of it is accessible and fits', async () => {
  const page = await open(360);
  await page.goto(`${world.consoleUrl}/people?kind=official&sort=-sign-in`);
  await page.locator('.column-panel summary').click();
  await look(page, 'people-columns');
  await page.getByLabel('Áp dụng cho').selectOption('page');
  await page.getByLabel('Thao tác').selectOption('people.group');
  await page.getByRole('button', { name: 'Tiếp tục…' }).click();
  await look(page, 'bulk-target');
  await page.getByRole('button', { name: 'Chọn', exact: false }).last().click();
  await look(page, 'bulk-question');
  await page.getByRole('button', { name: /^Thêm vào nhóm/ }).click();
  await page.getByText('Đã làm 50; để nguyên 0; không làm được 0.').waitFor();
  await page.getByText('Đã xong lúc').waitFor();
  await look(page, 'bulk-report');
  await page.context().close();
}, 60_000);
