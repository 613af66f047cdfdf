// What OpenLDAP's password policy says at sign-in, and the change of a password there.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startWithDirectory, type DirectoryPeople } from '../support/directory-people.ts';
import { replace } from '../support/ldif-changes.ts';
import { person, personDn, personPassword, root, suffix, unit } from '../support/organization.ts';
import { signedIn } from '../support/people.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';

const dnOf = (login: string) => personDn(login, 'skhcn');
const wanted = 'Mật khẩu mới số 2!';
const generic = 'Tên đăng nhập hoặc mật khẩu không đúng';

let slapd: Slapd;
let place: DirectoryPeople;

beforeAll(async () => {
  const people = [
    person('nvan.skhcn', 'skhcn', 'Nguyễn Văn An'),
    person('ltbinh.skhcn', 'skhcn', 'Lê Thị Bình', ['pwdReset: TRUE']),
    person('tvcuong.skhcn', 'skhcn', 'Trần Văn Cường'),
    person('pvdung.skhcn', 'skhcn', 'Phạm Văn Dũng', ['pwdChangedTime: 20200101000000Z']),
  ];
  const ldif = [root, unit('skhcn', 'Sở Khoa học và Công nghệ', 'H01.14'), ...people].join('\n');
  slapd = await startSlapd({
    ldif,
    passwordPolicy: [
      'pwdMinLength: 12',
      'pwdCheckQuality: 2',
      'pwdInHistory: 3',
      'pwdMustChange: TRUE',
      'pwdLockout: TRUE',
      'pwdMaxFailure: 3',
      'pwdMaxAge: 8640000',
      'pwdAllowUserChange: TRUE',
    ],
  });
  place = await startWithDirectory({
    settings: {
      urls: [slapd.url],
      security: 'startTls',
      ca: slapd.ca,
      bindDn: slapd.adminDn,
      bases: { people: `ou=units,${suffix}` },
      brake: { maxLeavingPercent: 100 },
    },
    password: slapd.adminPassword,
  });
  await place.sync();
});
afterAll(async () => {
  await place.end();
  await slapd.end();
});
beforeEach(() => place.forgetWaits());

describe('at sign-in', () => {
  test('a password that must be changed is said to be right, and what to do', async () => {
    const page = await place.signIn('ltbinh.skhcn', personPassword);
    expect(page).toMatchObject({ status: 403, text: expect.stringContaining('phải được đổi') });
    expect(await place.latest('sign-in.failed')).toMatchObject({
      detail: { reason: 'password-must-change' },
    });
  });

  test('an expired one likewise; a wrong one hears nothing of it', async () => {
    const right = await place.signIn('pvdung.skhcn', personPassword);
    expect(right).toMatchObject({ status: 403, text: expect.stringContaining('đã hết hạn') });
    const wrong = await place.signIn('pvdung.skhcn', 'Sai mật khẩu 1!');
    expect(wrong).toMatchObject({ status: 422, text: expect.stringContaining(generic) });
    expect(wrong.text).not.toContain('đã hết hạn');
  });

  test('a lock after mistakes is for the journal, and suspends nobody; a lock for good does', async () => {
    for (let i = 0; i < 4; i++) {
      await place.forgetWaits();
      await place.signIn('tvcuong.skhcn', 'Sai mật khẩu 1!');
    }
    await place.forgetWaits();
    const page = await place.signIn('tvcuong.skhcn', personPassword);
    expect(page).toMatchObject({ status: 422, text: expect.stringContaining(generic) });
    expect(await place.latest('sign-in.failed')).toMatchObject({
      detail: { reason: 'locked-in-directory' },
    });
    await place.sync();
    expect(await place.account('tvcuong.skhcn')).toMatchObject({ state: 'active' });
    slapd.modify(replace(dnOf('tvcuong.skhcn'), 'pwdAccountLockedTime', '000001010000Z'));
    await place.sync();
    expect(await place.account('tvcuong.skhcn')).toMatchObject({ state: 'suspended' });
  });
});

describe('where people may change their passwords', () => {
  beforeAll(() => place.change({ writable: true }));

  test('they do, by the rules of the directory', async () => {
    const browser = await signedIn(place.app, 'nvan.skhcn', personPassword);
    await browser.get('/account/password');
    const change = (current: string, password: string) =>
      browser.submit({ current, password, again: password }, 'Đổi mật khẩu');
    const refused = async (page: Promise<{ status: number; text: string }>, words: string) =>
      expect(await page).toMatchObject({ status: 422, text: expect.stringContaining(words) });
    await refused(change('Sai mật khẩu 1!', wanted), 'Mật khẩu đang dùng không đúng');
    await refused(change(personPassword, 'abc'), 'ngắn hơn quy định');
    expect((await change(personPassword, wanted)).text).toContain('Đã đổi mật khẩu');
    await browser.get('/account/password');
    await refused(change(wanted, personPassword), 'đã dùng trước đây');
    expect((await place.signIn('nvan.skhcn', personPassword)).status).toBe(422);
    expect((await place.signIn('nvan.skhcn', wanted)).text).toContain('Xin chào');
  });

  test('one that must be changed is changed on the way in, once', async () => {
    const browser = await signedIn(place.app, 'ltbinh.skhcn', personPassword);
    expect(browser.page.text).toContain('thư mục yêu cầu đổi');
    await browser.submit({ current: personPassword, password: wanted, again: wanted });
    expect(browser.page.text).toContain('Xin chào, Lê Thị Bình');
    expect((await place.signIn('ltbinh.skhcn', wanted)).text).toContain('Xin chào');
  });

  test('a directory that cannot be reached changes nothing, and nobody is blamed', async () => {
    const browser = await signedIn(place.app, 'nvan.skhcn', wanted);
    await browser.get('/account/password');
    await slapd.stop();
    const fields = { current: wanted, password: personPassword, again: personPassword };
    const page = await browser.submit(fields, 'Đổi mật khẩu');
    expect(page).toMatchObject({ status: 503, text: expect.stringContaining('chưa được đổi') });
    await slapd.start();
    expect((await place.signIn('nvan.skhcn', wanted)).text).toContain('Xin chào');
  });
});
