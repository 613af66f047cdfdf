// Active Directory for real: a Samba domain controller, with its presets, from the first run to the
// change of a password.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  adGroup,
  adPassword,
  adPerson,
  adSettings,
  fillDomain,
} from '../../support/active-directory.ts';
import { startWithDirectory, type DirectoryPeople } from '../../support/directory-people.ts';
import { replace } from '../../support/ldif-changes.ts';
import { signedIn } from '../../support/people.ts';
import { startSamba, type Samba } from '../../support/samba.ts';
import { until } from '../../support/until.ts';

const people = {
  'nvan.skhcn': 'Nguyễn Văn An',
  'ltbinh.skhcn': 'Lê Thị Bình',
  'tvcuong.skhcn': 'Trần Văn Cường',
  'pvdung.skhcn': 'Phạm Văn Dũng',
  'dtgiang.skhcn': 'Đặng Thị Giang',
};
const dnOf = (login: keyof typeof people) => adPerson(people[login]);

let samba: Samba;
let place: DirectoryPeople;

beforeAll(async () => {
  samba = await startSamba();
  const policy = ['--min-pwd-age=0', '--account-lockout-threshold=3', '--min-pwd-length=12'];
  samba.tool('domain', 'passwordsettings', 'set', ...policy);
  fillDomain(samba, people);
  place = await startWithDirectory({ settings: adSettings(samba), password: adPassword });
  await place.sync();
}, 120_000);
afterAll(async () => {
  await place.end();
  await samba.end();
});
beforeEach(() => place.forgetWaits());

const set = (login: keyof typeof people, attribute: string, value: string) =>
  samba.modify(replace(dnOf(login), attribute, value));
const reset = (login: keyof typeof people, lines: string) =>
  samba.modify(`dn: ${dnOf(login)}\nchangetype: modify\n${lines}\n`);

describe('a run', () => {
  test('brings people in with the id that Active Directory shows, and again finds nothing to change', async () => {
    const shown = samba.tool('user', 'show', 'nvan.skhcn', '--attributes=objectGUID');
    const account = await place.account('nvan.skhcn');
    expect(account).toMatchObject({
      state: 'active',
      fullName: 'Nguyễn Văn An',
      mail: 'nvan.skhcn@angiang.gov.vn',
      phone: '+84912000001',
      externalId: /objectGUID: (\S+)/.exec(shown)?.[1],
    });
    const posts = await place.app.db.prisma.post.findMany({
      where: { accountId: account.id },
      include: { unit: true },
    });
    expect(posts).toMatchObject([
      { title: 'Chuyên viên', unit: { code: 'H01.14', name: 'Sở Khoa học và Công nghệ' } },
    ]);
    expect(await place.sync()).toMatchObject({ state: 'applied', counts: { changes: 0 } });
  });

  test('reads groups in groups as they are, or with everybody in them as the domain resolves it', async () => {
    expect(await place.groupsOf('nvan.skhcn')).toEqual(['Lãnh đạo']);
    expect(await place.groupsOf('ltbinh.skhcn')).toEqual(['Cán bộ']);
    const nested = await place.app.db.prisma.groupNesting.findMany();
    expect(nested).toHaveLength(1);
    await place.change({ groupsFrom: 'inChain' });
    await place.sync();
    expect(await place.groupsOf('nvan.skhcn')).toEqual(['Cán bộ', 'Lãnh đạo']);
    await place.change({});
    await place.sync();
    expect(await place.groupsOf('nvan.skhcn')).toEqual(['Lãnh đạo']);
  });

  test('may be of the people of one group only, however deep they are in it', async () => {
    const inChain = `(memberOf:1.2.840.113556.1.4.1941:=${adGroup('Cán bộ')})`;
    const settings = adSettings(samba, {
      filters: { people: `(&(objectCategory=person)(objectClass=user)${inChain})` },
    });
    const report = await place.app.sources.test({ name: 'x', settings, password: adPassword });
    expect(report.error).toBeUndefined();
    expect(report.sample.map(({ username }) => username).toSorted()).toEqual([
      'ltbinh.skhcn',
      'nvan.skhcn',
    ]);
  });

  test('suspends who is disabled or whose time has run out, and gives them back', async () => {
    set('tvcuong.skhcn', 'userAccountControl', '514');
    set('pvdung.skhcn', 'accountExpires', '130000000000000000'); // December 2012
    await place.sync();
    for (const login of ['tvcuong.skhcn', 'pvdung.skhcn'])
      expect(await place.account(login)).toMatchObject({
        state: 'suspended',
        stateReason: 'disabled-in-directory',
      });
    set('tvcuong.skhcn', 'userAccountControl', '512');
    set('pvdung.skhcn', 'accountExpires', '9223372036854775807');
    await place.sync();
    for (const login of ['tvcuong.skhcn', 'pvdung.skhcn'])
      expect(await place.account(login)).toMatchObject({ state: 'active' });
  });
});

describe('at sign-in', () => {
  const generic = 'Tên đăng nhập hoặc mật khẩu không đúng';
  const never = Buffer.alloc(21).toString('base64');

  test('the right password opens', async () => {
    expect((await place.signIn('nvan.skhcn', adPassword)).text).toContain(
      'Xin chào, Nguyễn Văn An',
    );
  });

  test.each([
    ['disabled', 'replace: userAccountControl\nuserAccountControl: 514', 'đã bị vô hiệu hóa'],
    ['run out', 'replace: accountExpires\naccountExpires: 130000000000000000', 'hết thời hạn'],
    ['outside its hours', `replace: logonHours\nlogonHours:: ${never}`, 'vào giờ này'],
    ['bound to a computer', 'replace: userWorkstations\nuserWorkstations: PC7', 'một số máy'],
    ['to change the password', 'replace: pwdLastSet\npwdLastSet: 0', 'phải được đổi'],
  ])('an account that is %s is told so, to the right password alone', async (_, change, words) => {
    reset('tvcuong.skhcn', change);
    const right = await place.signIn('tvcuong.skhcn', adPassword);
    expect(right.status).toBe(403);
    expect(right.text).toContain(words);
    const wrong = await place.signIn('tvcuong.skhcn', 'Sai-Mat-Khau-1!');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain(generic);
    expect(wrong.text).not.toContain(words);
    reset(
      'tvcuong.skhcn',
      [
        ['userAccountControl', '512'],
        ['accountExpires', '0'],
        ['pwdLastSet', '-1'],
      ]
        .map(([name, value]) => `replace: ${name}\n${name}: ${value}`)
        .concat('replace: logonHours', 'replace: userWorkstations')
        .join('\n-\n'),
    );
  });

  test('a lock is not told to whoever asks: it would confirm the name. The journal knows', async () => {
    for (let i = 0; i < 4; i++) {
      await place.forgetWaits();
      await place.signIn('dtgiang.skhcn', 'Sai-Mat-Khau-1!');
    }
    await place.forgetWaits();
    const page = await place.signIn('dtgiang.skhcn', adPassword);
    expect(page.status).toBe(422);
    expect(page.text).toContain(generic);
    expect(page.text).toContain('hoặc tài khoản đang bị khóa');
    expect(await place.latest('sign-in.failed')).toMatchObject({
      detail: { reason: 'locked-in-directory' },
    });
    samba.tool('user', 'unlock', 'dtgiang.skhcn');
    expect((await place.signIn('dtgiang.skhcn', adPassword)).status).toBe(200);
  });
});

describe('a password', () => {
  const wanted = 'Mat-Khau-Moi-2!';

  test('is not changed here until an administrator lets people do so', async () => {
    const browser = await signedIn(place.app, 'nvan.skhcn', adPassword);
    expect((await browser.get('/account')).text).toContain('Mật khẩu cũng đổi tại đó');
    expect((await browser.get('/account/password')).status).toBe(404);
    expect((await browser.post('/account/password', {})).status).toBe(404);
  });

  test('is changed by its owner, by the rules of the domain; other sessions end', async () => {
    await place.change({ writable: true });
    const elsewhere = await signedIn(place.app, 'nvan.skhcn', adPassword);
    const browser = await signedIn(place.app, 'nvan.skhcn', adPassword);
    await browser.get('/account');
    await browser.get('/account/password');
    const change = (current: string, password: string, again = password) =>
      browser.submit({ current, password, again }, 'Đổi mật khẩu');
    const refused = async (page: Promise<{ status: number; text: string }>, words: string) =>
      expect(await page).toMatchObject({ status: 422, text: expect.stringContaining(words) });
    await refused(change('', wanted), 'Chưa nhập mật khẩu đang dùng');
    await refused(change(adPassword, wanted, 'khác'), 'không giống nhau');
    await refused(change(adPassword, adPassword), 'trùng với mật khẩu đang dùng');
    await refused(change('Sai-Mat-Khau-1!', wanted), 'Mật khẩu đang dùng không đúng');
    await refused(change(adPassword, 'Ngan-1!'), 'ngắn hơn quy định');
    await refused(change(adPassword, 'mat khau khong du'), 'chưa đủ phức tạp');
    expect(await place.latest('account.password-changed')).toMatchObject({
      outcome: 'failure',
      detail: { reason: 'too-simple' },
    });
    const done = await change(adPassword, wanted);
    expect(done.url).toContain('/account?done=password-changed');
    expect(done.text).toContain('Đã đổi mật khẩu');
    const entry = await place.latest('account.password-changed');
    expect(entry).toMatchObject({ outcome: 'success', actorName: 'Nguyễn Văn An' });
    expect(JSON.stringify(entry?.detail)).not.toContain(wanted);
    // The portal is an application like any other: it hears of the end a moment later.
    await until(async () => !(await elsewhere.get('/account')).url.includes('/account'));
    expect((await browser.get('/account')).url).toContain('/account');
    expect((await place.signIn('nvan.skhcn', wanted)).text).toContain('Xin chào');
    await browser.get('/account/password');
    await refused(change(wanted, adPassword), 'đã dùng trước đây');
  });

  test('that must be changed is changed on the way in', async () => {
    reset('ltbinh.skhcn', 'replace: pwdLastSet\npwdLastSet: 0');
    const browser = await signedIn(place.app, 'ltbinh.skhcn', adPassword);
    expect(browser.page.text).toContain('thư mục yêu cầu đổi');
    const fields = { current: adPassword, password: 'abc', again: 'abc' };
    expect((await browser.submit(fields)).text).toContain('ngắn hơn quy định');
    await browser.submit({ current: adPassword, password: wanted, again: wanted });
    expect(browser.page.text).toContain('Xin chào, Lê Thị Bình');
    expect((await place.signIn('ltbinh.skhcn', adPassword)).status).toBe(422);
    expect((await place.signIn('ltbinh.skhcn', wanted)).text).toContain('Xin chào');
  });

  test('guessed at by somebody at an open session has to wait', async () => {
    const browser = await signedIn(place.app, 'pvdung.skhcn', adPassword);
    await browser.get('/account/password');
    const guess = { current: 'Sai-Mat-Khau-1!', password: wanted, again: wanted };
    const pages: number[] = [];
    for (let i = 0; i < 3; i++) pages.push((await browser.submit(guess, 'Đổi mật khẩu')).status);
    expect(pages).toEqual([422, 422, 422]);
    const waiting = await browser.submit(guess, 'Đổi mật khẩu');
    expect(waiting.status).toBe(429);
    expect(waiting.text).toContain('Đã sai nhiều lần');
  });
});
