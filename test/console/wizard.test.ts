// From "Thêm ứng dụng" to a sign-in that works, as an administrator goes, by the front door.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { snippetsOf } from '../../src/applications/snippets.ts';
import { createBrowser } from '../support/browser.ts';
import { addPerson, goodPassword } from '../support/people.ts';
import { freePort } from '../support/ports.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

const named = (name: string) => ({ name, contact: 'Phòng CNTT' });
const find = (clientId: string) => desk.world.app.applications.findByClientId(clientId);

const versionIn = (text: string) => /name="version" value="([^"]+)"/.exec(text)![1]!;

describe('the wizard', () => {
  test('goes from a name to a page for the developer, each step kept in the draft', async () => {
    const { browser, world } = desk;
    await browser.get('/applications');
    const link = /href="([^"]+)">Thêm ứng dụng/.exec(browser.page.text)![1]!;
    await browser.get(link);
    expect((await browser.submit({ name: '' })).status).toBe(422);
    await browser.submit(named('Quản lý tài sản công'));
    const draft = (await find('quan-ly-tai-san-cong'))!;
    expect(draft).toMatchObject({ state: 'draft', metadata: {} });

    expect(browser.page.url).toContain(`/applications/${draft.id}/setup/kind`);
    const kind = { kind: 'web', scope_profile: 'yes', scope_org: 'yes' };
    await browser.post(browser.page.url, { ...kind, version: versionIn(browser.page.text) });
    expect((await find('quan-ly-tai-san-cong'))!.metadata).toMatchObject({
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid profile org',
    });

    const typed = {
      redirect_uris_0: 'https://taisan.angiang.gov.vn/callback',
      redirect_uris_1: 'http://taisan.example/callback',
      link: 'https://taisan.angiang.gov.vn/',
      version: versionIn(browser.page.text),
    };
    await browser.post(browser.page.url, { ...typed, more: 'redirect_uris' });
    expect(browser.page.text).toContain('id="field-redirect_uris_4"');
    const wrong = await browser.submit(typed, 'Lưu và tiếp tục');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('id="redirect_uris_1-error"');
    expect(wrong.text).not.toContain('id="redirect_uris_0-error"');
    expect(wrong.text).toContain('http://taisan.example/callback');
    await browser.submit({ redirect_uris_1: '' }, 'Lưu và tiếp tục');
    expect((await find('quan-ly-tai-san-cong'))!).toMatchObject({
      link: typed.link,
      metadata: { redirect_uris: [typed.redirect_uris_0] },
    });
    expect(new URL(browser.page.url).pathname).toBe(`/applications/${draft.id}/setup/people`);
    const { items } = await world.app.journal.search({ applicationId: draft.id, limit: 20 });
    expect(items.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['application.created', 'application.updated']),
    );
  });

  test('allows several at once and says how many each rule lets in, by name', async () => {
    const { browser, world } = desk;
    const { id } = (await find('quan-ly-tai-san-cong'))!;
    const unit = await world.app.units.create(by, { name: 'Sở Tài chính', code: 'H01.20' });
    const below = await world.app.units.create(by, { name: 'Phòng Giá', parentId: unit.id });
    for (const [i, unitId] of [unit.id, below.id, below.id].entries()) {
      const person = await addPerson(world.app, `taichinh${i}`, { fullName: `Lê Văn Số ${i}` });
      await world.app.accounts.update(by, person.id, { unitId });
    }
    const alone = await addPerson(world.app, 'rieng', { fullName: 'Phan Thị Riêng' });
    await browser.get(`/applications/${id}/setup/people?kind=unit&text=so+tai`);
    expect((await browser.submit({ kind: 'unit' }, 'Cho phép những mục đã chọn')).status).toBe(422);
    await browser.post(browser.page.url, {
      kind: 'unit',
      text: '',
      [`pick_unit_${unit.id}`]: 'yes',
      [`pick_account_${alone.id}`]: 'yes',
    });
    expect(browser.page.text).toContain('3 người: Lê Văn Số 0, Lê Văn Số 1, Lê Văn Số 2');
    expect(browser.page.text).toContain('1 người: Phan Thị Riêng');
    expect(await world.app.grants.list({ applicationId: id })).toHaveLength(2);
    await browser.submit({ everyone: 'yes' }, 'Cho phép mọi người sử dụng');
    expect(browser.page.text).toMatch(/\d+ người: .*…/);
    const everyone = (await world.app.grants.list({ applicationId: id })).find(
      ({ subject }) => subject === 'everyone',
    )!;
    await browser.submit({ grant: everyone.id }, 'Bỏ Mọi người sử dụng');
    expect(await world.app.grants.list({ applicationId: id })).toHaveLength(2);
  });

  test('hands the developer everything, and the secret exactly once', async () => {
    const { browser, world } = desk;
    const { id } = (await find('quan-ly-tai-san-cong'))!;
    const page = await browser.get(`/applications/${id}/connect`);
    for (const text of [
      `${world.publicUrl}/oidc/.well-known/openid-configuration`,
      'https://taisan.angiang.gov.vn/callback',
      'OIDCClientID',
      'oidc_issuer_url',
      'AddOpenIdConnect',
      'issuer-uri',
      'Jumbojett',
      'authlib',
      'client.discovery',
    ])
      expect(page.text).toContain(text);
    const answer = await browser.submit({ keep: '0' }, 'Cấp khóa bí mật');
    const secret = /id="secret">([\w-]{43})</.exec(answer.text)?.[1];
    expect(answer.text.split(secret!)).toHaveLength(2);
    expect(answer.visited.join()).not.toContain(secret!);
    for (const path of [`/applications/${id}/connect`, `/applications/${id}`, '/journal'])
      expect((await browser.get(path)).text).not.toContain(secret!);
    const { items } = await world.app.journal.search({ applicationId: id, limit: 50 });
    expect(items.some(({ event }) => event === 'application.secret-issued')).toBe(true);
    expect(JSON.stringify(items)).not.toContain(secret!);
  });

  test('a draft that lacks its addresses cannot become active, and is told so', async () => {
    const { browser, world } = desk;
    await browser.get('/applications/wizard');
    await browser.submit({ ...named('Ứng dụng dở dang'), client_id: 'do-dang' });
    await browser.submit({ kind: 'browser' }, 'Lưu và tiếp tục');
    const { id, metadata } = (await find('do-dang'))!;
    expect(metadata.token_endpoint_auth_method).toBe('none');
    await browser.get(`/applications/${id}/state/active`);
    expect((await browser.submit({}, 'Đưa vào hoạt động')).status).toBe(422);
    expect((await find('do-dang'))!.state).toBe('draft');
    await expect(
      world.app.applications.connect(by, id, { redirect_uris: ['http://cong-khai.example/'] }),
    ).rejects.toMatchObject({ code: 'application.address' });
    await browser.get('/applications/wizard');
    const taken = await browser.submit({ ...named('Trùng'), client_id: 'do-dang' });
    expect(taken.text).toContain('id="client_id-error"');
    expect(taken.text).toContain('value="Trùng"');
  });

  test.each([
    ['machine', 'client_credentials'],
    ['link', 'chỉ là đường dẫn'],
    ['native', 'AppAuth'],
  ])('knows the kind %s', async (kind, shown) => {
    const { browser } = desk;
    await browser.get('/applications/wizard');
    await browser.submit(named(`Ứng dụng kiểu ${kind}`));
    await browser.submit({ kind }, 'Lưu và tiếp tục');
    const { id } = (await find(`ung-dung-kieu-${kind}`))!;
    const fields: Record<string, string> =
      kind === 'native'
        ? { redirect_uris_0: 'vn.gov.angiang.thu:/xong' }
        : kind === 'link'
          ? { link: 'https://lienket.angiang.gov.vn/' }
          : {};
    await browser.submit(fields, 'Lưu và tiếp tục');
    expect(browser.page.url).toContain('/setup/people');
    expect((await browser.get(`/applications/${id}/connect`)).text).toContain(shown);
  });

  test('what is active has a form, not steps; what is built in has neither', async () => {
    const { browser, world } = desk;
    const { id } = (await find('quan-ly-tai-san-cong'))!;
    await world.app.applications.setState(by, id, 'active');
    expect((await browser.get(`/applications/${id}/setup/kind`)).url).toContain('/edit');
    const page = await browser.get(`/applications/${id}`);
    expect(page.text).toContain(`href="/applications/${id}/connect"`);
    const portal = (await find('portal'))!;
    expect((await browser.get(`/applications/${portal.id}/connect`)).status).toBe(409);
    expect((await browser.get(`/applications/${portal.id}/setup/kind`)).url).toMatch(portal.id);
  });
});

describe('snippets', () => {
  test('the one for Node signs a person in as it stands', async () => {
    const { app, publicUrl } = desk.world;
    const port = await freePort();
    const redirect = `http://localhost:${port}/callback`;
    const { application, secret } = await app.applications.apply(by, {
      client_id: 'mau-node',
      name: 'Mẫu Node',
      class: 'shared',
      contact: 'Phòng CNTT',
      state: 'active',
      redirect_uris: [redirect],
      scope: 'openid profile',
      id_token_signed_response_alg: 'RS256',
    });
    const rule = { applicationId: application.id, effect: 'allow' } as const;
    await app.grants.add(by, { subject: { type: 'everyone' }, ...rule });
    await addPerson(app, 'dungthu', { fullName: 'Hồ Thị Dùng Thử' });
    const [node] = snippetsOf(`${publicUrl}/oidc`, 'mau-node', application.metadata);
    expect(node).toMatchObject({ id: 'node', tried: true });
    const child = spawn(process.execPath, ['--input-type=module', '-e', node!.code], {
      env: { PATH: process.env['PATH'], CLIENT_SECRET: secret, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    try {
      const browser = createBrowser(`http://localhost:${port}`);
      const until = Date.now() + 10_000;
      const open = () => browser.get('/login').catch(() => undefined);
      while (!(await open()) && Date.now() < until) await new Promise((go) => setTimeout(go, 100));
      const person = await browser.submit({ login: 'dungthu', password: goodPassword });
      expect(JSON.parse(person.text)).toMatchObject({ name: 'Hồ Thị Dùng Thử' });
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  }, 20_000);

  test('no address can end the quotes it stands in', () => {
    const nasty = fc.constantFrom("'", '"', '$(x)', '`', '${x}', ';', '<', '\n', '#');
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1 }), (parts) => {
        const redirect_uris = [`https://a.example/${parts.join('')}`];
        const metadata = {
          redirect_uris,
          token_endpoint_auth_method: 'client_secret_basic',
        } as const;
        const plain = snippetsOf('https://sso.example/oidc', 'a', {
          ...metadata,
          redirect_uris: ['https://ung-dung.example.gov.vn/callback'],
        });
        expect(snippetsOf('https://sso.example/oidc', 'a', metadata)).toEqual(plain);
      }),
      { numRuns: 50 },
    );
  });
});
