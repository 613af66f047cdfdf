import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RuleText } from '../../src/access/rule.ts';
import { createBrowser } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { by, startStage, type RelyingParty, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ TRUSTED_PROXIES: '127.0.0.1,::1' });
});
afterAll(() => stage.end());

const rule = (rp: RelyingParty, accountId: string, text: Partial<RuleText>) =>
  stage.app.grants.add(by, {
    applicationId: rp.id,
    subject: { type: 'account', id: accountId },
    effect: 'allow',
    ...text,
  });
const followBoundaries = () =>
  stage.app.oidc.jobs.find(({ name }) => name === 'access boundaries')!.run();
const endings = async (accountId: string) =>
  (await stage.journal('session.ended')).filter((entry) => entry.account_id === accountId);

test('a rule that ends by time ends tokens and the session there, without anyone touching it', async () => {
  const { app, world } = stage;
  const rp = await stage.application('by-time');
  const [leaves, stays] = [await stage.person('leaves'), await stage.person('stays')];
  const validTo = app.clock.now().getTime() + 60_000;
  await rule(rp, leaves.id, { conditions: { validTo } });
  await rule(rp, stays.id, {});
  await followBoundaries();
  const inside = await stage.tokensOf(rp, leaves.id);
  const other = await stage.tokensOf(rp, stays.id);
  expect((await stage.userinfo(inside.tokens.access_token)).status).toBe(200);
  await followBoundaries();
  expect(await endings(leaves.id)).toEqual([]);
  world.pass(61);
  // At once by the clock, before any job has looked.
  expect((await stage.userinfo(inside.tokens.access_token)).status).toBe(401);
  await followBoundaries();
  expect(await endings(leaves.id)).toMatchObject([{ detail: { reason: 'no-grant' } }]);
  expect(await endings(stays.id)).toEqual([]);
  expect((await stage.refresh(rp, inside.tokens.refresh_token)).body.error).toBe('invalid_grant');
  expect((await stage.userinfo(other.tokens.access_token)).status).toBe(200);
});

test('a post that ends does the same', async () => {
  const { app, world } = stage;
  const rp = await stage.application('by-post');
  const unit = await app.units.create(by, { name: 'Ban Dự án', code: 'BDA' });
  const person = await stage.person('seconded');
  const validTo = new Date(app.clock.now().getTime() + 30_000);
  const post = { id: person.id, accountId: person.id, unitId: unit.id, validTo };
  await app.db.prisma.post.create({ data: post });
  const subject = { type: 'unit', id: unit.id } as const;
  await app.grants.add(by, { applicationId: rp.id, subject, effect: 'allow' });
  await stage.tokensOf(rp, person.id);
  world.pass(31);
  // A look that finds another one going on is taken again.
  await until(async () => {
    await followBoundaries();
    return (await endings(person.id)).length > 0;
  });
  expect(await endings(person.id)).toHaveLength(1);
});

test('from another network the same session may not; what decides is where its browser was last', async () => {
  const rp = await stage.application('by-zone');
  const person = await stage.person('mobile');
  await rule(rp, person.id, { conditions: { zones: ['tslcd'] } });
  const from = (address: string) => createBrowser(stage.publicUrl, { 'x-forwarded-for': address });
  const refused = await stage.enter(from('203.0.113.9'), rp, person.id);
  expect(refused.code).toBe('');
  const browser = from('10.1.2.3');
  const { tokens } = await stage.tokensOf(rp, person.id, browser);
  expect((await stage.userinfo(tokens.access_token)).status).toBe(200);
  await stage.app.zones.update(by, {
    code: 'tslcd',
    name: 'TSLCD',
    ranges: ['10.9.0.0/16'],
    inner: true,
  });
  expect((await stage.userinfo(tokens.access_token)).status).toBe(401);
  await until(async () => (await endings(person.id)).length > 0);
  expect(await endings(person.id)).toMatchObject([{ detail: { reason: 'outside-zone' } }]);
});

test('without a second factor one is asked for, as the rule wants it', async () => {
  const rp = await stage.application('by-proof');
  const person = await stage.person('weak');
  await rule(rp, person.id, { conditions: { strong: true } });
  const { page } = await stage.enter(stage.browser(), rp, person.id);
  expect(page.status).toBe(403);
  expect(JSON.parse(page.text)).toMatchObject({
    prompt: { name: 'second-factor', details: { reasons: ['rule'], putOffUntil: null } },
  });
});

test('roles are told to an application that asks for them, and to no other', async () => {
  const scope = 'openid profile roles offline_access';
  const [asks, asksNot] = [
    await stage.application('roles', { scope }),
    await stage.application('roles-not'),
  ];
  const person = await stage.person('editor');
  for (const rp of [asks, asksNot]) {
    for (const code of ['reader', 'editor', 'auditor'])
      await stage.app.roles.create(by, rp.id, { code, name: code });
    await rule(rp, person.id, { roles: ['reader', 'editor'] });
    const everyone = { type: 'everyone' } as const;
    const over = { validTo: stage.app.clock.now().getTime() - 1000 };
    const grant = { applicationId: rp.id, subject: everyone, effect: 'allow' } as const;
    await stage.app.grants.add(by, { ...grant, roles: ['reader'] });
    await stage.app.grants.add(by, { ...grant, roles: ['auditor'], conditions: over });
  }
  const rolesAt = async (rp: RelyingParty, scopes: string) => {
    const entered = await stage.enter(stage.browser(), rp, person.id, { scope: scopes });
    const { access_token: token } = (await stage.redeem(rp, entered)).body;
    return (await stage.userinfo(token)).body['roles'];
  };
  expect(await rolesAt(asks, 'openid roles')).toEqual(['editor', 'reader']);
  expect(await rolesAt(asks, 'openid profile')).toBeUndefined();
  expect(await rolesAt(asksNot, 'openid profile')).toBeUndefined();
});
