// Pages that only a deed leads to: a form refused, a wrong password, an edit that somebody else overtook.
import type { Page } from 'playwright-core';
import type { Demonstration } from '../../src/demo/demonstration.ts';
import { commandLine } from '../../src/journal/actor.ts';
import { demoPassword } from '../../src/demo/cast.ts';
import { sourceName } from '../../src/demo/source.ts';
import { newcomer, withEveryDirectory } from './furnish.ts';
import type { SecondNode } from './second-node.ts';

/** Leaves the page as it is to be looked at. */
export type Scene = (page: Page, origin: string, demo: Demonstration) => Promise<unknown>;

/** Until the page that a deed leads to is there, and sends nobody on. */
async function arriving(page: Page, deed: Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), deed]);
  await page.waitForLoadState('networkidle');
}

export async function signIn(page: Page, login: string, password = demoPassword): Promise<void> {
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', password);
  await arriving(page, page.press('[name=password]', 'Enter'));
}

/** Sends the form of the page as it stands, past what the browser itself would ask for. */
async function send(page: Page, button = 'main form[method=post] button.primary') {
  await page.evaluate('for (const form of document.forms) form.noValidate = true');
  await arriving(page, page.locator(button).last().click());
}

const sentEmpty =
  (path: string): Scene =>
  async (page, origin) => {
    await page.goto(origin + path);
    await send(page);
  };

let edits = 0;

/** Two administrators at the same unit; this one is second. */
const overtaken: Scene = async (page, origin, { app }) => {
  const { items } = await app.units.search({ text: 'văn phòng', limit: 1 });
  const unit = items[0]!;
  await page.goto(`${origin}/units/${unit.id}/edit`);
  await page.fill('[name=contactPhone]', '0296 3852 000');
  await app.units.update(commandLine, unit.id, { contactPhone: `0296 3000 ${100 + ++edits}` });
  await send(page);
};

/** What a mapping would make of the people that the directory holds now. */
const mappingTried: Scene = async (page, origin, { app }) => {
  const source = (await app.sources.list()).find(({ name }) => name === sourceName)!;
  await page.goto(`${origin}/directory/${source.id}/mapping`);
  await send(page, 'button[value=look]');
};

/** A few entries, read in the third step of the guided set-up. */
const setUpSampled: Scene = async (page, origin, { app }) => {
  const source = (await app.sources.list()).find(({ name }) => name === sourceName)!;
  await page.goto(`${origin}/directory/${source.id}/set-up/sample`);
  await send(page, 'button[value=look]');
};

export const consoleScenes: Readonly<Record<string, Scene>> = {
  'person-refused': sentEmpty('/people/new'),
  'group-refused': sentEmpty('/groups/new'),
  'application-refused': sentEmpty('/applications/new'),
  'wizard-refused': sentEmpty('/applications/wizard'),
  'source-refused': sentEmpty('/directory/new'),
  'import-refused': sentEmpty('/imports'),
  'edit-overtaken': overtaken,
  'mapping-tried': mappingTried,
  'set-up-sampled': setUpSampled,
};

let tries = 0;

/** Somebody else each time: a few wrong passwords for one name, and it has to wait. */
async function nextOfficial({ app }: Demonstration): Promise<string> {
  const { items } = await app.accounts.search({ kind: 'official', state: 'active', limit: 60 });
  return items[20 + tries++]!.username;
}

export const strangerScenes: Readonly<Record<string, Scene>> = {
  'wrong-password': async (page, origin, demo) =>
    withEveryDirectory(demo.app, async () => {
      await page.goto(origin);
      await signIn(page, await nextOfficial(demo), 'not the password');
    }),
  'directory-lost': async (page, origin) => {
    await page.goto(origin);
    await signIn(page, `ten.khong.co.${++tries}`);
  },
  'held-back': async (page, origin) => {
    const held = /\d (giây|seconds?)/;
    for (let tried = 0; tried < 12 && !held.test(await page.content()); tried++) {
      await page.goto(origin);
      await signIn(page, 'trucban', 'not the password');
    }
  },
  'must-change-password': async (page, origin) => {
    await page.goto(origin);
    await signIn(page, newcomer);
  },
  'application-refused': async (page, _origin, { applicationUrls }) => {
    await page.goto(`${applicationUrls[2]}`);
    await arriving(page, page.locator('a[href*=login], button').first().click());
    await signIn(page, 'nvan.skhcn');
  },
};

let addresses = 0;

/** As a load balancer would: the one name that people know now leads to this node. */
async function leadTo(node: SecondNode, page: Page, publicUrl: string): Promise<void> {
  const address = `10.67.1.${++addresses}`;
  await page.route(`${publicUrl}/**`, async (route) => {
    const request = route.request();
    const { host, pathname, search } = new URL(request.url());
    const headers = { ...request.headers(), host, 'x-forwarded-for': address };
    const url = node.url + pathname + search;
    await route.fulfill({ response: await route.fetch({ url, headers, maxRedirects: 0 }) });
  });
}

/** What the whole site shows when something is wrong with it. Each leaves the node as it needs it. */
export const troubleScenes = (node: SecondNode): Readonly<Record<string, Scene>> => ({
  'too-many-sign-ins': async (page, origin) => {
    node.line.restore();
    await page.unrouteAll();
    const begins = page.waitForRequest((request) => request.url().includes('/oidc/auth?'));
    await page.goto(origin);
    const signIn = (await begins).url();
    await leadTo(node, page, origin);
    let status = 200;
    for (let tried = 0; tried < 9 && status !== 429; tried++)
      status = (await page.goto(signIn))?.status() ?? 0;
    if (status !== 429) throw new Error(`nothing held the sign-ins back: ${status}`);
  },
  'database-lost': async (page, origin) => {
    await page.unrouteAll();
    await leadTo(node, page, origin);
    node.line.cut();
    const status = (await page.goto(`${origin}/sign-in/lost`))?.status();
    if (status !== 503) throw new Error(`the database was not missed: ${status}`);
  },
});
