// When a second factor is asked for, what a code opens and what not, by HTTP and without a script.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import type { SettingValues } from '../../src/settings/registry.ts';
import { codeAt, giveTotp } from '../support/second-factor.ts';
import { startWorld, type World } from '../support/world.ts';
import { type SecondStage, mfa, reached, startSecondStage } from './second-stage.ts';

let stage: SecondStage;
let world: SecondStage['world'];
let application: SecondStage['application'];
let somebody: SecondStage['somebody'];
let from: SecondStage['from'];
let enter: SecondStage['enter'];
let send: SecondStage['send'];
let withPassword: SecondStage['withPassword'];
let journal: SecondStage['journal'];
let amrOf: SecondStage['amrOf'];
let later: SecondStage['later'];
let set: SecondStage['set'];

beforeAll(async () => {
  stage = await startSecondStage();
  ({ amrOf, application, enter, from, journal, later, send, set, somebody, withPassword, world } =
    stage);
});
afterAll(() => stage.world.end());
beforeEach(() => set({}));

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

  it('not from a network zone that is an inner one now', async () => {
    await set({ secondFactorOutside: 'yes' });
    const person = await somebody();
    await giveTotp(world.app, person);
    const zone = { code: 'chi-nhanh', name: 'Chi nhánh', ranges: ['203.0.113.0/24'] };
    await world.app.zones.create(by, { ...zone, inner: false });
    const outside = await withPassword(from('203.0.113.7'), person.username);
    expect(outside.text).toContain('one-time-code');
    await world.app.zones.update(by, { ...zone, inner: true });
    const inside = await withPassword(from('203.0.113.7'), person.username);
    expect(reached(inside)?.get('code')).toBeTruthy();
    await world.app.zones.remove(by, zone.code);
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
      code: 'nhom-can-xac-nhan',
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
