import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { startStage, type RelyingParty, type Stage } from './stage.ts';
import { until } from '../support/until.ts';

let stage: Stage;
let official: string;

beforeAll(async () => {
  stage = await startStage();
  official = (await stage.person('an')).id;
});
afterAll(() => stage.end());

describe('a program in the browser, without a secret', () => {
  let spa: RelyingParty;
  beforeAll(async () => {
    spa = await stage.application('trinh-duyet', { token_endpoint_auth_method: 'none' });
    await stage.allow(spa, official);
  });

  test('redeems its code by the verifier alone', async () => {
    const entered = await stage.enter(stage.browser(), spa, official);
    const fields = {
      grant_type: 'authorization_code',
      client_id: spa.clientId,
      code: entered.code,
      redirect_uri: spa.redirectUri,
    };
    const wrong = { ...fields, code_verifier: 'x'.repeat(43) };
    expect((await stage.post('/token', wrong)).body.error).toBe('invalid_grant');
    const right = { ...fields, code_verifier: entered.verifier };
    expect((await stage.post('/token', right)).status).toBe(200);
  });

  test('is heard across origins only from where it is registered', async () => {
    const ask = (origin: string) =>
      fetch(`${stage.issuer}/token`, {
        method: 'POST',
        headers: { origin, accept: 'application/json' },
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: spa.clientId,
          refresh_token: 'x',
        }),
      });
    const own = await ask('http://localhost:9');
    expect(own.headers.get('access-control-allow-origin')).toBe('http://localhost:9');
    const foreign = await ask('https://evil.example');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('an application with a key of its own', () => {
  let privateKey: CryptoKey;
  let rp: RelyingParty;
  beforeAll(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    privateKey = pair.privateKey;
    rp = await stage.application('khoa', {
      token_endpoint_auth_method: 'private_key_jwt',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      post_logout_redirect_uris: [],
      jwks: { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] },
    });
  });
  const assertion = () =>
    new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(rp.clientId)
      .setSubject(rp.clientId)
      .setAudience(stage.issuer)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey);
  const ask = (signed: string) =>
    stage.post('/token', {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signed,
    });

  test('proves itself by a signed assertion, each good for one request', async () => {
    const signed = await assertion();
    const answers = await stage.whileWritesWait(() =>
      Promise.all([ask(signed), ask(signed), ask(signed)]),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(2);
    expect((await ask(signed)).body.error).toBe('invalid_client');
    expect((await ask(await assertion())).status).toBe(200);
  });
});

describe('an application that works while the person is away', () => {
  test('keeps its refresh token after sign-out, and asks nobody for consent', async () => {
    const rp = await stage.application('ngoai-gio');
    await stage.allow(rp, official);
    const browser = stage.browser();
    const entered = await stage.enter(browser, rp, official, {
      scope: 'openid offline_access',
      prompt: 'consent',
    });
    const { body } = await stage.redeem(rp, entered);
    expect(body['scope']).toBe('openid offline_access');
    await browser.get(`${stage.issuer}/session/end?id_token_hint=${body.id_token}`);
    expect((await stage.refresh(rp, body.refresh_token)).status).toBe(200);
  });

  test('is told nothing it is not registered for', async () => {
    const plain = await stage.application('toi-thieu', { scope: undefined });
    await stage.allow(plain, official);
    const refused = await stage.enter(stage.browser(), plain, official, { scope: 'openid email' });
    expect(refused.error).toBe('invalid_scope');
    const { tokens } = await stage.tokensOf(plain, official);
    const about = (await stage.userinfo(tokens.access_token)).body;
    expect(about).toHaveProperty('name');
    expect(about).not.toHaveProperty('email');
  });

  test('is told less at once where its scope is narrowed, by tokens it has already', async () => {
    const wide = await stage.application('thu-hep', { scope: 'openid profile email' });
    await stage.allow(wide, official);
    const entered = await stage.enter(stage.browser(), wide, official, {
      scope: 'openid profile email',
    });
    const tokens = (await stage.redeem(wide, entered)).body;
    expect((await stage.userinfo(tokens.access_token)).body).toHaveProperty('email');
    await stage.application('thu-hep', { scope: 'openid profile' });
    await until(async () => !('email' in (await stage.userinfo(tokens.access_token)).body));
    expect((await stage.userinfo(tokens.access_token)).body).toHaveProperty('name');
  });

  test('learns nothing of a refresh token that is another application’s', async () => {
    const [owner, finder] = [await stage.application('chu'), await stage.application('nhat-duoc')];
    await stage.allow(owner, official);
    const { tokens } = await stage.tokensOf(owner, official);
    expect(await stage.introspect(owner, tokens.refresh_token)).toMatchObject({ active: true });
    expect(await stage.introspect(finder, tokens.refresh_token)).toEqual({ active: false });
    expect(await stage.introspect(finder, tokens.access_token)).toMatchObject({ active: true });
  });
});
