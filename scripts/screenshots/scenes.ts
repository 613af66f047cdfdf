// Pages that only a deed leads to: a form refused, a wrong password, an edit that somebody else overtook.
import type { Page } from 'playwright-core';
import type { Demonstration } from '../../src/demo/demonstration.ts';
import { commandLine } from '../../src/journal/actor.ts';
import { demoPassword } from '../../src/demo/cast.ts';
import { sourceName } from '../../src/demo/source.ts';
import { newcomer } from './furnish.ts';

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

export const consoleScenes: Readonly<Record<string, Scene>> = {
  'person-refused': sentEmpty('/people/new'),
  'group-refused': sentEmpty('/groups/new'),
  'application-refused': sentEmpty('/applications/new'),
  'wizard-refused': sentEmpty('/applications/wizard'),
  'source-refused': sentEmpty('/directory/new'),
  'import-refused': sentEmpty('/imports'),
  'edit-overtaken': overtaken,
  'mapping-tried': mappingTried,
};

let tries = 0;

/** Somebody else each time: a few wrong passwords for one name, and it has to wait. */
async function nextOfficial({ app }: Demonstration): Promise<string> {
  const { items } = await app.accounts.search({ kind: 'official', state: 'active', limit: 60 });
  return items[20 + tries++]!.username;
}

export const strangerScenes: Readonly<Record<string, Scene>> = {
  'wrong-password': async (page, origin, demo) => {
    await page.goto(origin);
    await signIn(page, await nextOfficial(demo), 'not the password');
  },
  'directory-lost': async (page, origin) => {
    await page.goto(origin);
    await signIn(page, `ten.khong.co.${++tries}`);
  },
  'held-back': async (page, origin) => {
    for (let i = 0; i < 6; i++) {
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
