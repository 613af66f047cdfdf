// Signing in a device without a keyboard (RFC 8628): openid-client is the device, a browser is where the
// person types the code. The pages are looked at in Chromium too. SHOTS=folder keeps pictures.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser as Chromium } from 'playwright-core';
import { client, startParty, type Party } from '../conformance/party.ts';
import { violations } from '../support/axe.ts';
import { createBrowser } from '../support/browser.ts';
import { launchChromium } from '../support/chromium.ts';
import { by, startStage, type RelyingParty, type Stage } from './stage.ts';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const shots = process.env['SHOTS'];

let stage: Stage;
let official: string;
let party: Party;
let home: RelyingParty; // in which the person is signed in already
let chromium: Chromium;

beforeAll(async () => {
  stage = await startStage({ TRUSTED_PROXIES: '127.0.0.1,::1' });
  official = (await stage.person('an')).id;
  home = await stage.application('nha');
  await stage.allow(home, official);
  party = await startParty(stage, 'bang-tin', official, {
    name: 'Bảng tin phòng họp',
    redirect_uris: [],
    post_logout_redirect_uris: [],
    grant_types: [deviceGrant, 'refresh_token'],
    id_token_signed_response_alg: 'PS256',
  });
  chromium = await launchChromium();
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await stage.end();
});

const start = () => client.initiateDeviceAuthorization(party.config, { scope: 'openid profile' });

/** What the device gets when it asks now. */
const poll = (answer: Awaited<ReturnType<typeof start>>) =>
  client.genericGrantRequest(party.config, deviceGrant, { device_code: answer.device_code });

/** Types the code, sees the question. */
async function type(code: string, browser = stage.browser()) {
  await browser.get(`${stage.issuer}/device`);
  return { browser, page: await browser.submit({ user_code: code }) };
}

/** @returns the page the browser ends at. */
async function confirm(code: string, accountId: string, browser = stage.browser()) {
  await type(code, browser);
  const page = await browser.submit({}, 'Xác nhận', { follow: false });
  return stage.followFrom(browser, page, accountId);
}

describe('a device', () => {
  test('waits, and has its tokens once the person has confirmed', async () => {
    const answer = await start();
    expect(answer.user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(answer.verification_uri).toBe(`${stage.issuer}/device`);
    expect(answer.expires_in).toBe(600);
    await expect(poll(answer)).rejects.toMatchObject({ error: 'authorization_pending' });
    const { page } = await type(answer.user_code.toLowerCase());
    for (const words of ['Bảng tin phòng họp', answer.user_code, '127.0.0.1'])
      expect(page.text).toContain(words);
    const done = await confirm(answer.user_code, official);
    expect(done.text).toContain('Thiết bị đã được đăng nhập');
    const tokens = await poll(answer);
    const person = await client.fetchUserInfo(party.config, tokens.access_token, official);
    expect(person.preferred_username).toBe('an');
    expect(tokens.refresh_token).toBeDefined();
    await expect(poll(answer)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect((await stage.journal('application.entered')).at(-1)).toMatchObject({
      account_id: official,
      application_id: party.rp.id,
      detail: { sso: false, device: expect.stringContaining('127.0.0.1') as unknown },
    });
  });

  test('is confirmed without a password by who is signed in, and ends with that session', async () => {
    const { browser } = await stage.tokensOf(home, official);
    const answer = await start();
    await confirm(answer.user_code, 'nobody is asked', browser);
    const tokens = await poll(answer);
    expect((await stage.userinfo(tokens.access_token)).status).toBe(200);
    await stage.app.oidc.sessions.endAll(official, by, 'test');
    expect((await stage.userinfo(tokens.access_token)).status).toBe(401);
  });

  test('stays out where the person says no', async () => {
    const answer = await start();
    const { browser } = await type(answer.user_code);
    const page = await browser.submit({}, 'Không phải tôi');
    expect(page.text).toContain('Đã dừng');
    await expect(poll(answer)).rejects.toMatchObject({ error: 'access_denied' });
  });

  test('stays out where the person may not use the application, who reads why', async () => {
    const { id } = await stage.person('binh');
    const answer = await start();
    const page = await confirm(answer.user_code, id);
    expect(page.status).toBe(403);
    expect(page.text).toContain('no-grant');
    await expect(poll(answer)).rejects.toMatchObject({ error: 'authorization_pending' });
    expect((await stage.journal('application.refused')).at(-1)).toMatchObject({ account_id: id });
  });

  test('a code that is wrong, used or missing is said beside the field, and stays typed', async () => {
    const answer = await start();
    const wrong = await type('BBBB-BBBB');
    expect([wrong.page.status, wrong.page.text]).toEqual([
      422,
      expect.stringContaining('Không có mã này'),
    ]);
    expect(wrong.page.text).toContain('value="BBBB-BBBB"');
    await confirm(answer.user_code, official);
    expect((await type(answer.user_code)).page.text).toContain('đã được dùng');
    expect((await type('')).page.status).toBe(422);
  });

  test('a link with the code in it still asks', async () => {
    const answer = await start();
    const browser = stage.browser();
    await browser.get(answer.verification_uri_complete!);
    const page = await browser.submit({ user_code: answer.user_code });
    expect(page.text).toContain('Xác nhận đăng nhập trên thiết bị');
  });

  test('what lies in the database opens nothing', async () => {
    const answer = await start();
    const { rows } = await stage.app.db.pool.query<{ id: string; text: string }>(
      `SELECT id, oidc_artifact::text AS text FROM oidc_artifact WHERE model = 'DeviceCode'`,
    );
    const all = rows.map(({ text }) => text).join();
    expect(all).not.toContain(answer.user_code.replace('-', ''));
    expect(all).not.toContain(answer.device_code);
    await confirm(answer.user_code, official);
    for (const { id } of rows)
      await expect(poll({ ...answer, device_code: `#${id}` })).rejects.toMatchObject({
        error: 'invalid_grant',
      });
  });
});

test('who guesses is slowed', async () => {
  const browser = createBrowser(stage.publicUrl, { 'x-forwarded-for': '10.9.9.9' });
  const statuses = new Set<number>();
  for (let i = 0; i < 60 && !statuses.has(429); i += 1)
    statuses.add(
      (await type('BBBB-CCCC', browser).catch(() => ({ page: { status: 429 } }))).page.status,
    );
  expect([...statuses]).toEqual([422, 429]);
});

describe.each(['vi-VN', 'en-GB'])('the pages in %s', (locale) => {
  test.each([360, 1280])('fit, and are accessible, at %i px', async (width) => {
    const context = await chromium.newContext({
      locale,
      viewport: { width, height: 800 },
      javaScriptEnabled: true,
    });
    const page = await context.newPage();
    const look = async (name: string) => {
      if (shots)
        await page.screenshot({
          path: `${shots}/device-${name}-${locale}-${width}.png`,
          fullPage: true,
        });
      expect(await violations(page)).toEqual([]);
      const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect(wide).toBe(false);
    };
    const answer = await start();
    await page.goto(`${stage.issuer}/device`);
    await look('enter');
    await page.fill('#user-code', 'BBBB-BBBB');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    await look('wrong');
    await page.fill('#user-code', answer.user_code);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[name=confirm]');
    await look('confirm');
    await page.click('[name=abort]');
    await page.waitForSelector('[role=alert]');
    await look('aborted');
    await context.close();
  });
});
