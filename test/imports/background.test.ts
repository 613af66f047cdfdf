// An import that takes its time: read and applied in the background, watched from any node, stopped,
// and left by a node that dies. A user name that somebody else is about to take holds it in mid-air.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { writeXlsx } from 'hucre/xlsx';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createTableReader } from '../../src/web/foreign-table.ts';
import { startDesk, type Desk } from '../console/desk.ts';
import { until } from '../support/until.ts';
import { startWorld } from '../support/world.ts';
import { counts } from './page.ts';
import { upload } from './upload.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

const people = (prefix: string, count: number) =>
  [
    'username,fullName',
    ...Array.from({ length: count }, (_, i) => `${prefix}.${i},Trần Văn ${i}`),
  ].join('\n');

/** Holds the row of that name until told to let go: it is about to be somebody else's, then is not. */
async function hold(name: string): Promise<() => Promise<void>> {
  const client = await desk.world.app.db.pool.connect();
  const values = [desk.administrator.id, name];
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO login_name (name, account_id, kind) VALUES ($2, $1, 'mail')`,
    values,
  );
  return async () => {
    await client.query('ROLLBACK');
    client.release();
  };
}

/** Uploads, and waits until it is read. */
async function uploaded(body: string) {
  const sent = await upload(desk, 'people', body);
  await desk.world.app.imports.stop();
  return sent;
}
const page = async (path: string) => (await desk.browser.get(path)).text;
const find = async (name: string) => (await desk.world.app.accounts.findByLoginName(name))?.account;
const part = (path: string) =>
  desk.browser.get(`${path}/progress`, { headers: { 'hx-request': 'true' } });

describe('an import that is applied', () => {
  test('is watched while it goes on, on another node too, and becomes a report', async () => {
    const { path, id } = await uploaded(people('xem', 600));
    const letGo = await hold('xem.300');
    await desk.browser.post(`${path}/apply`, {});
    await until(async () => (await page(path)).includes('Đã làm 250 trên 600 dòng'));
    const live = await page(path);
    expect(live).toContain('<noscript><meta http-equiv="refresh" content="2" /></noscript>');
    expect(live).toContain('aria-current="step"');
    expect(live).not.toContain('/apply"');
    expect((await part(path)).text).toMatch(/^<section[^]*<\/section>$/);
    expect((await part(path)).headers.get('hx-refresh')).toBeNull();
    const { config } = desk.world.app;
    const second = await startWorld({ DATABASE_URL: config.database.url });
    expect(await second.app.imports.find(id)).toMatchObject({ state: 'applying', done: 250 });
    expect(await second.app.imports.startApply(by, id)).toBeUndefined(); // it is being done
    await second.app.imports.sweep.run(); // nor is it taken for dead
    await second.end();
    expect(await find('xem.1')).toBeUndefined(); // not before all are done
    await letGo();
    await until(async () => (await page(path)).includes('Đã áp dụng. Người áp dụng: Trần Thị'));
    expect((await part(path)).headers.get('hx-refresh')).toBe('true');
    expect(await find('xem.599')).toMatchObject({ fullName: 'Trần Văn 599' });
    const { items } = await desk.world.app.journal.search({
      event: 'account.created',
      text: 'xem.300',
      limit: 5,
    });
    expect(items).toMatchObject([{ actorName: 'Trần Thị Quản Trị', outcome: 'success' }]);
  });

  test('can be stopped until it is done, and then has done nothing', async () => {
    const { path } = await uploaded(people('dung', 600));
    const letGo = await hold('dung.300');
    await desk.browser.post(`${path}/apply`, {});
    await until(async () => (await page(path)).includes('Đã làm 250'));
    const stopped = await desk.browser.post(`${path}/cancel`, {});
    expect(stopped.text).toContain('Đã dừng lượt nhập; không có gì thay đổi.');
    await letGo();
    await desk.world.app.imports.stop();
    expect(await page(path)).toContain('Lượt nhập này đã được dừng');
    expect(await find('dung.1')).toBeUndefined();
    expect((await desk.browser.post(`${path}/apply`, {})).status).toBe(409);
    const done = await uploaded(people('dung', 2));
    await desk.browser.post(`${done.path}/apply`, {});
    await desk.world.app.imports.stop();
    expect((await desk.browser.post(`${done.path}/cancel`, {})).text).toContain('Đã áp dụng');
  });

  test('whose node dies says so, has done nothing, and can be tried again', async () => {
    const { path, id } = await uploaded(people('chet', 600));
    const letGo = await hold('chet.300');
    const { config } = desk.world.app;
    const node = spawn(process.execPath, ['test/support/node-that-dies.ts', id], {
      env: {
        DATABASE_URL: config.database.url,
        PUBLIC_URL: desk.world.publicUrl,
        CONSOLE_URL: desk.world.consoleUrl,
        SEALING_KEYS: '5e'.repeat(32),
        LOG_LEVEL: 'silent',
      },
    });
    await until(async () => (await page(path)).includes('Đã làm 250'), 20_000);
    node.kill('SIGKILL');
    await once(node, 'exit');
    await until(async () => (await page(path)).includes('đã dừng giữa chừng'));
    await letGo();
    const dead = await page(path);
    expect(dead).toContain('Chưa áp dụng gì');
    expect(await find('chet.1')).toBeUndefined();
    const { items } = await desk.world.app.journal.search({ event: 'import.applied', limit: 1 });
    expect(items).toMatchObject([{ objectId: id, outcome: 'failure', actorName: 'system' }]);
    await desk.browser.get(path);
    await desk.browser.submit({}, 'Thử áp dụng lại');
    await until(async () => (await page(path)).includes('Đã áp dụng'));
    expect(await find('chet.599')).toBeDefined();
  }, 60_000);
});

describe('an import that is read', () => {
  test('shows that it is being read, then the difference; or why it could not be', async () => {
    let go: (rows: never[] | Promise<never>) => void = () => {};
    const rows = new Promise<never[]>((resolve) => (go = resolve));
    const read = async () => ({ rows: await rows, unknownTitles: [] });
    const file = { kind: 'people', name: 'cham.xlsx', read } as const;
    const { id, ended } = await desk.world.app.imports.start(by, file);
    const live = await page(`/imports/${id}`);
    expect(live).toContain('Đang đọc: cham.xlsx');
    expect(live).toContain('Dừng lại');
    go([]);
    await ended;
    expect(counts(await page(`/imports/${id}`))).toEqual([0, 0, 0, 0]);
  });

  test('and stopped meanwhile, stays stopped', async () => {
    let go: (rows: never[]) => void = () => {};
    const rows = new Promise<never[]>((resolve) => (go = resolve));
    const read = async () => ({ rows: await rows, unknownTitles: [] });
    const file = { kind: 'people', name: 'cham.xlsx', read } as const;
    const { id, ended } = await desk.world.app.imports.start(by, file);
    await desk.browser.post(`/imports/${id}/cancel`, {});
    go([]);
    await ended;
    expect(await page(`/imports/${id}`)).toContain('Lượt nhập này đã được dừng');
  });

  test('a report of the mistakes tells each by row and column', async () => {
    const { path } = await uploaded('username,fullName,mail\nx,A,\ntot,B,sai\n');
    const sheet = await desk.browser.post(`${path}/report`, { outcome: 'error', format: 'csv' });
    const [head, ...lines] = sheet.text.trim().split('\r\n');
    expect(head).toContain('Dòng,Về,Kết quả,Lỗi,Khác biệt');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^2,x,Lỗi,.*Tên đăng nhập: /);
    expect(lines[1]).toMatch(/^3,tot,Lỗi,.*Thư điện tử: /);
  });
});

describe('files of strangers', () => {
  const most = { rows: 10_000, columns: 50 };
  async function workbook(height = 5_000, width = 2): Promise<Buffer> {
    const row = (i: number) => Array.from({ length: width }, (_, c) => `Ô số ${i} ${c}`);
    const rows = Array.from({ length: height }, (_, i) => row(i));
    return Buffer.from(await writeXlsx({ sheets: [{ name: 'A', rows }] }));
  }

  test('are read within bounds of time and memory, and given up on beyond', async () => {
    const book = await workbook();
    const read = await createTableReader()(book, most);
    expect('table' in read && read.table.length).toBe(5_000);
    const hasty = createTableReader({ seconds: 0.001 });
    expect(await hasty(book, most)).toEqual({ problem: 'unreadable' });
    const narrow = createTableReader({ megabytes: 20 });
    expect(await narrow(await workbook(10_000, 30), most)).toEqual({ problem: 'unreadable' });
    expect(await narrow(Buffer.from('a,b\n'), most)).toEqual({ table: [['a', 'b']] });
  });

  test('however wide, give no more cells than were asked for', async () => {
    const read = await createTableReader()(Buffer.from(`${','.repeat(5_000_000)}\n`), most);
    expect('table' in read && read.table.map((row) => row.length)).toEqual([50]);
  });

  test('are read one at a time; a few wait, and one more is told to come again', async () => {
    const [book, reader] = [await workbook(), createTableReader({ waiting: 2 })];
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => reader(book, most)));
    expect(tries.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    expect(tries[3]).toMatchObject({ reason: { code: 'import.busy', status: 503 } });
    const book2 = await workbook();
    const many = await Promise.all(
      Array.from({ length: 8 }, () => upload(desk, 'people', Uint8Array.from(book2))),
    );
    const refused = many.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.text).toContain('Máy chủ đang đọc nhiều tệp khác');
    expect(refused[0]!.headers.get('retry-after')).toBe('30');
  });
});
