// One box for everything: people, units, groups, applications.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addApplication, addPerson } from '../support/people.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
  const { app } = desk.world;
  await addPerson(app, 'dung', { fullName: 'Đặng Văn Dũng' });
  const province = await app.units.create(by, { name: 'Tỉnh An Giang', code: 'H01' });
  const unit = { name: 'Ban Dân tộc và Đặng kiểm', code: 'H01.77', parentId: province.id };
  await app.units.create(by, unit);
  await app.groups.create(by, { code: 'dang-uy', name: 'Nhóm Đặng ủy' });
  await addApplication(app, 'dang-bo');
});
afterAll(() => desk.world.end());

test('a few letters without marks find a person, a unit, a group and an application', async () => {
  const { browser } = desk;
  await browser.get('/');
  const page = await browser.submit({ q: 'DANG' });
  expect(new URL(page.url).pathname).toBe('/search');
  const names = ['Đặng Văn Dũng', 'Ban Dân tộc và Đặng kiểm', 'Nhóm Đặng ủy', 'Phần mềm dang-bo'];
  for (const name of names) expect(page.text).toMatch(new RegExp(`<a href="/[^"]+">${name}`));
  expect(page.text).toContain('value="DANG"');
  // every word counts, in any order
  const one = await browser.get('/search?q=kiem+dan+toc');
  expect(one.text).toContain(names[1]);
  expect(one.text).not.toContain(names[0]);
});

test('each kind shows eight and leads to its whole list; nothing found and nothing asked say what to do', async () => {
  const { browser, world } = desk;
  for (let i = 0; i < 9; i++)
    await world.app.groups.create(by, { code: `to-${i}`, name: `Tổ công tác ${i}` });
  const many = await browser.get('/search?q=to+cong+tac');
  expect(many.text.match(/Tổ công tác \d/g)).toHaveLength(8);
  expect(many.text).toContain('href="/groups?text=to+cong+tac"');
  expect((await browser.get('/search?q=zzzz')).text).toContain('Thử ít từ hơn');
  expect((await browser.get('/search')).text).toContain('ô tìm kiếm ở đầu trang');
  expect((await browser.get(`/search?q=${'a'.repeat(200)}`)).status).toBe(400);
  expect((await browser.get('/search?q=%25')).text).toContain('Thử ít từ hơn');
});
