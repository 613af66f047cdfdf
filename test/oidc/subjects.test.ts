// Pairwise subjects: one person, another name in each sector, the same one for ever.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { ApplicationDefinition } from '../../src/applications/definition.ts';
import { by, startSecondNode, startStage, type RelyingParty, type Stage } from './stage.ts';

let stage: Stage;
let official: string;
beforeAll(async () => {
  stage = await startStage();
  official = (await stage.person('an')).id;
});
afterAll(() => stage.end());

const at = (host: string) => ({ redirect_uris: [`https://${host}/callback`] });

async function pairwise(clientId: string, more: Partial<ApplicationDefinition>) {
  const made = await stage.application(clientId, { subject_type: 'pairwise', ...more });
  const rp = { ...made, redirectUri: more.redirect_uris?.[0] ?? made.redirectUri };
  await stage.allow(rp, official);
  return rp;
}

async function subOf(rp: RelyingParty, base?: string) {
  const entered = await stage.enter(stage.browser(), rp, official);
  const { body } = await stage.redeem(rp, entered, base);
  const { sub } = decodeJwt(body.id_token);
  expect((await stage.userinfo(body.access_token)).body['sub']).toBe(sub);
  expect((await stage.introspect(rp, body.access_token))['sub']).toBe(sub);
  return sub;
}

test('each sector has its own, the same at every sign-in and on every node', async () => {
  const one = await pairwise('mot', at('mot.example.gov.vn'));
  const two = await pairwise('hai', at('hai.example.gov.vn'));
  const [first, second] = [await subOf(one), await subOf(two)];
  expect(new Set([first, second, official]).size).toBe(3);
  const node = await startSecondNode(stage);
  try {
    expect(await subOf(one, node.issuer)).toBe(first);
  } finally {
    await node.end();
  }
});

test('applications of one sector share it, on however many hosts', async () => {
  const sector = { sector_identifier_uri: 'https://nhom.example.gov.vn/' };
  const one = await pairwise('ba', { ...at('ba.example.gov.vn'), ...sector });
  const several = [
    ...at('bon.example.gov.vn').redirect_uris,
    'https://nam.example.gov.vn/callback',
  ];
  const two = await pairwise('bon', { redirect_uris: several, ...sector });
  expect(await subOf(one)).toBe(await subOf(two));
});

test('the public ones keep the permanent id', async () => {
  const rp = await stage.application('chung');
  await stage.allow(rp, official);
  expect(await subOf(rp)).toBe(official);
});

test('a resource knows people by its own name and roles for them, not by the client’s', async () => {
  const resource = 'https://kho.example.gov.vn/api';
  const api = await pairwise('kho', {
    ...at('kho.example.gov.vn'),
    resource,
    resource_scopes: ['kho:doc'],
    resource_clients: ['sau'],
  });
  await stage.app.roles.create(by, api.id, { code: 'doc', name: 'Người đọc' });
  const everyone = { applicationId: api.id, subject: { type: 'everyone' } } as const;
  await stage.app.grants.add(by, { ...everyone, effect: 'allow', roles: ['doc'] });
  const rp = await pairwise('sau', at('sau.example.gov.vn'));
  const more = { resource, scope: 'openid kho:doc' };
  const { code, verifier } = await stage.enter(stage.browser(), rp, official, more);
  const { body } = await stage.post(
    '/token',
    {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: rp.redirectUri,
      resource,
    },
    rp,
  );
  const looked = await stage.introspect(api, body.access_token);
  expect(looked).toMatchObject({ sub: await subOf(api), roles: ['doc'] });
});

test('refused: several hosts without a sector, and the device flow', async () => {
  const hosts = ['https://a.example.gov.vn/', 'https://b.example.gov.vn/'];
  await expect(pairwise('bay', { redirect_uris: hosts })).rejects.toMatchObject({
    code: 'application.sector',
  });
  const grants = ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'] as const;
  await expect(
    pairwise('tam', { ...at('tam.example.gov.vn'), grant_types: [...grants] }),
  ).rejects.toMatchObject({ code: 'application.pairwise-device' });
});
