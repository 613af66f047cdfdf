// The console and the second factor: an administrator is never in by a password alone, idles out after
// five minutes for good, helps people who lost theirs, and is told where it has been switched off.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createBrowser, type Browser } from '../support/browser.ts';
import { addPerson, goodPassword, signedIn } from '../support/people.ts';
import { codeAt, giveTotp } from '../support/second-factor.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';
import { addAdministrator } from './desk.ts';

let world: World;
let administrator: { id: string; username: string };
let secret: string;

beforeAll(async () => {
  world = await startWorld();
  administrator = await addAdministrator(world, 'quantri');
});
afterAll(() => world.end());

const isIn = async (browser: Browser) =>
  (await browser.get(`${world.consoleUrl}/`, { follow: false })).status === 200;

async function withPassword(browser = createBrowser(world.consoleUrl)): Promise<Browser> {
  await browser.get(`${world.consoleUrl}/`);
  await browser.submit({ login: 'quantri', password: goodPassword });
  return browser;
}
/** Each time another code: one is good once. */
let steps = 0;
async function withCode(browser: Browser): Promise<Browser> {
  world.pass(30 * (steps += 1));
  await browser.submit({ code: codeAt(secret, world.app.clock.now()) });
  return browser;
}

it('says on the start page that administrators come in by password alone', async () => {
  const browser = await withPassword();
  expect(browser.page.text).toContain('/settings/of/secondFactorPeople');
  await world.app.settings.reset(by, 'secondFactorPeople');
  // The session was proved by the password alone: it is not enough any more, from this very request.
  expect(await isIn(browser)).toBe(false);
  const again = await withPassword();
  expect(again.page.title).toContain('Thiết lập bước xác nhận thứ hai');
});

it('opens with a second factor', async () => {
  ({ secret } = await giveTotp(world.app, administrator));
  const browser = await withPassword();
  expect(await isIn(browser)).toBe(false);
  await browser.get(`${world.consoleUrl}/`);
  await withCode(browser);
  expect(browser.page.text).not.toContain('/settings/of/secondFactorPeople');
  expect(await isIn(browser)).toBe(true);
});

it('idles out after five minutes, and a session that is idle as well does not open it again', async () => {
  const browser = await withCode(await withPassword());
  expect(await isIn(browser)).toBe(true);
  world.pass(4 * 60);
  expect(await isIn(browser)).toBe(true);
  world.pass(6 * 60);
  // The identity provider's session goes by the database's clock.
  await world.app.db.pool.query(`UPDATE session_origin SET used_at = now() - interval '6 minutes'`);
  expect(await isIn(browser)).toBe(false);
  await browser.get(`${world.consoleUrl}/`);
  expect(browser.page.text).toContain('name="password"');
});

it('use of the portal is use of the session, written at most once a minute', async () => {
  await addPerson(world.app, 'an');
  const browser = await signedIn(world.app, 'an');
  const account = await world.app.accounts.findByLoginName('an');
  const usedAt = async () => {
    const text = 'SELECT used_at FROM session_origin WHERE account_id = $1';
    const { rows } = await world.app.db.pool.query<{ used_at: Date }>(text, [account!.account.id]);
    return rows[0]!.used_at.getTime();
  };
  await world.app.db.pool.query(`UPDATE session_origin SET used_at = now() - interval '9 minutes'`);
  const before = await usedAt();
  world.pass(31);
  await browser.get(`${world.publicUrl}/account`);
  const after = await usedAt();
  expect(after).toBeGreaterThan(before);
  world.pass(31);
  await browser.get(`${world.publicUrl}/account`);
  expect(await usedAt()).toBe(after);
});

it('resets the second step of a person who lost it: with a reason, journalled, sessions ended', async () => {
  const person = await addPerson(world.app, 'binh', { fullName: 'Lê Bình' });
  await giveTotp(world.app, person);
  await signedIn(world.app, 'binh');
  expect(await world.app.oidc.sessions.list(person.id)).toHaveLength(1);
  const browser = await withCode(await withPassword());
  await browser.get(`${world.consoleUrl}/people/${person.id}/second-step`);
  expect((await browser.submit({ reason: '' })).status).toBe(422);
  const done = await browser.submit({ reason: 'Mất điện thoại, đã xác minh' });
  expect(done.text).toContain('Đã đặt lại xác nhận bước hai');
  expect((await world.app.secondStep.factors.standing(person.id)).enrolled).toBe(false);
  expect(await world.app.oidc.sessions.list(person.id)).toEqual([]);
  const { items } = await world.app.journal.search({ either: person.id, limit: 10 });
  const reset = items.find(({ event }) => event === 'second-factor.reset');
  expect(reset).toMatchObject({
    actorId: administrator.id,
    detail: { reason: 'Mất điện thoại, đã xác minh' },
  });
});

it('an application and a group can ask for it', async () => {
  const { application } = await world.app.applications.apply(by, {
    client_id: 'viec',
    name: 'Việc',
    class: 'shared',
    contact: 'x',
    state: 'active',
    redirect_uris: ['http://localhost:9/viec/callback'],
  });
  const browser = await withCode(await withPassword());
  await browser.get(`${world.consoleUrl}/applications/${application.id}/second-step`);
  await browser.submit({ on: 'yes' });
  expect(await world.app.secondStep.demands.find('application', application.id)).toMatchObject({
    secondFactor: true,
  });
  await browser.get(`${world.consoleUrl}/applications/${application.id}/second-step`);
  await browser.submit({ on: 'no' });
  expect(await world.app.secondStep.demands.find('application', application.id)).toMatchObject({
    secondFactor: false,
  });
});
