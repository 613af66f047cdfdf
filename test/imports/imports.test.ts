// Files brought in through the front door: what they would do is shown first, all of it is done or nothing.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeXlsx } from 'hucre/xlsx';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startDesk, type Desk } from '../console/desk.ts';
import { bomb, hidden } from './bomb.ts';
import { counts } from './page.ts';
import { cookieOf, upload as send, type Body, type Kind } from './upload.ts';
import { addApplication, addPerson, signedIn } from '../support/people.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
  const { app } = desk.world;
  await app.units.create(by, { name: 'Sở Khoa học và Công nghệ', code: 'H01.14' });
  await addApplication(app, 'van-ban');
});
afterAll(() => desk.world.end());

const upload = (kind: Kind, body: Body, headers?: Record<string, string>) =>
  send(desk, kind, body, headers);

async function take(path: string, fields: Record<string, string>): Promise<Uint8Array> {
  const answer = await fetch(desk.world.consoleUrl + path, {
    method: 'POST',
    headers: { cookie: cookieOf(desk), origin: desk.world.consoleUrl },
    body: new URLSearchParams(fields),
  });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The page of an import when nothing goes on any more. */
async function ended(path: string): Promise<string> {
  await desk.world.app.imports.stop();
  return (await desk.browser.get(path)).text;
}
async function apply(path: string): Promise<string> {
  await desk.browser.post(`${path}/apply`, {});
  return ended(path);
}

/** Uploads, and gives the page with the difference. */
async function preview(kind: Kind, body: Body) {
  const sent = await upload(kind, body);
  expect([sent.status, /class="error" id="file-error">([^<]*)/.exec(sent.text)?.[1]]).toEqual([
    303,
    undefined,
  ]);
  return { ...sent, page: await ended(sent.path) };
}
const find = async (name: string) => (await desk.world.app.accounts.findByLoginName(name))?.account;

describe('people', () => {
  test('a file is shown as a difference, applied once, and read as a report', async () => {
    const decomposed = 'Nguyễn Thị Hằng'.normalize('NFD');
    const file = [
      'Tên đăng nhập;Họ và tên;Loại tài khoản;Thư điện tử;Số điện thoại di động;Mã đơn vị;Chức vụ',
      `hang;${decomposed};Cán bộ, công chức, viên chức;HANG@angiang.gov.vn;0912 345 678;H01.14;Chuyên viên`,
      'duc;"Lê ""Đức""; Hoàng";technical;;;;',
    ].join('\r\n');
    const { page, path, id } = await preview('people', file);
    expect(counts(page)).toEqual([0, 2, 0, 0]);
    expect(await find('hang')).toBeUndefined(); // nothing is done yet
    await desk.browser.submit({}, 'Áp dụng');
    expect(await ended(path)).toContain('Đã áp dụng');
    expect(await find('hang')).toMatchObject({
      fullName: 'Nguyễn Thị Hằng',
      mail: 'hang@angiang.gov.vn',
      phone: '+84912345678',
      kind: 'official',
    });
    expect((await find('duc'))!.fullName).toBe('Lê "Đức"; Hoàng');
    const { journal } = desk.world.app;
    const entries = (await journal.search({ event: 'import.applied', limit: 5 })).items;
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      actorName: 'Trần Thị Quản Trị',
      objectId: id,
      detail: { kind: 'people', counts: { new: 2, error: 0 } },
    });
    const made = await journal.search({ event: 'account.created', text: 'Hằng', limit: 5 });
    expect(made.items).toHaveLength(1);

    // sent again: harmless
    const again = await desk.browser.post(`${path}/apply`, {});
    expect(again.status).toBe(200);
    expect((await journal.search({ event: 'import.applied', limit: 5 })).items).toHaveLength(1);
    const report = new TextDecoder().decode(await take(`${path}/report`, { format: 'csv' }));
    expect(report).toContain('Tạo mới');
    expect(report).toContain('Họ và tên: Nguyễn Thị Hằng');
  });

  test('what was exported has nothing to change when it comes back, as CSV and as Excel', async () => {
    const person = await addPerson(desk.world.app, 'congthuc', { fullName: '=1+1 Nga' });
    await desk.world.app.accounts.update(by, person.id, { phone: '0296 385 2000' });
    for (const format of ['csv', 'xlsx']) {
      const { page } = await preview('people', await take('/people/export', { format }));
      expect(counts(page).slice(0, 3)).toEqual([0, 0, 0]);
      expect(counts(page)[3]).toBeGreaterThan(3);
      expect(page).toContain('Không có gì thay đổi');
      expect(page).not.toContain('/apply"');
    }
  });

  test('mistakes are told by row and column, and nothing of such a file can be applied', async () => {
    const rows = [
      ['Username', 'Full name', 'Kind of account', 'mail', 'phone', 'unit', 'title'],
      ['tot', 'Người Tốt'],
      ['x', 'Tên ngắn'],
      ['moi', ''],
      ['moi2', 'A B', 'vua', 'khong-phai-thu', '12', 'H99', ''],
      ['tot', 'Lặp Lại'],
      ['hang', '', '', '', '', '', 'Phó phòng'],
    ];
    const { page, path } = await preview('people', rows.map((row) => row.join(',')).join('\n'));
    expect(counts(page)).toEqual([4, 1, 1, 0]);
    for (const words of [
      'Tên đăng nhập: ',
      'Họ và tên: ',
      'Loại tài khoản: ',
      'Thư điện tử: ',
      'Mã đơn vị: ',
      'Dòng này lặp lại',
      'Chức vụ: Chuyên viên → Phó phòng',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('/apply"');
    const forced = await desk.browser.post(`${path}/apply`, {});
    expect(forced.status).toBe(409);
    expect(await find('tot')).toBeUndefined();
    const only = await desk.browser.get(`${path}?outcome=error`);
    expect(only.text).not.toContain('Phó phòng');
  });

  test('a formula is told as one, and the columns of a file may be in English', async () => {
    const cells = new Map([['1,1', { formula: 'CONCAT("a","b")' }]]);
    const sheet = {
      name: 'A',
      rows: [
        ['Username', 'Full name'],
        ['ct', 'x'],
      ],
      cells,
    };
    const { page } = await preview('people', await writeXlsx({ sheets: [sheet] }));
    expect(counts(page)).toEqual([1, 0, 0, 0]);
    expect(page).toContain('Họ và tên: Ô này là công thức');
  });

  test('a preview that is no longer true is refused whole', async () => {
    const { path } = await preview(
      'people',
      'username,fullName\nhang,Nguyễn Thu Hằng\nlan,Võ Lan\n',
    );
    await desk.world.app.accounts.update(by, (await find('hang'))!.id, { fullName: 'Người Khác' });
    expect(await apply(path)).toContain('nên chưa áp dụng gì');
    expect(await find('lan')).toBeUndefined();
    expect((await find('hang'))!.fullName).toBe('Người Khác');
  });

  test('what a verb refuses undoes the rows before it', async () => {
    const file = 'username,fullName,kind\ntruoc,Người Trước,\nquantri,,official\n';
    const { path } = await preview('people', file);
    expect(await apply(path)).toMatch(/Chưa áp dụng gì[^]*quản trị/); // the last administrator
    expect(await find('truoc')).toBeUndefined();
  });

  test('a preview expires', async () => {
    const { path } = await preview('people', 'username,fullName\nlau,Người Lâu\n');
    desk.world.pass(3700);
    expect((await desk.browser.get(path)).status).toBe(404);
    expect((await desk.browser.post(`${path}/apply`, {})).status).toBe(410);
    await desk.world.app.imports.sweep.run();
    desk.world.pass(-3700);
    expect((await desk.browser.get(path)).status).toBe(404);
  });
});

describe('groups and grants', () => {
  test('groups with members, then what they are now comes back without a change', async () => {
    const file = [
      'Mã nhóm,Tên nhóm,Mô tả,Tên đăng nhập',
      'van-thu,Văn thư,"Người làm văn thư; mọi nơi",hang',
      'van-thu,,,duc',
      'trong,Nhóm trống,,',
    ].join('\n');
    const { page, path } = await preview('groups', file);
    expect(counts(page)).toEqual([0, 2, 1, 0]);
    await apply(path);
    const group = (await desk.world.app.groups.findByCode('van-thu'))!;
    expect((await desk.world.app.groups.members(group.id)).accounts).toHaveLength(2);
    for (const body of [
      await take('/imports/current/groups', { format: 'xlsx' }),
      await take(`/groups/${group.id}/members/export`, { format: 'csv' }),
      file,
    ])
      expect(counts((await preview('groups', body)).page).slice(0, 3)).toEqual([0, 0, 0]);
    const wrong = await preview(
      'groups',
      'group,groupName,username\nMã Sai,X,\nvan-thu,,khongco\n',
    );
    expect(counts(wrong.page)).toEqual([2, 0, 0, 0]);
  });

  test('grants work at once, and what they are now comes back without a change', async () => {
    const { app } = desk.world;
    const file = [
      'Mã ứng dụng (client_id),Loại đối tượng,Mã đối tượng,Hiệu lực,Lý do',
      'van-ban,Nhóm,van-thu,Cho phép,công văn 5',
      'van-ban,Người,duc,Không cho phép,',
      'van-ban,Unit,H01.14,Allow,',
    ].join('\n');
    const { page, path } = await preview('grants', file);
    expect(counts(page)).toEqual([0, 3, 0, 0]);
    await apply(path);
    const application = (await app.applications.findByClientId('van-ban'))!;
    const [hang, duc] = [(await find('hang'))!, (await find('duc'))!];
    expect((await app.access.decision(hang.id, application.id)).allowed).toBe(true);
    expect((await app.access.decision(duc.id, application.id)).code).toBe('denied');
    const current = await take('/imports/current/grants', { format: 'csv' });
    expect(counts((await preview('grants', current)).page).slice(0, 3)).toEqual([0, 0, 0]);
    const turned = file.replace('Cho phép,công văn 5', 'Không cho phép,');
    expect(counts((await preview('grants', turned)).page)).toEqual([0, 0, 1, 2]);
    const wrong = 'application,subjectType,subject,effect\nkhong-co,group,x,maybe\n';
    expect(counts((await preview('grants', wrong)).page)).toEqual([1, 0, 0, 0]);
  });
});

describe('files that are none', () => {
  const refusedWith = async (body: Body, words: string) => {
    const { status, text, path } = await upload('people', body);
    // A page of its own where it took longer than a moment.
    const told = status === 303 ? await ended(path) : text;
    expect(told).toContain(words);
    expect(told).not.toContain('/apply"');
  };

  test('are refused in words: encoding, old Excel, no rows, columns, rubbish, nothing', async () => {
    const windows1258 = Uint8Array.from(
      Buffer.from('username,fullName\na1,Nguy\xea\xf2n\n', 'latin1'),
    );
    await refusedWith(windows1258, 'Windows-1258');
    await refusedWith(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]), '.xls');
    await refusedWith('username,fullName\n', 'không có dòng dữ liệu');
    await refusedWith('Họ và tên\nA\n', 'Thiếu cột “Tên đăng nhập”');
    await refusedWith('username,Tên đăng nhập\na,b\n', 'có hai lần');
    await refusedWith('PK\u0003\u0004 không phải', 'Không đọc được');
    await refusedWith('', 'Chưa chọn tệp');
    await refusedWith(`username,fullName\n${'a,b\n'.repeat(10_001)}`, 'quá 10000 dòng');
  });

  test('UTF-16 is read', async () => {
    const text = '\ufeffusername\tfullName\nutf16\tĐặng Thị Ánh\n';
    const { page } = await preview('people', Uint8Array.from(Buffer.from(text, 'utf16le')));
    expect(page).toContain('Đặng Thị Ánh');
  });

  test('a ZIP that unpacks to more than it should is not opened, whatever it claims', async () => {
    for (const claim of [60_000_000, 10]) await refusedWith(bomb(claim), 'Không đọc được');
    const workbook = await writeXlsx({ sheets: [{ name: 'A', rows: [['username'], ['an']] }] });
    expect((await upload('people', workbook)).status).toBe(303);
    await refusedWith(hidden(workbook), 'Không đọc được');
  });

  test('a text that is too long is not cut through the middle of a letter', async () => {
    const long = (length: number) => `${'a'.repeat(length - 1)}😀`;
    await preview('people', `username,fullName,unit,title\ncat.1,${long(200)},H01.14,a\n`);
    const { path } = await preview('groups', `group,groupName\ncat-1,${long(300)}\n`);
    expect(await apply(path)).toContain('Đã áp dụng');
  });

  test('more than 5 MB, another site, another form and people without rights are refused', async () => {
    expect((await upload('people', 'x'.repeat(6_000_000))).status).toBe(413);
    expect((await upload('people', 'a', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await desk.browser.post('/imports', { kind: 'people' })).status).toBe(415);
    await addPerson(desk.world.app, 'thuong');
    const browser = await signedIn(desk.world.app, 'thuong');
    const answer = await browser.get(`${desk.world.consoleUrl}/imports`);
    expect(answer.text).not.toContain('Nhập từ tệp');
    const stranger = await upload('people', 'a', { cookie: '' });
    expect(stranger.status).toBe(401);
  });
});

test('ten thousand rows are previewed within seconds', async () => {
  const lines = Array.from({ length: 10_000 }, (_, i) => `nguoi.${i},Trần Văn ${i},H01.14`);
  const began = performance.now();
  const { page } = await preview('people', ['username,fullName,unit', ...lines].join('\n'));
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(counts(page)).toEqual([0, 10_000, 0, 0]);
});
