// 389 Directory Server for real, with its presets, from the first run to the change of a password.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { presets } from '../../../src/directory/settings.ts';
import { startDirsrv, type Dirsrv } from '../../support/dirsrv.ts';
import { startWithDirectory, type DirectoryPeople } from '../../support/directory-people.ts';
import { rename, replace } from '../../support/ldif-changes.ts';
import {
  group,
  groupDn,
  person,
  personDn,
  personPassword,
  root,
  suffix,
  unit,
} from '../../support/organization.ts';
import { signedIn } from '../../support/people.ts';

const logins = ['nvan.skhcn', 'ltbinh.skhcn', 'tvcuong.skhcn', 'pvdung.skhcn', 'dtgiang.skhcn'];
const names = ['Nguyễn Văn An', 'Lê Thị Bình', 'Trần Văn Cường', 'Phạm Văn Dũng', 'Đặng Thị Giang'];
const dnOf = (login: string) => personDn(login, 'skhcn');

const uniqueGroup = (cn: string, members: readonly string[]) =>
  group(cn, members)
    .replace('groupOfNames', 'groupOfUniqueNames')
    .replaceAll('member:', 'uniqueMember:');

let dirsrv: Dirsrv;
let place: DirectoryPeople;

beforeAll(async () => {
  const ldif = [
    root,
    unit('skhcn', 'Sở Khoa học và Công nghệ', 'H01.14'),
    unit('vanphong', 'Văn phòng', 'H01.14.1', 'ou=skhcn,ou=units'),
    ...logins.map((login, i) => person(login, 'skhcn', names[i]!, ['mobile: 0912000001'])),
    group('Lãnh đạo', [dnOf('nvan.skhcn')]),
    uniqueGroup('Cán bộ', [groupDn('Lãnh đạo'), dnOf('ltbinh.skhcn')]),
  ].join('\n');
  dirsrv = await startDirsrv({ ldif });
  place = await startWithDirectory({
    settings: {
      ...presets['389-ds'],
      urls: [dirsrv.url],
      security: 'startTls',
      ca: dirsrv.ca,
      bindDn: dirsrv.adminDn,
      bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
      brake: { maxLeavingPercent: 100 },
    },
    password: dirsrv.adminPassword,
  });
  await place.sync();
}, 60_000);
afterAll(async () => {
  await place.end();
  await dirsrv.end();
});
beforeEach(() => place.forgetWaits());

describe('a run', () => {
  test('brings people, units and both kinds of groups in, and again finds nothing to change', async () => {
    const account = await place.account('nvan.skhcn');
    expect(account).toMatchObject({
      state: 'active',
      fullName: 'Nguyễn Văn An',
      mail: 'nvan.skhcn@angiang.gov.vn',
      phone: '+84912000001',
      externalId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
    expect(await place.groupsOf('nvan.skhcn')).toEqual(['Lãnh đạo']);
    expect(await place.groupsOf('ltbinh.skhcn')).toEqual(['Cán bộ']);
    expect(await place.app.db.prisma.groupNesting.findMany()).toHaveLength(1);
    expect(await place.sync()).toMatchObject({ state: 'applied', counts: { changes: 0 } });
  });

  test('knows a person again who was moved, before the next run even at sign-in', async () => {
    const { id } = await place.account('dtgiang.skhcn');
    const moved = `ou=vanphong,ou=skhcn,ou=units,${suffix}`;
    dirsrv.modify(rename(dnOf('dtgiang.skhcn'), 'uid=dtgiang.vp', moved));
    const page = await place.signIn('dtgiang.skhcn', personPassword);
    expect(page.text).toContain('Xin chào, Đặng Thị Giang');
    await place.sync();
    expect(await place.account('dtgiang.vp')).toMatchObject({ id, state: 'active' });
  });

  test('takes groups from memberOf, which names those above as well', async () => {
    await place.change({ groupsFrom: 'memberOf' });
    await place.sync();
    const open = (await place.groupsOf('nvan.skhcn')).map((name) => name.toLowerCase());
    expect(new Set(open)).toEqual(new Set(['cán bộ', 'lãnh đạo']));
    await place.change({});
    await place.sync();
  });

  test('suspends whom an administrator of the directory locked, and gives them back', async () => {
    dirsrv.modify(replace(dnOf('tvcuong.skhcn'), 'nsAccountLock', 'true'));
    await place.sync();
    expect(await place.account('tvcuong.skhcn')).toMatchObject({
      state: 'suspended',
      stateReason: 'disabled-in-directory',
    });
    dirsrv.modify(replace(dnOf('tvcuong.skhcn'), 'nsAccountLock', 'false'));
    await place.sync();
    expect(await place.account('tvcuong.skhcn')).toMatchObject({ state: 'active' });
  });
});

describe('with a password policy', () => {
  const wanted = 'Mat-Khau-Moi-2!';
  const generic = 'Tên đăng nhập hoặc mật khẩu không đúng';

  beforeAll(async () => {
    const policy = {
      passwordMustChange: 'on',
      passwordCheckSyntax: 'on',
      passwordMinLength: '12',
      passwordHistory: 'on',
      passwordInHistory: '3',
      passwordLockout: 'on',
      passwordMaxFailure: '3',
      passwordExp: 'on',
      passwordMaxAge: '8640000',
    };
    for (const [name, value] of Object.entries(policy))
      dirsrv.modify(replace('cn=config', name, value));
    await place.change({ writable: true });
  });

  test('a lock, by an administrator or by mistakes, is not told to strangers; the journal knows', async () => {
    dirsrv.modify(replace(dnOf('tvcuong.skhcn'), 'nsAccountLock', 'true'));
    const inactivated = await place.signIn('tvcuong.skhcn', personPassword);
    expect(inactivated).toMatchObject({ status: 422, text: expect.stringContaining(generic) });
    expect(await place.latest('sign-in.failed')).toMatchObject({
      detail: { reason: 'inactivated-in-directory' },
    });
    dirsrv.modify(replace(dnOf('tvcuong.skhcn'), 'nsAccountLock', 'false'));
    for (let i = 0; i < 4; i++) {
      await place.forgetWaits();
      await place.signIn('tvcuong.skhcn', 'Sai-Mat-Khau-1!');
    }
    await place.forgetWaits();
    const locked = await place.signIn('tvcuong.skhcn', personPassword);
    expect(locked).toMatchObject({ status: 422, text: expect.stringContaining(generic) });
    expect(await place.latest('sign-in.failed')).toMatchObject({
      detail: { reason: 'locked-in-directory' },
    });
  });

  test('an expired password is told to the right one alone; it cannot be changed any more', async () => {
    dirsrv.modify(replace(dnOf('pvdung.skhcn'), 'passwordExpirationTime', '20200101000000Z'));
    const right = await place.signIn('pvdung.skhcn', personPassword);
    expect(right).toMatchObject({ status: 403, text: expect.stringContaining('đã hết hạn') });
    const wrong = await place.signIn('pvdung.skhcn', 'Sai-Mat-Khau-1!');
    expect(wrong).toMatchObject({ status: 422, text: expect.stringContaining(generic) });
  });

  test('a password is changed by its owner, by the rules of the directory', async () => {
    const browser = await signedIn(place.app, 'nvan.skhcn', personPassword);
    await browser.get('/account/password');
    const change = (current: string, password: string) =>
      browser.submit({ current, password, again: password }, 'Đổi mật khẩu');
    const refused = async (page: Promise<{ status: number; text: string }>, words: string) =>
      expect(await page).toMatchObject({ status: 422, text: expect.stringContaining(words) });
    await refused(change('Sai-Mat-Khau-1!', wanted), 'Mật khẩu đang dùng không đúng');
    await refused(change(personPassword, 'abc'), 'chưa đủ phức tạp');
    expect((await change(personPassword, wanted)).text).toContain('Đã đổi mật khẩu');
    await browser.get('/account/password');
    await refused(change(wanted, personPassword), 'đã dùng trước đây');
    expect((await place.signIn('nvan.skhcn', personPassword)).status).toBe(422);
    expect((await place.signIn('nvan.skhcn', wanted)).text).toContain('Xin chào');
  });

  test('a password reset by an administrator is changed on the way in', async () => {
    dirsrv.modify(replace(dnOf('ltbinh.skhcn'), 'userPassword', 'Mat-Khau-Tam-3!'));
    const browser = await signedIn(place.app, 'ltbinh.skhcn', 'Mat-Khau-Tam-3!');
    expect(browser.page.text).toContain('thư mục yêu cầu đổi');
    await browser.submit({ current: 'Mat-Khau-Tam-3!', password: wanted, again: wanted });
    expect(browser.page.text).toContain('Xin chào, Lê Thị Bình');
    expect((await place.signIn('ltbinh.skhcn', wanted)).text).toContain('Xin chào');
  });
});
