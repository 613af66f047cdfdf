// The live test of a sign-in: a real code flow through the front door, and what must not be possible.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import { addPerson, goodPassword, signedIn } from '../support/people.ts';
import { addAdministrator, atConsole, startDesk, type Desk } from './desk.ts';

let desk: Desk;
let id = ''; // of the application
beforeAll(async () => {
  desk = await startDesk();
  const { app } = desk.world;
  const { application } = await app.applications.apply(by, {
    client_id: 'thu',
    name: 'Ứng dụng thử',
    class: 'shared',
    contact: 'Phòng CNTT',
    redirect_uris: ['https://thu.angiang.gov.vn/callback'],
    scope: 'openid profile org',
    id_token_signed_response_alg: 'ES256',
  });
  ({ id } = application);
});
afterAll(() => desk.world.end());

const start = 'Bắt đầu đăng nhập thử';
const allow = () =>
  desk.world.app.grants.add(by, {
    subject: { type: 'account', id: desk.administrator.id },
    applicationId: id,
    effect: 'allow',
  });

/** Starts a trial and stops before the callback of the console is asked. */
async function upToCallback(browser: Browser): Promise<string> {
  await browser.get(`${desk.world.consoleUrl}/applications/${id}/test`);
  let page = await browser.submit({}, start, { follow: false });
  while (page.location && !page.location.includes('/test/callback'))
    page = await browser.get(page.location, { follow: false });
  return page.location!;
}

const entries = async (event: 'application.tested' | 'application.entered') =>
  (await desk.world.app.journal.search({ applicationId: id, event, limit: 50 })).items;

describe('the live test of a sign-in', () => {
  test('whom no rule lets in reads why, at the door and back in the console', async () => {
    const { browser } = desk;
    await browser.get(`/applications/${id}/test`);
    const refused = await browser.submit({}, start);
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Ứng dụng thử');
    const back = await browser.submit({ choice: 'back' });
    expect(back.status).toBe(422);
    expect(back.text).toContain('Người đang thử không được dùng ứng dụng này');
    expect(back.text).toContain('access_denied');
    const [entry] = await entries('application.tested');
    expect(entry).toMatchObject({ outcome: 'failure', detail: { code: 'access_denied' } });
  });

  test('a draft is tried by a real code flow; the tokens are shown decoded and are worth nothing after', async () => {
    const { browser, world, administrator } = desk;
    await allow();
    await browser.get(`/applications/${id}/test`);
    const page = await browser.submit({}, start);
    expect(page.status).toBe(200);
    expect(page.visited.some((url) => url.startsWith(`${world.publicUrl}/oidc/auth?`))).toBe(true);
    expect(page.text).toContain('Đăng nhập thử thành công');
    expect(page.text).toContain('ES256');
    expect(page.text).toContain(administrator.id);
    expect(page.text).toContain('Trần Thị Quản Trị');
    expect(page.text).toMatch(/\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d/);
    expect(page.text).not.toMatch(/eyJ[\w-]+\.eyJ/); // no token as it travels
    const kept = await world.app.db.prisma.oidcArtifact.count({
      where: { clientId: { startsWith: 'trial~' } },
    });
    expect(kept).toBe(0);
    expect(await entries('application.tested')).toHaveLength(2);
    expect((await world.app.applications.find(id))?.state).toBe('draft');
    // the same address again: the code and the trip are spent
    expect((await browser.get(page.url)).status).toBe(400);
  });

  test('it can ask for the password again', async () => {
    const { browser } = desk;
    await browser.get(`/applications/${id}/test`);
    await browser.post(`/applications/${id}/test`, { again: 'yes' });
    const page = await browser.submit({ login: 'quantri', password: goodPassword });
    expect(page.text).toContain('Đăng nhập thử thành công');
  });

  test('nobody enters the draft itself, and a trial opens no other way back', async () => {
    const { browser, world } = desk;
    await browser.get(`/applications/${id}/test`);
    const away = (await browser.submit({}, start, { follow: false })).location!;
    const answers = async (change: Record<string, string>) => {
      const url = new URL(away);
      for (const [name, value] of Object.entries(change)) url.searchParams.set(name, value);
      return (await createBrowser(world.publicUrl).get(url.href)).status;
    };
    expect(await answers({})).toBe(200); // the sign-in page
    expect(await answers({ redirect_uri: 'https://thu.angiang.gov.vn/callback' })).toBe(400);
    expect(await answers({ client_id: 'thu' })).toBe(400);
    const trial = new URL(away).searchParams.get('client_id')!;
    const forged = trial.replace(desk.administrator.id, '01a20000-0000-7000-8000-00000000000a');
    expect(await answers({ client_id: forged })).toBe(400);
    expect(await answers({ client_id: trial.replace('~thu~', '~console~') })).toBe(400);
  });

  test('somebody else cannot enter by it, even where a rule would let them in', async () => {
    const { browser, world } = desk;
    const other = await addPerson(world.app, 'nguoikhac');
    await world.app.grants.add(by, {
      subject: { type: 'account', id: other.id },
      applicationId: id,
      effect: 'allow',
    });
    await browser.get(`/applications/${id}/test`);
    const away = (await browser.submit({}, start, { follow: false })).location!;
    const theirs = await signedIn(world.app, 'nguoikhac');
    const before = (await entries('application.entered')).length;
    const page = await theirs.get(away);
    expect(page.url).toContain('/sign-in/');
    expect(await entries('application.entered')).toHaveLength(before);
  });

  test('a forged or borrowed callback is refused', async () => {
    const { browser, world } = desk;
    const callback = await upToCallback(browser);
    const forged = new URL(callback);
    forged.searchParams.set('state', 'x'.repeat(43));
    expect((await browser.get(forged.href)).status).toBe(400);
    const elsewhere = await world.app.applications.apply(by, {
      client_id: 'thu-hai',
      name: 'Hai',
      class: 'shared',
      contact: 'Phòng CNTT',
      redirect_uris: ['https://hai.angiang.gov.vn/callback'],
    });
    const moved = callback.replace(id, elsewhere.application.id);
    expect((await browser.get(moved)).status).toBe(400);
    await addAdministrator(world, 'quantri2');
    const second = await atConsole(world, 'quantri2');
    second.setCookie(`motchia_trial=${browser.cookie('motchia_trial', world.consoleUrl)}`);
    expect((await second.get(callback)).status).toBe(400); // another administrator, the same cookie
    const wrongCode = new URL(callback);
    wrongCode.searchParams.set('code', 'x'.repeat(43));
    const refused = await browser.get(wrongCode.href);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('invalid_grant');
    expect((await browser.get(callback)).status).toBe(400); // once, whatever came of it
  });

  test('a trial ends after ten minutes', async () => {
    const { browser, world } = desk;
    const callback = await upToCallback(browser);
    world.pass(601);
    expect((await browser.get(callback)).status).toBe(400);
  });

  test('what is suspended, or has no people, cannot be tried; officials see 403', async () => {
    const { browser, world } = desk;
    const { application } = await world.app.applications.apply(by, {
      client_id: 'may-goi-may',
      name: 'Máy gọi máy',
      class: 'shared',
      contact: 'Phòng CNTT',
      grant_types: ['client_credentials'],
    });
    expect((await browser.get(`/applications/${application.id}/test`)).text).toContain(
      'Không có người nào đăng nhập',
    );
    expect((await browser.post(`/applications/${application.id}/test`, {})).status).toBe(409);
    await world.app.applications.setState(by, id, 'active');
    await world.app.applications.setState(by, id, 'suspended');
    expect((await browser.post(`/applications/${id}/test`, {})).status).toBe(409);
    await addPerson(world.app, 'thuong');
    const official = await atConsole(world, 'thuong');
    expect(official.page.status).toBe(403);
    const answer = await official.get(`${world.consoleUrl}/applications/${id}/test`);
    expect([403, 303]).toContain(answer.status);
  });
});
