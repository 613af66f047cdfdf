// Lists taken away as files: what the list shows and nothing else, readable, harmless, journalled.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readXlsx } from 'hucre/xlsx';
import { commandLine as by } from '../../src/journal/actor.ts';
import { formatMoment } from '../../src/web/dates.ts';
import { addApplication, addPerson } from '../support/people.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
let unitId: string;
let groupId: string;
let applicationId: string;
let personId: string;

beforeAll(async () => {
  desk = await startDesk();
  const { app } = desk.world;
  const unit = await app.units.create(by, { name: 'Sở Khoa học; "Công nghệ"', code: 'H01.14' });
  const person = await addPerson(app, 'nga', { fullName: '=HYPERLINK("http://evil") Nga' });
  await app.accounts.update(by, person.id, {
    unitId: unit.id,
    phone: '0912 345 678',
    title: 'Chuyên viên',
  });
  await addPerson(app, 'duc', { fullName: 'Lê Hoàng Đức' });
  const above = await app.groups.create(by, { code: 'toan-tinh', name: 'Toàn tỉnh' });
  const group = await app.groups.create(by, { code: 'van-thu', name: 'Văn thư' });
  await app.groups.addGroup(by, above.id, group.id);
  await app.groups.addAccount(by, group.id, person.id);
  const application = await addApplication(app, 'van-ban');
  const rule = { applicationId: application.id, effect: 'allow' } as const;
  await app.grants.add(by, { ...rule, subject: { type: 'group', id: above.id } });
  await addApplication(app, 'khac');
  unitId = unit.id;
  groupId = group.id;
  applicationId = application.id;
  personId = person.id;
});
afterAll(() => desk.world.end());

/** As bytes, and as a spreadsheet or lines. */
async function take(path: string, fields: Record<string, string>) {
  const cookie = desk.browser.cookie('motchia_console', desk.world.consoleUrl);
  const answer = await fetch(desk.world.consoleUrl + path, {
    method: 'POST',
    headers: { cookie: `motchia_console=${cookie}`, origin: desk.world.consoleUrl },
    body: new URLSearchParams(fields),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { answer, bytes, text: new TextDecoder().decode(bytes) };
}
const rowsOf = async (bytes: Uint8Array) => (await readXlsx(bytes)).sheets[0]!.rows;
const lastEntry = async () => (await desk.world.app.journal.search({ limit: 1 })).items[0]!;

describe('the list of people', () => {
  test('as CSV: a byte order mark, names whole, nothing that a spreadsheet would run', async () => {
    const { answer, bytes, text } = await take('/people/export', { text: 'nga', format: 'csv' });
    expect(answer.headers.get('content-disposition')).toMatch(/people-\d{4}-\d\d-\d\d\.csv/);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('Tên đăng nhập,Họ và tên,Loại tài khoản');
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil"") Nga"`);
    expect(lines[1]).toContain(`"'+84912345678"`);
    expect(lines[1]).toContain('"Sở Khoa học; ""Công nghệ"""');
    expect(lines[1]).toContain('H01.14');
    const { createdAt } = (await desk.world.app.accounts.find(personId))!;
    expect(lines[1]).toContain(formatMoment(createdAt));
  });

  test('as XLSX: text stays text, moments are dates in the time of Việt Nam', async () => {
    const { answer, bytes } = await take('/people/export', { text: 'nga', format: 'xlsx' });
    expect(answer.headers.get('content-type')).toContain('spreadsheetml.sheet');
    const [head, row] = await rowsOf(bytes);
    expect(row![1]).toBe('=HYPERLINK("http://evil") Nga');
    expect(row![4]).toBe('+84912345678');
    const { createdAt } = (await desk.world.app.accounts.find(personId))!;
    const made = row![head!.indexOf('Tạo lúc')] as Date;
    expect(made).toBeInstanceOf(Date);
    expect(Math.abs(made.getTime() - createdAt.getTime() - 7 * 3600_000)).toBeLessThan(1000);
  });

  test('the buttons send the filter that is shown, and the journal says who took what', async () => {
    await desk.browser.get('/people?kind=official&text=duc');
    const file = await desk.browser.submit({ text: 'duc', kind: 'official' }, 'csv');
    expect(file.text).toContain('Lê Hoàng Đức');
    expect(file.text).not.toContain('HYPERLINK');
    expect(await lastEntry()).toMatchObject({
      event: 'list.exported',
      actorName: 'Trần Thị Quản Trị',
      detail: { what: 'people', filter: { text: 'duc', kind: 'official' }, format: 'csv', rows: 1 },
    });
    await desk.browser.get('/people?text=duc', { headers: { 'accept-language': 'en' } });
    expect((await take('/people/export', { kind: 'nonsense' })).answer.status).toBe(400);
    expect((await take('/people/export', { format: 'exe' })).answer.status).toBe(400);
  });

  test('all pages of it are in the file, in the order of Vietnamese lists', async () => {
    const { app } = desk.world;
    for (let i = 0; i < 520; i += 1)
      await app.accounts.createLocal(by, {
        username: `nguoi${i}`,
        fullName: `Trần Văn Nhiều ${String(i).padStart(3, '0')}`,
        kind: 'technical',
      });
    const { text } = await take('/people/export', { kind: 'technical' });
    const lines = text.trim().split('\r\n').slice(1);
    expect(lines).toHaveLength(520);
    expect(new Set(lines).size).toBe(520);
    expect((await lastEntry()).detail).toEqual({
      what: 'people',
      format: 'csv',
      rows: 520,
      whole: true,
    });
    const { items } = await app.journal.search({ event: 'list.exported', limit: 1 });
    expect(items[0]!.detail).toEqual({
      what: 'people',
      filter: { kind: 'technical' },
      format: 'csv',
    });
  });
});

describe('what a group, a unit, a person and an application lead to', () => {
  test('a group opens what the groups above it open, and the page says by which rule', async () => {
    const { text } = await desk.browser.get(`/groups/${groupId}`);
    expect(text).toContain(`/groups/${groupId}/applications`);
    const page = await desk.browser.get(`/groups/${groupId}/applications`);
    expect(page.text).toContain('Phần mềm van-ban');
    expect(page.text).toContain('Nhóm Toàn tỉnh');
    expect(page.text).toContain('qua Văn thư');
    expect(page.text).not.toContain('Phần mềm khac');
    const file = await take(`/groups/${groupId}/applications/export`, { format: 'csv' });
    expect(file.text).toContain('Cho phép: Nhóm Toàn tỉnh (qua Văn thư)');
    expect(await lastEntry()).toMatchObject({ objectType: 'group', objectId: groupId });
  });

  test('a deny wins there as it does at the door; a closed unit opens nothing', async () => {
    const { app } = desk.world;
    const rule = { applicationId, subject: { type: 'unit', id: unitId } } as const;
    await app.grants.add(by, { ...rule, effect: 'deny' });
    const denied = await desk.browser.get(`/units/${unitId}/applications`);
    expect(denied.text).toContain('Không cho phép: Đơn vị');
    const closed = await app.units.create(by, { name: 'Ban cũ', parentId: unitId });
    await app.units.close(by, closed.id);
    const page = await desk.browser.get(`/units/${closed.id}/applications`);
    expect(page.text).not.toContain('Phần mềm van-ban');
  });

  test('members, applications, people of an application and applications of a person', async () => {
    const members = await take(`/groups/${groupId}/members/export`, { format: 'xlsx' });
    expect((await rowsOf(members.bytes))[1]!.slice(0, 3)).toEqual(['van-thu', 'Văn thư', 'nga']);
    const all = await take('/applications/export', { state: 'active', format: 'csv' });
    expect(all.text).toContain('van-ban,Phần mềm van-ban');
    const refused = { outcome: 'refused', format: 'csv' };
    const kept = await take(`/applications/${applicationId}/people/export`, refused);
    expect(kept.text).toContain('Không cho phép: Đơn vị');
    expect(await lastEntry()).toMatchObject({
      applicationId,
      detail: { filter: { outcome: 'refused' } },
    });
    const own = await take(`/people/${personId}/applications/export`, { format: 'csv' });
    expect(own.text).toContain('van-ban,Phần mềm van-ban,Đang hoạt động,Không được vào');
    expect(await lastEntry()).toMatchObject({ accountId: personId });
  });

  test('the journal as XLSX keeps its moments and its details', async () => {
    const fields = { event: 'group.member-added', format: 'xlsx' };
    const { bytes } = await take('/journal/export', fields);
    const [head, row] = await rowsOf(bytes);
    expect(row![head!.indexOf('Thời điểm')]).toBeInstanceOf(Date);
    expect(row).toContain('{"after":{"member":"nga"}}');
    expect(await lastEntry()).toMatchObject({
      event: 'journal.exported',
      detail: { format: 'xlsx' },
    });
  });

  test('an unknown thing is 404, another site is refused', async () => {
    expect((await take(`/groups/${personId}/members/export`, {})).answer.status).toBe(404);
    const answer = await desk.browser.post(
      '/people/export',
      {},
      { headers: { origin: 'https://evil.example' } },
    );
    expect(answer.status).toBe(403);
  });
});

describe('every list of the console', () => {
  test.each([
    ['/groups/export', 'groups', { text: 'van thu' }, 'van-thu,Văn thư'],
    ['/units/export', 'units', { text: 'H01' }, 'H01.14'],
    ['/sessions/export', 'sessions', { text: 'quantri' }, 'quantri,Trần Thị Quản Trị'],
    ['/grants/export', 'grants', { text: 'toan tinh' }, 'Nhóm,Toàn tỉnh,van-ban'],
  ])('%s', async (path, what, filter, expected) => {
    const { answer, text } = await take(path, { ...filter, format: 'csv' });
    expect(answer.status).toBe(200);
    expect(text).toContain(expected);
    expect(text.trim().split('\r\n')).toHaveLength(2);
    expect(await lastEntry()).toMatchObject({ event: 'list.exported', detail: { what, rows: 1 } });
    const { text: nothing } = await take(path, { text: 'zzzz', format: 'csv' });
    expect(nothing.trim().split('\r\n')).toHaveLength(1);
  });
});

describe('the list of all rules', () => {
  test('is filtered by whom, which application, kind and effect, and leads to both ends', async () => {
    const { browser } = desk;
    const all = await browser.get('/grants');
    expect(all.text).toContain('Toàn tỉnh');
    expect(all.text).toContain(`href="/applications/${applicationId}"`);
    const found = await browser.get(`/grants?text=toan&application=${applicationId}&effect=allow`);
    expect(found.text).toContain('Toàn tỉnh');
    for (const none of [
      'effect=deny&text=toan',
      'subject=account&text=toan',
      `application=${personId}`,
    ]) {
      const { text } = await browser.get(`/grants?${none}`);
      expect([none, text.includes('Không có cấp phép nào khớp')]).toEqual([none, true]);
    }
  });

  test('taking one back comes back to the list', async () => {
    const { browser } = desk;
    const { app } = desk.world;
    const rule = { applicationId, effect: 'deny' } as const;
    const subject = { type: 'unit', id: unitId } as const;
    const { grant: added } = await app.grants.add(by, { ...rule, subject });
    const page = await browser.get('/grants?effect=deny');
    expect(page.text).toContain(`/grants/${added.id}/remove?back=%2Fgrants`);
    await browser.get(`/grants/${added.id}/remove?back=%2Fgrants`);
    const after = await browser.submit({}, 'Thu hồi');
    expect(new URL(after.url).pathname).toBe('/grants');
    expect(await app.grants.list({ unitId })).toEqual([]);
  });

  test('many are read page by page, both ways, to either end', async () => {
    const { browser } = desk;
    const { app } = desk.world;
    for (let i = 0; i < 60; i++) {
      const group = await app.groups.create(by, { code: `g-${i}`, name: `Nhóm số ${i}` });
      const subject = { type: 'group', id: group.id } as const;
      await app.grants.add(by, { applicationId, effect: 'allow', subject });
    }
    const first = await browser.get('/grants?text=nhom+so');
    expect(first.text).toContain('Nhóm số 59');
    expect(first.text).not.toContain('Nhóm số 9<');
    const last = await browser.get('/grants?text=nhom+so&after=last');
    expect(last.text).toContain('Nhóm số 0<');
    expect(last.text).not.toContain('Nhóm số 59');
    const oldest = await browser.get('/grants?text=nhom+so&sort=age');
    expect(oldest.text.indexOf('Nhóm số 0<')).toBeLessThan(oldest.text.indexOf('Nhóm số 1<'));
  });
});
