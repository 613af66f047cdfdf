// A run that takes its time, watched in the console: in a real browser, whose page looks again by
// itself, and in one without scripts. A lock on the table of accounts holds the run in mid-air.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser as Chromium, Page } from 'playwright-core';
import { system } from '../../src/journal/actor.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  person,
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { goodPassword } from '../support/people.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startDesk, type Desk } from './desk.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let desk: Desk;
let slapd: Slapd;
let chromium: Chromium;
let sourceId: string;

beforeAll(async () => {
  const people = ['lan', 'minh', 'nam'].map((uid) => person(uid, 'snv', `Nguyễn Thị ${uid}`));
  slapd = await startSlapd({
    ldif: [root, service, unit('snv', 'Sở Nội vụ', 'H01.01'), ...people].join('\n'),
  });
  desk = await startDesk();
  chromium = await launchChromium();
  const source = await desk.world.app.sources.save(system, {
    name: 'Thư mục tỉnh',
    everyMinutes: 0,
    settings: {
      urls: [slapd.url],
      security: 'startTls',
      ca: slapd.ca,
      bindDn: serviceDn,
      bases: { people: `ou=units,${suffix}` },
    },
    password: servicePassword,
  });
  sourceId = source.id;
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await desk.world.end();
  await slapd.end();
});

const lock = {
  name: 'test-lock-accounts',
  text: 'LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE',
};

/** Holds every writing of accounts until told to let go. */
async function hold(): Promise<() => Promise<void>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let began = () => {};
  const locked = new Promise<void>((resolve) => (began = resolve));
  const over = desk.world.app.db.transaction(async (tx) => {
    await tx.sql.query(lock);
    began();
    await held;
  });
  await locked;
  return async () => {
    release();
    await over;
  };
}

async function signIn(): Promise<{ page: Page; complaints: string[] }> {
  const context = await chromium.newContext({
    locale: 'vi-VN',
    viewport: { width: 360, height: 800 },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(desk.world.consoleUrl);
  await page.fill('[name=login]', 'quantri');
  await page.fill('[name=password]', goodPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL(`${desk.world.consoleUrl}/`);
  return { page, complaints };
}

describe('a run that takes its time', () => {
  test('its page tells how far it is and turns into the result by itself', async () => {
    const { page, complaints } = await signIn();
    await page.goto(`${desk.world.consoleUrl}/directory/${sourceId}/run`);
    const letGo = await hold();
    await page.click('main button');
    await page.waitForURL(/directory\/runs\//);
    const section = page.locator('#progress');
    await section.locator('[aria-current]', { hasText: 'Ghi thay đổi' }).waitFor();
    expect(await section.innerText()).toMatch(/Người đã đọc\s+4/);
    await page.evaluate(axe);
    const found = await page.evaluate<{ id: string }[]>(
      'axe.run({ resultTypes: ["violations"] }).then((r) => r.violations)',
    );
    expect(found.map(({ id }) => id)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
    const shots = process.env['SHOTS'];
    if (shots) await page.screenshot({ path: `${shots}/run-running-360.png`, fullPage: true });
    const elapsed = async () => /(\d+) giây/.exec(await section.innerText())?.[1];
    const before = await elapsed();
    await page.waitForFunction(
      `!document.querySelector('#progress').innerText.includes(' ${before} giây')`,
    );
    expect(page.url()).toContain('/directory/runs/'); // nobody pressed anything
    await letGo();
    await page.getByText('Đã áp dụng').waitFor();
    expect(await page.locator('#progress').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('without scripts the page says when to load itself again, and has a link', async () => {
    const { browser, world } = desk;
    slapd.modify(
      `dn: uid=lan,ou=snv,ou=units,${suffix}\nchangetype: modify\nreplace: title\ntitle: Phó phòng\n-\nreplace: cn\ncn: Nguyễn Thị Lan Anh\n`,
    );
    const letGo = await hold();
    const started = await world.app.sync.start(system, sourceId);
    const page = await browser.get(`/directory/runs/${started.id}`);
    expect(page.text).toContain('<noscript><meta http-equiv="refresh" content="3" /></noscript>');
    expect(page.text).toContain('>Xem lại</a>');
    const part = await browser.get(`/directory/runs/${started.id}/progress`, {
      headers: { 'hx-request': 'true' },
    });
    expect(part.text).toMatch(/^<section[^]*<\/section>$/);
    expect(part.headers.get('hx-refresh')).toBeNull();
    await letGo();
    await started.ended;
    const end = await browser.get(`/directory/runs/${started.id}/progress`, {
      headers: { 'hx-request': 'true' },
    });
    expect(end.headers.get('hx-refresh')).toBe('true');
    const whole = await browser.get(`/directory/runs/${started.id}`);
    expect(whole.text).toContain('Đã áp dụng');
    expect(whole.text).not.toContain('http-equiv="refresh"');
    expect(await world.app.sync.progress(started.id)).toMatchObject({
      phase: 'applying',
      people: 4,
    });
  });
});
