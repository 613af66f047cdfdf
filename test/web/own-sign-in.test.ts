import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { get } from 'node:http';
import { generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { createBrowser } from '../support/browser.ts';
import { addPerson, goodPassword, signedIn } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let key: JWK;
let sub: string;

beforeAll(async () => {
  world = await startWorld();
  sub = (await addPerson(world.app, 'an.skhcn')).id;
  const { jwks } = await world.app.oidc.keys.load();
  key = jwks.find((jwk) => jwk.alg === 'PS256')!;
});
afterAll(() => world.end());

const event = { 'http://schemas.openid.net/event/backchannel-logout': {} };

/** A logout token as our own engine writes it, with something changed. */
async function logoutToken(
  changes: Record<string, unknown> = {},
  {
    typ = 'logout+jwt',
    signWith,
  }: { typ?: string; signWith?: Awaited<ReturnType<typeof importJWK>> } = {},
): Promise<string> {
  const claims = {
    iss: world.app.config.issuer.href,
    aud: 'portal',
    iat: Math.floor(Date.now() / 1000),
    exp: Math.floor(Date.now() / 1000) + 120,
    jti: 'one',
    sub,
    events: event,
    ...changes,
  };
  return new SignJWT(JSON.parse(JSON.stringify(claims)) as Record<string, unknown>)
    .setProtectedHeader({ alg: 'PS256', typ, kid: key.kid! })
    .sign(signWith ?? (await importJWK(key, 'PS256')));
}

const send = async (token: string) =>
  (await createBrowser(world.publicUrl).post('/backchannel-logout', { logout_token: token }))
    .status;

const sessions = async () =>
  (await world.app.db.pool.query<{ sid: string }>('SELECT sid FROM web_session')).rows;

describe('a back-channel logout', () => {
  test('ends the session it names, and only that one', async () => {
    const one = await signedIn(world.app, 'an.skhcn');
    const [first] = await sessions();
    const two = await signedIn(world.app, 'an.skhcn');
    expect(await send(await logoutToken({ sid: first!.sid }))).toBe(200);
    expect((await one.get('/', { follow: false })).status).toBe(303);
    expect((await two.get('/', { follow: false })).status).toBe(200);
  });

  test('ends all sessions of a person where it names none', async () => {
    const one = await signedIn(world.app, 'an.skhcn');
    expect(await send(await logoutToken())).toBe(200);
    expect((await one.get('/', { follow: false })).status).toBe(303);
    expect(await sessions()).toHaveLength(0);
  });

  test('counts only if it is ours, meant for this site, and of now', async () => {
    const browser = await signedIn(world.app, 'an.skhcn');
    const { privateKey } = await generateKeyPair('PS256');
    const wrong = [
      await logoutToken({ aud: 'console' }),
      await logoutToken({ iss: 'https://evil.example' }),
      await logoutToken({ exp: 1_700_000_000 }),
      await logoutToken({ iat: 1_700_000_000 }),
      await logoutToken({ events: {} }),
      await logoutToken({ events: undefined }),
      await logoutToken({ nonce: 'an ID token' }),
      await logoutToken({ sub: undefined }),
      await logoutToken({}, { typ: 'JWT' }),
      await logoutToken({}, { signWith: privateKey }),
    ];
    for (const token of wrong) expect(await send(token)).toBe(400);
    expect((await browser.get('/', { follow: false })).status).toBe(200);
  });
});

describe('a node whose public name does not lead back to it', () => {
  test('talks to its own listener and signs people in all the same', async () => {
    const { port } = world.app.config.listen;
    const other = await startWorld({
      PUBLIC_URL: 'http://localhost:9',
      CONSOLE_URL: 'http://localhost:8',
    });
    try {
      const { host, port: own } = other.app.config.listen;
      const answer = await new Promise<string | undefined>((done, fail) => {
        get({ host, port: own, path: '/login', headers: { host: 'localhost:9' } }, (res) => {
          res.resume();
          done(res.headers.location);
        }).on('error', fail);
      });
      expect(answer).toMatch(/^http:\/\/localhost:9\/oidc\/auth\?/);
      expect(own).not.toBe(port);
    } finally {
      await other.end();
    }
  });
});

test('several tabs with long addresses: no cookie that a browser would drop, the last tab signs in', async () => {
  await addPerson(world.app, 'nhieu.the');
  const browser = createBrowser(world.publicUrl);
  for (let tab = 1; tab <= 4; tab += 1) {
    const to = `/journal?tab=${tab}&text=${'ễ'.repeat(99)}`;
    const away = await browser.get(`/login?return_to=${encodeURIComponent(encodeURI(to))}`, {
      follow: false,
    });
    for (const cookie of away.headers.getSetCookie())
      expect(cookie.split(';')[0]!.length).toBeLessThanOrEqual(4096);
    if (tab === 4) await browser.get(away.location!);
  }
  await browser.submit({ login: 'nhieu.the', password: goodPassword });
  expect(browser.page.status).toBe(200);
  expect(browser.page.url).toContain('/journal?tab=4');
});
