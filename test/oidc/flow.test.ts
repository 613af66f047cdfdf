import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import * as client from 'openid-client';
import { builtInMetadata } from '../../src/applications/built-in.ts';
import { startStage, type RelyingParty, type Stage } from './stage.ts';

let stage: Stage;
let official: string;
let app1: RelyingParty;
let app2: RelyingParty;
let closed: RelyingParty;
const said: string[] = [];

beforeAll(async () => {
  for (const way of ['warn', 'info'] as const)
    jest.spyOn(console, way).mockImplementation((line: unknown) => void said.push(String(line)));
  stage = await startStage();
  official = (await stage.person('an')).id;
  [app1, app2, closed] = [
    await stage.application('mot', { id_token_signed_response_alg: 'PS256' }),
    await stage.application('hai', { id_token_signed_response_alg: 'ES256' }),
    await stage.application('ba'),
  ];
  await stage.allow(app1, official);
  await stage.allow(app2, official);
});
afterAll(() => stage.end());

describe('the code flow', () => {
  test('serves a stock library: sign in, claims, refresh, sign out', async () => {
    const config = await client.discovery(
      new URL(stage.issuer),
      app1.clientId,
      app1.secret,
      undefined,
      {
        execute: [client.allowInsecureRequests],
      },
    );
    const [pkceCodeVerifier, expectedState, expectedNonce] = [
      client.randomPKCECodeVerifier(),
      client.randomState(),
      client.randomNonce(),
    ];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: app1.redirectUri,
      scope: 'openid profile email org',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      nonce: expectedNonce,
    });
    const browser = stage.browser();
    const page = await stage.follow(browser, url.href, official);
    const tokens = await client.authorizationCodeGrant(config, new URL(page.location!), {
      pkceCodeVerifier,
      expectedState,
      expectedNonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    expect(claims).toMatchObject({
      sub: official,
      amr: ['pwd'],
      acr: 'urn:motchia:acr:password',
      auth_time: expect.any(Number),
    });
    expect(claims['sid']).toEqual(expect.any(String));
    expect(claims).not.toHaveProperty('name');

    const about = await client.fetchUserInfo(config, tokens.access_token, official);
    expect(about).toEqual({
      sub: official,
      name: 'Nguyễn Văn an',
      family_name: 'Nguyễn',
      middle_name: 'Văn',
      given_name: 'an',
      preferred_username: 'an',
      locale: 'vi',
      email: 'an@example.gov.vn',
      email_verified: false,
      org: { unit: null, agency: null, positions: [], groups: [] },
    });

    const again = await client.refreshTokenGrant(config, tokens.refresh_token!);
    expect(again.refresh_token).not.toBe(tokens.refresh_token);
    expect(await stage.journal('token.refreshed')).toHaveLength(1);

    const out = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: 'http://localhost:9/mot/',
      state: 'bye',
    });
    const done = await browser.get(out.href, { follow: false });
    expect(done.location).toBe('http://localhost:9/mot/?state=bye');
    expect((await stage.refresh(app1, again.refresh_token!)).body.error).toBe('invalid_grant');
    expect(await stage.journal('sign-out')).toMatchObject([
      { account_id: official, application_id: app1.id, detail: { everywhere: true } },
    ]);
  });

  test('opens the second application without asking again, and says so in the journal', async () => {
    const browser = stage.browser();
    await stage.enter(browser, app1, official);
    const entered = await stage.enter(browser, app2, 'nobody-is-asked');
    const { status, body } = await stage.redeem(app2, entered);
    expect(status).toBe(200);
    expect(body.id_token).toEqual(expect.any(String));
    const entries = (await stage.journal('application.entered')).slice(-2);
    expect(entries).toMatchObject([
      { application_id: app1.id, detail: { sso: false } },
      { application_id: app2.id, account_id: official, detail: { sso: true } },
    ]);
  });

  test('refuses a wrong verifier, a wrong secret and a request without PKCE', async () => {
    const entered = await stage.enter(stage.browser(), app1, official);
    const wrong = await stage.redeem(app1, { ...entered, verifier: 'x'.repeat(43) });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'invalid_grant']);
    const forged = await stage.redeem({ ...app1, secret: 'guess' }, entered);
    expect([forged.status, forged.body.error]).toEqual([401, 'invalid_client']);
    expect((await stage.redeem(app1, entered)).status).toBe(200);
    const url = new URL(stage.authorizeUrl(app1, 'v'));
    url.searchParams.delete('code_challenge');
    const page = await stage.browser().get(url.href, { follow: false });
    expect(page.location).toContain('error=invalid_request');
  });

  test('names the issuer in every answer to the application (RFC 9207)', async () => {
    const { params } = await stage.enter(stage.browser(), app1, official);
    expect(params.get('iss')).toBe(stage.issuer);
  });

  test('does not know the password grant, nor the implicit flow', async () => {
    const password = { grant_type: 'password', username: 'an', password: 'x' };
    expect((await stage.post('/token', password, app1)).body.error).toBe('unsupported_grant_type');
    const url = stage.authorizeUrl(app1, 'v', { response_type: 'id_token' });
    const page = await stage.browser().get(url, { follow: false });
    expect(page.location).toContain('unsupported_response_type');
  });

  test('asks again for a fresh sign-in where the application wants one', async () => {
    const browser = stage.browser();
    await stage.enter(browser, app1, official);
    for (const more of [{ prompt: 'login' }, { max_age: '0' }]) {
      const page = await browser.get(stage.authorizeUrl(app1, 'v', more), { follow: false });
      expect(page.location).toContain('/sign-in/');
    }
    const silent = await stage.enter(stage.browser(), app1, official, { prompt: 'none' });
    expect(silent.error).toBe('login_required');
  });

  test('serves our own pages with a secret that lies nowhere', async () => {
    const metadata = builtInMetadata(stage.app.config).portal;
    const portal = {
      id: '',
      clientId: 'portal',
      secret: stage.app.sealing.derive('client portal'),
      redirectUri: metadata.redirect_uris![0]!,
    };
    const entered = await stage.enter(stage.browser(), portal, official);
    expect((await stage.redeem(portal, entered)).status).toBe(200);
  });
});

describe('who may not enter', () => {
  test('meets a page that can say why; the application is told access_denied', async () => {
    const browser = stage.browser();
    const refused = await stage.enter(browser, closed, official);
    expect(refused.page.status).toBe(403);
    expect(JSON.parse(refused.page.text)).toMatchObject({
      prompt: { name: 'access', details: { code: 'no-grant' } },
      application: 'ba',
    });
    const silent = await stage.enter(browser, closed, official, { prompt: 'none' });
    expect(silent.error).toBe('access_denied');
    const entries = await stage.journal('application.refused');
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({ application_id: closed.id, detail: { code: 'no-grant' } });
  });

  test('is sent to sign in again where the account was suspended meanwhile', async () => {
    const gone = (await stage.person('gone')).id;
    await stage.allow(app1, gone);
    const browser = stage.browser();
    await stage.enter(browser, app1, gone);
    await stage.app.db.sql.query({
      name: 'test-suspend',
      text: `UPDATE account SET state = 'suspended' WHERE id = '${gone}'`,
    });
    // The session may be ended under this very request, which is then read anew.
    const url = stage.authorizeUrl(app1, 'v');
    let page = await browser.get(url, { follow: false });
    if (page.location === url) page = await browser.get(url, { follow: false });
    expect(page.location).toContain('/sign-in/');
    const silent = await stage.enter(browser, app1, gone, { prompt: 'none' });
    expect(silent.error).toBe('login_required');
  });
});

test('nobody signed in: sign-out leads straight back', async () => {
  const query = new URLSearchParams({
    client_id: 'mot',
    post_logout_redirect_uri: 'http://localhost:9/mot/',
    state: 's',
  });
  const page = await stage.browser().get(`${stage.issuer}/session/end?${query}`, { follow: false });
  expect(page.location).toBe('http://localhost:9/mot/?state=s');
  const done = await stage.browser().get(`${stage.issuer}/session/end`);
  expect(done.text).toContain('Đã đăng xuất');
});

test('the engine runs on no default of its own', () => {
  expect(said.filter((line) => line.includes('oidc-provider'))).toEqual([]);
});
