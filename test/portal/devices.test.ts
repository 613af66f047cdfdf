import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commandLine as by } from '../../src/journal/actor.ts';
import { deviceOf } from '../../src/portal/user-agent.ts';
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
import { until } from '../support/until.ts';

let world: World;
const agents = {
  office:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  phone:
    'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
};

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

/** A device with its own browser, signed in at the portal. */
async function device(login: string, userAgent: string): Promise<Browser> {
  const browser = createBrowser(world.publicUrl, { 'user-agent': userAgent });
  await browser.get('/');
  await browser.submit({ login, password: goodPassword });
  expect(browser.page.status).toBe(200);
  return browser;
}

const isIn = async (browser: Browser) =>
  (await browser.get(`${world.publicUrl}/`, { follow: false })).status === 200;

/** The devices of the page, as a reader sees them. */
const listed = ({ page }: Browser) =>
  [...page.text.matchAll(/<h2>\s*([^]*?)\s*<\/h2>/g)].map(([, inner]) =>
    inner!
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );

const entriesOf = async (event: 'session.ended' | 'logout.delivered', accountId: string) =>
  (await world.app.journal.search({ event, accountId, limit: 10 })).items;

describe('the page of devices', () => {
  test('lists every sign-in with its device, address, applications, and marks this one', async () => {
    const { app } = world;
    const { id } = await addPerson(app, 'an.skhcn');
    const other = await addPerson(app, 'khac.ct');
    await device(other.username, agents.office);
    const asking = await addApplication(app, 'van-ban');
    const subject = { type: 'account', id } as const;
    await app.grants.add(by, { subject, applicationId: asking.id, effect: 'allow' });
    const phone = await device('an.skhcn', agents.phone);
    await follow(phone, phone.get(authorizeUrl(app, asking), { follow: false }));
    const office = await device('an.skhcn', agents.office);
    await office.get('/sessions');
    expect(listed(office)).toEqual([
      'Microsoft Edge trên Windows thiết bị này',
      'Samsung Internet trên Android',
    ]);
    for (const words of ['127.0.0.1', 'Phần mềm van-ban', 'Chưa vào ứng dụng nào'])
      expect(office.page.text).toContain(words);
    await phone.get(`${world.publicUrl}/sessions`);
    expect(listed(phone)[0]).toBe('Samsung Internet trên Android thiết bị này');
  });

  test('knows a device even where the application then refused its person', async () => {
    const { app } = world;
    const { id } = await addPerson(app, 'binh.snn');
    const closed = await addApplication(app, 'dong');
    const browser = createBrowser(world.publicUrl, { 'user-agent': agents.phone });
    await browser.get(authorizeUrl(app, closed));
    await browser.submit({ login: 'binh.snn', password: goodPassword });
    expect(browser.page.status).toBe(403);
    const [session] = await app.oidc.sessions.list(id);
    expect(session).toMatchObject({ userAgent: agents.phone, address: '127.0.0.1' });
  });

  test('signs one device out, after saying what will happen; its portal and journal know', async () => {
    const { id } = await addPerson(world.app, 'chi.sxd');
    const phone = await device('chi.sxd', agents.phone);
    const office = await device('chi.sxd', agents.office);
    const { text } = await office.get('/sessions');
    const links = [...text.matchAll(/href="(\/sessions\/[\w-]+\/end)"/g)].map(([, href]) => href!);
    const page = await office.get(links[1]!);
    expect(page.text).toContain('kết thúc ngay');
    expect(await isIn(phone)).toBe(true); // looking does nothing
    await office.get(links[1]!);
    await office.post(links[1]!, {});
    expect(office.page.text).toContain('Đã đăng xuất thiết bị đó.');
    expect(listed(office)).toHaveLength(1);
    await until(async () => !(await isIn(phone)));
    expect(await isIn(office)).toBe(true);
    expect(await entriesOf('session.ended', id)).toMatchObject([
      { actorId: id, detail: { reason: 'by-person', sessions: 1 } },
    ]);
    await office.post(links[1]!, {});
    expect(office.page.text).toContain('đã kết thúc từ trước');
  });

  test('signing out this very device leads to the sign-in', async () => {
    await addPerson(world.app, 'dung.stc');
    const browser = await device('dung.stc', agents.office);
    await browser.get('/sessions');
    const [, link] = /href="(\/sessions\/[\w-]{20,}\/end)"/.exec(browser.page.text)!;
    expect((await browser.get(link!)).text).toContain('Đây chính là thiết bị đang dùng');
    await browser.post(link!, {});
    expect(browser.page.url).toContain('/sign-in/');
    expect(await isIn(browser)).toBe(false);
  });

  test('signs every device out at once, this one too', async () => {
    const { id } = await addPerson(world.app, 'em.sgd');
    const phone = await device('em.sgd', agents.phone);
    const office = await device('em.sgd', agents.office);
    await office.get('/sessions/all/end');
    expect(office.page.text).toContain('kể cả trên thiết bị đang dùng');
    await office.submit({}, 'Đăng xuất khỏi mọi thiết bị');
    expect(office.page.url).toBe(`${world.publicUrl}/signed-out`);
    expect(await isIn(office)).toBe(false);
    await until(async () => !(await isIn(phone)));
    expect(await world.app.oidc.sessions.list(id)).toEqual([]);
    const { rows } = await world.app.db.pool.query<object>(
      'SELECT uid FROM session_origin WHERE account_id = $1',
      [id],
    );
    expect(rows).toEqual([]);
  });

  test('ends nobody else’s session, and none at the wish of another site', async () => {
    const { app } = world;
    const victim = await addPerson(app, 'giang.syt');
    await addPerson(app, 'hai.syt');
    await signedIn(app, 'giang.syt');
    const [session] = await app.oidc.sessions.list(victim.id);
    const thief = await signedIn(app, 'hai.syt');
    expect((await thief.get(`/sessions/${session!.id}/end`)).status).toBe(404);
    await thief.post(`/sessions/${session!.id}/end`, {});
    const foreign = { headers: { origin: 'https://evil.example' } };
    expect((await thief.post('/sessions/all/end', {}, foreign)).status).toBe(403);
    expect(await app.oidc.sessions.list(victim.id)).toHaveLength(1);
    expect(await isIn(thief)).toBe(true);
  });
});

describe('the words for a device', () => {
  const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15';
  test.each([
    [agents.office, 'Microsoft Edge', 'Windows'],
    [agents.phone, 'Samsung Internet', 'Android'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome}`, 'Chrome', 'Windows'],
    [`Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/135.0 ${chrome}`, 'Cốc Cốc', 'Windows'],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${chrome}`, 'Chrome', 'ChromeOS'],
    [`${iphone} Version/18.1 Mobile/15E148 Safari/604.1`, 'Safari', 'iPhone'],
    [`${iphone} Mobile/15E148 Zalo iOS/601 ZaloTheme/light`, 'Zalo', 'iPhone'],
    [`${iphone} CriOS/142.0 Mobile/15E148 Safari/604.1`, 'Chrome', 'iPhone'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox', 'Linux'],
    ['Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0)', 'Internet Explorer', 'Windows'],
    ['curl/8.5.0', null, null],
    [null, null, null],
  ])('%s', (userAgent, browser, system) => {
    expect(deviceOf(userAgent)).toEqual({ browser, system });
  });

  test('whatever is sent, the answer is short and quick', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        const { browser, system } = deviceOf(text);
        expect(`${browser} ${system}`.length).toBeLessThan(40);
      }),
    );
  });
});
