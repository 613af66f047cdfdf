// The second step as people meet it, without a script: asked for by policy, set up on the way in, given by
// code or recovery code, bounded in tries, told to the application.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { defaults, type SettingValues } from '../../src/settings/registry.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import {
  addApplication,
  addPerson,
  authorizeUrl,
  follow,
  goodPassword,
} from '../support/people.ts';
import { codeAt, codesOn, enrolTotp, giveTotp, secretOn } from '../support/second-factor.ts';
import { startWorld, type World } from '../support/world.ts';

const mfa = 'urn:motchia:acr:mfa';
let world: World;
let application: Awaited<ReturnType<typeof addApplication>>;
let count = 0;

beforeAll(async () => {
  world = await startWorld({ TRUSTED_PROXIES: '127.0.0.1' });
  application = await addApplication(world.app, 'viec');
  await world.app.grants.add(by, {
    applicationId: application.id,
    effect: 'allow',
    subject: { type: 'everyone' },
  });
});
afterAll(() => world.end());
beforeEach(() => set({}));

const relaxed = {
  secondFactorPeople: 'nobody',
  secondFactorOutside: 'no',
  innerNetworks: defaults.innerNetworks,
  secondFactorClasses: null,
  secondFactorGraceDays: 0,
  enrolAtSignIn: 'anywhere',
  trustedDeviceDays: 14,
} as const;
const set = (wanted: Partial<SettingValues>) =>
  world.app.settings.save(by, { ...relaxed, ...wanted });

const somebody = (kind: 'official' | 'administrator' = 'official') =>
  addPerson(world.app, `nguoi${(count += 1)}`, { kind });

const from = (address?: string): Browser =>
  createBrowser(world.publicUrl, address ? { 'x-forwarded-for': address } : {});

/** To the application, up to where it or a page is reached. */
const enter = (browser: Browser, more: Record<string, string> = {}) =>
  follow(browser, browser.get(authorizeUrl(world.app, application, more), { follow: false }));
const send = (browser: Browser, fields: Record<string, string>, button?: string) =>
  follow(browser, browser.submit(fields, button, { follow: false }));

/** With the right password, from the first page on. */
async function withPassword(browser: Browser, login: string, more: Record<string, string> = {}) {
  await enter(browser, more);
  return send(browser, { login, password: goodPassword });
}
const reached = (page: { location: string | undefined }) =>
  page.location ? new URL(page.location).searchParams : undefined;
const journal = (event: string, accountId: string) =>
  world.app.db.sql.query<{ detail: Record<string, unknown>; outcome: string }>(
    {
      name: 'test-journal',
      text: 'SELECT detail, outcome FROM journal WHERE event = $1 AND account_id = $2 ORDER BY id',
    },
    [event, accountId],
  );
const amrOf = async (accountId: string) => (await world.app.oidc.sessions.list(accountId))[0]?.amr;

describe('when it is asked for', () => {
  const cases: [
    string,
    Partial<SettingValues>,
    'official' | 'administrator',
    string | undefined,
    Record<string, string>,
    boolean,
  ][] = [
    ['nobody has to', {}, 'official', undefined, {}, false],
    [
      'an administrator has to',
      { secondFactorPeople: 'administrators' },
      'administrator',
      undefined,
      {},
      true,
    ],
    [
      'an official has not to where only administrators have',
      { secondFactorPeople: 'administrators' },
      'official',
      undefined,
      {},
      false,
    ],
    ['everybody has to', { secondFactorPeople: 'everyone' }, 'official', undefined, {}, true],
    ['from outside', { secondFactorOutside: 'yes' }, 'official', '203.0.113.7', {}, true],
    ['from inside', { secondFactorOutside: 'yes' }, 'official', '10.1.2.3', {}, false],
    [
      'from a network that is ours now',
      { secondFactorOutside: 'yes', innerNetworks: '203.0.113.0/24' },
      'official',
      '203.0.113.7',
      {},
      false,
    ],
    ['by class', { secondFactorClasses: 'sector shared' }, 'official', undefined, {}, true],
    ['by another class', { secondFactorClasses: 'sector' }, 'official', undefined, {}, false],
    ['the application asks', {}, 'official', undefined, { acr_values: mfa }, true],
    [
      'the application would take a password too',
      {},
      'official',
      undefined,
      { acr_values: `${mfa} urn:motchia:acr:password` },
      false,
    ],
    [
      'the application insists',
      {},
      'official',
      undefined,
      { claims: JSON.stringify({ id_token: { acr: { essential: true, value: mfa } } }) },
      true,
    ],
  ];
  it.each(cases)('%s', async (_name, settings, kind, address, more, asked) => {
    await set(settings);
    const person = await somebody(kind);
    await giveTotp(world.app, person);
    const page = await withPassword(from(address), person.username, more);
    if (asked) {
      expect(page.status).toBe(200);
      expect(page.text).toContain('autocomplete="one-time-code"');
    } else expect(reached(page)?.get('code')).toBeTruthy();
  });

  it('by the application and by a group, set in the console’s verbs', async () => {
    const person = await somebody();
    await giveTotp(world.app, person);
    const { demands } = world.app.secondStep;
    await demands.set(by, 'application', application.id, true);
    expect((await withPassword(from(), person.username)).text).toContain('one-time-code');
    await demands.set(by, 'application', application.id, false);
    expect(reached(await withPassword(from(), person.username))?.get('code')).toBeTruthy();
    const group = await world.app.groups.create(by, {
      code: `nhom-${count}`,
      name: 'Nhóm cần xác nhận',
    });
    await world.app.groups.addAccount(by, group.id, person.id);
    await demands.set(by, 'group', group.id, true);
    expect((await withPassword(from(), person.username)).text).toContain('one-time-code');
  });

  it('prompt=none is told that a person is needed; what nobody can do is unmet', async () => {
    const person = await somebody();
    await giveTotp(world.app, person);
    const browser = from();
    await withPassword(browser, person.username);
    const none = await enter(browser, { prompt: 'none', acr_values: mfa });
    expect(reached(none)?.get('error')).toBe('interaction_required');
    const claims = JSON.stringify({
      id_token: { acr: { essential: true, values: ['urn:example:dna'] } },
    });
    const unmet = await enter(browser, { claims });
    expect(reached(unmet)?.get('error')).toBe('unmet_authentication_requirements');
    const wish = await enter(browser, { acr_values: 'urn:example:dna' });
    expect(reached(wish)?.get('code')).toBeTruthy();
  });

  it('who will not is sent back with the error of the question', async () => {
    const person = await somebody();
    await giveTotp(world.app, person);
    const browser = from();
    await withPassword(browser, person.username, { acr_values: mfa });
    const back = await send(browser, {}, 'Quay lại ứng dụng');
    expect(reached(back)?.get('error')).toBe('unmet_authentication_requirements');
  });
});

describe('one-time codes', () => {
  it('a step-up keeps the session, changes its cookie, and says how', async () => {
    const person = await somebody();
    const { secret } = await giveTotp(world.app, person);
    const browser = from();
    await withPassword(browser, person.username);
    const [before] = await world.app.oidc.sessions.list(person.id);
    const cookie = browser.cookie('motchia_sso');
    await enter(browser, { acr_values: mfa });
    const page = await send(browser, { code: codeAt(secret, later(30)) });
    expect(reached(page)?.get('code')).toBeTruthy();
    const sessions = await world.app.oidc.sessions.list(person.id);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      id: before!.id,
      sids: before!.sids,
      signedInAt: before!.signedInAt,
    });
    expect(sessions[0]!.amr).toEqual(['pwd', 'otp', 'mfa']);
    expect(browser.cookie('motchia_sso')).not.toBe(cookie);
    expect(await journal('second-factor.passed', person.id)).toMatchObject([
      { detail: { method: 'otp' } },
    ]);
    expect(reached(await enter(browser, { acr_values: mfa }))?.get('code')).toBeTruthy();
  });

  it('the password again takes the second factor back', async () => {
    const person = await somebody();
    const { secret } = await giveTotp(world.app, person);
    const browser = from();
    await withPassword(browser, person.username, { acr_values: mfa });
    await send(browser, { code: codeAt(secret, later(30)) });
    await withPassword(browser, person.username, { prompt: 'login' });
    expect(await amrOf(person.id)).toEqual(['pwd']);
    expect((await enter(browser, { acr_values: mfa })).text).toContain('one-time-code');
  });

  const later = (seconds: number) => new Date(world.app.clock.now().getTime() + seconds * 1000);

  it.each([
    [-60, false],
    [30, true],
    [90, false],
  ])('a telephone %i seconds off', async (seconds, good) => {
    const person = await somebody();
    const { secret } = await giveTotp(world.app, person);
    const browser = from();
    await withPassword(browser, person.username, { acr_values: mfa });
    const page = await send(browser, { code: codeAt(secret, later(seconds)) });
    if (good) expect(reached(page)?.get('code')).toBeTruthy();
    else expect(page.status).toBe(422);
  });

  it('a code is good once: not a second time, not the one before, not on two nodes at once', async () => {
    const person = await somebody();
    const { secret } = await giveTotp(world.app, person);
    const next = codeAt(secret, later(30));
    const second = await startWorld({
      DATABASE_URL: world.app.config.database.url,
      PUBLIC_URL: world.publicUrl,
      CONSOLE_URL: world.consoleUrl,
    });
    const at = (app: World['app']) => app.secondStep.totps.check(person.id, next);
    const tries = await Promise.all([at(world.app), at(second.app), at(world.app), at(second.app)]);
    await second.end();
    expect(tries.filter(Boolean)).toHaveLength(1);
    const browser = from();
    await withPassword(browser, person.username, { acr_values: mfa });
    expect((await send(browser, { code: next })).status).toBe(422);
    expect((await send(browser, { code: codeAt(secret, later(0)) })).status).toBe(422);
  });

  it('tries are bounded for the account, whatever address they come from, and the wait is told', async () => {
    const person = await somebody();
    const { secret } = await giveTotp(world.app, person);
    const browser = from();
    await withPassword(browser, person.username, { acr_values: mfa });
    const statuses: number[] = [];
    for (let i = 0; i < 8; i += 1) statuses.push((await send(browser, { code: '000000' })).status);
    expect(statuses.slice(0, 5)).toEqual([422, 422, 422, 422, 422]);
    expect(statuses).toContain(429);
    const elsewhere = from('198.51.100.9');
    await withPassword(elsewhere, person.username, { acr_values: mfa });
    const held = await send(elsewhere, { code: codeAt(secret, later(30)) });
    expect(held.status).toBe(429);
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await journal('sign-in.throttled', person.id)).toHaveLength(1);
    world.pass(60);
    expect(
      reached(await send(elsewhere, { code: codeAt(secret, later(30)) }))?.get('code'),
    ).toBeTruthy();
  });

  it('the secret lies sealed', async () => {
    const person = await somebody();
    const { secret } = await giveTotp(world.app, person);
    const [row] = await world.app.db.sql.query<{ secret: string }>(
      { name: 'test-totp', text: 'SELECT secret FROM totp WHERE account_id = $1' },
      [person.id],
    );
    expect(row!.secret).toMatch(/^v1\./);
    expect(row!.secret).not.toContain(secret);
  });
});

describe('set up on the way in', () => {
  it('by somebody who needs one and has none: picture, first code, recovery codes, in', async () => {
    await set({ secondFactorPeople: 'everyone' });
    const person = await somebody();
    const browser = from();
    const first = await withPassword(browser, person.username);
    expect(first.text).toContain('Thiết lập bước xác nhận thứ hai');
    await browser.get('?way=totp');
    expect(browser.page.text).toContain('<svg class="qr"');
    expect(browser.page.text).not.toMatch(/style=/);
    const secret = secretOn(browser.page.text);
    const wrong = await browser.submit({ code: '123456' }, undefined, { follow: false });
    expect(wrong.status).toBe(422);
    expect(secretOn(wrong.text)).toBe(secret);
    const done = await enrolAgain(browser, secret);
    expect(done).toHaveLength(10);
    const page = await send(browser, {}, 'Đã cất, tiếp tục');
    expect(reached(page)?.get('code')).toBeTruthy();
    expect(await amrOf(person.id)).toEqual(['pwd', 'otp', 'mfa']);
    expect(await journal('second-factor.added', person.id)).toMatchObject([
      { detail: { method: 'totp' } },
    ]);
  });

  async function enrolAgain(browser: Browser, secret: string) {
    await browser.submit({ code: codeAt(secret, world.app.clock.now()) }, undefined, {
      follow: false,
    });
    return codesOn(browser.page.text);
  }

  it('an account that has one already cannot get another by the password alone', async () => {
    await set({ secondFactorPeople: 'everyone' });
    const person = await somebody();
    const browser = from();
    await withPassword(browser, person.username);
    await browser.get('?way=totp');
    const offer = browser.page.forms.find(({ fields }) => 'offer' in fields)!;
    const secret = secretOn(browser.page.text);
    await giveTotp(world.app, person);
    const page = await browser.post(offer.action, {
      ...offer.fields,
      code: codeAt(secret, world.app.clock.now()),
    });
    expect(page.text).toContain('one-time-code');
    expect(codesOn(page.text)).toEqual([]);
    expect(await amrOf(person.id)).toEqual(['pwd']);
  });

  it('only where the administrators let people; else they are told whom to ask', async () => {
    await set({ secondFactorPeople: 'everyone', enrolAtSignIn: 'inside' });
    const person = await somebody();
    const outside = await withPassword(from('203.0.113.9'), person.username);
    expect(outside.text).toContain('chưa có bước xác nhận thứ hai');
    const inside = await withPassword(from('10.0.0.9'), person.username);
    expect(inside.text).toContain('Ứng dụng tạo mã trên điện thoại');
  });

  it('may be put off for some days, once a session, but not where the application asks', async () => {
    await set({ secondFactorPeople: 'everyone', secondFactorGraceDays: 7 });
    const person = await somebody();
    const browser = from();
    await withPassword(browser, person.username);
    expect(reached(await send(browser, {}, 'Để sau'))?.get('code')).toBeTruthy();
    expect(reached(await enter(browser))?.get('code')).toBeTruthy();
    expect((await enter(browser, { acr_values: mfa })).text).not.toContain('Để sau');
    world.pass(8 * 24 * 3600);
    const after = await withPassword(from(), person.username);
    expect(after.text).toContain('Thiết lập bước xác nhận thứ hai');
    expect(after.text).not.toContain('Để sau');
  });
});

describe('recovery codes and trusted devices', () => {
  it('each recovery code opens once, however it is copied', async () => {
    const person = await somebody();
    const { recovery } = await giveTotp(world.app, person);
    const [code] = recovery;
    const first = from();
    await withPassword(first, person.username, { acr_values: mfa });
    const page = await send(
      first,
      { code: code!.toUpperCase().replace('-', ' ') },
      'Dùng mã dự phòng',
    );
    expect(reached(page)?.get('code')).toBeTruthy();
    expect(await amrOf(person.id)).toEqual(['pwd', 'urn:motchia:amr:recovery-code', 'mfa']);
    expect((await world.app.secondStep.factors.standing(person.id)).recoveryLeft).toBe(9);
    const again = from();
    await withPassword(again, person.username, { acr_values: mfa });
    expect((await send(again, { code: code! }, 'Dùng mã dự phòng')).status).toBe(422);
  });

  it('a trusted device is not asked, until the password changes; an application that asks itself is told the truth', async () => {
    await set({ secondFactorPeople: 'everyone' });
    const person = await somebody();
    const { secret } = await giveTotp(world.app, person);
    const browser = from();
    await withPassword(browser, person.username);
    const code = codeAt(secret, new Date(world.app.clock.now().getTime() + 30_000));
    await send(browser, { code, trust: 'yes' });
    const next = async () => {
      const { id } = (await world.app.oidc.sessions.list(person.id))[0]!;
      await world.app.oidc.sessions.end(person.id, id, by, 'test');
      return withPassword(browser, person.username);
    };
    expect(reached(await next())?.get('code')).toBeTruthy();
    expect(await amrOf(person.id)).toEqual(['pwd']);
    expect((await enter(browser, { acr_values: mfa })).text).toContain('one-time-code');
    const stranger = await somebody();
    await giveTotp(world.app, stranger);
    await world.app.oidc.sessions.endAll(person.id, by, 'test');
    expect((await withPassword(browser, stranger.username)).text).toContain('one-time-code');
    await world.app.passwords.set(by, person.id, goodPassword);
    expect(await world.app.secondStep.devices.list(person.id)).toEqual([]);
  });

  it('a reset takes everything, and says so in the journal', async () => {
    await set({ secondFactorPeople: 'everyone' });
    const person = await somebody();
    await giveTotp(world.app, person);
    await world.app.secondStep.factors.reset(by, person.id, 'Mất điện thoại');
    expect(await world.app.secondStep.factors.standing(person.id)).toMatchObject({
      enrolled: false,
      recoveryLeft: 0,
    });
    expect(await journal('second-factor.reset', person.id)).toMatchObject([
      { detail: { reason: 'Mất điện thoại' } },
    ]);
    const browser = from();
    await withPassword(browser, person.username);
    expect((await enrolTotp(world.app, browser)).recovery).toHaveLength(10);
  });
});

it('the pages before the right password say nothing of who has a second factor', async () => {
  await set({ secondFactorPeople: 'everyone' });
  const [without, having] = [await somebody(), await somebody()];
  await giveTotp(world.app, having);
  const wrong = async (login: string) => {
    const browser = from();
    await enter(browser);
    const page = await send(browser, { login, password: 'sai hoàn toàn' });
    return {
      status: page.status,
      text: page.text.replaceAll(login, '').replace(/sign-in\/[\w-]+/g, ''),
    };
  };
  const first = await wrong(without.username);
  expect(await wrong(having.username)).toEqual(first);
  expect(await wrong('khongco')).toEqual(first);
});

it('a session that nobody uses asks for the password again; use anywhere keeps it', async () => {
  const person = await somebody();
  const browser = from();
  await withPassword(browser, person.username);
  const idle = (minutes: number) =>
    world.app.db.sql.query(
      {
        name: 'test-idle',
        text: `UPDATE session_origin SET used_at = now() - make_interval(mins => $2) WHERE account_id = $1`,
      },
      [person.id, minutes],
    );
  await idle(14);
  expect(reached(await enter(browser))?.get('code')).toBeTruthy();
  await idle(14);
  expect(reached(await enter(browser))?.get('code')).toBeTruthy();
  await idle(16);
  expect((await enter(browser)).text).toContain('name="password"');
  await set({ providerIdleMinutes: 60 });
  expect(reached(await enter(browser))?.get('code')).toBeTruthy();
  await set({ providerIdleMinutes: 15 });
});
