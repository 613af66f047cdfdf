// Columns of a file that nothing is read from: mistyped more often than meant.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDesk, type Desk } from '../console/desk.ts';
import { counts } from './page.ts';
import { upload } from './upload.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

async function preview(file: string): Promise<string> {
  const { path } = await upload(desk, 'people', file);
  await desk.world.app.imports.stop();
  return (await desk.browser.get(path)).text;
}

test('are named before the mistakes they lead to, with those that can be read', async () => {
  const page = await preview('username,full_name,Ghi chú\nla,Người Lạ,x');
  expect(counts(page)).toEqual([1, 0, 0, 0]);
  const unknown = page.indexOf('“full_name”, “Ghi chú”');
  const known = page.indexOf('Các cột đọc được: “Tên đăng nhập”, “Họ và tên”');
  const mistake = page.indexOf('Họ và tên: ');
  expect(unknown).toBeGreaterThan(0);
  expect(known).toBeGreaterThan(unknown);
  expect(mistake).toBeGreaterThan(known);
});

test('are not spoken of where there is none', async () => {
  const page = await preview('username,fullName\nla,Người Lạ');
  expect(counts(page)).toEqual([0, 1, 0, 0]);
  expect(page).not.toContain('Không nhận ra');
});

test('are told with what is missing where a needed one is not there', async () => {
  const refused = await upload(desk, 'people', 'user_name,full_name\nla,Người Lạ');
  expect(refused.status).toBe(422);
  expect(refused.text).toMatch(/id="file-error">[^<]*user_name, full_name[^<]*“Tên đăng nhập”/);
});
