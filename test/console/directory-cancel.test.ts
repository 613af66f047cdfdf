// A run that reads is ended by an administrator, at another node than the one it runs on.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Feed } from '../../src/directory/feed.ts';
import { system } from '../../src/journal/actor.ts';
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
    },
    password: 'x',
  });
  sourceId = source.id;
}, 60_000);
afterAll(() => desk.world.end());

const attributes = new Map([
  ['entryuuid', [Buffer.from('00000000-0000-4000-8000-000000000001')]],
  ['uid', [Buffer.from('lan')]],
  ['cn', [Buffer.from('Nguyễn Thị Lan')]],
]);

/** Gives one person and then nothing more, until it is closed. */
function neverEnding() {
  let close = () => {};
  const closed = new Promise<void>((resolve) => (close = resolve));
  async function* batches() {
    yield { kind: 'people' as const, entries: [{ dn: 'uid=lan,dc=vn', attributes }] };
    await closed;
    throw new Error('closed');
  }
  const ending = () => ({ complete: true, cookie: null });
  return (): Promise<Feed> => Promise.resolve({ mode: 'full', batches: batches(), ending, close });
}

async function untilItReads(): Promise<string> {
  const { sync } = desk.world.app;
  for (let left = 400; left > 0; left--) {
    const [run] = await sync.runs(sourceId);
    if (run?.state === 'running' && (await sync.progress(run.id))?.phase === 'reading')
      return run.id;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('it does not read');
}

test('a run that reads can be cancelled; nothing of it is applied, and it says who did it', async () => {
  const { browser, world } = desk;
  const over = world.app.sync.take(system, sourceId, neverEnding());
  const id = await untilItReads();
  const page = await browser.get(`/directory/runs/${id}`);
  expect(page.text).toContain(`/directory/runs/${id}/cancel`);
  expect((await browser.get(`/directory/runs/${id}/cancel`)).text).toContain(
    'không áp dụng gì của lượt này',
  );
  await browser.submit({}, 'Hủy lượt này');
  expect(await over).toMatchObject({ id, state: 'failed', reason: 'sync.cancelled' });
  const after = await browser.get(`/directory/runs/${id}`);
  expect(after.text).toMatch(/đã hủy lượt này\. Không có gì thay đổi\./);
  expect(after.text).not.toContain(`/directory/runs/${id}/cancel`);
  expect(await world.app.db.prisma.account.count({ where: { sourceId } })).toBe(0);
  expect(
    await world.app.db.prisma.journalEntry.findFirst({ where: { event: 'sync.cancelled' } }),
  ).toMatchObject({ objectId: id });
});

test('a run that is over cannot be cancelled', async () => {
  const { browser, world } = desk;
  const [run] = await world.app.sync.runs(sourceId);
  await browser.get(`/directory/runs/${run!.id}/cancel`);
  const page = await browser.submit({}, 'Hủy lượt này');
  expect(page.status).toBe(422);
  expect(page.text).toContain('không hủy được nữa');
});

test('a run whose node died is closed at once', async () => {
  const { browser, world } = desk;
  const id = '00000000-0000-7000-8000-000000000001';
  await world.app.db.prisma.syncRun.create({ data: { id, sourceId, state: 'running' } });
  await browser.get(`/directory/runs/${id}/cancel`);
  await browser.submit({}, 'Hủy lượt này');
  expect(await world.app.sync.findRun(id)).toMatchObject({
    state: 'failed',
    reason: 'interrupted',
  });
});
