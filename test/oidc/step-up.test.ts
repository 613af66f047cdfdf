// A session that the password opened and a second factor makes stronger, as relying applications see it:
// because a rule of the province asks, or because the application does. The pages are the product's own.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { acr } from '../../src/oidc/claims.ts';
import { client, request, startParty, type Party } from '../conformance/party.ts';
import type { Browser } from '../support/browser.ts';
import { addPerson, follow, goodPassword, signedIn } from '../support/people.ts';
import { codeAt, giveTotp, withoutSecondFactor } from '../support/second-factor.ts';
import { by, startStage, type Stage } from './stage.ts';

const scope = 'openid profile roles';
const definition = { scope, id_token_signed_response_alg: 'PS256' } as const;

let stage: Stage;
let plain: Party;
let ruled: Party;
beforeAll(async () => {
  stage = await startStage({ TRUSTED_PROXIES: '127.0.0.1,::1' });
  await withoutSecondFactor(stage.app);
  plain = await startParty(stage, 'plain', undefined, definition);
  ruled = await startParty(stage, 'ruled', undefined, definition);
  await stage.app.roles.create(by, ruled.rp.id, { code: 'editor', name: 'Biên tập' });
  const everyone = { subject: { type: 'everyone' }, effect: 'allow' } as const;
  await stage.app.grants.add(by, { ...everyone, applicationId: plain.rp.id });
  const strong = { conditions: { strong: true }, roles: ['editor'] };
  await stage.app.grants.add(by, { ...everyone, ...strong, applicationId: ruled.rp.id });
});
afterAll(() => stage.end());

async function somebody(username: string) {
  const person = await addPerson(stage.app, username);
  const { secret } = await giveTotp(stage.app, person);
  const next = () => codeAt(secret, new Date(stage.app.clock.now().getTime() + 30_000));
  return { ...person, next };
}

/** Leaves for the sign-in; `page` is where the browser is stopped: a page of ours or the application. */
async function leave(party: Party, browser: Browser, more: Record<string, string> = {}) {
  const { parameters, checks } = await request(party, { scope, ...more });
  const url = client.buildAuthorizationUrl(party.config, parameters);
  const page = await follow(browser, browser.get(url.href, { follow: false }));
  return { page, checks };
}
const send = (browser: Browser, fields: Record<string, string>, button?: string) =>
  follow(browser, browser.submit(fields, button, { follow: false }));

type Left = Awaited<ReturnType<typeof leave>>;
async function arrive(party: Party, { page, checks }: Left) {
  const tokens = await client.authorizationCodeGrant(party.config, new URL(page.location!), checks);
  return { tokens, claims: tokens.claims()! };
}
const refresh = (party: Party, { refresh_token: token }: { refresh_token?: string }) =>
  client.refreshTokenGrant(party.config, token!);

/** With the password alone. */
async function enterPlain(browser: Browser, login: string) {
  const left = await leave(plain, browser);
  const page = await send(browser, { login, password: goodPassword });
  return arrive(plain, { ...left, page });
}
const errorOf = ({ page }: Left) => new URL(page.location!).searchParams.get('error');

test('a rule that asks for a second factor is met at the door, in the session there is', async () => {
  const person = await somebody('lan');
  const browser = stage.browser();
  const first = await enterPlain(browser, person.username);
  expect(first.claims).toMatchObject({ acr: acr.password, amr: ['pwd'] });
  const [session] = await stage.app.oidc.sessions.list(person.id);

  const left = await leave(ruled, browser);
  expect(left.page.status).toBe(200);
  expect(left.page.text).toContain('one-time-code');
  expect(left.page.text).toContain('Quyền vào ứng dụng này');
  const page = await send(browser, { code: person.next() });
  const entered = await arrive(ruled, { ...left, page });
  const proof = { acr: acr.strong, amr: ['pwd', 'otp', 'mfa'] };
  const { auth_time: since, sid } = entered.claims;
  expect(entered.claims).toMatchObject({ ...proof, auth_time: first.claims.auth_time });
  const about = () => client.fetchUserInfo(ruled.config, entered.tokens.access_token, person.id);
  expect((await about())['roles']).toEqual(['editor']);
  expect(await stage.app.oidc.sessions.list(person.id)).toMatchObject([{ id: session!.id }]);

  const again = await arrive(plain, await leave(plain, browser));
  expect(again.claims).toMatchObject({ ...proof, sid: first.claims['sid'], auth_time: since });

  // Each new ID token tells of the sign-in that its tokens come from.
  const renewed = await refresh(ruled, entered.tokens);
  expect(renewed.claims()).toMatchObject({ ...proof, sid, auth_time: since });
  const older = await refresh(plain, first.tokens);
  expect(older.claims()).toMatchObject({ acr: acr.password, amr: ['pwd'], auth_time: since });
  expect((await about())['roles']).toEqual(['editor']);
});

test('an application that is running asks for it by acr_values, and goes on with the same session', async () => {
  const person = await somebody('minh');
  const browser = stage.browser();
  const before = await enterPlain(browser, person.username);
  const none = await leave(plain, browser, { acr_values: acr.strong, prompt: 'none' });
  expect(errorOf(none)).toBe('interaction_required');
  const left = await leave(plain, browser, { acr_values: acr.strong });
  const page = await send(browser, { code: person.next() });
  const { claims, tokens } = await arrive(plain, { ...left, page });
  const { sid, auth_time: since } = before.claims;
  const proof = { acr: acr.strong, amr: ['pwd', 'otp', 'mfa'], sid, auth_time: since };
  expect(claims).toMatchObject(proof);
  expect((await refresh(plain, tokens)).claims()).toMatchObject(proof);
  const silent = await leave(plain, browser, { acr_values: acr.strong, prompt: 'none' });
  expect((await arrive(plain, silent)).claims).toMatchObject(proof);
});

test('who cannot or will not give it stays outside; nobody else is asked for one in vain', async () => {
  const person = await somebody('hoa');
  const browser = stage.browser();
  await enterPlain(browser, person.username);
  expect(errorOf(await leave(ruled, browser, { prompt: 'none' }))).toBe('interaction_required');
  const left = await leave(ruled, browser);
  const back = await send(browser, {}, 'Quay lại ứng dụng');
  expect(errorOf({ ...left, page: back })).toBe('access_denied');

  // No grace, no trusted device: the rule wants the factor itself.
  await stage.app.settings.save(by, { enrolAtSignIn: 'portal-only', secondFactorGraceDays: 30 });
  const without = await addPerson(stage.app, 'khong-co');
  const other = stage.browser();
  await enterPlain(other, without.username);
  const stuck = await leave(ruled, other);
  expect(stuck.page.text).toContain('Trang Tài khoản'.slice(6));
  expect(stuck.page.text).not.toContain('Để sau');
  const gone = await send(other, {}, 'Quay lại ứng dụng');
  expect(errorOf({ ...stuck, page: gone })).toBe('access_denied');
  await stage.app.settings.save(by, { enrolAtSignIn: 'anywhere', secondFactorGraceDays: 0 });

  const far = await startParty(stage, 'far', undefined, definition);
  const conditions = { strong: true, zones: ['tslcd'] };
  const rule = { subject: { type: 'everyone' }, effect: 'allow', conditions } as const;
  await stage.app.grants.add(by, { ...rule, applicationId: far.rp.id });
  const refused = await leave(far, browser);
  expect(refused.page.status).toBe(403);
  expect(refused.page.text).not.toContain('one-time-code');
});

test('the page of applications shows what a second factor opens, and does not call it missing', async () => {
  const person = await somebody('thu');
  const browser = await signedIn(stage.app, person.username);
  expect((await browser.get('/')).text).toContain('Phần mềm ruled');
  expect((await browser.get('/missing')).text).not.toContain('Phần mềm ruled');
});
