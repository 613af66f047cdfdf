// Signing keys in the console: what each does, the rotation, and the day one has leaked.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { atConsole, startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

test('new keys are published by one button, and once only', async () => {
  const { browser, world } = desk;
  await browser.get('/settings');
  const page = await browser.get('/keys');
  for (const alg of ['PS256', 'RS256', 'ES256', 'EdDSA']) expect(page.text).toContain(alg);
  expect(page.text).not.toContain('đã công bố, chưa ký');
  const done = await browser.submit({}, 'Công bố khóa mới');
  expect(done.text).toContain('Đã công bố khóa mới');
  expect(done.text).toContain('đã công bố, chưa ký');
  expect((await browser.submit({}, 'Công bố khóa mới')).text).toContain('không có gì thay đổi');
  expect(await world.app.oidc.keys.list()).toHaveLength(10);
});

test('a leaked key is replaced only with a reason, after the page has said what happens', async () => {
  const { browser, world } = desk;
  const before = await world.app.oidc.keys.list();
  const asked = await browser.get('/keys/cookie/replace');
  expect(asked.text).toContain('phải đăng nhập lại');
  expect((await browser.submit({ reason: ' ' }, 'Thay ngay')).status).toBe(422);
  expect(await world.app.oidc.keys.list()).toEqual(before);
  const done = await browser.submit({ reason: 'Ổ đĩa bị mất' }, 'Thay ngay');
  expect(done.text).toContain('Đã thay khóa trên tất cả máy chủ.');
  const cookies = (await world.app.oidc.keys.list()).filter(({ use }) => use === 'cookie');
  expect(cookies).toMatchObject([{ state: 'current' }]);
  expect(before.map(({ id }) => id)).not.toContain(cookies[0]!.id);
  const { items } = await world.app.journal.search({ event: 'key.replaced', limit: 1 });
  expect(items[0]).toMatchObject({ actorName: 'Trần Thị Quản Trị' });
  expect(JSON.stringify(items[0]!.detail)).toContain('Ổ đĩa bị mất');
  expect((await browser.get('/keys/other/replace')).status).toBe(404);
  await atConsole(world, 'quantri'); // signing in goes on with the new key
});

test('a successor that does not come is told on the start page', async () => {
  const { browser, world } = desk;
  expect((await browser.get('/')).text).not.toContain('quá hạn mà chưa đổi');
  await world.app.db.sql.query({
    name: 'test-old-key',
    text: `UPDATE key SET changed_at = now() - interval '92 days' WHERE alg = 'RS256' AND state = 'current'`,
  });
  expect((await browser.get('/')).text).toContain('Khóa ký RS256 quá hạn mà chưa đổi');
});
