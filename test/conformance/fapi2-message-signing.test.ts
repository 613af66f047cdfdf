// FAPI 2.0 Message Signing, by the plan of the OpenID Foundation's conformance suite; each test bears the name of the module
// it mirrors. The client is openid-client.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startStage, type Stage } from '../oidc/stage.ts';
import {
  arrive,
  client,
  push,
  request,
  requestObject,
  seconds,
  startParty,
  type Party,
} from './party.ts';

let stage: Stage;
let official: string;
let party: Party;
let keys: client.CryptoKeyPair;
beforeAll(async () => {
  stage = await startStage();
  official = (await stage.person('an')).id;
  party = await startParty(stage, 'ky', official, {
    security_profile: 'fapi2-message-signing',
  });
  client.useJwtResponseMode(party.config);
  keys = await client.randomDPoPKeyPair('ES256');
});
afterAll(() => stage.end());

/** Signed request pushed, answer signed. */
async function enter(more: Record<string, unknown> = {}) {
  const { parameters, checks } = await request(party, { response_mode: 'jwt' });
  const object = await requestObject(stage, party, parameters, more);
  const pushed = await push(stage, party, { request: object });
  return { pushed, checks };
}
const authorizeBy = (uri: unknown) =>
  new URL(
    `${stage.issuer}/auth?${new URLSearchParams({ client_id: party.rp.clientId, request_uri: String(uri) })}`,
  );

test('fapi2-message-signing-final-happy-flow', async () => {
  const { pushed, checks } = await enter();
  expect(pushed.status).toBe(201);
  const back = await arrive(stage, authorizeBy(pushed.body['request_uri']), official);
  const response = back.searchParams.get('response')!;
  expect(decodeProtectedHeader(response)).toMatchObject({ alg: 'PS256' });
  expect(decodeJwt(response)).toMatchObject({ iss: stage.issuer, aud: party.rp.clientId });
  const DPoP = client.getDPoPHandle(party.config, keys);
  const answer = await client.authorizationCodeGrant(party.config, back, checks, undefined, {
    DPoP,
  });
  expect(answer.claims()!.sub).toBe(official);
  const told = await client.tokenIntrospection(party.config, answer.access_token);
  expect(told).toMatchObject({ active: true, client_id: party.rp.clientId });
});

test('fapi2-message-signing-final-ensure-unsigned-request-at-par-fails', async () => {
  const { parameters } = await request(party, { response_mode: 'jwt' });
  const { status, body } = await push(stage, party, parameters);
  expect([status, body.error]).toEqual([400, 'invalid_request']);
});

test.each([
  ['without-exp-fails', { exp: undefined }],
  ['without-nbf-fails', { nbf: undefined }],
  ['expired-request-object-fails', { exp: seconds() - 3600, nbf: seconds() - 4000 }],
  ['with-exp-over-60-fails', { exp: seconds() + 4000 }],
  ['with-nbf-over-60-fails', { nbf: seconds() - 4000 }],
  ['with-bad-aud-fails', { aud: 'https://evil.example' }],
  ['with-bad-iss-fails', { iss: 'someone-else' }],
])('fapi2-message-signing-final-ensure-request-object-%s', async (_name, wrong) => {
  const { pushed } = await enter(wrong);
  expect([pushed.status, pushed.body.error]).toEqual([400, 'invalid_request_object']);
});

test('fapi2-message-signing-final-ensure-signed-request-object-with-RS256-fails, and with alg none', async () => {
  const { parameters } = await request(party, { response_mode: 'jwt' });
  const signed = await requestObject(stage, party, parameters);
  const payload = signed.split('.')[1]!;
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const altered = `${signed.slice(0, -8)}AAAAAAAA`;
  for (const object of [`${none}.${payload}.`, altered]) {
    const { status, body } = await push(stage, party, { request: object });
    expect([status, body.error]).toEqual([400, 'invalid_request_object']);
  }
});

test('an answer that is not signed is refused, whatever the request asks', async () => {
  const { parameters } = await request(party, { response_mode: 'query' });
  const { status, body } = await push(stage, party, {
    request: await requestObject(stage, party, parameters),
  });
  expect([status, body.error]).toEqual([400, 'invalid_request']);
});
