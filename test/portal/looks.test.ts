// The portal in a real browser: no accessibility violation that axe knows, no sideways scrolling on a
// telephone, light and dark, both languages, without scripts. SHOTS=folder keeps pictures to look at.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { commandLine as by } from '../../src/journal/actor.ts';
import { launchChromium } from '../support/chromium.ts';
import { addPerson, goodPassword, signedIn } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

const shots = process.env['SHOTS'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages: Record<string, string> = {
  applications: '/',
  search: '/?q=van',
  'search-none': '/?q=can+bo',
  missing: '/missing',
  account: '/account',
  sessions: '/sessions',
  'end-all': '/sessions/all/end',
  journal: '/journal',
  'journal-none': '/journal?to=01/01/2020',
  'journal-wrong': '/journal?from=x',
  notice: '/notice',
  'signed-out': '/signed-out',
};

let world: World;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld();
  await furnish(world);
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await world?.end();
});

/** Something on every page. */
async function furnish({ app }: World): Promise<void> {
  const owner = await app.units.create(by, {
    name: 'Sở Khoa học và Công nghệ',
    code: 'H01.08',
    contactName: 'Lê Hoàng Dũng',
    contactMail: 'lhdung.skhcn@angiang.gov.vn',
    contactPhone: '0296 385 2000',
  });
  const person = await addPerson(app, 'nvan.skhcn', {
    fullName: 'Nguyễn Văn An',
    mail: 'nvan.skhcn@angiang.gov.vn',
  });
  await app.accounts.update(by, person.id, { unitId: owner.id, title: 'Trưởng phòng' });
  const { id: group } = await app.groups.create(by, { code: 'lanh-dao', name: 'Lãnh đạo phòng' });
  await app.groups.addAccount(by, group, person.id);
  const definitions: [string, string, string, (string | undefined)?, false?][] = [
    [
      'qlvb',
      'Hệ thống quản lý văn bản và điều hành',
      'shared',
      'Văn bản đến, đi và hồ sơ công việc',
    ],
    ['bao-cao', 'Hệ thống thông tin báo cáo', 'shared', 'Chế độ báo cáo định kỳ'],
    ['thu', 'Thư điện tử công vụ', 'shared'],
    ['dat-dai', 'Cơ sở dữ liệu đất đai', 'sector', 'Thửa đất, hồ sơ địa chính', false],
    ['lich', 'Lịch làm việc', 'basic', undefined, false],
    ['can-bo', 'Cơ sở dữ liệu cán bộ, công chức, viên chức', 'sector'],
    ['kntc', 'Tiếp công dân, xử lý đơn thư khiếu nại, tố cáo', 'sector'],
  ];
  for (const [clientId, name, kind, description, link = true] of definitions) {
    const { application } = await app.applications.apply(by, {
      client_id: clientId,
      name,
      class: kind,
      state: 'active',
      owner_unit: owner.code!,
      ...(description && { description }),
      ...(link && { link: `https://${clientId}.angiang.gov.vn/` }),
    });
    if (clientId === 'can-bo') continue;
    const subject = { type: 'account', id: person.id } as const;
    const effect = clientId === 'kntc' ? 'deny' : 'allow';
    await app.grants.add(by, { subject, applicationId: application.id, effect });
    if (clientId === 'dat-dai') await keep(person.id, application.id);
  }
  await signedIn(app, 'nvan.skhcn');
}

const keep = (accountId: string, applicationId: string) =>
  world.app.db.pool.query('INSERT INTO favourite (account_id, application_id) VALUES ($1, $2)', [
    accountId,
    applicationId,
  ]);

async function signIn(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(world.publicUrl);
  await page.locator('[name=login]').fill('nvan.skhcn');
  await page.locator('[name=password]').fill(goodPassword);
  await page.locator('[name=password]').press('Enter');
  await page.waitForURL(`${world.publicUrl}/`);
  return page;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    type Axe = {
      run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
    };
    const found = await (globalThis as unknown as { axe: Axe }).axe.run();
    return found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`);
  });
}

describe.each([
  ['a telephone', 'light', 360, 'vi-VN'],
  ['a desk', 'dark', 1280, 'en-GB'],
] as const)('on %s, %s', (_, colorScheme, width, locale) => {
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const viewport = { width, height: 800 };
    page = await signIn(await browser.newContext({ locale, viewport, colorScheme }));
    page.on('console', (message) => {
      const status = message.text().includes('status of 422'); // a date that is none
      if (message.type() === 'error' && !status) complaints.push(message.text());
    });
  }, 30_000);

  test.each(Object.entries(pages))('the page %s', async (name, path) => {
    await page.goto(`${world.publicUrl}${path}`);
    if (shots)
      await page.screenshot({ path: `${shots}/portal-${name}-${width}.png`, fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await violations(page)).toEqual([]);
    expect(await page.locator('main').innerText()).not.toMatch(/undefined|\[object|NaN/);
    expect(complaints).toEqual([]);
  });
});

describe('without scripts', () => {
  test('the star, the search and the way out of one device work', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      locale: 'vi-VN',
      viewport: { width: 360, height: 800 },
    });
    const page = await signIn(context);
    await page.getByRole('button', { name: /Đưa Thư điện tử công vụ/ }).click();
    const first = page.locator('.tile-section').first();
    expect(await first.innerText()).toContain('Thư điện tử công vụ');
    await page.getByRole('searchbox').fill('bao cao');
    await page.getByRole('searchbox').press('Enter');
    expect(await page.locator('.tile').count()).toBe(1);
    await page.goto(`${world.publicUrl}/sessions`);
    const before = await page.locator('.device').count();
    await page.locator('.device').last().getByRole('link').click();
    await page.getByRole('main').getByRole('button', { name: 'Đăng xuất' }).click();
    expect(await page.getByRole('status').innerText()).toContain('Đã đăng xuất thiết bị đó.');
    expect(await page.locator('.device').count()).toBe(before - 1);
    await context.close();
  });
});

describe('on the home screen', () => {
  test('the manifest names icons that exist in the size they claim', async () => {
    const context = await browser.newContext({ locale: 'vi-VN' });
    const page = await signIn(context);
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const answer = await page.request.get(`${world.publicUrl}${href}`);
    expect(answer.headers()['content-type']).toContain('application/manifest+json');
    const manifest = (await answer.json()) as {
      icons: { src: string; sizes: string; type: string }[];
      start_url: string;
      display: string;
    };
    expect(manifest).toMatchObject({ start_url: '/', display: 'standalone' });
    const claimed = manifest.icons.filter(({ type }) => type === 'image/png');
    expect(claimed).toHaveLength(3);
    for (const { src, sizes } of claimed) {
      const image = Buffer.from(await (await page.request.get(`${world.publicUrl}${src}`)).body());
      expect(`${image.readUInt32BE(16)}x${image.readUInt32BE(20)}`).toBe(sizes);
    }
    const session = await context.newCDPSession(page);
    const { errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    await context.close();
  });
});
