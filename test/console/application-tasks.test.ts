import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { system } from '../../src/journal/actor.ts';
import { createBrowser } from '../support/browser.ts';
import { addApplication, addPerson, goodPassword } from '../support/people.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

describe('applications and grants', () => {
  test('an application says every mistake at once, then shows its secret exactly once', async () => {
    const { browser, world } = desk;
    await browser.get('/applications/new');
    const wrong = await browser.submit({
      client_id: 'Hồ sơ',
      name: '',
      redirect_uris: 'http://vidu.example/callback',
    });
    expect(wrong.status).toBe(422);
    for (const field of ['client_id', 'name', 'redirect_uris'])
      expect(wrong.text).toContain(`id="${field}-error"`);
    const made = await browser.submit({
      client_id: 'ho-so',
      name: 'Hồ sơ điện tử',
      contact: 'Phòng CNTT',
      redirect_uris: 'https://hoso.angiang.gov.vn/callback\n',
    });
    expect(made.status).toBe(200);
    const secret = /class="secret">([\w-]{43})</.exec(made.text)?.[1];
    expect(secret).toBeDefined();
    expect(made.visited.join(' ')).not.toContain(secret!);

    const application = (await world.app.applications.findByClientId('ho-so'))!;
    const page = await browser.get(`/applications/${application.id}`);
    expect(page.text).not.toContain(secret!);
    expect(page.text).toContain('https://hoso.angiang.gov.vn/callback');
    expect(page.text).toContain('/oidc/.well-known/openid-configuration');
    const { items } = await world.app.journal.search({ applicationId: application.id, limit: 50 });
    expect(JSON.stringify(items)).not.toContain(secret!);

    await browser.get('/applications/new');
    const twice = await browser.submit({
      client_id: 'ho-so',
      name: 'Khác',
      redirect_uris: 'https://khac.example/cb',
    });
    expect(twice.status).toBe(422);
    expect((await world.app.applications.findByClientId('ho-so'))?.name).toBe('Hồ sơ điện tử');
  });

  test('editing keeps what it does not ask for, and a new secret replaces the old', async () => {
    const { browser, world } = desk;
    const before = (await world.app.applications.findByClientId('ho-so'))!;
    await browser.get(`/applications/${before.id}/edit`);
    const edited = await browser.submit({ description: 'Lưu trữ hồ sơ' });
    expect(edited.text).toContain('Đã lưu.');
    const after = (await world.app.applications.findByClientId('ho-so'))!;
    expect(after).toMatchObject({ description: 'Lưu trữ hồ sơ', metadata: before.metadata });
    const question = await browser.get(`/applications/${before.id}/secret`);
    // without a thought the one in use goes on for a day
    expect(question.forms.find(({ fields }) => 'keep' in fields)?.fields['keep']).toBe('86400');
    expect((await browser.submit({ keep: '0' })).text).toContain('class="secret"');
    expect((await browser.post(`/applications/${before.id}/secret`, { keep: '-5' })).status).toBe(
      422,
    );
  });

  test('the form of an application shows the grants it has, and saving it adds none', async () => {
    const { browser, world } = desk;
    const { application } = await world.app.applications.apply(system, {
      client_id: 'ngan',
      name: 'Ngắn',
      class: 'shared',
      redirect_uris: ['https://ngan.example/cb'],
    });
    await browser.get(`/applications/${application.id}/edit`);
    await browser.submit({ description: 'Không gia hạn' });
    const { metadata } = (await world.app.applications.findByClientId('ngan'))!;
    expect(metadata.grant_types).toEqual(['authorization_code']);
  });

  test('states change after a page that says what will happen, and only along the allowed ways', async () => {
    const { browser, world } = desk;
    const { id } = (await world.app.applications.findByClientId('ho-so'))!;
    const ask = await browser.get(`/applications/${id}/state/active`);
    expect(ask.text).toContain('Những người được cấp phép vào được ứng dụng ngay.');
    expect((await browser.submit({}, 'Đưa vào hoạt động')).text).toContain('Đã đổi trạng thái');
    expect((await browser.post(`/applications/${id}/state/draft`, {})).status).toBe(422);
    expect((await browser.post(`/applications/${id}/state/nonsense`, {})).status).toBe(404);
  });

  test('a grant is given from the application, explained at the person, revoked from there', async () => {
    const { browser, world } = desk;
    const person = await addPerson(world.app, 'huong', { fullName: 'Võ Thị Hương' });
    const { id } = await addApplication(world.app, 'bao-cao');
    await browser.get(`/grants/new?application=${id}&kind=account&text=vo+huong`);
    const given = await browser.submit({ effect: 'allow', reason: 'công văn 5' }, 'Thêm cấp phép');
    expect(given.url).toContain(`/applications/${id}?done=grant-added`);
    expect(given.text).toContain('Võ Thị Hương');
    expect((await world.app.access.decision(person.id, id)).allowed).toBe(true);
    expect((await browser.get(`/applications/${id}/people`)).text).toContain('Võ Thị Hương');

    const explained = await browser.get(`/people/${person.id}`);
    expect(explained.text).toContain('Cho phép: Người Võ Thị Hương');
    const link = /href="([^"]*\/grants\/[^"]*\/remove[^"]*)"/.exec(explained.text)![1]!;
    const ask = await browser.get(link.replaceAll('&amp;', '&'));
    expect(ask.text).toContain('sẽ mất quyền ngay');
    const shown = await browser.submit({}, 'Thu hồi');
    expect(shown.text).toContain('1 người mất quyền vào 1 ứng dụng.');
    const removed = await browser.submit({}, 'Đã xem, lưu thay đổi');
    expect(new URL(removed.url).pathname).toBe(`/people/${person.id}`);
    expect((await world.app.access.decision(person.id, id)).allowed).toBe(false);
    // the same confirmation sent again
    expect((await browser.post(ask.url, {})).status).toBe(404);
  });

  test('everyone and a deny for one unit: deny wins, and the list says who is kept out', async () => {
    const { browser, world } = desk;
    const { id } = await addApplication(world.app, 'hop-truc-tuyen');
    await browser.get(`/grants/new?application=${id}&kind=everyone`);
    await browser.submit({ effect: 'allow' }, 'Thêm cấp phép');
    const person = await addPerson(world.app, 'khanh');
    await browser.get(`/grants/new?subject=account&id=${person.id}`);
    await browser.submit({ application: id, effect: 'deny' }, 'Thêm cấp phép');
    const given = await browser.submit({}, 'Đã xem, lưu thay đổi');
    expect(new URL(given.url).pathname).toBe(`/people/${person.id}`);
    const refused = await browser.get(`/applications/${id}/people?outcome=refused`);
    expect(refused.text).toContain('Lê Thị khanh');
    expect(refused.text).toContain('Không cho phép');
  });

  test('the way back after revoking leads only to pages of ours', async () => {
    const { browser, world } = desk;
    const application = (await world.app.applications.findByClientId('hop-truc-tuyen'))!;
    const [grant] = await world.app.grants.list({ applicationId: application.id });
    const path = `/grants/${grant!.id}/remove?back=//evil.example`;
    expect((await browser.get(path)).text).not.toContain('href="//evil.example');
    const answer = await browser.post(path, {}, { follow: false });
    expect(answer.location).toBe(
      `${world.consoleUrl}/applications/${application.id}?done=grant-removed`,
    );
  });
});

describe('catalogues and languages', () => {
  test('an item is added once, and its dates are read as they are written here', async () => {
    const { browser, world } = desk;
    await browser.get('/catalogs/position/new');
    const wrong = await browser.submit({
      code: 'QT',
      name: 'Quản trị mạng',
      validFrom: '31/02/2026',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="31/02/2026"');
    await browser.submit({ validFrom: '01/03/2026' });
    const items = await world.app.catalogs.items('position');
    const item = items.find(({ code }) => code === 'QT');
    expect(item?.validFrom?.toISOString()).toBe('2026-02-28T17:00:00.000Z');
    await browser.get('/catalogs/position/new');
    expect((await browser.submit({ code: 'QT', name: 'Khác' })).status).toBe(422);
  });

  test('every page speaks English when asked, and stays so', async () => {
    const browser = createBrowser(desk.world.consoleUrl);
    await browser.get('/?lang=en');
    await browser.submit({ login: 'quantri', password: goodPassword });
    await browser.get('/?lang=en');
    for (const path of [
      '/',
      '/people',
      '/groups',
      '/units',
      '/applications',
      '/directory',
      '/journal',
    ]) {
      const { text } = await browser.get(path);
      expect([path, text.includes('<html lang="en"')]).toEqual([path, true]);
      expect([path, text.includes('Người sử dụng')]).toEqual([path, false]);
    }
  });
});
