import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import {
  addApplication,
  addPerson,
  authorizeUrl,
  follow,
  goodPassword,
  signedIn,
} from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let application: Awaited<ReturnType<typeof addApplication>>;

beforeAll(async () => {
  world = await startWorld();
  await addPerson(world.app, 'an.skhcn');
  application = await addApplication(world.app, 'van-ban');
  await world.app.grants.add(by, {
    subject: { type: 'everyone' },
    applicationId: application.id,
    effect: 'allow',
  });
});
afterAll(() => world.end());

async function atSignIn(): Promise<Browser> {
  const browser = createBrowser(world.publicUrl);
  await browser.get(authorizeUrl(world.app, application));
  return browser;
}

describe('an initial password', () => {
  test('has to be replaced before anything opens', async () => {
    await addPerson(world.app, 'moi.vao', { mustChange: true });
    const browser = await atSignIn();
    await browser.submit({ login: 'moi.vao', password: goodPassword });
    expect(browser.page.title).toContain('Đổi mật khẩu ban đầu');
    const proof = browser.page.forms[0]!.fields['proof']!;
    const next = 'Ruộng lúa 9 nhánh, gió Tây Nam';
    for (const [password, again, words] of [
      ['', '', 'Chưa nhập mật khẩu mới'],
      ['ngắn', 'ngắn', 'quá ngắn'],
      [goodPassword, goodPassword, 'đã dùng gần đây'],
      [next, `${next}!`, 'không giống nhau'],
    ] as const) {
      const page = await browser.submit({ password, again });
      expect(page.status).toBe(422);
      expect(page.text).toContain(words);
    }
    const { url } = browser.page;
    const done = await follow(
      browser,
      browser.submit({ password: next, again: next }, undefined, { follow: false }),
    );
    expect(done.location).toContain('/van-ban/callback?code=');

    // The proof opens nothing a second time, here or elsewhere.
    const thief = await atSignIn();
    const stolen = { step: 'change-password', proof, password: 'Trộm 1 lần là đủ!', again: '' };
    for (const target of [url, thief.page.url])
      expect((await thief.post(target, { ...stolen, again: stolen.password })).status).toBe(410);
    expect((await signedIn(world.app, 'moi.vao', next)).page.url).toBe(`${world.publicUrl}/`);
  });
});

describe('who may not enter', () => {
  test('is told which application, why and whom to ask; a grant made meanwhile lets them in', async () => {
    const { app } = world;
    const closed = await addApplication(app, 'ngan-sach');
    const person = await addPerson(app, 'binh.stc');
    const browser = await signedIn(app, 'binh.stc');
    await browser.get(authorizeUrl(app, closed));
    expect(browser.page.status).toBe(403);
    for (const words of [
      'Chưa được phép vào Phần mềm ngan-sach',
      'Lê Thị binh.stc',
      'chưa được cấp phép',
      'Phòng Công nghệ thông tin, số 0296 000 000',
    ])
      expect(browser.page.text).toContain(words);
    expect((await browser.submit({}, 'Kiểm tra lại quyền')).text).toContain('quyền chưa thay đổi');

    const rule = { subject: { type: 'account', id: person.id }, applicationId: closed.id } as const;
    await app.grants.add(by, { ...rule, effect: 'deny', reason: 'Chờ bàn giao hồ sơ' });
    const denied = await browser.submit({}, 'Kiểm tra lại quyền');
    expect(denied.text).toContain('Lý do: Chờ bàn giao hồ sơ');

    await app.grants.add(by, { ...rule, effect: 'allow' });
    const entered = await follow(
      browser,
      browser.submit({}, 'Kiểm tra lại quyền', { follow: false }),
    );
    expect(entered.location).toContain('/ngan-sach/callback?code=');
  });

  test('goes back to the application with access_denied', async () => {
    const closed = await addApplication(world.app, 'nhan-su');
    const browser = await signedIn(world.app, 'an.skhcn');
    await browser.get(authorizeUrl(world.app, closed));
    const page = await follow(browser, browser.submit({}, 'Quay lại ứng dụng', { follow: false }));
    expect(page.location).toMatch(/\/nhan-su\/callback\?.*error=access_denied/);
    expect(page.location).toContain('state=xyz');
  });

  test('may sign in as somebody else, who then enters', async () => {
    const { app } = world;
    const closed = await addApplication(app, 'thanh-tra');
    const other = await addPerson(app, 'chau.tt');
    await app.grants.add(by, {
      subject: { type: 'account', id: other.id },
      applicationId: closed.id,
      effect: 'allow',
    });
    const browser = await signedIn(app, 'an.skhcn');
    await browser.get(authorizeUrl(app, closed));
    await browser.get(`${browser.page.url}?as=another`);
    expect(browser.page.title).toContain('Đăng nhập bằng tài khoản khác');
    let page = await follow(
      browser,
      browser.submit({ login: 'chau.tt', password: goodPassword }, undefined, { follow: false }),
    );
    // The engine ends the first person's session by a form of its own.
    if (page.forms.length > 0)
      page = await follow(browser, browser.submit({}, undefined, { follow: false }));
    expect(page.location).toContain('/thanh-tra/callback?code=');
  });
});
