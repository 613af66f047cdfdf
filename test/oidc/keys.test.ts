import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { by, startSecondNode, startStage, type RelyingParty, type Stage } from './stage.ts';
import { until } from '../support/until.ts';

let stage: Stage;
let second: Awaited<ReturnType<typeof startSecondNode>>;
let official: string;
let rp: RelyingParty;

beforeAll(async () => {
  stage = await startStage();
  second = await startSecondNode(stage);
  official = (await stage.person('an')).id;
  rp = await stage.application('mot', { id_token_signed_response_alg: 'ES256' });
  await stage.allow(rp, official);
});
afterAll(async () => {
  await second.end();
  await stage.end();
});

const kid = (token: string) => decodeProtectedHeader(token).kid!;
const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${stage.issuer}/jwks`)));
const published = async (base: string) => {
  const answer = await stage.get(`${base}/jwks`);
  return (answer.body['keys'] as { kid: string; alg: string }[]).filter((k) => k.alg === 'ES256');
};
const states = async () =>
  (await stage.app.oidc.keys.list()).filter(({ alg }) => alg === 'ES256').map(({ state }) => state);

test('keys are made once, whichever node starts first, and lie sealed', async () => {
  expect(await published(second.issuer)).toEqual(await published(stage.issuer));
  expect(await stage.app.oidc.keys.list()).toHaveLength(5);
  const rows = await stage.app.db.sql.query<{ sealed: string }>({
    name: 'test-keys',
    text: 'SELECT sealed FROM key',
  });
  for (const { sealed } of rows) expect(sealed).toMatch(/^v1\./);
});

test('a rotation signs nobody out: published first, then signing, then verifying only', async () => {
  const { browser, tokens } = await stage.tokensOf(rp, official);
  const old = kid(tokens.id_token);

  expect(await stage.app.oidc.keys.rotate(by)).toHaveLength(5);
  expect(await stage.app.oidc.keys.rotate(by)).toEqual([]); // one is under way
  await until(async () => (await published(second.issuer)).length === 2);
  const refreshed = await stage.refresh(rp, tokens.refresh_token, second.issuer);
  expect(kid(refreshed.body.id_token)).toBe(old);
  await stage.app.oidc.keys.advance();
  expect(await states()).toEqual(['current', 'next']);

  stage.world.pass(601);
  await stage.app.oidc.keys.advance();
  expect(await states()).toEqual(['current', 'previous']);
  let now = refreshed;
  await until(async () => {
    now = await stage.refresh(rp, now.body.refresh_token, second.issuer);
    return kid(now.body.id_token) !== old;
  });
  await until(async () => (await published(stage.issuer))[0]!.kid === kid(now.body.id_token));
  await verify(tokens.id_token); // signed before the rotation
  await verify(now.body.id_token);
  expect((await stage.enter(browser, rp, 'nobody is asked')).code).not.toBe('');
  expect(await stage.journal('key.rotated')).toHaveLength(10);

  stage.world.pass(15 * 24 * 3600);
  await stage.app.oidc.keys.advance();
  expect(await states()).toEqual(['current']);
  await until(async () => (await published(second.issuer)).length === 1);
});

test('keys that have signed long enough get their successors by themselves', async () => {
  stage.world.pass(80 * 24 * 3600); // 95 days in all, of the 90 a key signs
  await stage.app.oidc.keys.advance();
  expect(await states()).toEqual(['current', 'next']);
  stage.world.pass(601);
  await stage.app.oidc.keys.advance();
  expect(await states()).toEqual(['current', 'previous']);
});

test('a key that leaked is gone at once from every node, and what it signed with it', async () => {
  const { tokens } = await stage.tokensOf(rp, official);
  await verify(tokens.id_token);
  const { keys } = stage.app.oidc;
  await keys.replace(by, 'sig', 'máy chủ bị xâm nhập');

  expect(await states()).toEqual(['current']);
  for (const { issuer } of [stage, second])
    await until(async () => !(await published(issuer)).some((k) => k.kid === kid(tokens.id_token)));
  await expect(verify(tokens.id_token)).rejects.toThrow('no applicable key found');
  const { tokens: fresh } = await stage.tokensOf(rp, official);
  await verify(fresh.id_token);
  const [entry] = await stage.journal('key.replaced');
  expect(entry).toMatchObject({ detail: { reason: 'máy chủ bị xâm nhập' } });
});
