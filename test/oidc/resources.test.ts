// An application that others call (RFC 8707), the tokens it takes (RFC 9068), and calls from one to the
// next on behalf of a person (RFC 8693), as openid-client and a resource server see them.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { ApplicationDefinition } from '../../src/applications/definition.ts';
import { arrive, client, request, startParty, type Party } from '../conformance/party.ts';
import { by, startStage, type RelyingParty, type Stage } from './stage.ts';

const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const files = 'https://ho-so.example.gov.vn/api';
const archive = 'https://luu-tru.example.gov.vn/api';
const ledger = 'https://so.example.gov.vn/api';

let stage: Stage;
let official: string;
let party: Party;
let api: RelyingParty; // opaque tokens, and calls further
let store: RelyingParty; // JWT
let end: RelyingParty; // opaque, at the end of the chain

const resource = (name: string, more: Partial<ApplicationDefinition>) =>
  stage.application(name, {
    redirect_uris: [],
    post_logout_redirect_uris: [],
    grant_types: [],
    scope: 'openid',
    ...more,
  });

beforeAll(async () => {
  stage = await startStage();
  official = (await stage.person('an')).id;
  party = await startParty(stage, 'cong', official, {
    id_token_signed_response_alg: 'PS256',
    grant_types: ['authorization_code', 'refresh_token'],
  });
  api = await resource('ho-so', {
    resource: files,
    grant_types: [tokenExchange],
    resource_scopes: ['hoso:doc', 'hoso:ghi'],
    resource_clients: ['cong', 'may'],
  });
  store = await resource('luu-tru', {
    resource: archive,
    access_token_format: 'jwt',
    grant_types: [tokenExchange],
    resource_scopes: ['kho:doc'],
    resource_clients: ['cong', 'ho-so'],
  });
  end = await resource('so', {
    resource: ledger,
    access_token_seconds: 600,
    resource_clients: ['ho-so', 'luu-tru'],
  });
  for (const rp of [api, store, end]) await stage.allow(rp, official);
});
afterAll(() => stage.end());

/** Through the sign-in, and a token for that resource. */
async function enter(scope: string, wanted: string, accountId = official, who = party) {
  const { parameters, checks } = await request(who, { scope, resource: wanted });
  const url = client.buildAuthorizationUrl(who.config, parameters);
  const at = await arrive(stage, url, accountId);
  return client.authorizationCodeGrant(who.config, at, checks, { resource: wanted });
}

async function answerAtTheDoor(wanted: string, accountId = official) {
  const { parameters } = await request(party, { resource: wanted });
  const at = await arrive(stage, client.buildAuthorizationUrl(party.config, parameters), accountId);
  return at.searchParams.get('error');
}

const exchange = (
  rp: RelyingParty,
  subject: string,
  fields: Record<string, string>,
): ReturnType<Stage['post']> =>
  stage.post(
    '/token',
    {
      grant_type: tokenExchange,
      subject_token: subject,
      subject_token_type: accessToken,
      ...fields,
    },
    rp,
  );

/** What a resource server does with a JWT. */
async function verify(token: string, audience: string) {
  const keys = createRemoteJWKSet(new URL(`${stage.issuer}/jwks`));
  return jwtVerify(token, keys, { issuer: stage.issuer, audience, typ: 'at+jwt' });
}

/** Somebody of their own, whose access can be taken away. */
async function somebody(username: string, ...rps: RelyingParty[]) {
  const { id } = await stage.person(username);
  const grants = [];
  for (const rp of [party.rp, ...rps]) grants.push((await stage.allow(rp, id)).grant.id);
  return { id, grants };
}

describe('a token for a resource', () => {
  test('names it, holds the scopes asked for and there, and the resource may look it up', async () => {
    const tokens = await enter('openid profile hoso:doc la:gi', files);
    expect(tokens.scope).toBe('hoso:doc');
    expect(await stage.introspect(api, tokens.access_token)).toMatchObject({
      active: true,
      aud: files,
      sub: official,
      client_id: 'cong',
      scope: 'hoso:doc',
    });
    expect((await stage.userinfo(tokens.access_token)).status).toBe(403);
    expect(await stage.introspect(store, tokens.access_token)).toEqual({ active: false });
    expect(await stage.journal('token.issued')).toContainEqual(
      expect.objectContaining({
        account_id: official,
        detail: { scope: 'hoso:doc', resource: files },
      }),
    );
  });

  test('as JWT it is read without asking, for five minutes', async () => {
    const tokens = await enter('openid kho:doc', archive);
    const { payload, protectedHeader } = await verify(tokens.access_token, archive);
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'RS256' });
    expect(payload).toMatchObject({ sub: official, client_id: 'cong', scope: 'kho:doc' });
    expect(payload).toHaveProperty('auth_time');
    expect(payload.exp! - payload.iat!).toBe(300);
    expect(tokens.expires_in).toBe(300);
    expect((await stage.userinfo(tokens.access_token)).status).toBe(401);
  });

  test('without a resource the token is for userinfo, as ever', async () => {
    const { parameters, checks } = await request(party, { scope: 'openid', resource: files });
    const at = await arrive(
      stage,
      client.buildAuthorizationUrl(party.config, parameters),
      official,
    );
    const tokens = await client.authorizationCodeGrant(party.config, at, checks);
    expect((await stage.userinfo(tokens.access_token)).status).toBe(200);
  });

  test('a program alone gets one where it is listed', async () => {
    const machine = await stage.application('may', {
      grant_types: ['client_credentials'],
      redirect_uris: [],
      post_logout_redirect_uris: [],
    });
    const ask = (wanted: string) =>
      stage.post(
        '/token',
        { grant_type: 'client_credentials', resource: wanted, scope: 'hoso:ghi' },
        machine,
      );
    const { body } = await ask(files);
    expect(await stage.introspect(api, body.access_token)).toMatchObject({
      active: true,
      aud: files,
      scope: 'hoso:ghi',
    });
    expect((await ask(archive)).body.error).toBe('invalid_target');
  });

  test.each([
    ['a resource that does not list the client', ledger],
    ['a resource that is unknown', 'https://khong-co.example.gov.vn/'],
    ['no address at all', 'ho-so'],
  ])('%s is refused', async (_what, wanted) => {
    expect(await answerAtTheDoor(wanted)).toBe('invalid_target');
  });

  test('the permission for the application does not open the one behind it', async () => {
    const { id } = await somebody('binh');
    expect(await answerAtTheDoor(files, id)).toBe('invalid_target');
    expect(await stage.journal('application.refused')).toContainEqual(
      expect.objectContaining({
        account_id: id,
        application_id: api.id,
        detail: { code: 'no-grant', client: 'cong' },
      }),
    );
  });

  test('access lost at the resource bites at the next look-up and refresh, which spends nothing', async () => {
    const { id, grants } = await somebody('chi', api);
    const tokens = await enter('openid hoso:doc', files, id);
    await stage.app.grants.remove(by, grants[1]!);
    expect(await stage.introspect(api, tokens.access_token)).toEqual({ active: false });
    const refresh = (more: Record<string, string>) =>
      client.refreshTokenGrant(party.config, tokens.refresh_token!, more);
    await expect(refresh({ resource: files })).rejects.toMatchObject({ error: 'invalid_target' });
    const again = await refresh({});
    expect((await stage.userinfo(again.access_token)).status).toBe(200);
  });

  test('a suspended resource takes no tokens', async () => {
    const { access_token: token } = await enter('openid hoso:doc', files);
    await stage.app.applications.setState(by, api.id, 'suspended');
    expect(await answerAtTheDoor(files)).toBe('invalid_target');
    await stage.app.applications.setState(by, api.id, 'active');
    expect(await stage.introspect(api, token)).toMatchObject({ active: true });
  });
});

describe('a call further on behalf of the person', () => {
  test('says through whose hands it went, as JWT and after it', async () => {
    const first = await enter('openid hoso:doc', files);
    const second = await exchange(api, first.access_token, { resource: archive, scope: 'kho:doc' });
    expect(second.body).toMatchObject({ issued_token_type: accessToken, token_type: 'Bearer' });
    expect(second.body).not.toHaveProperty('refresh_token');
    const { payload } = await verify(second.body.access_token, archive);
    expect(payload).toMatchObject({
      sub: official,
      client_id: 'ho-so',
      scope: 'kho:doc',
      act: { sub: 'ho-so' },
    });
    const third = await exchange(store, second.body.access_token, { audience: 'so' });
    expect(await stage.introspect(end, third.body.access_token)).toMatchObject({
      active: true,
      sub: official,
      client_id: 'luu-tru',
      aud: ledger,
      act: { sub: 'luu-tru', act: { sub: 'ho-so' } },
    });
    expect(await stage.journal('token.exchanged')).toContainEqual(
      expect.objectContaining({ account_id: official, application_id: end.id }),
    );
  });

  test('never outlives the token it came from', async () => {
    const first = await enter('openid kho:doc', archive);
    const { body } = await exchange(store, first.access_token, { resource: ledger });
    const looked = await stage.introspect(end, body.access_token);
    expect(looked['exp']).toBeLessThanOrEqual(decodeJwt(first.access_token).exp!);
  });

  test.each(['opaque', 'jwt'] as const)('ends with the session (%s)', async (format) => {
    const { id } = await somebody(`dung-${format}`, api, store, end);
    const [scope, wanted, caller] =
      format === 'jwt' ? ['kho:doc', archive, store] : ['hoso:doc', files, api];
    const first = await enter(`openid ${scope}`, wanted, id);
    const { body } = await exchange(caller, first.access_token, { resource: ledger });
    expect(await stage.introspect(end, body.access_token)).toMatchObject({ active: true });
    await stage.app.oidc.sessions.endAll(id, by, 'test');
    expect(await stage.introspect(end, body.access_token)).toEqual({ active: false });
    const again = await exchange(caller, first.access_token, { resource: ledger });
    expect(again.body.error).toBe('invalid_request');
  });

  test('the person must be allowed at the target, at each look-up too', async () => {
    const { id } = await somebody('giang', api);
    const first = await enter('openid hoso:doc', files, id);
    const refused = await exchange(api, first.access_token, { resource: ledger });
    expect(refused.body.error).toBe('invalid_target');
    const { grant } = await stage.allow(end, id);
    const { body } = await exchange(api, first.access_token, { resource: ledger });
    expect(await stage.introspect(end, body.access_token)).toMatchObject({ active: true });
    await stage.app.grants.remove(by, grant.id);
    expect(await stage.introspect(end, body.access_token)).toEqual({ active: false });
  });

  test('refused: another’s token, a forged one, a wrong target, scope or kind', async () => {
    const mine = (await enter('openid hoso:doc', files)).access_token;
    const others = (await enter('openid kho:doc', archive)).access_token;
    const [head, body, signature] = others.split('.');
    const forged = `${head}.${body}.${signature!.startsWith('A') ? 'B' : 'A'}${signature!.slice(1)}`;
    const to = { resource: ledger };
    const answers = [
      exchange(api, others, to),
      exchange(store, forged, to),
      exchange(api, 'nonsense', to),
      exchange(api, mine, {}),
      exchange(api, mine, { resource: files }),
      exchange(api, mine, { resource: ledger, audience: 'luu-tru' }),
      exchange(api, mine, { ...to, scope: 'kho:doc' }),
      exchange(api, mine, { ...to, actor_token: mine, actor_token_type: accessToken }),
      exchange(api, mine, { ...to, subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' }),
      exchange(end, mine, to),
    ];
    const errors = (await Promise.all(answers)).map((answer) => answer.body.error);
    expect(errors).toEqual([
      'invalid_request',
      'invalid_request',
      'invalid_request',
      'invalid_target',
      'invalid_target',
      'invalid_target',
      'invalid_scope',
      'invalid_request',
      'invalid_request',
      'invalid_request',
    ]);
  });
});
