// A second factor set up on the way in, recovery codes, trusted devices, and sessions that nobody uses.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import type { Browser } from '../support/browser.ts';
import { goodPassword } from '../support/people.ts';
import { codeAt, codesOn, enrolTotp, giveTotp, secretOn } from '../support/second-factor.ts';
import { type SecondStage, mfa, reached, startSecondStage } from './second-stage.ts';

let stage: SecondStage;
let world: SecondStage['world'];
let somebody: SecondStage['somebody'];
let from: SecondStage['from'];
let enter: SecondStage['enter'];
let send: SecondStage['send'];
let withPassword: SecondStage['withPassword'];
let journal: SecondStage['journal'];
let amrOf: SecondStage['amrOf'];
let set: SecondStage['set'];

beforeAll(async () => {
  stage = await startSecondStage();
  ({ amrOf, enter, from, journal, send, set, somebody, withPassword, world } = stage);
});
afterAll(() => stage.world.end());
beforeEach(() => set({}));

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
    await world.app.passwords.set(by, person.id, `${goodPassword} khac`);
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
