import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import {
  addApplication,
  addPerson,
  authorizeUrl,
  follow,
  goodPassword,
} from '../support/people.ts';
import { withoutSecondFactor } from '../support/second-factor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let application: Awaited<ReturnType<typeof addApplication>>;

beforeAll(async () => {
  world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1,::1' });
  const { app } = world;
  await withoutSecondFactor(app); // its visitors come from everywhere
  await addPerson(app, 'an.skhcn', { mail: 'an@angiang.gov.vn' });
  application = await addApplication(app, 'van-ban');
  await app.grants.add(by, {
    subject: { type: 'everyone' },
    applicationId: application.id,
    effect: 'allow',
  });
});
afterAll(() => world.end());

let last = 0;
/** Every visitor has an address of its own, so that waits of one test do not reach the next. */
const visitor = (address = `198.51.100.${(last += 1)}`) =>
  createBrowser(world.publicUrl, { 'x-forwarded-for': address });

async function atSignIn(browser: Browser = visitor()): Promise<Browser> {
  await browser.get(authorizeUrl(world.app, application));
  return browser;
}

const journalOf = async (event: string) =>
  (await world.app.db.pool.query('SELECT * FROM journal WHERE event = $1 ORDER BY id', [event]))
    .rows as Record<string, unknown>[];

describe('signing in', () => {
  test('leads back to the application, and the next one asks for nothing', async () => {
    const browser = await atSignIn();
    expect(browser.page).toMatchObject({ status: 200, title: 'Đăng nhập – Một Chìa' });
    expect(browser.page.text).toContain('Phần mềm van-ban');
    const done = await follow(
      browser,
      browser.submit({ login: 'an.skhcn', password: goodPassword }, undefined, { follow: false }),
    );
    expect(done.location).toMatch(/^http:\/\/localhost:9\/van-ban\/callback\?code=/);
    const again = await follow(
      browser,
      browser.get(authorizeUrl(world.app, application), { follow: false }),
    );
    expect(again.location).toContain('/van-ban/callback?code=');
    const [entry] = (await journalOf('sign-in.succeeded')).slice(-1);
    expect(entry).toMatchObject({
      account_name: 'Lê Thị an.skhcn',
      application_name: 'Phần mềm van-ban',
      detail: { method: 'local-password' },
    });
    const account = await world.app.accounts.findByLoginName('an.skhcn');
    expect(account!.account.lastSignInAt).not.toBeNull();
  });

  test.each(['AN.SKHCN', 'an@angiang.gov.vn', ' ân.skhcn '])(
    'takes the name as people type it: %s',
    async (login) => {
      const browser = await atSignIn();
      const page = await browser.submit({ login, password: goodPassword }, undefined, {
        follow: false,
      });
      expect(page.status).toBe(303);
    },
  );

  test('tells what the application will receive, and names it in the page policy', async () => {
    const { page } = await atSignIn();
    expect(page.text).toContain('Họ và tên, tên đăng nhập');
    expect(page.text).not.toContain('Địa chỉ thư điện tử công vụ</li>');
    expect(page.headers.get('content-security-policy')).toContain(
      "form-action 'self' http://localhost:9",
    );
  });

  test('speaks English when asked, through a wrong password and to the end', async () => {
    const browser = await atSignIn();
    await browser.get(`${browser.page.url}?lang=en`);
    expect(browser.page.title).toContain('Sign in');
    await browser.submit({ login: 'an.skhcn', password: 'wrong' });
    expect(browser.page.text).toContain('The user name or the password is wrong');
  });

  test('speaks the language the application wishes for', async () => {
    const browser = visitor();
    await browser.get(authorizeUrl(world.app, application, { ui_locales: 'fr en' }));
    expect(browser.page.title).toContain('Sign in');
  });

  test('keeps what was typed except the password', async () => {
    const browser = await atSignIn();
    const page = await browser.submit({ login: 'an.skhcn', password: 'sai-mat-khau' });
    expect(page.status).toBe(422);
    expect(browser.page.forms[0]!.fields).toMatchObject({ login: 'an.skhcn', password: '' });
    expect(page.text).not.toContain('sai-mat-khau');
  });
});

describe('a stranger learns nothing', () => {
  async function attempt(login: string, password: string) {
    const browser = await atSignIn();
    const began = performance.now();
    const page = await browser.submit({ login, password });
    return { ms: performance.now() - began, page };
  }

  test('a wrong password, an unknown name, a suspended, a retired and a service account look alike', async () => {
    const { app } = world;
    const suspended = await addPerson(app, 'ng.tamdung');
    await app.accounts.suspend(by, suspended.id, { reason: 'nghỉ dài hạn' });
    const retired = await addPerson(app, 'ng.nghihuu');
    await app.accounts.retire(by, retired.id, { reason: 'nghỉ hưu' });
    await addPerson(app, 'dichvu.api', { kind: 'service' });
    await addPerson(app, 'ng.thuong1');
    const answers = [];
    for (const login of ['ng.thuong1', 'khong.coai', 'ng.tamdung', 'ng.nghihuu'])
      answers.push(await attempt(login, 'Mật khẩu sai hẳn 1'));
    answers.push(await attempt('dichvu.api', goodPassword));
    for (const { page, ms } of answers) {
      expect(page.status).toBe(422);
      expect(page.text.length).toBe(answers[0]!.page.text.length);
      expect(ms).toBeGreaterThan(690);
      expect(ms).toBeLessThan(1500);
    }
    const strip = (text: string) =>
      text.replace(/\/sign-in\/[\w-]+/g, '').replace(/value="[^"]*"/, '');
    expect(new Set(answers.map(({ page }) => strip(page.text))).size).toBe(1);
  });

  test('who knows the password of a suspended account is told that it is suspended', async () => {
    const { page } = await attempt('ng.tamdung', goodPassword);
    expect(page.status).toBe(403);
    expect(page.text).toContain('tạm ngưng');
  });

  test('the journal knows the reason, and never what was typed', async () => {
    await attempt('Mat-Khau-Go-Nham-2026', 'Mat-Khau-Khac-2026');
    const failed = await journalOf('sign-in.failed');
    expect(failed.map((entry) => (entry['detail'] as { reason: string }).reason)).toEqual(
      expect.arrayContaining(['unknown-name', 'wrong-password', 'suspended', 'service-account']),
    );
    expect(failed.find((entry) => entry['account_name'] === 'Lê Thị ng.thuong1')).toBeDefined();
    expect(JSON.stringify(failed)).not.toMatch(/Mat-Khau/i);
  });
});

describe('after failures', () => {
  test.each(['an.skhcn', 'khong.ten.nay'])(
    '%s has to wait, and is told how long',
    async (login) => {
      const browser = await atSignIn();
      for (let i = 0; i < 3; i += 1) await browser.submit({ login, password: 'sai' });
      const page = await browser.submit({ login, password: goodPassword });
      expect(page.status).toBe(429);
      expect(page.headers.get('retry-after')).toMatch(/^[12]$/);
      expect(page.text).toMatch(/thử lại sau [12] giây/);
      world.pass(3);
    },
  );

  test('the wait is in the journal once', async () => {
    const throttled = await journalOf('sign-in.throttled');
    expect(throttled.map((entry) => entry['account_name'])).toEqual(['Lê Thị an.skhcn', null]);
  });

  test('a colleague who signed in here before is not held up by the mistakes of others', async () => {
    const office = '203.0.113.77';
    const colleague = visitor(office);
    await atSignIn(colleague);
    await colleague.submit({ login: 'an.skhcn', password: goodPassword }, undefined, {
      follow: false,
    });
    const stranger = visitor(office);
    await atSignIn(stranger);
    const tries = [];
    for (let batch = 0; batch < 3; batch += 1)
      tries.push(
        ...(await Promise.all(
          Array.from({ length: 40 }, (_, i) =>
            stranger.post(stranger.page.url, { login: `thu${batch}.${i}`, password: 'x' }),
          ),
        )),
      );
    expect(tries.slice(0, 80).every(({ status }) => status === 422)).toBe(true);
    world.pass(2); // the first wait of one second is over; the next ones are longer
    await stranger.post(stranger.page.url, { login: 'nguoi.cu', password: 'x' });
    world.pass(2);
    await stranger.post(stranger.page.url, { login: 'nguoi.khac', password: 'x' });
    const held = await stranger.post(stranger.page.url, { login: 'nguoi.moi', password: 'x' });
    expect(held.status).toBe(429);
    colleague.forget();
    await atSignIn(colleague);
    const page = await colleague.submit({ login: 'an.skhcn', password: goodPassword }, undefined, {
      follow: false,
    });
    expect(page.status).toBe(303);
  });
});

describe('what does not fit', () => {
  test.each([
    ['no name', { login: '', password: 'x' }, 422, 'Chưa nhập tên đăng nhập'],
    ['no password', { login: 'an.skhcn', password: '' }, 422, 'Chưa nhập mật khẩu'],
    ['nothing at all', {}, 422, 'Chưa nhập tên đăng nhập'],
    ['a name too long', { login: 'x'.repeat(300), password: 'x' }, 422, 'quá dài'],
    ['a password too long', { login: 'an', password: 'x'.repeat(1100) }, 422, 'quá dài'],
    ['a field twice', 'login=a&login=b&password=c', 400, 'không đúng định dạng'],
    ['a body too large', { login: 'a', password: 'x'.repeat(70_000) }, 413, 'quá lớn'],
  ])('%s is answered clearly', async (_what, fields, status, words) => {
    const browser = await atSignIn();
    const page = await browser.post(browser.page.url, fields);
    expect(page.status).toBe(status);
    expect(page.text).toContain(words);
  });

  test('a sign-in that is over has a way back, with Back as with a bookmark', async () => {
    const browser = await atSignIn();
    const { url } = browser.page;
    await follow(
      browser,
      browser.submit({ login: 'an.skhcn', password: goodPassword }, undefined, { follow: false }),
    );
    for (const page of [
      await browser.get(url),
      await browser.post(url, { login: 'an.skhcn', password: goodPassword }),
      await visitor().get('/sign-in/khong-co-luot-nay'),
    ]) {
      expect(page.status).toBe(410);
      expect(page.text).toContain('không còn hiệu lực');
      expect(page.text).toContain('href="/"');
    }
  });

  test('a sign-in of another browser cannot be taken over', async () => {
    const { url } = (await atSignIn()).page;
    const thief = await visitor().post(url, { login: 'an.skhcn', password: goodPassword });
    expect(thief.status).toBe(410);
  });
});
