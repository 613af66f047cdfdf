// Who is signed in now, and the end of a session.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../support/until.ts';
import { addPerson, signedIn } from '../support/people.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

test('sessions are listed newest first, found by person without marks and by address', async () => {
  const { world, browser } = desk;
  await addPerson(world.app, 'dao', { fullName: 'Đào Thị Ánh' });
  await signedIn(world.app, 'dao');
  const { text } = await browser.get('/sessions');
  expect(text.indexOf('Đào Thị Ánh')).toBeGreaterThan(0);
  expect(text.indexOf('Đào Thị Ánh')).toBeLessThan(text.indexOf('>Trần Thị Quản Trị</a>\n', 5000));
  const found = await browser.get('/sessions?text=anh+dao');
  expect(found.text).toContain('Đào Thị Ánh');
  expect(found.text).not.toContain('<span class="line muted">quantri');
  const { items } = await world.app.journal.search({ event: 'sign-in.succeeded', limit: 1 });
  const here = encodeURIComponent(items[0]!.address!);
  expect((await browser.get(`/sessions?address=${here}`)).text).toContain('Đào Thị Ánh');
  expect((await browser.get('/sessions?address=10.9.9.9')).text).toContain(
    'Không có phiên nào khớp',
  );
  expect((await browser.get('/sessions?after=nonsense')).status).toBe(400);
});

test('one of two sessions of a person is ended after a question, and the other stays', async () => {
  const { world, browser } = desk;
  const person = await addPerson(world.app, 'hien', { fullName: 'Mai Hiền' });
  const first = await signedIn(world.app, 'hien');
  const second = await signedIn(world.app, 'hien');
  await browser.get(`/people/${person.id}`);
  const list = await browser.get(`/sessions?person=${person.id}`);
  const ends = [...list.text.matchAll(/href="(\/sessions\/[^"]+\/end)"/g)].map(([, to]) => to!);
  expect(ends).toHaveLength(2);
  const asked = await browser.get(ends[0]!); // the newest: the second
  expect(asked.text).toContain('kết thúc ngay');
  expect((await second.get('/', { follow: false })).status).toBe(200);
  const done = await browser.submit({}, 'Thu hồi');
  expect(done.text).toContain('Đã thu hồi phiên đăng nhập.');
  // The portal hears of it as every application does: by a logout from behind, a moment later.
  await until(async () => (await second.get('/', { follow: false })).status === 303);
  expect((await first.get('/', { follow: false })).status).toBe(200);
  const { items } = await world.app.journal.search({ event: 'session.ended', limit: 1 });
  expect(items[0]).toMatchObject({ accountName: 'Mai Hiền', actorName: 'Trần Thị Quản Trị' });
  expect((await browser.post(ends[0]!, {})).status).toBe(404); // gone already
  expect((await browser.post(`/sessions/${person.id}/%00/end`, {})).status).toBe(404);
});

test('a long list goes on page by page, and nobody is shown twice or left out', async () => {
  const { db } = desk.world.app;
  const person = await addPerson(desk.world.app, 'nhieu', { fullName: 'Nhiều Phiên' });
  await db.sql.query(
    {
      name: 'test-sessions',
      text: `WITH o AS (INSERT INTO session_origin (uid, account_id, address, at)
          SELECT 'uid-' || i, $1::uuid, '10.0.0.1', now() - make_interval(secs => i / 2) FROM generate_series(1, 120) i RETURNING uid)
        INSERT INTO oidc_artifact (model, id, payload, account_id, uid, expires_at)
          SELECT 'Session', uid, '{}', $1, uid, now() + interval '1 hour' FROM o`,
    },
    [person.id],
  );
  const seen: string[] = [];
  let next: string | undefined = `/sessions?person=${person.id}`;
  for (let pages = 0; next && pages < 5; pages++) {
    const { text } = await desk.browser.get(next);
    seen.push(...[...text.matchAll(/\/(uid-\d+)\/end"/g)].map(([, id]) => id!));
    next = /rel="next"\s+href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  }
  expect(seen).toHaveLength(120);
  expect(new Set(seen).size).toBe(120);
});
