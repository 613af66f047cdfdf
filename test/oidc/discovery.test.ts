// What the engine says of itself, and that nobody can make it say otherwise.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { request } from 'node:http';
import { startStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.end());

/** fetch() would not let us claim another host. */
function getAs(host: string, path: string, headers: Record<string, string> = {}): Promise<string> {
  const { hostname, port } = new URL(stage.publicUrl);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host, ...headers } }, (res) => {
      let text = '';
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

// First, while nothing is in memory yet.
test('what is sent from memory is what the engine wrote, headers included', async () => {
  for (const path of ['/.well-known/openid-configuration', '/jwks']) {
    const ask = async (query = '') => {
      const answer = await fetch(`${stage.issuer}${path}${query}`, {
        headers: { origin: 'https://spa.example' },
      });
      const { date: _, 'x-request-id': __, ...headers } = Object.fromEntries(answer.headers);
      return { headers, text: await answer.text() };
    };
    const first = await ask();
    expect(await ask('?again')).toEqual(first);
    expect(first.headers).toMatchObject({ 'access-control-allow-origin': 'https://spa.example' });
  }
});

test('says exactly what is offered', async () => {
  const answer = await fetch(`${stage.issuer}/.well-known/openid-configuration`);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  const signing = expect.arrayContaining(['PS256', 'RS256', 'ES256', 'EdDSA']) as unknown;
  const keyEncryption = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW'];
  const contentEncryption = ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'];
  expect(await answer.json()).toEqual({
    issuer: stage.issuer,
    pushed_authorization_request_endpoint: `${stage.issuer}/request`,
    authorization_endpoint: `${stage.issuer}/auth`,
    token_endpoint: `${stage.issuer}/token`,
    userinfo_endpoint: `${stage.issuer}/me`,
    device_authorization_endpoint: `${stage.issuer}/device/auth`,
    introspection_endpoint: `${stage.issuer}/token/introspection`,
    revocation_endpoint: `${stage.issuer}/token/revocation`,
    end_session_endpoint: `${stage.issuer}/session/end`,
    jwks_uri: `${stage.issuer}/jwks`,
    acr_values_supported: ['urn:motchia:acr:password', 'urn:motchia:acr:mfa'],
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    claim_types_supported: ['normal'],
    claims_parameter_supported: true,
    claims_supported: expect.arrayContaining(['sub', 'sid', 'acr', 'amr', 'auth_time', 'org']),
    code_challenge_methods_supported: ['S256'],
    grant_types_supported: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:token-exchange',
    ],
    id_token_signing_alg_values_supported: signing,
    userinfo_signing_alg_values_supported: signing,
    introspection_signing_alg_values_supported: signing,
    authorization_signing_alg_values_supported: signing,
    request_object_signing_alg_values_supported: signing,
    dpop_signing_alg_values_supported: signing,
    id_token_encryption_alg_values_supported: keyEncryption,
    id_token_encryption_enc_values_supported: contentEncryption,
    userinfo_encryption_alg_values_supported: keyEncryption,
    userinfo_encryption_enc_values_supported: contentEncryption,
    introspection_encryption_alg_values_supported: keyEncryption,
    introspection_encryption_enc_values_supported: contentEncryption,
    authorization_encryption_alg_values_supported: keyEncryption,
    authorization_encryption_enc_values_supported: contentEncryption,
    request_object_encryption_alg_values_supported: [],
    request_object_encryption_enc_values_supported: [],
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    response_modes_supported: [
      'form_post',
      'fragment',
      'query',
      'jwt',
      'query.jwt',
      'fragment.jwt',
      'form_post.jwt',
    ],
    response_types_supported: ['code'],
    scopes_supported: expect.arrayContaining([
      'openid',
      'profile',
      'email',
      'phone',
      'org',
      'offline_access',
    ]),
    subject_types_supported: ['public', 'pairwise'],
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: signing,
  });
});

test('is not moved by what a request claims', async () => {
  const { host } = new URL(stage.publicUrl);
  const path = '/oidc/.well-known/openid-configuration';
  const forged = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
  expect(JSON.parse(await getAs(host, path, forged))).toMatchObject({ issuer: stage.issuer });
  expect(await getAs(host, path, forged)).not.toContain('evil.example');
  expect(await getAs('evil.example', path)).not.toContain('authorization_endpoint');
});

test('keys are public ones of the four algorithms', async () => {
  const answer = await fetch(`${stage.issuer}/jwks`);
  const { keys } = (await answer.json()) as { keys: Record<string, string>[] };
  expect(keys.map((key) => key['alg'])).toEqual(
    expect.arrayContaining(['ES256', 'EdDSA', 'PS256', 'RS256']),
  );
  for (const key of keys) expect(key).not.toHaveProperty('d');
});
