// The first page of the console: how today went, and what waits for a hand.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser } from '../support/browser.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  person,
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { addApplication, goodPassword } from '../support/people.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
let slapd: Slapd;

beforeAll(async () => {
  const people = ['lan', 'minh', 'nam', 'oanh'].map((uid) =>
    person(uid, 'snv', `Nguyễn Thị ${uid}`),
  );
  slapd = await startSlapd({
    ldif: [root, service, unit('snv', 'Sở Nội vụ', 'H01.01'), ...people].join('\n'),
  });
  desk = await startDesk();
}, 60_000);
afterAll(async () => {
  await desk.world.end();
  await slapd.end();
});

const addSource = (name: string, url: string, maxLeavingPercent = 60) =>
  desk.world.app.sources.save(by, {
    name,
    everyMinutes: 0,
    settings: {
      urls: [url],
      security: 'startTls',
      ca: slapd.ca,
      bindDn: serviceDn,
      bases: { people: `ou=units,${suffix}` },
      brake: { maxLeavingPercent, maxLeavingCount: 50 },
      connectSeconds: 1,
    },
    password: servicePassword,
  });

describe('the first page', () => {
  test('draws the sign-ins of today and says the same in a table', async () => {
    const { browser, world } = desk;
    const stranger = createBrowser(world.consoleUrl);
    await stranger.get('/');
    await stranger.submit({ login: 'quantri', password: 'wrong' });
    const { text } = await browser.get('/');
    expect(text).toContain('Hôm nay có 1 lượt đăng nhập thành công, 1 lần không thành công');
    expect(text).toMatch(/<rect\s+class="bar-good"/);
    expect(text).toMatch(/<rect\s+class="bar-bad"/);
    expect(text.match(/data-label="Không thành công"/g)).toHaveLength(24);
    expect((await browser.get('/?lang=en')).text).toContain('1 sign-ins succeeded and 1 failed');
    await browser.get('/?lang=vi');
  });

  test('tells what people entered by application, in a table', async () => {
    const { text } = await desk.browser.get('/');
    expect(text).toMatch(
      /<a href="\/applications\/[\w-]+">Trang quản trị<\/a>[^]*?data-label="Lượt vào"[^>]*>\s*1\s*</,
    );
  });

  test('names who is held back from signing in, and until when', async () => {
    const { world, browser } = desk;
    const words = 'Đang bị tạm hoãn đăng nhập';
    expect((await browser.get('/')).text).not.toContain(words);
    for (const login of ['quantri', 'khong-ai']) {
      const stranger = createBrowser(world.publicUrl);
      await stranger.get('/');
      for (const wait of [0, 0, 1, 2, 4, 8, 16, 32, 0]) {
        await stranger.submit({ login, password: 'wrong' });
        world.pass(wait);
      }
      await stranger.submit({ login, password: 'wrong' }); // not looked at
    }
    world.pass(-126); // PostgreSQL's clock, by which the journal is kept, did not go along
    const { text } = await browser.get('/');
    expect(text).toContain(words);
    expect(text).toMatch(/Trần Thị Quản Trị<\/a>[^]*?đến \d\d:\d\d:\d\d</);
    expect(text).toContain('Một tên không có trong hệ thống');
    world.pass(300);
    expect((await browser.get('/')).text).not.toContain(words);
    world.pass(-300);
    await world.app.db.pool.query('DELETE FROM throttle');
  }, 60_000);

  test('counts accounts to look at, each with its list', async () => {
    const { world, browser } = desk;
    const { accounts, passwords } = world.app;
    expect((await browser.get('/')).text).toContain('Không có tài khoản nào cần xem lại.');
    await accounts.createLocal(by, {
      username: 'chung',
      fullName: 'Hộp Thư Chung',
      kind: 'shared',
    });
    const fresh = await accounts.createLocal(by, {
      username: 'moi',
      fullName: 'Người Mới',
      kind: 'official',
    });
    await passwords.set(by, fresh.id, goodPassword, { mustChange: true });
    await world.app.db.pool.query(
      `UPDATE account SET created_at = now() - interval '31 days' WHERE username = 'moi'`,
    );
    const away = await accounts.createLocal(by, {
      username: 'vang',
      fullName: 'Người Vắng',
      kind: 'official',
    });
    await world.app.db.pool.query(
      `UPDATE account SET last_sign_in_at = now() - interval '91 days' WHERE username = 'vang'`,
    );
    const { text } = await browser.get('/');
    for (const [concern, words, name] of [
      ['waiting', 'Chờ phê duyệt', 'Hộp Thư Chung'],
      ['initial-password', 'Chưa đổi mật khẩu ban đầu', 'Người Mới'],
      ['never-signed-in', 'Chưa đăng nhập lần nào', 'Người Mới'],
      ['dormant', 'Không đăng nhập hơn 90 ngày', 'Người Vắng'],
    ] as const) {
      expect(text).toMatch(
        new RegExp(`<a href="/people\\?concern=${concern}">${words}[^]*?<strong>1</strong>`),
      );
      const list = await browser.get(`/people?concern=${concern}`);
      expect(list.text.match(/<td[^>]*>\s*<a href="\/people\/[\w-]{36}">/g)).toHaveLength(1);
      expect(list.text).toContain(name);
    }
    for (const id of [fresh.id, away.id]) await accounts.suspend(by, id, { reason: 'thử' });
    await accounts.restore(by, (await accounts.findByLoginName('chung'))!.account.id);
    expect((await browser.get('/')).text).toContain('Không có tài khoản nào cần xem lại.');
  });

  test('nothing to look after is said in so many words', async () => {
    const { settings } = desk.world.app;
    // The desk's administrator has no second factor: for some days they may do without.
    await settings.save(by, { secondFactorPeople: 'administrators', secondFactorGraceDays: 7 });
    expect((await desk.browser.get('/')).text).toContain('Không có gì cần để ý.');
    await settings.save(by, { secondFactorPeople: 'nobody', secondFactorGraceDays: 0 });
  });

  test('held sources come first, then those that fail; each with its result in words', async () => {
    const { browser, world } = desk;
    const { sync } = world.app;
    const good = await addSource('A tốt', slapd.url);
    expect((await sync.run(by, good.id)).state).toBe('applied');
    const bad = await addSource('B hỏng', 'ldap://localhost:9');
    expect((await sync.run(by, bad.id)).state).toBe('failed');
    const { text } = await browser.get('/');
    expect(text.indexOf('>B hỏng</a>')).toBeLessThan(text.indexOf('>A tốt</a>'));
    expect(text).toContain('Lượt đồng bộ gần nhất của B hỏng không thành công');
    expect(text).toContain('5 người đọc được');
  });

  test('people whom the directory suspended today are named', async () => {
    const { browser, world } = desk;
    slapd.modify(`dn: uid=lan,ou=snv,ou=units,${suffix}\nchangetype: delete\n`);
    const [good] = await world.app.sources.list();
    expect((await world.app.sync.run(by, good!.id)).state).toBe('applied');
    const { text } = await browser.get('/');
    expect(text).toContain('1 người bị thư mục tạm ngưng hôm nay');
    const { account } = (await world.app.accounts.findByLoginName('lan'))!;
    expect(text).toContain(`href="/people/${account.id}">Nguyễn Thị lan</a>`);
  });

  test('a secret that ends soon is there with its day, a far one is not', async () => {
    const { browser, world } = desk;
    const soon = await addApplication(world.app, 'sap-het-han');
    const { prisma } = world.app.db;
    const end = (days: number) => new Date(Date.now() + days * 86_400_000);
    const secretOf = (expiresAt: Date) => ({
      where: { applicationId: soon.id },
      data: { expiresAt },
    });
    await world.app.applications.issueSecret(by, soon.id);
    await prisma.applicationSecret.updateMany(secretOf(end(90)));
    const words = 'Khóa bí mật của Phần mềm sap-het-han';
    expect((await browser.get('/')).text).not.toContain(words);
    await prisma.applicationSecret.updateMany(secretOf(end(9)));
    expect((await browser.get('/')).text).toContain(words);
  });

  test('it is accessible and fits a telephone, light and dark', async () => {
    const chromium = await launchChromium();
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    try {
      for (const [width, colorScheme] of [
        [360, 'light'],
        [1280, 'dark'],
      ] as const) {
        const context = await chromium.newContext({
          viewport: { width, height: 900 },
          colorScheme,
          locale: 'vi-VN',
        });
        const page = await context.newPage();
        await page.goto(desk.world.consoleUrl);
        await page.fill('[name=login]', 'quantri');
        await page.fill('[name=password]', goodPassword);
        await page.press('[name=password]', 'Enter');
        await page.waitForURL(`${desk.world.consoleUrl}/`);
        await page.evaluate(`document.querySelector('.chart details').open = true`);
        const shots = process.env['SHOTS'];
        if (shots) await page.screenshot({ path: `${shots}/start-${width}.png`, fullPage: true });
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
        await page.evaluate(axe);
        const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
          'axe.run({ resultTypes: ["violations"] }).then((r) => r.violations)',
        );
        expect(found.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
        await context.close();
      }
    } finally {
      await chromium.close();
    }
  }, 60_000);
});
