import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { launcher, searchTiles } from '../../src/portal/launcher.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import { addApplication, addPerson, goodPassword, signedIn } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let browser: Browser;
const ids = new Map<string, string>();

async function register(clientId: string, name: string, more: object = {}): Promise<string> {
  const { application } = await world.app.applications.apply(by, {
    client_id: clientId,
    name,
    class: 'shared',
    contact: 'Phòng Công nghệ thông tin',
    state: 'active',
    link: `https://${clientId}.example/`,
    ...more,
  });
  ids.set(clientId, application.id);
  return application.id;
}

const rule = (clientId: string, accountId: string, effect: 'allow' | 'deny' = 'allow') =>
  world.app.grants.add(by, {
    subject: { type: 'account', id: accountId },
    applicationId: ids.get(clientId)!,
    effect,
  });

beforeAll(async () => {
  world = await startWorld();
  const { app } = world;
  const { id } = await addPerson(app, 'an.skhcn');
  const unit = await app.units.create(by, {
    code: 'H01.05',
    name: 'Sở Nội vụ',
    contactName: 'Lê Hoàng Dũng',
    contactMail: 'lhdung@angiang.gov.vn',
    contactPhone: '0296 3852 000',
  });
  await register('vb', 'Quản lý văn bản', { order: 20, name_en: 'Documents' });
  await register('bc', 'Báo cáo tổng hợp', { order: 10, description: 'Số liệu toàn tỉnh' });
  await register('dd', 'Đất đai', { class: 'sector', order: 1 });
  await register('ns', 'Hồ sơ cán bộ', { contact: undefined, owner_unit: unit.code });
  await register('kt', 'Khiếu tố');
  await app.applications.setState(by, await register('nghi', 'Ứng dụng nghỉ'), 'suspended');
  for (const clientId of ['vb', 'bc', 'dd', 'nghi']) await rule(clientId, id);
  await rule('kt', id, 'deny');
  browser = await signedIn(app, 'an.skhcn');
});
afterAll(() => world.end());

/** The names of applications and sections in the order a reader meets them. */
const order = () =>
  [
    ...browser.page.text.matchAll(
      /(?:<h2(?! id="new-device")[^>]*|class="tile-name"[^>]*)>\s*([^<]*?)\s*</g,
    ),
  ].map(([, name]) => name);

describe('the first page', () => {
  test('lists applications by section, in the order of the administrator', async () => {
    await browser.get('/');
    expect(order()).toEqual([
      'Phần mềm dùng chung',
      'Báo cáo tổng hợp',
      'Quản lý văn bản',
      'Phần mềm chuyên ngành',
      'Đất đai',
    ]);
    await browser.get('/?lang=en');
    expect(browser.page.text).toContain('>Documents<');
    await browser.get('/?lang=vi');
  });

  test('keeps favourites on top, and lets them go again', async () => {
    await browser.submit({ application: ids.get('dd')! }, '☆ Đưa Đất đai lên đầu trang');
    expect(browser.page.status).toBe(200);
    expect(order().slice(0, 2)).toEqual(['Ứng dụng hay dùng', 'Đất đai']);
    expect(order()).not.toContain('Phần mềm chuyên ngành');
    const elsewhere = await signedIn(world.app, 'an.skhcn');
    expect(elsewhere.page.text).toContain('Ứng dụng hay dùng');
    await browser.post('/favourites', { application: ids.get('dd')!, favourite: 'yes' }); // twice
    await browser.submit({}, '★ Bỏ Đất đai khỏi đầu trang');
    expect(order()[0]).toBe('Phần mềm dùng chung');
  });

  test('keeps nothing that may not be used, and forgets what may not be used any more', async () => {
    for (const application of [ids.get('ns')!, '0'.repeat(8) + '-0000-7000-8000-000000000000'])
      expect((await browser.post('/favourites', { application, favourite: 'yes' })).status).toBe(
        404,
      );
    expect((await browser.post('/favourites', { application: "'", favourite: 'yes' })).status).toBe(
      400,
    );
    const grant = await rule(
      'ns',
      (await world.app.accounts.findByLoginName('an.skhcn'))!.account.id,
    );
    await browser.post('/favourites', { application: ids.get('ns')!, favourite: 'yes' });
    expect(order()).toContain('Hồ sơ cán bộ');
    await world.app.grants.remove(by, grant.grant.id);
    await browser.get('/');
    expect(browser.page.text).not.toContain('Hồ sơ cán bộ');
  });

  test('refuses a star set by another site, or by nobody', async () => {
    const fields = { application: ids.get('vb')!, favourite: 'yes' };
    const foreign = await browser.post('/favourites', fields, {
      headers: { origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    const nobody = createBrowser(world.publicUrl);
    expect((await nobody.post('/favourites', fields)).status).toBe(401);
  });

  test('finds applications by name, description or owner, with or without marks', async () => {
    await browser.get('/');
    await browser.submit({ q: 'van  BAN' });
    expect(order()).toEqual(['Phần mềm dùng chung', 'Quản lý văn bản']);
    expect(browser.page.text).toContain('Có 1 ứng dụng khớp với “van BAN”');
    await browser.get(`/?q=${encodeURIComponent('số liệu')}`);
    expect(order()).toContain('Báo cáo tổng hợp');
    await browser.get(`/?q=${encodeURIComponent('"><script>')}`);
    expect(browser.page.text).not.toContain('"><script>');
    expect(browser.page.text).toContain('Không có ứng dụng được cấp phép nào khớp');
    expect((await browser.get(`/?q=${'x'.repeat(200)}`)).status).toBe(400);
  });

  test('leads from a search without result to why the application is missing', async () => {
    await browser.get('/?q=can+bo');
    expect(browser.page.text).toContain('href="/missing?q=can+bo"');
    await browser.get('/missing?q=can+bo');
    expect(order()).toEqual(['Hồ sơ cán bộ']);
  });
});

describe('the page of missing applications', () => {
  test('says why, and whom to ask', async () => {
    const { text } = await browser.get('/missing');
    expect(order()).toEqual(['Hồ sơ cán bộ', 'Khiếu tố']);
    expect(text).toContain('Tài khoản này chưa được cấp phép dùng ứng dụng.');
    for (const words of ['Lê Hoàng Dũng', 'mailto:lhdung@angiang.gov.vn', 'Sở Nội vụ'])
      expect(text).toContain(words);
    expect(text).toContain('Không cho phép riêng tài khoản này');
    expect(text).toContain('Phòng Công nghệ thông tin');
  });

  test('names neither what may be used, nor what is not in use, nor our own pages', async () => {
    const { text } = await browser.get('/missing');
    for (const words of ['Quản lý văn bản', 'Ứng dụng nghỉ', 'quản trị Một Chìa'])
      expect(text).not.toContain(words);
    expect(order()).toHaveLength(2);
  });

  test('is for people who are signed in', async () => {
    const stranger = createBrowser(world.publicUrl);
    expect((await stranger.get('/missing')).url).toContain('/sign-in/');
    await stranger.submit({ login: 'an.skhcn', password: goodPassword });
    expect(stranger.page.url).toBe(`${world.publicUrl}/missing`);
  });

  test('has nothing to say to somebody who may use everything', async () => {
    const { app } = world;
    const all = await addPerson(app, 'binh.ubnd');
    await addApplication(app, 'them');
    ids.set('them', (await app.applications.findByClientId('them'))!.id);
    for (const clientId of ['vb', 'bc', 'dd', 'ns', 'kt', 'them']) await rule(clientId, all.id);
    const theirs = await signedIn(app, 'binh.ubnd');
    expect((await theirs.get('/missing')).text).toContain('được dùng mọi ứng dụng đang hoạt động');
  });
});

test('an application whose section was closed still has its place', () => {
  const words = { name: 'Ứng dụng X', nameEn: 'X', description: null, ownerUnitName: null };
  const application = {
    ...words,
    id: '1',
    clientId: 'x',
    section: 'gone',
    builtIn: false,
    link: null,
    order: 0,
    metadata: {},
  };
  const groups = launcher([application], new Set(['1']), []);
  expect(groups).toMatchObject([{ kind: 'other', tiles: [{ id: '1', favourite: false }] }]);
  expect(searchTiles(groups, 'UNG dung')).toHaveLength(1);
  expect(searchTiles(groups, 'khac')).toEqual([]);
});
