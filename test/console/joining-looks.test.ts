// The pages of joining in a real browser: accessible, and nothing scrolls sideways on a telephone.
// SHOTS=folder keeps pictures to look at.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { system } from '../../src/journal/actor.ts';
import { violations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { goodPassword } from '../support/people.ts';
import { startJoiningStage, type JoiningStage } from './joining-stage.ts';

let stage: JoiningStage;
let browser: Browser;
const shots = process.env['SHOTS'];

beforeAll(async () => {
  stage = await startJoiningStage();
  browser = await launchChromium();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await stage.end();
});

async function signedIn(): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(stage.desk.world.consoleUrl);
  await page.fill('[name=login]', 'quantri');
  await page.fill('[name=password]', goodPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL((url) => url.origin === new URL(stage.desk.world.consoleUrl).origin);
  return page;
}

test('are accessible and fit, on a telephone and on a desk', async () => {
  const joined = await stage.joinThem('binh.ag', 'binh.kg');
  const pair = await stage.both('an.ag', 'an.kg');
  await stage.app().grants.add(system, {
    subject: { type: 'account', id: pair.there.id },
    target: { type: 'class', id: 'shared' },
    effect: 'allow',
    conditions: { validTo: Date.parse('2027-01-01T00:00:00+07:00'), days: [1, 2, 3, 4, 5] },
  });
  const paths = {
    queue: '/directory/conflicts',
    pick: `/people/${pair.here.id}/join`,
    join: `/people/${pair.here.id}/join/${pair.there.id}`,
    refused: `/people/${pair.here.id}/join/${pair.here.id}`,
    person: `/people/${joined.here.id}`,
    split: `/people/${joined.here.id}/split/${joined.there.id}`,
  };
  const page = await signedIn();
  for (const width of [360, 1280])
    for (const [name, path] of Object.entries(paths)) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${stage.desk.world.consoleUrl}${path}`);
      expect([name, await violations(page)]).toEqual([name, []]);
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([name, wide <= width]).toEqual([name, true]);
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
    }
}, 120_000);
