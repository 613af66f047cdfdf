// The main job, on real parts, in a real browser: the demo as `npm run demo` puts it together.
// Sign in once, reach the applications one may use, be refused at the others, sign out everywhere,
// and find it all in the journal.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { applications, demoPassword } from '../../src/demo/cast.ts';
import { startDemonstration, type Demonstration } from '../../src/demo/demonstration.ts';
import { readSettings } from '../../src/demo/settings.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import { launchChromium } from '../support/chromium.ts';
import { freePort } from '../support/ports.ts';

let demo: Demonstration;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[]; // what the browser's console said

const names = ['port', 'console-port', 'application-1-port', 'application-2-port'];
const more = ['application-3-port', 'database-port', 'directory-port'];

beforeAll(async () => {
  const flags = [];
  for (const name of [...names, ...more]) flags.push(`--${name}`, String(await freePort()));
  const folder = join(mkdtempSync(join(tmpdir(), 'motchia-e2e-')), '.demo');
  demo = await startDemonstration(readSettings([...flags, '--folder', folder], {}));
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
}, 30_000);

/** A browser that knows nobody yet, on the telephone of somebody who reads Vietnamese. */
async function freshBrowser(): Promise<void> {
  await context?.close();
  context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 360, height: 720 } });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  complaints = [];
  page.on('console', (message) => {
    const refused = message.text().includes('status of 403'); // the pages of refusal, as they should
    if (message.type() === 'error' && !refused) complaints.push(message.text());
  });
}

const heading = () => page.locator('h1').first().innerText();
const site = () => new URL(page.url()).origin;

async function looksRight(): Promise<void> {
  expect(await page.locator('.demo-banner').count()).toBe(1);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
}

async function signIn(login: string, password = demoPassword): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
}

/** The journal entry of what was just done; it must be there within two seconds. */
async function journalled(event: JournalEntry['event'], clientId?: string): Promise<JournalEntry> {
  const application = clientId && (await demo.app.applications.findByClientId(clientId));
  const end = performance.now() + 2_000;
  for (;;) {
    const filter = application ? { applicationId: application.id } : {};
    const { items } = await demo.app.journal.search({ event, ...filter, limit: 1 });
    if (items[0]) return items[0];
    if (performance.now() > end) throw new Error(`no ${event} in the journal`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const [one, two, three] = applications.map(({ clientId }) => clientId);

test('a browser signs in at application one, and the application learns who it is', async () => {
  await freshBrowser();
  await page.goto(demo.applicationUrls[0]!);
  expect(await heading()).toBe('Chưa đăng nhập');
  await looksRight();
  await page.getByRole('link', { name: 'Đăng nhập' }).click();
  expect(site()).toBe(demo.publicUrl);
  await looksRight();
  await signIn('nvan.skhcn');
  await page.waitForURL(`${demo.applicationUrls[0]}/`);
  expect(await heading()).toBe('Xin chào, Nguyễn Văn An');
  await looksRight();
  expect(await page.locator('table').innerText()).toContain('Phòng Chuyển đổi số');
  expect(await journalled('sign-in.succeeded')).toMatchObject({ accountName: 'Nguyễn Văn An' });
  expect(await journalled('application.entered', one)).toMatchObject({
    accountName: 'Nguyễn Văn An',
  });
}, 90_000);

test('application two opens without a password', async () => {
  const seen: string[] = [];
  page.on('framenavigated', (frame) => seen.push(frame.url()));
  await page.goto(`${demo.applicationUrls[1]}/login`);
  expect(page.url()).toBe(`${demo.applicationUrls[1]}/`);
  expect(await heading()).toBe('Xin chào, Nguyễn Văn An');
  expect(seen).toEqual([`${demo.applicationUrls[1]}/`]); // no page of ours was shown on the way
  expect((await journalled('application.entered', two)).detail).toMatchObject({ sso: true });
});

test('application three is refused, with the application, the reason and whom to ask', async () => {
  await page.goto(`${demo.applicationUrls[2]}/login`);
  expect(site()).toBe(demo.publicUrl);
  await looksRight();
  const text = await page.locator('main').innerText();
  expect(text).toContain(applications[2]!.name);
  expect(text).toContain('chưa được cấp phép');
  expect(text).toContain('Hồ Văn Châu');
  expect(await journalled('application.refused', three)).toMatchObject({
    outcome: 'failure',
    accountName: 'Nguyễn Văn An',
  });
  await page.getByRole('button', { name: 'Quay lại ứng dụng' }).click();
  await page.waitForURL(`${demo.applicationUrls[2]}/**`);
  expect(await heading()).toBe('Không vào được ứng dụng');
  expect(await page.locator('main').innerText()).toContain('access_denied');
});

test('signing out at application one signs out at two', async () => {
  await page.goto(`${demo.applicationUrls[1]}/`);
  expect(await heading()).toBe('Xin chào, Nguyễn Văn An');
  await page.goto(`${demo.applicationUrls[0]}/logout`);
  await page.waitForURL(`${demo.applicationUrls[0]}/`);
  expect(await heading()).toBe('Chưa đăng nhập');
  await journalled('sign-out');
  await journalled('logout.delivered', two);
  await page.goto(`${demo.applicationUrls[1]}/`);
  expect(await heading()).toBe('Chưa đăng nhập');
  await page.goto(`${demo.applicationUrls[1]}/login`);
  expect(site()).toBe(demo.publicUrl); // the session is gone: the password is asked for again
  expect(complaints).toEqual([]);
});

test('who is retired is told so, and gets in nowhere', async () => {
  await freshBrowser();
  await page.goto(`${demo.applicationUrls[0]}/login`);
  await signIn('lttam.skhcn');
  expect(site()).toBe(demo.publicUrl);
  expect(await page.getByRole('alert').innerText()).toMatch(/tạm ngưng|ngừng sử dụng/);
});

test('with the directory stopped whoever it knew lately still signs in, others get a clear message, and the local administrator is as ever', async () => {
  await demo.directory.stop();
  await freshBrowser();
  await page.goto(`${demo.applicationUrls[0]}/login`);
  await signIn('ntmai.snv'); // never signed in before
  expect(await page.getByRole('alert').innerText()).toContain(
    'đang mất liên lạc với dịch vụ thư mục',
  );
  await looksRight();

  await freshBrowser();
  await page.goto(`${demo.applicationUrls[0]}/login`);
  await signIn('nvan.skhcn');
  expect(await heading()).toBe('Xin chào, Nguyễn Văn An');

  await freshBrowser();
  await page.goto(demo.consoleUrl);
  await signIn('quantri');
  await page.waitForURL(`${demo.consoleUrl}/**`);
  expect(await page.locator('main').innerText()).not.toContain('Đăng nhập không');
  await looksRight();
  const run = await demo.app.sync.run(
    { accountId: null, name: 'test', origin: { address: null, userAgent: null, requestId: null } },
    (await demo.app.sources.list())[0]!.id,
    { dryRun: false },
  );
  expect(run).toMatchObject({ state: 'failed' });
}, 90_000);
