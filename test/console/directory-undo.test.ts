// An administrator undoes a run at her desk: asked first, told what collides, and it is done at once.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Feed } from '../../src/directory/feed.ts';
import { commandLine, system } from '../../src/journal/actor.ts';
import { violations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { goodPassword } from '../support/people.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
let sourceId: string;

beforeAll(async () => {
  desk = await startDesk();
  const source = await desk.world.app.sources.save(system, {
    name: 'Thư mục tỉnh',
    everyMinutes: 0,
    settings: {
      urls: ['ldap://localhost:1'],
      security: 'startTls',
      bindDn: 'cn=x,dc=vn',
      bases: { people: 'dc=vn' },
      brake: { maxLeavingPercent: 100, maxLeavingCount: 100 },
    },
    password: 'x',
  });
  sourceId = source.id;
}, 60_000);
afterAll(() => desk.world.end());

const entry = (n: number, name: string) => ({
  dn: `uid=u${n},dc=vn`,
  attributes: new Map([
    ['entryuuid', [Buffer.from(`00000000-0000-4000-8000-00000000000${n}`)]],
    ['uid', [Buffer.from(`u${n}`)]],
    ['cn', [Buffer.from(name)]],
    ['mobile', [Buffer.from(`091234567${n}`)]],
  ]),
});

/** A whole reading of these people. */
async function reading(people: readonly string[]): Promise<string> {
  async function* batches() {
    const entries = people.flatMap((name, n) => (name ? [entry(n, name)] : []));
    yield { kind: 'people' as const, entries };
  }
  const ending = () => ({ complete: true, cookie: null });
  const feed: Feed = { mode: 'full', batches: batches(), ending, close: () => {} };
  const run = await desk.world.app.sync.take(system, sourceId, () => Promise.resolve(feed));
  if (run === 'nothing') throw new Error('nothing changed');
  return run.id;
}

const person = (username: string) =>
  desk.world.app.db.prisma.account.findUniqueOrThrow({ where: { username } });

test('a run is undone from its page, for a reason; where somebody was edited since, only if she says so', async () => {
  const { browser, world } = desk;
  await reading(['Nguyễn Thị Lan', 'Trần Văn Bình', 'Lê Thị Cúc']);
  const runId = await reading(['Nguyễn Thị Làn', '', 'Lê Thị Cức', 'Phạm Văn Mới']);
  const cuc = await person('u2');
  await world.app.db.prisma.account.update({
    where: { id: cuc.id },
    data: { fullName: 'Lê Thị Kim Cúc' },
  });
  const here = `/directory/runs/${runId}`;
  expect((await browser.get(here)).text).toContain(`${here}/undo`);

  const question = await browser.get(`${here}/undo`);
  expect(question.text).toContain('2 người trở lại như trước');
  expect(question.text).toContain('Nguồn “Thư mục tỉnh” bị tắt');
  expect(question.text).toContain('Lê Thị Kim Cúc');

  const unsaid = await browser.submit({ reason: 'Ánh xạ sai' });
  expect(unsaid.status).toBe(422);
  expect(unsaid.text).toContain('chưa hoàn tác gì');
  expect(unsaid.text).toContain('Ánh xạ sai');
  expect(await person('u1')).toMatchObject({ state: 'suspended' });

  const done = await browser.submit({ reason: 'Ánh xạ sai', rest: 'yes' });
  expect(done.text).toContain('Đã hoàn tác');
  expect(done.text).toContain('Ánh xạ sai');
  expect(await person('u0')).toMatchObject({ fullName: 'Nguyễn Thị Lan' });
  expect(await person('u1')).toMatchObject({ state: 'active' });
  expect(await person('u2')).toMatchObject({ fullName: 'Lê Thị Kim Cúc' });
  expect(await person('u3')).toMatchObject({ state: 'suspended', stateReason: 'run-undone' });
  expect(await world.app.sources.find(sourceId)).toMatchObject({ enabled: false });

  const again = await browser.get(`${here}/undo`);
  expect(again.text).not.toContain('<form method="post" action="/directory/runs');
  await expect(
    world.app.sync.undo(commandLine, runId, { reason: 'x', despite: 9 }),
  ).rejects.toMatchObject({ code: 'sync.not-applied' });
});

test('the question is accessible and fits a telephone and a desk', async () => {
  const { world } = desk;
  await world.app.db.prisma.source.updateMany({ data: { enabled: true } });
  const runId = await reading(['Nguyễn Thị Làn', '', 'Lê Thị Cức', 'Phạm Văn Mới']);
  const { id } = await person('u2');
  await world.app.db.prisma.account.update({ where: { id }, data: { fullName: 'Lê Kim Cúc' } });
  const chromium = await launchChromium();
  const shots = process.env['SHOTS'];
  for (const [width, colorScheme, locale] of [
    [360, 'light', 'vi-VN'],
    [1280, 'dark', 'en-GB'],
  ] as const) {
    const context = await chromium.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      locale,
    });
    const page = await context.newPage();
    await page.goto(world.consoleUrl);
    await page.fill('[name=login]', 'quantri');
    await page.fill('[name=password]', goodPassword);
    await page.press('[name=password]', 'Enter');
    await page.waitForURL(`${world.consoleUrl}/`);
    for (const path of ['/undo', '']) {
      await page.goto(`${world.consoleUrl}/directory/runs/${runId}${path}`);
      if (shots)
        await page.screenshot({
          path: `${shots}/run${path.replace('/', '-')}-${width}.png`,
          fullPage: true,
        });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
      expect(await violations(page)).toEqual([]);
    }
    await context.close();
  }
  await chromium.close();
}, 60_000);
