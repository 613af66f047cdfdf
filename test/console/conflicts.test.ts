// Two directories that bring the same names, and an administrator who settles it in the console.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { system } from '../../src/journal/actor.ts';
import {
  personPassword,
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { createBrowser } from '../support/browser.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
const slapds: Slapd[] = [];
const ids: string[] = [];

const person = (uid: string, cn: string, mail: string) => `dn: uid=${uid},ou=snv,ou=units,${suffix}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${cn}
sn: ${cn.split(' ')[0]}
mail: ${mail}
telephoneNumber: 0296 3852 111
title: Chuyên viên
userPassword: ${personPassword}
`;
const mailOf = (name: string) => `${name}@angiang.gov.vn`;

async function addSource(name: string, unitName: string, people: readonly string[]) {
  const slapd = await startSlapd({
    ldif: [root, service, unit('snv', unitName, ''), ...people]
      .join('\n')
      .replace('businessCategory: \n', ''),
  });
  slapds.push(slapd);
  const source = await desk.world.app.sources.save(system, {
    name,
    everyMinutes: 0,
    password: servicePassword,
    settings: {
      urls: [slapd.url],
      security: 'startTls',
      ca: slapd.ca,
      bindDn: serviceDn,
      bases: { people: `ou=units,${suffix}` },
      rules: { skip: [{ attribute: 'uid', values: ['svc-dongbo'] }] },
      changes: { method: 'none' },
    },
  });
  ids.push(source.id);
}

const run = async (at: number) => {
  const done = await desk.world.app.sync.run(system, ids[at]!);
  expect([done.state, done.reason]).toEqual(['applied', null]);
  return done;
};
const account = async (name: string) =>
  (await desk.world.app.accounts.findByLoginName(name))?.account;
const rejected = async (runId: string) =>
  (await desk.world.app.sync.rejections(runId)).map(({ reason }) => reason);

/** The queue, and the page of the conflict of this person in it. */
async function look(name: string) {
  const list = await desk.browser.get('/directory/conflicts');
  const link = new RegExp(`href="(/directory/conflicts/[0-9a-f-]{36})">${name}<`).exec(list.text);
  return desk.browser.get(link![1]!);
}
const decide = (values: Record<string, string>) =>
  desk.browser.submit({ reason: 'Theo công văn 12', ...values }, 'Lưu');
/** Takes the newest decision back. */
async function takeBack() {
  const list = await desk.browser.get('/directory/conflicts');
  const [path] = /\/directory\/decisions\/[0-9a-f-]{36}\/take-back/.exec(list.text)!;
  await desk.browser.get(path);
  return desk.browser.submit({ reason: 'Nhầm người' }, 'Rút lại');
}

beforeAll(async () => {
  desk = await startDesk();
  await addSource('Tỉnh An Giang cũ', 'Sở Nội vụ An Giang', [
    person('nvan', 'Nguyễn Văn An', mailOf('nvan')),
    person('tbinh', 'Trần Bình', mailOf('binh')),
  ]);
  await addSource('Tỉnh Kiên Giang', 'Sở Nội vụ Kiên Giang', [
    person('nvan', 'Nguyễn Vạn Ân', mailOf('nvan.kg')),
    person('lbinh', 'Lê Bình', mailOf('binh')),
  ]);
}, 90_000);
afterAll(async () => {
  await desk.world.end();
  for (const slapd of slapds) await slapd.end();
});

describe('two directories with the same names', () => {
  test('whoever came first keeps the name; the other waits in the queue, with both sides shown', async () => {
    await run(0);
    expect(await rejected((await run(1)).id)).toEqual(
      expect.arrayContaining(['username-taken', 'mail-taken']),
    );
    expect((await account('nvan'))?.fullName).toBe('Nguyễn Văn An');
    const { browser } = desk;
    expect((await browser.get('/')).text).toContain('2 xung đột dữ liệu đang chờ xử lý');
    expect((await browser.get('/directory')).text).toContain('Xung đột dữ liệu (2)');
    const page = await look('Nguyễn Vạn Ân');
    for (const each of ['Nguyễn Văn An', 'Sở Nội vụ An Giang', 'Sở Nội vụ Kiên Giang'])
      expect(page.text).toContain(each);
    expect(page.text).toContain('Còn trống: nvan.kg, nvan2, nvan3');
  });

  test('another user name is checked, given by the next run, and kept by every later one', async () => {
    await look('Nguyễn Vạn Ân');
    const nothing = await decide({ kind: 'rename', given: '' });
    expect([nothing.status, nothing.text.includes('id="given-error"')]).toEqual([422, true]);
    const taken = await decide({ kind: 'rename', given: 'tbinh' });
    expect([taken.status, taken.text.includes('id="given-error"')]).toEqual([422, true]);
    const { url, forms } = desk.browser.page;
    const shown = forms.find(({ fields }) => 'shown' in fields)!.fields['shown']!;
    const wish = { kind: 'rename', given: 'nvan.kg', reason: 'Theo công văn 12', shown };
    const twice = await Promise.all([desk.browser.post(url, wish), desk.browser.post(url, wish)]);
    const done = twice.filter(({ text }) => text.includes('Có hiệu lực từ lượt đồng bộ tới'));
    expect(done).toHaveLength(1);
    const late = await desk.browser.post(url, { ...wish, given: 'nvan2' });
    expect([late.status, late.text.includes('đã được xử lý')]).toEqual([409, true]);
    await desk.browser.get('/directory/conflicts');
    expect(await account('nvan.kg')).toBeUndefined();
    expect(desk.browser.page.text).toContain('Chờ lượt đồng bộ tới');

    expect(await rejected((await run(1)).id)).not.toContain('username-taken');
    const given = await account('nvan.kg');
    expect(given).toMatchObject({ fullName: 'Nguyễn Vạn Ân', username: 'nvan.kg' });
    expect((await run(1)).counts).toMatchObject({ changes: 0 });
    const app = createBrowser(desk.world.publicUrl);
    await app.get('/');
    const portal = await app.submit({ login: 'nvan.kg', password: personPassword });
    expect(portal.text).toContain('Nguyễn Vạn Ân');
    const { items } = await desk.world.app.journal.search({ event: 'conflict.decided', limit: 2 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ detail: { given: 'nvan.kg', reason: 'Theo công văn 12' } });
  });

  test('a mail left with its holder is no longer warned of; taken back, it is again', async () => {
    await look('Lê Bình');
    await decide({ kind: 'leave' });
    expect(await rejected((await run(1)).id)).not.toContain('mail-taken');
    expect((await account('lbinh'))?.mail).toBeNull();
    expect((await desk.browser.get('/directory')).text).toContain('Xung đột dữ liệu (0)');
    expect((await takeBack()).text).toContain('Đã rút lại');
    expect(await rejected((await run(1)).id)).toContain('mail-taken');
    expect((await desk.browser.get('/directory')).text).toContain('Xung đột dữ liệu (1)');
  });

  test('a mail that is moved is his who asks, and stays so when the other directory is read', async () => {
    await look('Lê Bình');
    await decide({ kind: 'move' });
    await run(1);
    expect(await account(mailOf('binh'))).toMatchObject({
      username: 'lbinh',
      mail: mailOf('binh'),
    });
    expect((await account('tbinh'))?.mail).toBeNull();
    expect(await rejected((await run(0)).id)).toEqual([]);
    expect(await account(mailOf('binh'))).toMatchObject({ username: 'lbinh' });
    expect((await run(1)).counts).toMatchObject({ changes: 0 });
    expect((await desk.browser.get('/directory')).text).toContain('Xung đột dữ liệu (0)');
  });

  test('an entry that is left out is heard of no more; one that goes takes its conflict along', async () => {
    const add = (uid: string, cn: string) =>
      slapds[1]!.modify(
        person(uid, cn, mailOf(`${uid}.${cn.length}`)).replace('\n', '\nchangetype: add\n'),
      );
    add('quantri', 'Phạm Quản Trị');
    await run(1);
    await look('Phạm Quản Trị');
    await decide({ kind: 'leave' });
    expect(await rejected((await run(1)).id)).toEqual([]);
    add('tbinh', 'Tô Bình');
    await run(1);
    expect((await desk.browser.get('/directory/conflicts')).text).toContain('Tô Bình');
    slapds[1]!.modify(`dn: uid=tbinh,ou=snv,ou=units,${suffix}\nchangetype: delete\n`);
    await run(1);
    expect((await desk.browser.get('/directory/conflicts')).text).not.toContain('Tô Bình');
  });

  test('a mail that two new people ask for is given to one of them, and the other meets him there', async () => {
    for (const uid of ['x1', 'x2'])
      slapds[0]!.modify(
        person(uid, `Đỗ ${uid}`, mailOf('doi')).replace('\n', '\nchangetype: add\n'),
      );
    expect(await rejected((await run(0)).id)).toEqual(['mail-duplicate', 'mail-duplicate']);
    expect((await look('Đỗ x1')).text).toContain('Chưa ai giữ');
    await decide({ kind: 'move' });
    await run(0);
    expect(await account(mailOf('doi'))).toMatchObject({ username: 'x1' });
    await run(0);
    expect((await look('Đỗ x2')).text).toMatch(/Người đang giữ.*Đỗ x1/s);
  });

  test('a name two new people of the first source compete for is not given to the second', async () => {
    const { browser } = desk;
    const twice = (uid: string, mail: string) => person(uid, `Đỗ ${uid}`, mailOf(mail));
    const add = (at: number, ldif: string) =>
      slapds[at]!.modify(ldif.replace('\n', '\nchangetype: add\n'));
    add(0, twice('mot', 'chung'));
    add(0, twice('hai', 'chung'));
    add(1, twice('ba', 'chung'));
    await run(0);
    await run(1);
    expect(await account(mailOf('chung'))).toBeUndefined();

    await browser.get('/directory');
    await browser.post(`/directory/${ids[1]}/up`, {});
    const names = (await desk.world.app.sources.list()).map(({ name }) => name);
    expect(names).toEqual(['Tỉnh Kiên Giang', 'Tỉnh An Giang cũ']);
    await run(1);
    expect(await account(mailOf('chung'))).toMatchObject({ username: 'ba' });
  });
});
