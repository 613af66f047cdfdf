// Each setting acts where it says it does.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createApp } from '../../src/app.ts';
import { after } from '../../src/core/clock.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { createBrowser } from '../support/browser.ts';
import {
  addApplication,
  addPerson,
  authorizeUrl,
  follow,
  goodPassword,
  signedIn,
} from '../support/people.ts';
import { freePort } from '../support/ports.ts';
import { addAdministrator, atConsole, startDesk, type Desk } from '../console/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

/** Fills in the card that holds those settings. */
async function set(values: Record<string, string>): Promise<void> {
  await desk.browser.get('/settings');
  expect((await desk.browser.submit(values)).status).toBe(200);
}
const publicPage = (path: string, headers: Record<string, string> = {}) =>
  createBrowser(desk.world.publicUrl).get(path, { headers });

test('the name of the installation: sign-in, console, portal and what is installed on a telephone', async () => {
  await set({ installationName: 'Đăng nhập An Giang', installationNameEn: 'An Giang sign-in' });
  const signIn = await publicPage('/');
  expect(signIn.title).toContain('Đăng nhập An Giang');
  expect((await publicPage('/?lang=en')).text).toContain('An Giang sign-in');
  expect((await desk.browser.get('/')).text).toMatch(/class="brand"[^]*Đăng nhập An Giang/);
  const answer = await fetch(`${desk.world.publicUrl}/portal.webmanifest`);
  expect(answer.headers.get('content-type')).toMatch('application/manifest+json');
  expect(await answer.json()).toMatchObject({ short_name: 'Đăng nhập An Giang', lang: 'vi' });
});

test('a person who chose no language meets the one that was set; who chose keeps theirs', async () => {
  const english = { 'accept-language': 'en-GB' };
  expect((await publicPage('/', english)).text).toContain('<html lang="en"');
  await set({ firstLanguage: 'vi' });
  expect((await publicPage('/', english)).text).toContain('<html lang="vi"');
  const browser = createBrowser(desk.world.publicUrl);
  await browser.get('/?lang=en');
  expect((await browser.get('/', { headers: english })).text).toContain('<html lang="en"');
  await set({ firstLanguage: 'browser' });
});

test('whom to ask: at the sign-in, where one is refused, where an application is missing, on errors', async () => {
  await set({
    helpName: 'Tổng đài CNTT',
    helpPhone: '0296 385 2000',
    helpMail: 'hotro@angiang.gov.vn',
  });
  await addPerson(desk.world.app, 'nhan');
  const application = await addApplication(desk.world.app, 'ke-toan');
  const inside = await signedIn(desk.world.app, 'nhan');
  const pages = [
    await publicPage('/'),
    await publicPage('/nowhere'),
    await inside.get('/missing'),
    await follow(inside, inside.get(authorizeUrl(desk.world.app, application), { follow: false })),
  ];
  for (const page of pages) {
    expect(page.text).toMatch(
      /Tổng đài CNTT[^]*href="tel:02963852000"[^]*mailto:hotro@angiang.gov.vn/,
    );
  }
  await set({ helpName: '', helpPhone: '', helpMail: '' });
  expect((await publicPage('/')).text).not.toContain('help-contact');
});

test('a notice stands on the sign-in page from its beginning to its end, as text', async () => {
  const now = new Date();
  await set({
    noticeText: 'Bảo trì <b>tối nay</b>\nXin thứ lỗi',
    noticeTextEn: 'Maintenance tonight',
    noticeFrom: formatDateTime(after(now, 3600)),
    noticeUntil: formatDateTime(after(now, 7200)),
  });
  expect((await publicPage('/')).text).not.toContain('Bảo trì');
  desk.world.pass(3660);
  const page = await publicPage('/');
  expect(page.text).toContain('Bảo trì &lt;b&gt;tối nay&lt;/b&gt;\nXin thứ lỗi');
  expect((await publicPage('/?lang=en')).text).toContain('Maintenance tonight');
  desk.world.pass(3600);
  expect((await publicPage('/')).text).not.toContain('Bảo trì');
  desk.world.pass(-7260);
});

test('the console may be left alone for so long; a shorter time acts on whoever is there', async () => {
  await addAdministrator(desk.world, 'quantri3');
  const alone = await atConsole(desk.world, 'quantri3');
  expect((await alone.get('/', { follow: false })).status).toBe(200);
  await set({ consoleIdleMinutes: '6' });
  desk.world.pass(7 * 60);
  expect((await alone.get('/people', { follow: false })).location).toMatch(/login/);
  desk.world.pass(-7 * 60);
  await desk.browser.get('/');
  await set({ consoleIdleMinutes: '15' });
});

test('a session of the portal ends after so many hours, of which the open one learns as well', async () => {
  await addPerson(desk.world.app, 'dai');
  const person = await signedIn(desk.world.app, 'dai');
  await set({ portalIdleMinutes: '15', portalHours: '1' });
  for (let i = 0; i < 4; i++) {
    desk.world.pass(14 * 60);
    expect((await person.get('/account', { follow: false })).status).toBe(200);
  }
  desk.world.pass(5 * 60);
  expect((await person.get('/account', { follow: false })).location).toMatch(/login/);
  desk.world.pass(-61 * 60);
  await set({ portalIdleMinutes: '480', portalHours: '12' });
});

test('one sign-in lasts for so long: an older session of the identity provider asks again', async () => {
  const { app } = desk.world;
  await addPerson(app, 'mot-lan');
  const application = await addApplication(app, 'van-ban');
  await app.grants.add(by, {
    applicationId: application.id,
    effect: 'allow',
    subject: { type: 'everyone' },
  });
  const person = await signedIn(app, 'mot-lan');
  const enter = () => follow(person, person.get(authorizeUrl(app, application), { follow: false }));
  expect((await enter()).location).toMatch(/callback\?code=/);
  // the engine goes by the machine's clock, so it is the session that is made older
  await app.db.pool.query(
    `UPDATE oidc_artifact SET payload = jsonb_set(payload, '{loginTs}', to_jsonb(extract(epoch FROM now())::int - 3601))
       WHERE model = 'Session' AND payload ->> 'accountId' IS NOT NULL`,
  );
  expect((await enter()).location).toMatch(/callback\?code=/);
  await set({ providerHours: '1' });
  const asked = await enter();
  expect(asked.text).toContain('name="password"');
  await new Promise((resolve) => setTimeout(resolve, 1_100)); // people type more slowly than programs
  const back = await person.submit({ login: 'mot-lan', password: goodPassword }, undefined, {
    follow: false,
  });
  expect((await follow(person, Promise.resolve(back))).location).toMatch(/callback\?code=/);
  await set({ providerHours: '12' });
});

test('secrets that end within so many days are named on the first page', async () => {
  const { app } = desk.world;
  const application = await addApplication(app, 'sap-het-han');
  await app.db.pool.query(
    `UPDATE application_secret SET expires_at = now() + interval '50 days' WHERE application_id = $1`,
    [application.id],
  );
  const named = async () => (await desk.browser.get('/')).text.includes('Phần mềm sap-het-han');
  expect(await named()).toBe(false);
  await set({ warnDays: '60' });
  expect(await named()).toBe(true);
});

test('an export holds so many rows and no more, and says so beforehand', async () => {
  const { app } = desk.world;
  await app.db.pool.query(
    `INSERT INTO account (id, username, full_name, search_key, sort_key)
       SELECT gen_random_uuid(), 'nhieu' || i, 'Người ' || i, 'nguoi ' || i, 'nguoi ' || i
       FROM generate_series(1, 1100) i`,
  );
  await set({ exportRows: '1000' });
  expect((await desk.browser.get('/people')).text).toContain('1.000');
  const file = await desk.browser.post('/people/export', { format: 'csv' });
  expect(file.text.trim().split('\n')).toHaveLength(1001);
  await set({ exportRows: '50000' });
});

test('runs of the synchronisation are forgotten after so many days', async () => {
  const { app } = desk.world;
  const source = await app.sources.save(by, {
    name: 'Thư mục không chạy',
    enabled: true,
    settings: {
      urls: ['ldap://localhost:9'],
      security: 'startTls',
      bindDn: 'uid=svc,dc=angiang,dc=gov,dc=vn',
      bases: { people: 'ou=people,dc=angiang,dc=gov,dc=vn' },
      connectSeconds: 1,
    },
    password: 'a password of tests',
  });
  const run = (days: number, dryRun: boolean) =>
    app.db.prisma.syncRun.create({
      data: {
        id: crypto.randomUUID(),
        sourceId: source.id,
        state: 'applied',
        dryRun,
        startedAt: after(new Date(), -days * 24 * 3600),
      },
    });
  const [old, kept, trial] = [await run(50, false), await run(20, false), await run(20, true)];
  await set({ keepRunDays: '40', keepTrialRunDays: '10' });
  await app.db.pool.query(`UPDATE source SET next_run_at = now() - interval '1 minute'`);
  await app.sync.job.run();
  const left = await app.db.prisma.syncRun.findMany({
    where: { id: { in: [old.id, kept.id, trial.id] } },
  });
  expect(left.map(({ id }) => id)).toEqual([kept.id]);
});

test('another node knows at once', async () => {
  const { app } = desk.world;
  const [port, consolePort] = [await freePort(), await freePort()];
  const other = createApp(
    { ...app.config, listen: { host: '127.0.0.1', port, consolePort } },
    { logger: app.logger },
  );
  await other.start();
  expect((await other.settings.current()).helpName).toBeNull();
  await set({ helpName: 'Phòng CNTT' });
  for (let i = 0; i < 50 && (await other.settings.current()).helpName === null; i++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await other.settings.current()).helpName).toBe('Phòng CNTT');
  await other.stop();
});
