// What happened to a thing stands on its page, with the way to all of it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

test('a source and an item of a catalogue tell their history, and lead to the whole of it', async () => {
  const { browser, world } = desk;
  const source = await world.app.sources.save(by, {
    name: 'Thư mục tỉnh',
    settings: {
      urls: ['ldap://localhost:9'],
      security: 'startTls',
      bindDn: 'uid=svc,dc=angiang,dc=gov,dc=vn',
      bases: { people: 'ou=people,dc=angiang,dc=gov,dc=vn' },
    },
    password: 'a password of tests',
  });
  await browser.get('/catalogs/position/items/TP');
  expect(browser.page.text).toContain('Chưa có sự kiện nào');
  await browser.submit({ name: 'Trưởng phòng ban' });
  for (const [path, object] of [
    [`/directory/${source.id}`, `type=source&amp;object=${source.id}`],
    ['/catalogs/position/items/TP', 'type=catalog-item&amp;object=position%2FTP'],
  ] as const) {
    const page = await browser.get(path);
    expect(page.text).toContain('Sự kiện gần đây');
    expect(page.text).toContain(`/journal?${object}`);
    const all = await browser.get(`/journal?${object.replace('&amp;', '&')}`);
    expect(all.text.match(/href="\/journal\/\d+"/g)).toHaveLength(1);
  }
});
