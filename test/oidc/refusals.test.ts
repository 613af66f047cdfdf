import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startStage, type RelyingParty, type Stage } from './stage.ts';

let stage: Stage;
let app1: RelyingParty;

beforeAll(async () => {
  stage = await startStage();
  app1 = await stage.application('mot');
});
afterAll(() => stage.end());

describe('an unusable request', () => {
  const shown = async (url: string, lang = 'vi') =>
    (await stage.browser().get(`${url}&lang=${lang}`, { follow: false })).text;

  test('of an unknown or resting application gives a page in words', async () => {
    const url = stage.authorizeUrl({ ...app1, clientId: 'nobody' }, 'v');
    expect(await shown(url)).toContain('chưa được đăng ký');
    expect(await shown(url, 'en')).toContain('is not registered');
    const draft = await stage.application('draft', { state: 'draft' });
    expect(await shown(stage.authorizeUrl(draft, 'v'))).toContain('chưa được đăng ký');
    const elsewhere = { ...app1, redirectUri: 'https://evil.example/cb' };
    expect(await shown(stage.authorizeUrl(elsewhere, 'v'))).toContain('chưa được đăng ký');
  });

  test.each([
    ['no such path', '/nothing', 404],
    ['a NUL', '/auth?client_id=mot%00&state=%00', 400],
    ['a parameter twice', '/auth?client_id=mot&client_id=hai', 400],
    ['an interaction of nobody', '/auth/abc', 400],
    ['the wrong method', '/token', 404],
    ['sign-out with a forged hint', '/session/end?id_token_hint=x.y.z', 400],
    ['userinfo without a token', '/me', 401],
  ])('%s gives a clear 4xx', async (_what, path, status) => {
    const answer = await fetch(stage.issuer + path, { headers: { accept: 'text/html' } });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(answer.headers.get('x-request-id')!);
  });

  test.each([
    ['a body of the wrong type', { 'content-type': 'application/json' }, '{"grant_type":1}', 400],
    ['an oversized body', {}, new URLSearchParams({ a: 'x'.repeat(70_000) }), 413],
    ['nonsense', {}, new URLSearchParams({ grant_type: 'x', client_id: '\0' }), 401],
  ])('%s gives a clear 4xx', async (_what, headers, body, status) => {
    const answer = await fetch(`${stage.issuer}/token`, {
      method: 'POST',
      headers: { accept: 'application/json', ...headers } as Record<string, string>,
      body,
    });
    expect(answer.status).toBe(status);
  });
});
