// Passkeys with a real browser and Chromium's virtual authenticator: made in the portal, given as second
// step and as the only one, refused when they have been copied. And the new pages as everybody sees them.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { listen, urlOf } from '../oidc/stage.ts';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { commandLine as by } from '../../src/journal/actor.ts';
import { launchChromium } from '../support/chromium.ts';
import { violations } from '../support/axe.ts';
import { addApplication, addPerson, authorizeUrl, goodPassword } from '../support/people.ts';
import { codeAt, giveTotp, secretOn } from '../support/second-factor.ts';
import { startWorld, type World } from '../support/world.ts';

const mfa = 'urn:motchia:acr:mfa';
let world: World;
let chromium: Browser;
let relying: Server;
let application: Awaited<ReturnType<typeof addApplication>>;

beforeAll(async () => {
  world = await startWorld();
  relying = await listen(createServer((_req, res) => res.end('application')));
  application = await addApplication(world.app, 'viec', urlOf(relying));
  await world.app.grants.add(by, {
    applicationId: application.id,
    effect: 'allow',
    subject: { type: 'everyone' },
  });
  await world.app.settings.save(by, { secondFactorPeople: 'nobody', secondFactorOutside: 'no' });
  chromium = await launchChromium();
});
afterAll(async () => {
  await chromium?.close();
  relying?.closeAllConnections();
  relying?.close();
  await world.end();
});

type Desk = {
  context: BrowserContext;
  page: Page;
  cdp: CDPSession;
  authenticator: string;
  complaints: string[];
};

async function desk(hasUserVerification = true): Promise<Desk> {
  const context = await chromium.newContext({
    locale: 'vi-VN',
    viewport: { width: 360, height: 800 },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 422/.test(message.text()))
      complaints.push(message.text());
  });
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification,
      isUserVerified: hasUserVerification,
      automaticPresenceSimulation: true,
    },
  });
  return { context, page, cdp, authenticator: authenticatorId, complaints };
}

async function password(page: Page, username: string): Promise<void> {
  await page.fill('#login', username);
  await page.fill('#password', goodPassword);
  await page.click('button.primary');
}
const atApplication = (page: Page) => page.waitForURL(/callback\?code=/);
const toApplication = (page: Page, more: Record<string, string> = {}) =>
  page.goto(authorizeUrl(world.app, application, more));
const looksRight = async (page: Page): Promise<void> => {
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
};
const amrOf = async (accountId: string) =>
  (await world.app.oidc.sessions.list(accountId)).map(({ amr }) => amr);

/** In the portal, right after signing in. */
async function makeKey({ page }: Desk, username: string): Promise<void> {
  await page.goto(`${world.publicUrl}/account/second-step/passkey`);
  if (await page.$('#password')) await password(page, username);
  // A session that is not fresh, or not yet there, asks once more on the way.
  if (await page.$('#password')) await password(page, username);
  await page.waitForSelector('form.passkey:not([hidden])');
  await looksRight(page);
  await page.fill('#key-name', 'Máy ở phòng');
  await page.click('form.passkey button');
  await page.waitForSelector('.codes');
  await looksRight(page);
}

it('made in the portal, given after the password, then instead of it', async () => {
  const person = await addPerson(world.app, 'khoa1');
  const mine = await desk();
  const { page, context } = mine;
  await makeKey(mine, 'khoa1');
  await page.goto(`${world.publicUrl}/account/second-step`);
  expect(await page.textContent('main')).toContain('Máy ở phòng');
  await looksRight(page);

  await context.clearCookies();
  await toApplication(page, { acr_values: mfa });
  await password(page, 'khoa1');
  await page.waitForSelector('form.passkey:not([hidden])');
  await looksRight(page);
  await page.click('form.passkey button');
  await atApplication(page);
  expect(await amrOf(person.id)).toContainEqual(['pwd', 'hwk', 'user', 'mfa']);

  await world.app.oidc.sessions.endAll(person.id, by, 'test');
  await context.clearCookies();
  await toApplication(page);
  await page.click('form.passkey button');
  await atApplication(page);
  expect(await amrOf(person.id)).toEqual([['hwk', 'user', 'mfa']]);
  expect(mine.complaints).toEqual([]);
  await context.close();
});

it('a key that does not check its user is a second step, and never the only one', async () => {
  await addPerson(world.app, 'khoa2');
  const mine = await desk(false);
  const { page, context } = mine;
  await makeKey(mine, 'khoa2');
  const { credentials } = await mine.cdp.send('WebAuthn.getCredentials', {
    authenticatorId: mine.authenticator,
  });
  expect(credentials).toHaveLength(1);
  await context.clearCookies();
  await toApplication(page);
  await page.click('form.passkey button');
  await page.waitForSelector('form.passkey [data-failed]:not([hidden])');
  await toApplication(page, { acr_values: mfa });
  await password(page, 'khoa2');
  await page.click('form.passkey button');
  await atApplication(page);
  await context.close();
});

it('a copied key is refused, told, journalled, and opens nothing any more', async () => {
  const person = await addPerson(world.app, 'khoa3');
  const mine = await desk();
  const { page, context, cdp } = mine;
  await makeKey(mine, 'khoa3');
  const about = { authenticatorId: mine.authenticator };
  const { credentials } = await cdp.send('WebAuthn.getCredentials', about);
  await context.clearCookies();
  await toApplication(page);
  await page.click('form.passkey button');
  await atApplication(page);
  // The copy: as it was before it signed.
  await cdp.send('WebAuthn.clearCredentials', about);
  await cdp.send('WebAuthn.addCredential', {
    ...about,
    credential: { ...credentials[0]!, signCount: 0 },
  });
  await context.clearCookies();
  await toApplication(page);
  await page.click('form.passkey button');
  await page.waitForSelector('.notice.bad:not([hidden])');
  expect(await page.textContent('.notice.bad')).toContain('sao chép');
  const [entry] = await world.app.db.sql.query<{ outcome: string }>(
    {
      name: 'test-cloned',
      text: `SELECT outcome FROM journal WHERE event = 'passkey.cloned' AND account_id = $1`,
    },
    [person.id],
  );
  expect(entry).toEqual({ outcome: 'failure' });
  const { passkeys, enrolled } = await world.app.secondStep.factors.standing(person.id);
  expect(enrolled).toBe(false);
  expect(passkeys[0]!.clonedAt).toBeInstanceOf(Date);
  await context.close();
});

it('a challenge is good once', async () => {
  await addPerson(world.app, 'khoa4');
  const mine = await desk();
  const { page, context } = mine;
  await makeKey(mine, 'khoa4');
  await context.clearCookies();
  await toApplication(page);
  const answers: string[] = [];
  await page.route('**/sign-in/*', async (route) => {
    const body = route.request().postData();
    if (body?.includes('step=passkey')) answers.push(body);
    await route.continue();
  });
  await page.click('form.passkey button');
  await atApplication(page);
  await page.unroute('**/sign-in/*');
  await context.clearCookies();
  await toApplication(page);
  const form = page.url();
  const again = await context.request.post(form, {
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: world.publicUrl },
    data: answers[0]!,
  });
  expect(again.status()).toBe(422);
  await context.close();
});

it('adding asks for a sign-in just before, with the second factor where there is one', async () => {
  const person = await addPerson(world.app, 'khoa5');
  const { secret } = await giveTotp(world.app, person);
  const mine = await desk();
  const { page, context } = mine;
  await page.goto(`${world.publicUrl}/account/second-step`);
  await password(page, 'khoa5');
  await page.click('a[href="/account/second-step/totp"]');
  await password(page, 'khoa5');
  await page.fill('#code', codeAt(secret, new Date(world.app.clock.now().getTime() + 30_000)));
  await looksRight(page);
  await page.click('button.primary');
  await page.waitForSelector('.qr');
  await looksRight(page);
  const next = secretOn(await page.content());
  await page.fill('#code', codeAt(next, world.app.clock.now()));
  await page.click('button.primary');
  await page.waitForSelector('.notice.ok');
  expect(next).not.toBe(secret);
  await page.click('a[href="/account/second-step/remove/totp"]');
  await looksRight(page);
  await page.click('button.danger-fill');
  await page.waitForSelector('.notice.ok');
  expect((await world.app.secondStep.factors.standing(person.id)).enrolled).toBe(false);
  await context.close();
});
