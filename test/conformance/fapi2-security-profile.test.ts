// FAPI 2.0 Security Profile, by the plan of the OpenID Foundation's conformance suite; each test bears the name of the module
// it mirrors. The client is openid-client.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { startStage, type Stage } from '../oidc/stage.ts';
import { arrive, client, push, request, startParty, type Party } from './party.ts';

let stage: Stage;
let official: string;
let party: Party;
let keys: client.CryptoKeyPair;
beforeAll(async () => {
  stage = await startStage();
  official = (await stage.person('an')).id;
  party = await startParty(stage, 'fapi', official, { security_profile: 'fapi2' });
  keys = await client.randomDPoPKeyPair('ES256');
});
afterAll(() => stage.end());
const handle = () => client.getDPoPHandle(party.config, keys);

async function tokens() {
  const { parameters, checks } = await request(party);
  const DPoP = handle();
  const url = await client.buildAuthorizationUrlWithPAR(party.config, parameters, { DPoP });
  const back = await arrive(stage, url, official);
  return client.authorizationCodeGrant(party.config, back, checks, undefined, { DPoP });
}

test('fapi2-security-profile-final-discovery-end-point-verification', () => {
  const metadata = party.config.serverMetadata();
  expect(metadata).toMatchObject({
    authorization_response_iss_parameter_supported: true,
    pushed_authorization_request_endpoint: `${stage.issuer}/request`,
    code_challenge_methods_supported: ['S256'],
  });
  expect(metadata.dpop_signing_alg_values_supported).toEqual(
    expect.arrayContaining(['PS256', 'ES256', 'EdDSA']),
  );
  for (const list of [
    metadata.token_endpoint_auth_signing_alg_values_supported,
    metadata.request_object_signing_alg_values_supported,
    metadata.id_token_signing_alg_values_supported,
  ]) {
    expect(list).not.toContain('none');
    expect(list).not.toContain('HS256');
  }
});

test('fapi2-security-profile-final-happy-flow', async () => {
  const answer = await tokens();
  expect(answer.token_type).toBe('dpop');
  expect(answer.claims()).toMatchObject({ sub: official, iss: stage.issuer });
  const about = await client.fetchUserInfo(party.config, answer.access_token, official, {
    DPoP: handle(),
  });
  expect(about.name).toBe('Nguyễn Văn an');
});

test('fapi2-security-profile-final-refresh-token', async () => {
  const { refresh_token: token = '' } = await tokens();
  const again = await client.refreshTokenGrant(party.config, token, undefined, {
    DPoP: handle(),
  });
  expect(again.access_token).toBeTruthy();
  // Not rotated: the first answer may have been lost (section 5.3.2.1).
  expect(again.refresh_token ?? token).toBe(token);
  // Bound to the application's key, not to the proof's (RFC 9449, section 5): another application has no use for it.
  const other = await startParty(stage, 'fapi-khac', official, { security_profile: 'fapi2' });
  await expect(
    client.refreshTokenGrant(other.config, token, undefined, {
      DPoP: client.getDPoPHandle(other.config, keys),
    }),
  ).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(client.refreshTokenGrant(party.config, token)).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

test('fapi2-security-profile-final-ensure-request-object-is-not-required … but PAR is', async () => {
  const { parameters } = await request(party);
  const url = client.buildAuthorizationUrl(party.config, parameters);
  const back = await arrive(stage, url, official);
  expect(back.searchParams.get('error')).toBe('invalid_request');
  expect(back.searchParams.get('iss')).toBe(stage.issuer);
});

test('fapi2-security-profile-final-par-attempt-reuse-request_uri', async () => {
  const { parameters, checks } = await request(party);
  const DPoP = handle();
  const url = await client.buildAuthorizationUrlWithPAR(party.config, parameters, { DPoP });
  const back = await arrive(stage, url, official);
  await client.authorizationCodeGrant(party.config, back, checks, undefined, { DPoP });
  const again = await stage.browser().get(url.href, { follow: false });
  expect(again.location).toBeUndefined();
  expect(again.status).toBe(400);
});

test('fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second', async () => {
  const { parameters, checks } = await request(party);
  const DPoP = handle();
  const url = await client.buildAuthorizationUrlWithPAR(party.config, parameters, { DPoP });
  const back = await arrive(stage, url, official);
  const first = await client.authorizationCodeGrant(party.config, back, checks, undefined, {
    DPoP,
  });
  await expect(
    client.authorizationCodeGrant(party.config, back, checks, undefined, { DPoP }),
  ).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(
    client.fetchUserInfo(party.config, first.access_token, official, { DPoP }),
  ).rejects.toThrow('server responded with a challenge');
});

test('fapi2-security-profile-final-ensure-dpop-proof-at-par-and-token-endpoints', async () => {
  const { parameters, checks } = await request(party);
  const url = await client.buildAuthorizationUrlWithPAR(party.config, parameters);
  const back = await arrive(stage, url, official);
  await expect(client.authorizationCodeGrant(party.config, back, checks)).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

test('fapi2-security-profile-final-ensure-dpopjkt-mismatch-fails', async () => {
  const { parameters, checks } = await request(party);
  const url = await client.buildAuthorizationUrlWithPAR(party.config, parameters, {
    DPoP: handle(),
  });
  const back = await arrive(stage, url, official);
  const other = client.getDPoPHandle(party.config, await client.randomDPoPKeyPair('ES256'));
  await expect(
    client.authorizationCodeGrant(party.config, back, checks, undefined, { DPoP: other }),
  ).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('a proof is good for one request (RFC 9449, section 11.1)', async () => {
  const answer = await tokens();
  const jwk = await crypto.subtle.exportKey('jwk', keys.publicKey);
  const proof = await new SignJWT({
    htm: 'GET',
    htu: `${stage.issuer}/me`,
    jti: client.randomState(),
    ath: Buffer.from(
      await crypto.subtle.digest('SHA-256', new TextEncoder().encode(answer.access_token)),
    ).toString('base64url'),
  })
    .setProtectedHeader({
      alg: 'ES256',
      typ: 'dpop+jwt',
      jwk: { kty: jwk.kty!, crv: jwk.crv!, x: jwk.x!, y: jwk.y! },
    })
    .setIssuedAt()
    .sign(keys.privateKey);
  const ask = () =>
    fetch(`${stage.issuer}/me`, {
      headers: { authorization: `DPoP ${answer.access_token}`, dpop: proof },
    });
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(401);
  // As a bearer token it opens nothing.
  expect((await stage.userinfo(answer.access_token)).status).toBe(401);
});

test('fapi2-security-profile-final-par-without-pkce-code-challenge', async () => {
  const { parameters } = await request(party);
  const { code_challenge: _1, code_challenge_method: _2, ...without } = parameters;
  const { status, body } = await push(stage, party, without);
  expect([status, body.error]).toEqual([400, 'invalid_request']);
});

test('fapi2-security-profile-final-par-plain-pkce (downgrade)', async () => {
  const { parameters } = await request(party, { code_challenge_method: 'plain' });
  const { status, body } = await push(stage, party, parameters);
  expect([status, body.error]).toEqual([400, 'invalid_request']);
});

test('fapi2-security-profile-final-par-ensure-pkce-code-verifier-required, and the right one', async () => {
  for (const pkceCodeVerifier of [undefined, client.randomPKCECodeVerifier()]) {
    const { parameters, checks } = await request(party);
    const DPoP = handle();
    const url = await client.buildAuthorizationUrlWithPAR(party.config, parameters, { DPoP });
    const back = await arrive(stage, url, official);
    const wrong = { ...checks, pkceCodeVerifier: pkceCodeVerifier! };
    await expect(
      client.authorizationCodeGrant(party.config, back, wrong, undefined, { DPoP }),
    ).rejects.toMatchObject({ error: 'invalid_grant' });
  }
});

test('fapi2-security-profile-final-par-attempt-invalid-redirect_uri', async () => {
  const { parameters } = await request(party, { redirect_uri: 'https://evil.example/' });
  const { status, body } = await push(stage, party, parameters);
  expect([status, body.error]).toEqual([400, 'invalid_request']);
});

test('fapi2-security-profile-final-client-test-plan: assertions for another audience are refused', async () => {
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'PS256', kid: party.rp.clientId })
    .setIssuer(party.rp.clientId)
    .setSubject(party.rp.clientId)
    .setAudience(`${stage.issuer}/token`)
    .setJti(client.randomState())
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(party.privateKey);
  const { parameters } = await request(party);
  const { status } = await push(stage, party, { ...parameters, client_assertion: assertion });
  expect(status).toBe(401);
});

test('fapi2-security-profile-final-ensure-redirect-uri-in-authorization-request … and no profile without its key', async () => {
  const { redirect_uri: _gone, ...without } = (await request(party)).parameters;
  expect((await push(stage, party, without)).status).toBe(400);
  await expect(
    stage.application('lo', {
      security_profile: 'fapi2',
      token_endpoint_auth_method: 'client_secret_basic',
    }),
  ).rejects.toMatchObject({ code: 'application.profile-authentication' });
  await expect(
    stage.application('lo', {
      security_profile: 'fapi2',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks_uri: 'https://app.example.gov.vn/jwks',
      id_token_signed_response_alg: 'RS256',
    }),
  ).rejects.toMatchObject({ code: 'application.profile-algorithm' });
});
