import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import type { Page } from '../support/browser.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
let slapd: Slapd;

const person = (uid: string, cn: string) => `dn: uid=${uid},ou=snv,ou=units,${suffix}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${cn}
sn: ${cn.split(' ')[0]}
givenName: ${cn.split(' ').at(-1)}
title: Chuyên viên
`;
const people = ['lan', 'minh', 'nam', 'oanh'].map((uid) => person(uid, `Nguyễn Thị ${uid}`));

beforeAll(async () => {
  slapd = await startSlapd({
    ldif: [root, service, unit('snv', 'Sở Nội vụ', 'H01.01'), ...people].join('\n'),
  });
  desk = await startDesk();
}, 60_000);
afterAll(async () => {
  await desk.world.end();
  await slapd.end();
});

const settings = () => ({
  name: 'Quản lý văn bản',
  urls: slapd.url,
  security: 'startTls',
  ca: slapd.ca,
  bindDn: serviceDn,
  password: servicePassword,
  'bases.people': `ou=units,${suffix}`,
  everyMinutes: '0',
  'changes.method': 'none', // these tests say themselves when it is read
});
const idIn = (url: string) => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(url)![0];

/** The page of a run, once it is over. */
async function over(page: Page): Promise<Page> {
  let seen = page;
  for (let left = 60; left > 0 && seen.text.includes('id="progress"'); left--) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    seen = await desk.browser.get(page.url);
  }
  return seen;
}

describe('a directory in the console', () => {
  test('every mistake of its form stands beside its field', async () => {
    const { browser } = desk;
    await browser.get('/directory/new');
    const page = await browser.submit({
      ...settings(),
      name: ' ',
      urls: 'http://x\nldap://y',
      bindDn: 'nobody',
      'filters.people': 'objectClass=*',
      'mapping.username': 'u id',
      'rules.service': 'nonsense',
      'brake.maxLeavingPercent': '200',
      'outage.hours': '721',
      everyMinutes: '-1',
      'changes.everySeconds': '1',
      ca: 'no certificate',
    });
    expect(page.status).toBe(422);
    for (const field of [
      'name',
      'urls',
      'bindDn',
      'filters.people',
      'mapping.username',
      'rules.service',
      'brake.maxLeavingPercent',
      'outage.hours',
      'everyMinutes',
      'changes.everySeconds',
      'ca',
    ])
      expect([field, page.text.includes(`id="${field}-error"`)]).toEqual([field, true]);
    expect(page.text).toContain('http://x\nldap://y');
    expect(page.text).not.toContain(servicePassword);
  });

  test('plain ldap needs a word of its own', async () => {
    const { browser } = desk;
    await browser.get('/directory/new');
    const page = await browser.submit({ ...settings(), security: 'plain' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('id="security-error"');
  });

  test('passwords are never changed over a line that anybody can read', async () => {
    const { browser } = desk;
    await browser.get('/directory/new');
    const open = { security: 'plain', allowPlain: 'yes', writable: 'yes' };
    const page = await browser.submit({ ...settings(), ...open });
    expect(page.status).toBe(422);
    expect(page.text).toContain('id="writable-error"');
    expect(page.text).toContain('Đổi mật khẩu cần đường truyền được mã hóa');
  });

  test('a test of what is typed says how far it came, and keeps nothing', async () => {
    const { browser, world } = desk;
    await browser.get('/directory/new');
    const good = await browser.submit(settings(), 'test');
    expect(good.text).toContain('Kết nối được.');
    expect(good.text).toContain('Nguyễn Thị lan');
    expect(good.text).not.toContain(servicePassword);
    const bad = await browser.submit({ ...settings(), password: 'wrong' }, 'test');
    expect(bad.text).toContain('Không kết nối được.');
    expect(await world.app.sources.list()).toEqual([]);
  });

  test('saved once, its password stays sealed and out of every page and the journal', async () => {
    const { browser, world } = desk;
    await browser.get('/directory/new');
    const saved = await browser.submit(settings(), 'save');
    expect(saved.status).toBe(200);
    const id = idIn(saved.url);
    const pages = [saved.text, (await browser.get(`/directory/${id}/edit`)).text];
    const { items } = await world.app.journal.search({ event: 'source.created', limit: 1 });
    expect(items).toHaveLength(1);
    expect([...pages, JSON.stringify(items)].join()).not.toContain(servicePassword);

    await browser.get(`/directory/${id}/edit`);
    const kept = await browser.submit(
      { name: 'Quản lý văn bản tỉnh', password: '', writable: 'yes' },
      'save',
    );
    expect(kept.text).toContain('Đã lưu.');
    expect((await world.app.sources.find(id))?.settings.writable).toBe(true);
    await browser.get(`/directory/${id}`);
    expect((await browser.submit({}, 'Kiểm tra kết nối')).text).toContain('Kết nối được.');
    await browser.get('/directory/new');
    const taken = await browser.submit({ ...settings(), name: 'Quản lý văn bản tỉnh' }, 'save');
    expect(taken.status).toBe(422);
    expect(taken.text).toContain('id="name-error"');
  });

  test('a dry run shows the differences and changes nobody; the real one does', async () => {
    const { browser, world } = desk;
    const [source] = await world.app.sources.list();
    await browser.get(`/directory/${source!.id}`);
    const dry = await over(await browser.submit({}, 'Chạy thử'));
    expect(dry.text).toContain('không có gì bị thay đổi');
    expect(dry.text).toContain('Nguyễn Thị lan');
    expect(dry.text).toContain('Chạy thử: áp dụng được');
    expect(dry.text).toContain('Tên đăng nhập');
    expect(dry.text).not.toContain('Đã áp dụng');
    expect(await world.app.accounts.findByLoginName('lan')).toBeUndefined();

    await browser.get(`/directory/${source!.id}/run`);
    expect(browser.page.text).toContain('bị tạm ngưng, không bị xóa');
    const run = await over(await browser.submit({}, 'Đồng bộ ngay'));
    expect(run.text).toContain('Đã áp dụng');
    const found = await world.app.accounts.findByLoginName('lan');
    const page = await browser.get(`/people/${found!.account.id}`);
    expect(page.text).toContain('từ thư mục');
    expect(page.text).toContain('Sở Nội vụ');
    expect(page.text).not.toContain('/password"');

    const filtered = await browser.get(`${run.url}?entity=unit&op=create`);
    expect(filtered.text).toContain('Sở Nội vụ');
    expect(filtered.text).not.toContain('>Nguyễn Thị lan<');
  });

  test('what a directory gave cannot be changed here', async () => {
    const { browser, world } = desk;
    const { account } = (await world.app.accounts.findByLoginName('minh'))!;
    const edit = await browser.get(`/people/${account.id}/edit`);
    expect(edit.text).not.toContain('name="fullName"');
    await browser.post(`/people/${account.id}/edit`, { fullName: 'Khác', kind: 'official' });
    expect((await world.app.accounts.find(account.id))?.fullName).toBe(account.fullName);
    const password = await browser.post(`/people/${account.id}/password`, {
      password: 'Mật khẩu dài hơn 14',
    });
    expect(password.status).toBe(422);
  });

  test('a run that would take too many is held, shown on the first page, dismissed or released', async () => {
    const { browser, world } = desk;
    const [source] = await world.app.sources.list();
    for (const uid of ['lan', 'minh', 'nam'])
      slapd.modify(`dn: uid=${uid},ou=snv,ou=units,${suffix}\nchangetype: delete\n`);
    const run = async () => {
      await browser.get(`/directory/${source!.id}/run`);
      return over(await browser.submit({}, 'Đồng bộ ngay'));
    };
    const held = await run();
    expect(held.text).toContain('Số người rời đi vượt ngưỡng');
    const state = async () => (await world.app.accounts.findByLoginName('lan'))!.account.state;
    expect(await state()).toBe('active');
    expect((await browser.get('/')).text).toContain(`/directory/runs/${idIn(held.url)}`);

    await browser.get(`/directory/runs/${idIn(held.url)}/dismiss`);
    expect((await browser.submit({}, 'Bỏ lượt này')).text).toContain('Đã bỏ');
    expect((await browser.post(`/directory/runs/${idIn(held.url)}/release`, {})).status).toBe(422);
    expect(await state()).toBe('active');

    const again = await run();
    await browser.get(`/directory/runs/${idIn(again.url)}/release`);
    const released = await over(await browser.submit({}, 'Cho phép áp dụng'));
    expect(released.text).toContain('Đã áp dụng');
    expect(await state()).toBe('suspended');
    const found = await world.app.accounts.findByLoginName('lan');
    expect((await browser.get(`/people/${found!.account.id}`)).text).toContain(
      'không còn trong dịch vụ thư mục',
    );
  });

  test('a directory that is down is a run that failed, in words', async () => {
    const { browser, world } = desk;
    const [source] = await world.app.sources.list();
    await slapd.stop();
    await browser.get(`/directory/${source!.id}/run`);
    const failed = await over(await browser.submit({}, 'Đồng bộ ngay'));
    expect(failed.status).toBe(200);
    expect(failed.text).toContain('Không thành công');
    await slapd.start();
  });
});
