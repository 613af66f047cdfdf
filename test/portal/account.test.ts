import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { formatDate } from '../../src/web/dates.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import { addPerson, goodPassword, signedIn } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let id: string;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld();
  const { app } = world;
  ({ id } = await addPerson(app, 'an.skhcn', { mail: 'an@angiang.gov.vn' }));
  await addPerson(app, 'dung.ct');
  const { id: group } = await app.groups.create(by, { code: 'lanh-dao', name: 'Nhóm lãnh đạo' });
  await app.groups.addAccount(by, group, id);
  browser = await signedIn(app, 'an.skhcn');
});
afterAll(() => world.end());

describe('the page of the account', () => {
  test('shows what is known of the person, and of nobody else', async () => {
    const { text } = await browser.get('/account');
    for (const words of ['Lê Thị an.skhcn', 'an@angiang.gov.vn', 'Nhóm lãnh đạo', 'Chưa có'])
      expect(text).toContain(words);
    expect(text).not.toContain('từ thư mục'); // nothing of a local account is
    expect(text).not.toContain('dung.ct');
  });

  test('keeps the language: on every device, in the journal, and for applications', async () => {
    await browser.get('/account');
    await browser.submit({ language: 'en' }, 'Lưu ngôn ngữ');
    expect(browser.page.text).toContain('The language is saved.');
    const elsewhere = createBrowser(world.publicUrl, { 'accept-language': 'vi' });
    await elsewhere.get('/');
    await elsewhere.submit({ login: 'an.skhcn', password: goodPassword });
    expect(elsewhere.page.text).toContain('Hello, Lê Thị an.skhcn');
    await elsewhere.get('/?lang=vi'); // what this browser is told counts more
    expect((await elsewhere.get('/account')).text).toContain('Tài khoản của tôi');
    const entry = await world.app.access.decisionByClient(id, 'portal');
    expect(entry?.account.locale).toBe('en');
    const { items } = await world.app.journal.search({ event: 'account.updated', limit: 1 });
    expect(items[0]).toMatchObject({ actorId: id, detail: { after: { locale: 'en' } } });
    await browser.submit({ language: 'vi' }, 'Save the language');
  });

  test('takes no language there is not, and none from another site', async () => {
    expect((await browser.post('/account/language', { language: 'fr' })).status).toBe(400);
    const foreign = { headers: { origin: 'https://evil.example' } };
    expect((await browser.post('/account/language', { language: 'en' }, foreign)).status).toBe(403);
  });
});

describe('the person’s own journal', () => {
  const rows = () => (browser.page.text.match(/<li>/g) ?? []).length;
  const today = () => formatDate(world.app.clock.now());

  test('tells what happened to the account and who did it, and nothing of others', async () => {
    const { text } = await browser.get('/journal');
    for (const words of ['Đăng nhập thành công', 'Vào ứng dụng', 'Sửa tài khoản', '127.0.0.1'])
      expect(text).toContain(words);
    expect(text).not.toContain('dung.ct');
    const official = await signedIn(world.app, 'dung.ct');
    const administrator = { accountId: id, name: 'Lê Thị an.skhcn', origin: by.origin };
    const other = (await world.app.accounts.findByLoginName('dung.ct'))!.account;
    await world.app.passwords.set(administrator, other.id, `${goodPassword} khac`);
    expect((await official.get('/journal')).text).toContain('người thực hiện: Lê Thị an.skhcn');
  });

  test('is narrowed by event and by day, and keeps what was asked', async () => {
    await browser.get(`/journal?event=sign-in.succeeded&from=${today()}&to=${today()}`);
    expect(rows()).toBeGreaterThan(0);
    expect(browser.page.text).not.toMatch(/<li>[^]{0,200}Vào ứng dụng/);
    expect(browser.page.forms.find((form) => 'event' in form.fields)?.fields).toMatchObject({
      event: 'sign-in.succeeded',
      from: today(),
    });
    await browser.get('/journal?to=01/02/2020');
    expect(browser.page.text).toContain('Không có hoạt động nào khớp');
  });

  test('says which date is none, and refuses what no form sends', async () => {
    expect((await browser.get('/journal?from=31/02/2026')).status).toBe(422);
    expect(browser.page.text).toContain('id="from-error"');
    expect(browser.page.text).not.toContain('Không có hoạt động nào khớp'); // nothing was looked for
    for (const query of ['event=key.rotated', 'before=x', `from=${'1'.repeat(40)}`])
      expect((await browser.get(`/journal?${query}`)).status).toBe(400);
  });

  test('turns its pages by a key, each entry once', async () => {
    for (let i = 0; i < 35; i++)
      await world.app.accounts.update(by, id, { phone: `09123456${String(i + 10)}` });
    const seen: string[] = [];
    let next: string | undefined = '/journal?event=account.updated';
    for (let pages = 0; next && pages < 4; pages++) {
      const { text } = await browser.get(next);
      seen.push(...(text.match(/<span\s*>Sửa tài khoản/g) ?? []));
      next = /rel="next"\s+href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
      if (next) expect(next).toContain('event=account.updated');
    }
    expect(seen).toHaveLength(37); // the languages as well
    expect(browser.page.text).toContain('Về đầu danh sách');
  });
});
