// The guided set-up of a directory, as an administrator walks through it: against a real slapd, and
// in a real browser for how it looks and for what axe says. SHOTS=folder keeps pictures.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser as Chromium } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import {
  person,
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { goodPassword } from '../support/people.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { until } from '../support/until.ts';
import { startDesk, type Desk } from './desk.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env['SHOTS'];

let desk: Desk;
let slapd: Slapd;
let chromium: Chromium;

beforeAll(async () => {
  const people = [
    person('lan', 'snv', 'Nguyễn Thị Lan', ['mobile: 0912345678']),
    person('minh', 'snv', 'Trần Văn Minh', ['mobile: 12']),
    person('nam', 'snv', 'Lê Hoàng Nam', ['employeeType: nghihuu']),
    person('m!nh', 'snv', 'Phạm Có Dấu'),
  ];
  slapd = await startSlapd({
    ldif: [root, service, unit('snv', 'Sở Nội vụ', 'H01.01'), ...people].join('\n'),
  });
  desk = await startDesk();
  chromium = await launchChromium();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await desk.world.end();
  await slapd.end();
});

const connection = () => ({
  name: 'Thư mục tỉnh',
  urls: slapd.url,
  security: 'startTls',
  ca: slapd.ca,
  bindDn: serviceDn,
  password: servicePassword,
  'bases.people': `ou=units,${suffix}`,
});

const idIn = (url: string) => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(url)![0];

/** Looks at a page until it no longer says that something runs. */
async function settled(path: string): Promise<string> {
  const { browser } = desk;
  for (let left = 60; left > 0; left--) {
    const { text } = await browser.get(path);
    if (!text.includes('id="progress"')) return text;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('it runs and runs');
}

let here: string; // the set-up of the source made in the first test

describe('the guided set-up', () => {
  test('a kind of directory fills in what fits it', async () => {
    const { browser } = desk;
    await browser.get('/directory');
    expect(browser.page.text).toContain('href="/directory/set-up"');
    const kinds = await browser.get('/directory/set-up');
    for (const kind of ['OpenLDAP', '389 Directory Server', 'Active Directory'])
      expect(kinds.text).toContain(kind);
    const ad = await browser.get('/directory/set-up?preset=active-directory');
    expect(ad.text).toContain('(&amp;(objectCategory=person)(objectClass=user))');
    expect(ad.forms.find(({ fields }) => 'urls' in fields)!.fields['idAttribute']).toBe(
      'objectGUID',
    );
    expect((await browser.get('/directory/set-up?preset=nonsense')).status).toBe(400);
  });

  test('what is wrong stands beside its field, and nothing is made', async () => {
    const { browser, world } = desk;
    await browser.get('/directory/set-up?preset=openldap');
    const page = await browser.submit({ ...connection(), urls: 'http://x', bindDn: 'nobody' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('id="urls-error"');
    expect(page.text).toContain('id="bindDn-error"');
    expect(page.text).toContain('http://x');
    expect(await world.app.sources.list()).toEqual([]);
  });

  test('a wrong password: the test says how far it came, and which step to mend', async () => {
    const { browser, world } = desk;
    await browser.get('/directory/set-up?preset=openldap');
    const page = await browser.submit({ ...connection(), password: 'wrong' });
    here = `/directory/${idIn(page.url)}/set-up`;
    expect(page.url).toContain(`${here}/test`);
    expect(page.text).toContain('Đường truyền được mã hóa');
    expect(page.text).toContain('Chưa thử vì bước trước không thành công.');
    expect(page.text).not.toContain(`${here}/sample" class`);
    const [source] = await world.app.sources.list();
    expect(source).toMatchObject({ name: 'Thư mục tỉnh', enabled: false });
  });

  test('going back finds everything typed; the password is typed once', async () => {
    const { browser } = desk;
    const back = await browser.get(here);
    expect(back.text).toContain(slapd.url);
    expect(back.text).not.toContain('value="wrong"');
    const good = await browser.submit({ password: servicePassword });
    expect(good.text).toContain('đã tìm thấy người');
    expect(good.text).toContain('thấy 5 mục');
    expect(good.text).toContain('sẽ tìm theo thời điểm sửa'); // this slapd tells no changes
    expect(good.text).toMatch(/Chứng thư của .*do .* cấp/);
    expect(good.text).not.toContain(servicePassword);
    await browser.get(here);
    expect((await browser.submit({ name: 'Thư mục của tỉnh' })).text).toContain(
      'đã tìm thấy người',
    );
  });

  test('a base that is not there is named', async () => {
    const { browser } = desk;
    await browser.get(here);
    const page = await browser.submit({ 'bases.people': `ou=khong-co,${suffix}` });
    expect(page.text).toContain('Đăng nhập được bằng');
    expect(page.text).toMatch(/Gốc tìm người<\/strong>[^]*?Không thành công/);
    await browser.get(here);
    await browser.submit({ 'bases.people': `ou=units,${suffix}` });
  });

  test('real entries stand as they would come in, trouble first', async () => {
    const { browser } = desk;
    await browser.get(`${here}/test`);
    const { text } = await browser.submit({}, 'Tiếp: Xem mẫu');
    expect(text).toContain('Trang đầu có 5 mục; 1 mục sẽ bị bỏ lại, 1 mục cần lưu ý.');
    expect(text).toContain('Tên đăng nhập có ký tự không dùng được.');
    expect(text).toContain('Số điện thoại không đúng; để trống.');
    expect(text).toContain('+84912345678');
    expect(text).toContain('Sở Nội vụ');
    expect(text).toContain('Đưa vào ở trạng thái tạm ngưng');
    expect(text.indexOf('Mục sẽ bị bỏ lại')).toBeLessThan(text.indexOf('Nguyễn Thị Lan'));
  });

  test('looking at the result of a test again asks the directory nothing', async () => {
    const { browser } = desk;
    await slapd.stop();
    expect((await browser.get(`${here}/test`)).text).toContain('đã tìm thấy người');
    expect((await browser.submit({}, 'Kiểm tra lại')).text).toContain('Chưa đọc được thư mục');
    await slapd.start();
    expect((await browser.submit({}, 'Kiểm tra lại')).text).toContain('đã tìm thấy người');
  });

  test('opening the sample asks the directory nothing; a deed does, and a reload loses nothing', async () => {
    const { browser } = desk;
    await slapd.stop();
    const opened = await browser.get(`${here}/sample`);
    expect(opened.text).toContain('Chưa đọc mục nào');
    const lost = await browser.submit({ deed: 'look' }, 'Đọc vài mục');
    expect(lost.text).toContain('role="alert"');
    await slapd.start();
    expect((await browser.submit({ deed: 'look' }, 'Đọc lại')).text).toContain(
      'Trang đầu có 5 mục',
    );
    const { fields } = browser.page.forms.find((form) => 'mapping.title' in form.fields)!;
    const sent = { ...fields, 'mapping.title': 'employeeType' };
    for (const time of ['sent', 'sent again by a reload']) {
      const page = await browser.post(`${here}/sample`, sent);
      expect([time, page.status, page.text.includes('nghihuu')]).toEqual([time, 200, true]);
    }
    await browser.submit({ 'mapping.title': 'title' });
  });

  test('a mapping mended there is kept and seen at once', async () => {
    const { browser } = desk;
    await browser.get(`${here}/sample`);
    const wrong = await browser.submit({ 'mapping.title': 'không phải' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('id="mapping.title-error"');
    await browser.get(`${here}/sample`);
    const mended = await browser.submit({ 'mapping.title': 'employeeType' });
    expect(mended.text).toContain('nghihuu');
    expect(mended.text).not.toContain('Chuyên viên');
    const untested = await browser.get(`${here}/test`);
    expect(untested.text).toContain('Chưa kiểm tra kết nối với các thiết lập hiện tại');
    expect((await browser.submit({}, 'Kiểm tra ngay')).text).toContain('đã tìm thấy người');
    await browser.get(`${here}/sample`);
    await browser.submit({ 'mapping.title': 'title' });
  });

  test('the preview counts and shows differences, and changes nobody', async () => {
    const { browser, world } = desk;
    await browser.get(`${here}/preview`);
    await browser.submit({}, 'Chạy thử');
    const text = await settled(`${here}/preview`);
    expect(text).toContain('sẽ được áp dụng ngay');
    expect(text).toContain('Sở Nội vụ');
    expect(text).toContain('thêm mới');
    expect(await world.app.accounts.findByLoginName('lan')).toBeUndefined();
    await browser.get(here);
    await browser.submit({ name: 'Thư mục tỉnh' });
    expect((await browser.get(`${here}/preview`)).text).toContain('Cài đặt đã đổi');
  });

  test('every step is accessible and fits a telephone', async () => {
    const { world } = desk;
    const context = await chromium.newContext({
      viewport: { width: 360, height: 800 },
      locale: 'vi-VN',
    });
    const page = await context.newPage();
    await page.goto(world.consoleUrl);
    await page.fill('[name=login]', 'quantri');
    await page.fill('[name=password]', goodPassword);
    await page.press('[name=password]', 'Enter');
    await page.waitForURL(`${world.consoleUrl}/`);
    const paths = ['', '/test', '/sample', '/preview', '/schedule'].map((step) => here + step);
    for (const path of ['/directory/set-up', ...paths]) {
      await page.goto(world.consoleUrl + path);
      if (shots) {
        const name = `set-up-${path.split('/').at(-1)}`;
        await page.screenshot({ path: `${shots}/${name}-360.png`, fullPage: true });
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.screenshot({ path: `${shots}/${name}-1280.png`, fullPage: true });
        await page.setViewportSize({ width: 360, height: 800 });
      }
      expect([path, await page.evaluate<number>('document.documentElement.scrollWidth')]).toEqual([
        path,
        360,
      ]);
      await page.evaluate(axe);
      const found = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
        'axe.run({ resultTypes: ["violations"] }).then((r) => r.violations)',
      );
      expect([path, found.map(({ id, nodes }) => [id, nodes[0]?.html])]).toEqual([path, []]);
    }
    await context.close();
  }, 60_000);

  test('the last step sets the schedule and switches it on', async () => {
    const { browser, world } = desk;
    await browser.get(`${here}/schedule`);
    const wrong = await browser.submit({ everyMinutes: 'often' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="often"');
    await browser.get(`${here}/schedule`);
    const done = await browser.submit({ everyMinutes: '30', 'brake.maxLeavingCount': '7' });
    expect(done.text).toContain('Đã bật đồng bộ.');
    const [source] = await world.app.sources.list();
    expect(source).toMatchObject({ enabled: true, everyMinutes: 30 });
    expect(source!.settings.brake.maxLeavingCount).toBe(7);
    // Nobody needs to press anything: what is switched on is read, and then followed.
    const isHere = async () => Boolean(await world.app.accounts.findByLoginName('lan'));
    await until(isHere, 15_000);
    const runs = async () => (await world.app.statuses.of(source!.id))?.state === 'running';
    await until(runs, 15_000);
    const page = await browser.get(`/directory/${source!.id}`);
    expect(page.text).toContain('Theo dõi thay đổi');
    expect(page.text).toContain('tìm mục có thời điểm sửa mới, 30 giây một lần');
    await browser.get(`/directory/${source!.id}/edit`);
    const off = await browser.submit({ 'changes.method': 'none', password: '' }, 'save');
    expect(off.text).toContain('Không theo dõi. Thay đổi được nhận ra ở lượt đọc toàn bộ');
  });
});
