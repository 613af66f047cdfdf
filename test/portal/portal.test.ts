import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser } from '../support/browser.ts';
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
const cookie = 'motchia_portal';

beforeAll(async () => {
  world = await startWorld();
  await addPerson(world.app, 'an.skhcn', { mail: 'an@angiang.gov.vn' });
});
afterAll(() => world.end());

async function until(what: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 5_000;
  while (!(await what())) {
    if (performance.now() > end) throw new Error('not within 5 s');
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The page it asks for without following: where a person without a session is sent away. */
async function isIn(browser: ReturnType<typeof createBrowser>): Promise<boolean> {
  return (await browser.get(`${world.publicUrl}/`, { follow: false })).status === 200;
}

describe('the portal', () => {
  test('sends a stranger to sign in, and back to the page that was asked for', async () => {
    const browser = createBrowser(world.publicUrl);
    await browser.get('/?lang=vi&x=1');
    expect(browser.page.url).toContain('/sign-in/');
    expect(browser.page.text).toContain('Cổng');
    await browser.submit({ login: 'an.skhcn', password: goodPassword });
    expect(browser.page.url).toBe(`${world.publicUrl}/?lang=vi&x=1`);
    expect(browser.page.status).toBe(200);
  });

  test('shows only what the person may use, by class, with a way to open it', async () => {
    const { app } = world;
    const person = await addPerson(app, 'dung.ct');
    const open = await addApplication(app, 'van-ban', { link: 'https://vanban.example/' });
    await addApplication(app, 'bi-mat', { link: 'https://bimat.example/' });
    const browser = await signedIn(app, 'dung.ct');
    expect(browser.page.text).toContain('Chưa có ứng dụng nào được cấp phép');
    expect(browser.page.text).toContain('Hãy hỏi người phụ trách');
    await app.grants.add(by, {
      subject: { type: 'account', id: person.id },
      applicationId: open.id,
      effect: 'allow',
    });
    const page = await browser.get('/');
    expect(page.text).toContain('href="https://vanban.example/"');
    expect(page.text).toContain('Phần mềm dùng chung');
    expect(page.text).not.toContain('bi-mat');
    expect(page.text).not.toContain('Trang quản trị hệ thống');
  });

  test('has a notice on personal data that strangers may read, without naming applications', async () => {
    const stranger = await createBrowser(world.publicUrl).get('/notice');
    expect(stranger.status).toBe(200);
    expect(stranger.text).not.toContain('Phần mềm van-ban');
    const browser = await signedIn(world.app, 'dung.ct');
    const page = await browser.get('/notice');
    expect(page.text).toContain('Phần mềm van-ban');
    expect(page.text).toContain('Địa chỉ thư điện tử công vụ');
  });
});

describe('a session of the portal', () => {
  test('gets an id of its own at every sign-in, whatever the browser brought', async () => {
    const browser = createBrowser(world.publicUrl);
    browser.setCookie(`${cookie}=chosen-by-somebody-else; Path=/`);
    await browser.get('/');
    await browser.submit({ login: 'an.skhcn', password: goodPassword });
    const first = browser.cookie(cookie)!;
    expect(first).toMatch(/^[\w-]{43}$/);
    await browser.get('/login');
    expect(browser.page.status).toBe(200);
    const second = browser.cookie(cookie)!;
    expect(second).not.toBe(first);
    const { rows } = await world.app.db.pool.query<{ id: string; id_token: string }>(
      'SELECT id, id_token FROM web_session',
    );
    expect(JSON.stringify(rows)).not.toContain(second);
    expect(rows.every((row) => row.id_token.startsWith('v1.'))).toBe(true);
    const thief = createBrowser(world.publicUrl);
    thief.setCookie(`${cookie}=${first}; Path=/`);
    expect(await isIn(thief)).toBe(false);
  });

  test('ends at once with the account or with the right to be there', async () => {
    const { app } = world;
    const person = await addPerson(app, 'em.snn');
    const browser = await signedIn(app, 'em.snn');
    expect(await isIn(browser)).toBe(true);
    const portal = (await app.applications.findByClientId('portal'))!;
    const subject = { type: 'account', id: person.id } as const;
    const rule = { subject, applicationId: portal.id, effect: 'deny' } as const;
    const { grant } = await app.grants.add(by, rule);
    await browser.get('/');
    expect(browser.page.status).toBe(403);
    expect(browser.page.text).toContain('Chưa được phép vào');
    await app.grants.remove(by, grant.id);
    await browser.get('/');
    expect(browser.page.status).toBe(200);
    await app.accounts.suspend(by, person.id, { reason: 'điều động' });
    expect(await isIn(browser)).toBe(false);
  });

  test('ends after a quiet quarter of an hour, and at the latest after twelve hours', async () => {
    const browser = await signedIn(world.app, 'an.skhcn');
    for (const seconds of [840, 840]) {
      world.pass(seconds);
      expect(await isIn(browser)).toBe(true);
    }
    world.pass(16 * 60);
    expect(await isIn(browser)).toBe(false);
    await world.app.settings.save(by, { portalIdleMinutes: 480 });
    const other = await signedIn(world.app, 'an.skhcn');
    world.pass(13 * 3600);
    expect(await isIn(other)).toBe(false);
    await world.app.settings.reset(by, 'portalIdleMinutes');
  });

  async function signOuts() {
    const { rows } = await world.app.db.pool.query<Record<string, unknown>>(
      `SELECT account_name, application_name, detail FROM journal WHERE event = 'sign-out' ORDER BY id`,
    );
    return rows;
  }

  test('is told by the portal where the identity provider’s session is over already', async () => {
    const browser = await signedIn(world.app, 'an.skhcn');
    const before = (await signOuts()).length;
    await world.app.db.pool.query(`DELETE FROM oidc_artifact WHERE model = 'Session'`);
    await browser.submit({}, 'Đăng xuất');
    expect((await signOuts()).slice(before)).toMatchObject([{ detail: { site: 'portal' } }]);
  });

  test('ends by signing out, here and at the identity provider', async () => {
    const browser = await signedIn(world.app, 'an.skhcn');
    const value = browser.cookie(cookie)!;
    const before = (await signOuts()).length;
    await browser.submit({}, 'Đăng xuất');
    expect((await signOuts()).slice(before)).toEqual([
      {
        account_name: 'Lê Thị an.skhcn',
        application_name: 'Cổng đăng nhập một lần',
        detail: { everywhere: true },
      },
    ]); // one deed, one entry
    await browser.get(`${world.publicUrl}/`);
    expect(browser.page.url).toContain('/sign-in/');
    const thief = createBrowser(world.publicUrl);
    thief.setCookie(`${cookie}=${value}; Path=/`);
    expect(await isIn(thief)).toBe(false);
  });

  test('ends when the person signs out at an application', async () => {
    const { app } = world;
    const browser = await signedIn(app, 'an.skhcn');
    const value = browser.cookie(cookie)!;
    await browser.get(`${app.config.issuer.href}/session/end`);
    await follow(browser, browser.submit({}, undefined, { follow: false }));
    const tab = createBrowser(world.publicUrl);
    tab.setCookie(`${cookie}=${value}; Path=/`);
    await until(async () => !(await isIn(tab)));
  });

  test('is not ended by a logout token that is not ours', async () => {
    const browser = await signedIn(world.app, 'an.skhcn');
    const program = createBrowser(world.publicUrl);
    for (const fields of [{}, { logout_token: 'x' }, { logout_token: 'a.b.c' }])
      expect((await program.post('/backchannel-logout', fields)).status).toBe(400);
    expect(await isIn(browser)).toBe(true);
  });

  test('cannot be signed out of by another site, nor by following a link', async () => {
    const browser = await signedIn(world.app, 'an.skhcn');
    const foreign = await browser.post(
      '/logout',
      {},
      { headers: { origin: 'https://evil.example' } },
    );
    expect(foreign.status).toBe(403);
    expect((await browser.get('/logout')).status).toBe(404);
    expect(await isIn(browser)).toBe(true);
  });
});

describe('coming back from the identity provider', () => {
  test('with nothing remembered here is no error of ours', async () => {
    const page = await createBrowser(world.publicUrl).get('/callback?code=x&state=y');
    expect(page.status).toBe(410);
    const browser = await signedIn(world.app, 'an.skhcn');
    await browser.get('/callback?code=x&state=y');
    expect(browser.page.url).toBe(`${world.publicUrl}/`);
  });

  test('with an answer that is not for this trip signs nobody in', async () => {
    const stateOf = async (browser: ReturnType<typeof createBrowser>) => {
      const { location } = await browser.get('/login', { follow: false });
      return new URL(location!).searchParams.get('state')!;
    };
    const iss = encodeURIComponent(world.app.config.issuer.href);
    for (const [answer, status] of [
      [`code=made-up&iss=${iss}`, 410],
      ['code=made-up&iss=https%3A%2F%2Fevil.example', 400],
      ['code=made-up', 400],
      [`code=a&code=b&iss=${iss}`, 400],
      [`iss=${iss}`, 400],
    ] as const) {
      const browser = createBrowser(world.publicUrl);
      const state = await stateOf(browser);
      expect((await browser.get(`/callback?state=${state}&${answer}`)).status).toBe(status);
      expect(await isIn(browser)).toBe(false);
    }
  });

  test('works from several tabs at once', async () => {
    const browser = createBrowser(world.publicUrl);
    const first = (await browser.get('/?tab=1')).url;
    await browser.get('/?tab=2');
    await browser.submit({ login: 'an.skhcn', password: goodPassword });
    expect(browser.page.url).toContain('tab=2');
    await browser.get(first);
    await browser.submit({ login: 'an.skhcn', password: goodPassword });
    expect(browser.page.status).toBe(200);
    expect(browser.page.url).toContain('tab=1');
  });

  test('refused there, the person is told so here', async () => {
    const { app } = world;
    const person = await addPerson(app, 'giang.sct');
    const portal = (await app.applications.findByClientId('portal'))!;
    await app.grants.add(by, {
      subject: { type: 'account', id: person.id },
      applicationId: portal.id,
      effect: 'deny',
    });
    const browser = createBrowser(world.publicUrl);
    await browser.get('/');
    await browser.submit({ login: 'giang.sct', password: goodPassword });
    expect(browser.page.status).toBe(403);
    await browser.submit({}, 'Quay lại ứng dụng');
    expect(browser.page).toMatchObject({ status: 403 });
    expect(browser.page.url).toContain('/callback?error=access_denied');
    expect(browser.page.text).toContain('không được vào trang vừa mở');
  });

  test('never leads to another site', async () => {
    const browser = await signedIn(world.app, 'an.skhcn');
    for (const target of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/.//evil.example',
    ])
      expect((await browser.get(`/login?return_to=${encodeURIComponent(target)}`)).url).toBe(
        `${world.publicUrl}/`,
      );
  });
});

test('the console is another application with a cookie of its own, and refuses officials', async () => {
  const { app } = world;
  const browser = await signedIn(app, 'an.skhcn');
  await browser.get(`${world.consoleUrl}/login`);
  expect(browser.page.status).toBe(403);
  expect(browser.page.text).toContain('không dành cho loại tài khoản');
  expect(browser.cookie('motchia_console')).toBeUndefined();
});

test('an application opened first serves the portal too', async () => {
  const { app } = world;
  const asking = await addApplication(app, 'bao-cao');
  await app.grants.add(by, {
    subject: { type: 'everyone' },
    applicationId: asking.id,
    effect: 'allow',
  });
  const browser = createBrowser(world.publicUrl);
  await browser.get(authorizeUrl(app, asking));
  await follow(
    browser,
    browser.submit({ login: 'an.skhcn', password: goodPassword }, undefined, { follow: false }),
  );
  expect((await browser.get(`${world.publicUrl}/`)).url).toBe(`${world.publicUrl}/`);
  expect(browser.page.status).toBe(200);
});
