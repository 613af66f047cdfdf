// One deed on many as work: taken up after a node died, stopped, only for who chose; and what is refused.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addAdministrator, atConsole, startDesk, type Desk } from './desk.ts';
import { addMany, choose, marked } from './many.ts';

let desk: Desk;
let people: { id: string; username: string }[];

beforeAll(async () => {
  desk = await startDesk();
  people = await addMany(desk.world);
});
afterAll(() => desk.world.end());

const idsOf = (from: number, to: number) => people.slice(from, to).map(({ id }) => id);

const stateOf = async (id: string) => (await desk.world.app.accounts.find(id))!.state;

describe('work that goes on', () => {
  const actorOf = (accountId: string) => ({ ...by, accountId, name: 'Người làm' });
  const prepared = (accountId: string, ids: readonly string[]) =>
    desk.world.app.bulks.prepare(actorOf(accountId), {
      action: 'people.sessions',
      ids,
      back: '/people',
    });
  const found = async (accountId: string, id: string) =>
    (await desk.world.app.bulks.find(actorOf(accountId), id))!;
  async function ended(accountId: string, id: string) {
    let bulk = await found(accountId, id);
    for (let i = 0; i < 400 && bulk.state === 'running'; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      bulk = await found(accountId, id);
    }
    return bulk;
  }

  test('what a node left when it died is taken up where it stood', async () => {
    const { app } = desk.world;
    const me = desk.administrator.id;
    const left = await prepared(me, idsOf(0, 30));
    await app.db.pool.query(
      `UPDATE bulk SET state = 'running', started_at = now(), skipped = 20 WHERE id = $1`,
      [left],
    );
    await app.db.pool.query(
      `UPDATE bulk_item SET outcome = 'skipped', reason = 'none' WHERE bulk_id = $1 AND seq <= 20`,
      [left],
    );
    const next = await prepared(me, idsOf(0, 1));
    await app.bulks.start(actorOf(me), next, null);
    expect(await ended(me, left)).toMatchObject({ state: 'done', skipped: 30 });
    expect(await ended(me, next)).toMatchObject({ state: 'done', skipped: 1 });
  });

  test('it can be stopped; what waits then stays as it is', async () => {
    const { app } = desk.world;
    const me = desk.administrator.id;
    const first = await choose(desk, { ...marked, action: 'people.suspend' }, idsOf(1, 60));
    const before = first.url.split('/').at(-1)!;
    const waiting = await prepared(me, idsOf(0, 60));
    await app.bulks.start(actorOf(me), before, 'thử');
    await app.bulks.start(actorOf(me), waiting, null);
    const page = await desk.browser.post(`/bulk/${waiting}/stop`, {});
    expect(page.text).toContain('Đã dừng sau 0 trong 60');
    expect(await ended(me, before)).toMatchObject({ state: 'done', done: 59 });
    expect(await found(me, waiting)).toMatchObject({ state: 'stopped', skipped: 0, done: 0 });
  });

  test('who may not administer any more does nothing more', async () => {
    const { app } = desk.world;
    const other = await addAdministrator(desk.world, 'quantri4');
    const id = await prepared(other.id, idsOf(0, 5));
    await app.accounts.update(by, other.id, { kind: 'official' });
    await app.accounts.suspend(by, other.id, { reason: 'thôi việc' });
    await app.bulks.start(actorOf(other.id), id, null);
    expect(await ended(other.id, id)).toMatchObject({ state: 'stopped', done: 0, skipped: 0 });
  });
});

describe('what cannot be', () => {
  test('nothing chosen, unknown ids, deeds of another list', async () => {
    expect((await choose(desk, { ...marked, action: 'people.suspend' })).status).toBe(422);
    const unknown = ['01a20000-0000-7000-8000-00000000000b', 'x'];
    expect((await choose(desk, { ...marked, action: 'people.suspend' }, unknown)).status).toBe(422);
    const wrong = { list: 'people', action: 'sessions.end', scope: 'marked' };
    expect((await choose(desk, wrong, idsOf(0, 1))).status).toBe(400);
    expect((await choose(desk, { ...marked, action: 'people.delete' }, idsOf(0, 1))).status).toBe(
      400,
    );
    const mixed = await choose(desk, { ...marked, action: 'people.suspend' }, [
      ...unknown,
      ...idsOf(0, 1),
    ]);
    expect(mixed.text).toContain('Áp dụng cho 1 trong 1 đã chọn');
  });

  test('another administrator sees and starts nothing of it; another site neither', async () => {
    const asked = await choose(desk, { ...marked, action: 'people.suspend' }, idsOf(0, 1));
    await addAdministrator(desk.world, 'quantri3');
    const other = await atConsole(desk.world, 'quantri3');
    expect((await other.get(asked.url)).status).toBe(404);
    expect((await other.post(`${asked.url}/run`, { reason: 'x' })).status).toBe(404);
    const foreign = { headers: { origin: 'https://evil.example' } };
    expect((await desk.browser.post(`${asked.url}/run`, { reason: 'x' }, foreign)).status).toBe(
      403,
    );
    expect((await desk.browser.post('/bulk', {}, foreign)).status).toBe(403);
    expect(await stateOf(people[0]!.id)).toBe('active');
  });

  test('a question that nobody answered is forgotten', async () => {
    const asked = await choose(desk, { ...marked, action: 'people.suspend' }, idsOf(0, 1));
    desk.world.pass(3601);
    expect((await desk.browser.get(asked.url)).status).toBe(404);
  });
});
