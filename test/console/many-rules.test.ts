// More rules of one application than a list gives at once, as an import may bring them.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

test('the last of a thousand and one rules can be taken back', async () => {
  const { app } = desk.world;
  const { application } = await app.applications.apply(by, {
    client_id: 'dong-nguoi',
    name: 'Đông người',
    class: 'shared',
    contact: 'Văn phòng',
  });
  await app.db.pool.query(
    `WITH people AS (
       INSERT INTO account (id, username, kind, state, full_name, search_key, sort_key)
       SELECT gen_random_uuid(), 'dong' || n, 'official', 'active', 'Đông', 'dong', 'dong'
       FROM generate_series(1, 1000) n RETURNING id)
     INSERT INTO "grant" (id, subject, account_id, application_id, effect)
     SELECT gen_random_uuid(), 'account', id, $1, 'allow' FROM people`,
    [application.id],
  );
  const { grant } = await app.grants.add(by, {
    subject: { type: 'everyone' },
    applicationId: application.id,
    effect: 'deny',
  });
  const question = await desk.browser.get(`/grants/${grant.id}/remove`);
  expect(question.status).toBe(200);
  await desk.browser.submit({}, 'Thu hồi');
  expect(desk.browser.page.status).toBe(200);
  expect(await app.grants.find(grant.id)).toBeUndefined();
});
