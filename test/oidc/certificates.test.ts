// Applications that prove themselves by a certificate (RFC 8705), as it comes from the reverse proxy. The
// certificates are made by openssl.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplicationDefinition } from '../../src/applications/definition.ts';
import { loadConfig } from '../../src/config.ts';
import { startStage, type Stage } from './stage.ts';

const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
const at = (name: string) => join(folder, name);
const openssl = (...args: string[]) =>
  void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
const pem = (name: string) => readFileSync(at(`${name}.pem`), 'utf8');
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function selfSigned(name: string, subject: string): void {
  openssl('req', '-x509', ...newKey, '-days', '2', '-keyout', `${name}.key`, '-out', `${name}.pem`, '-utf8', '-subj', subject);
} // prettier-ignore

function issue(ca: string, name: string, subject: string, more: string): void {
  openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-utf8', '-subj', subject);
  writeFileSync(at('more'), more);
  openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${ca}.pem`, '-CAkey', `${ca}.key`, '-CAcreateserial', '-days', '2', '-extfile', 'more', '-out', `${name}.pem`);
} // prettier-ignore

const subject = '/C=VN/O=Sở Khoa học, Công nghệ/CN=kho.example.gov.vn';
const subjectDn = 'CN=kho.example.gov.vn,O=Sở Khoa học\\, Công nghệ,C=VN';

let stage: Stage;

beforeAll(async () => {
  selfSigned('ca', '/CN=Test-CA');
  selfSigned('foreign', '/CN=Test-CA');
  issue(
    'ca',
    'good',
    subject,
    'subjectAltName=DNS:kho.example.gov.vn\nextendedKeyUsage=clientAuth',
  );
  issue('ca', 'server', subject, 'extendedKeyUsage=serverAuth');
  issue('ca', 'other', '/C=VN/CN=khac.example.gov.vn', 'subjectAltName=DNS:khac.example.gov.vn');
  issue('foreign', 'fake', subject, 'subjectAltName=DNS:kho.example.gov.vn');
  selfSigned('own', '/CN=own');
  stage = await startStage({
    TRUSTED_PROXIES: '127.0.0.1,::1',
    CLIENT_CERTIFICATE_HEADER: 'X-Client-Cert',
    CLIENT_CERTIFICATE_AUTHORITIES: at('ca.pem'),
  });
}, 60_000);
afterAll(async () => {
  await stage?.end();
  rmSync(folder, { recursive: true });
});

const machine = (clientId: string, more: Partial<ApplicationDefinition>) =>
  stage.application(clientId, {
    grant_types: ['client_credentials'],
    redirect_uris: [],
    post_logout_redirect_uris: [],
    ...more,
  });

/** As a proxy would pass it on. */
async function ask(clientId: string, header: string | undefined, path = '/token', fields = {}) {
  const answer = await fetch(`${stage.issuer}${path}`, {
    method: 'POST',
    headers: { ...(header !== undefined && { 'x-client-cert': header }) },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, ...fields }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}
const escaped = (name: string) => encodeURIComponent(pem(name));
const base64 = (name: string) => new X509Certificate(pem(name)).raw.toString('base64');

describe('a certificate of an authority', () => {
  beforeAll(async () => {
    const method = { token_endpoint_auth_method: 'tls_client_auth' } as const;
    await machine('theo-dn', { ...method, tls_client_auth_subject_dn: subjectDn });
    await machine('theo-dns', { ...method, tls_client_auth_san_dns: 'kho.example.gov.vn' });
  });

  test.each(['theo-dn', 'theo-dns'])(
    'is taken by its name (%s), however the proxy writes it',
    async (id) => {
      for (const header of [escaped('good'), base64('good'), `:${base64('good')}:`])
        expect((await ask(id, header)).status).toBe(200);
    },
  );

  test.each([
    ['of an authority that only has the same name', () => escaped('fake')],
    ['of another application', () => escaped('other')],
    ['that is for servers', () => escaped('server')],
    ['that nobody issued', () => escaped('own')],
    ['that is none', () => 'nonsense'],
    ['that is missing', () => undefined],
  ])('one %s is refused', async (_what, header) => {
    const refused = { status: 401, body: { error: 'invalid_client' } };
    for (const id of ['theo-dn', 'theo-dns'])
      expect(await ask(id, header())).toMatchObject(refused);
  });
});

test('a certificate that was registered is taken, and no other', async () => {
  const { kty, crv, x, y } = new X509Certificate(pem('own')).publicKey.export({ format: 'jwk' });
  await machine('tu-ky', {
    token_endpoint_auth_method: 'self_signed_tls_client_auth',
    jwks: { keys: [{ kty, crv, x, y, x5c: [base64('own')] }] },
  });
  expect((await ask('tu-ky', escaped('own'))).status).toBe(200);
  expect((await ask('tu-ky', escaped('good'))).status).toBe(401);
});

test('a bound token names its certificate, and is refused without it', async () => {
  const { id } = await stage.person('an');
  const rp = await stage.application('gan', {
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: subjectDn,
    tls_client_certificate_bound_access_tokens: true,
  });
  await stage.allow(rp, id);
  const { code, verifier } = await stage.enter(stage.browser(), rp, id);
  const { body } = await ask('gan', escaped('good'), '/token', {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: rp.redirectUri,
  });
  const about = (name?: string) =>
    fetch(`${stage.issuer}/me`, {
      headers: {
        authorization: `Bearer ${body['access_token']}`,
        ...(name && { 'x-client-cert': escaped(name) }),
      },
    });
  expect((await about('good')).status).toBe(200);
  expect((await about('other')).status).toBe(401);
  expect((await about()).status).toBe(401);
  const looked = await ask('gan', escaped('good'), '/token/introspection', {
    token: body['access_token'],
  });
  expect(looked.body['cnf']).toHaveProperty('x5t#S256');
});

test('FAPI 2.0 takes a certificate in the place of a key and DPoP', async () => {
  const fapi = {
    security_profile: 'fapi2',
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: subjectDn,
  } as const;
  await stage.application('fapi', { ...fapi, tls_client_certificate_bound_access_tokens: true });
  const pushed = await ask('fapi', escaped('good'), '/request', {
    response_type: 'code',
    redirect_uri: 'http://localhost:9/fapi/callback',
    scope: 'openid',
    code_challenge: 'A'.repeat(43),
    code_challenge_method: 'S256',
  });
  expect(pushed.status).toBe(201);
  await expect(
    stage.application('fapi-hai', { ...fapi, token_endpoint_auth_method: 'client_secret_basic' }),
  ).rejects.toMatchObject({ code: 'application.profile-authentication' });
});

test('the discovery document says so', async () => {
  const answer = await fetch(`${stage.issuer}/.well-known/openid-configuration`);
  expect(await answer.json()).toMatchObject({
    tls_client_certificate_bound_access_tokens: true,
    token_endpoint_auth_methods_supported: expect.arrayContaining([
      'tls_client_auth',
      'self_signed_tls_client_auth',
    ]) as unknown,
  });
});

test('the header is nothing where it does not come from a trusted proxy', async () => {
  const other = await startStage({
    TRUSTED_PROXIES: '10.0.0.1',
    CLIENT_CERTIFICATE_HEADER: 'X-Client-Cert',
    CLIENT_CERTIFICATE_AUTHORITIES: at('ca.pem'),
  });
  try {
    await other.application('theo-dn', {
      grant_types: ['client_credentials'],
      redirect_uris: [],
      post_logout_redirect_uris: [],
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: subjectDn,
    });
    const answer = await fetch(`${other.issuer}/token`, {
      method: 'POST',
      headers: { 'x-client-cert': escaped('good'), 'x-forwarded-for': '10.0.0.1' },
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'theo-dn' }),
    });
    expect(answer.status).toBe(401);
  } finally {
    await other.end();
  }
});

test('the configuration refuses a header without a proxy, and a file without certificates', () => {
  const base = {
    DATABASE_URL: 'postgresql://a@b/c',
    PUBLIC_URL: 'https://a.example',
    CONSOLE_URL: 'https://b.example',
    SEALING_KEYS: 'ab'.repeat(32),
    CLIENT_CERTIFICATE_HEADER: 'X-Client-Cert',
  };
  expect(() => loadConfig(base)).toThrow('needs TRUSTED_PROXIES');
  const proxied = { ...base, TRUSTED_PROXIES: '127.0.0.1' };
  expect(loadConfig(proxied).certificates).toEqual({ header: 'x-client-cert', authorities: [] });
  const wrong = { ...proxied, CLIENT_CERTIFICATE_AUTHORITIES: at('good.key') };
  expect(() => loadConfig(wrong)).toThrow('holds certificates as PEM');
});
