// What administrators set in the console: the page, its mistakes, its history, two at once.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  noticeAt,
  registry,
  settingKeys,
  valuesOf,
  type SettingValues,
} from '../../src/settings/registry.ts';
import type { Browser, Page } from '../support/browser.ts';
import { addAdministrator, atConsole, startDesk, type Desk } from '../console/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.world.end());

/** Fills in the card that holds those settings. */
async function set(values: Record<string, string>, browser: Browser = desk.browser): Promise<Page> {
  await browser.get('/settings');
  return browser.submit(values);
}
const errorOf = (page: Page, key: string) =>
  new RegExp(`id="${key}-error">([^<]*)<`).exec(page.text)?.[1];

describe('the page of settings', () => {
  test('shows every setting with its default, never changed by anybody', async () => {
    const page = await desk.browser.get('/settings');
    expect(page.status).toBe(200);
    for (const key of settingKeys) expect(page.text).toContain(`id="field-${key}"`);
    const byTheDesk = 2; // test/support/second-factor.ts
    expect(page.text.match(/Chưa đổi lần nào/g)).toHaveLength(settingKeys.length - byTheDesk);
  });

  test('a value out of its bounds comes back beside its field, and nothing typed is lost', async () => {
    const page = await set({ consoleIdleMinutes: '4', providerHours: '10' });
    expect(page.status).toBe(422);
    expect(errorOf(page, 'consoleIdleMinutes')).toMatch(/khoảng cho phép/);
    expect(page.forms.find(({ fields }) => 'providerHours' in fields)?.fields).toMatchObject({
      consoleIdleMinutes: '4',
      providerHours: '10',
    });
    expect((await desk.world.app.settings.current()).providerHours).toBe(12);
  });

  test('what two settings must be to each other is checked beside the field', async () => {
    const idle = await set({ portalIdleMinutes: '600', portalHours: '9' });
    expect([idle.status, errorOf(idle, 'portalIdleMinutes')]).toEqual([422, expect.any(String)]);
    const dates = await set({
      noticeText: 'Bảo trì',
      noticeFrom: '02/12/2026 08:00',
      noticeUntil: '02/12/2026 07:00',
    });
    expect([dates.status, errorOf(dates, 'noticeUntil')]).toEqual([422, expect.any(String)]);
    for (const [key, value] of [
      ['helpMail', 'khong phai thu'],
      ['helpPhone', 'gọi cho tôi'],
      ['noticeFrom', '31/02/2026'],
      ['firstLanguage', 'fr'],
      ['installationName', ' '],
    ] as const) {
      const page = await set({ [key]: value });
      expect([key, page.status, errorOf(page, key)]).toEqual([key, 422, expect.any(String)]);
    }
  });

  test('a change says who made it and when; its page tells before and after; the way back is one button', async () => {
    await set({ warnDays: '45' });
    await set({ warnDays: '60' });
    const all = await desk.browser.get('/settings');
    expect(all.text).toMatch(/Trần Thị Quản Trị đổi lúc \d\d\/\d\d\/\d{4}/);
    const one = await desk.browser.get('/settings/of/warnDays');
    expect(one.text).toMatch(/45 ngày[^]*60 ngày[^]*Trần Thị Quản Trị/);
    const [entry] = await desk.world.app.journal.byObject('setting', 'warnDays', 1);
    expect(entry?.detail).toEqual({ before: { value: 45 }, after: { value: 60 } });
    const back = await desk.browser.submit({}, 'Về mặc định: 30 ngày');
    expect(back.status).toBe(200);
    expect((await desk.world.app.settings.current()).warnDays).toBe(30);
    expect(await desk.world.app.db.prisma.setting.count({ where: { key: 'warnDays' } })).toBe(0);
    expect((await desk.browser.get('/settings/of/warnDays')).text).toContain('đang dùng mặc định');
    // the journal names the setting in words
    expect((await desk.browser.get('/journal?event=setting.changed')).text).toContain(
      'Nhắc trước khi khóa bí mật hết hạn',
    );
  });

  test('of two administrators the second is told, also where one goes back to the default', async () => {
    await addAdministrator(desk.world, 'quantri2');
    const other = await atConsole(desk.world, 'quantri2');
    await set({ keepRunDays: '500' });
    await other.get('/settings/of/keepRunDays');
    await set({ keepRunDays: '600' });
    const refused = await other.submit({}, 'Về mặc định: 400 ngày');
    expect(refused.status).toBe(409);
    expect((await desk.world.app.settings.current()).keepRunDays).toBe(600);
    await other.get('/settings');
    await set({ keepTrialRunDays: '20' });
    const second = await other.submit({ keepTrialRunDays: '25' });
    expect([second.status, second.text.match(/kept-value">([^<]*)/)?.[1]]).toEqual([409, '20']);
    await set({ keepRunDays: '400', keepTrialRunDays: '30' });
  });

  test('settings that do not exist are not found', async () => {
    for (const path of ['/settings/of/nothing', '/settings/of/__proto__'])
      expect((await desk.browser.get(path)).status).toBe(404);
    await desk.browser.get('/settings');
    expect((await desk.browser.post('/settings/nothing', {})).status).toBe(404);
  });
});

describe('rules', () => {
  test('whatever is stored, every setting has a value within its bounds', () => {
    const stored = fc.array(
      fc.record({ key: fc.constantFrom(...settingKeys, 'unknown'), value: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(stored, (rows) => {
        const values = valuesOf(rows);
        for (const key of settingKeys)
          expect(registry[key].schema.safeParse(values[key]).success).toBe(true);
      }),
    );
  });

  test('a notice is shown exactly from its beginning to before its end', () => {
    const moment = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
    fc.assert(
      fc.property(moment, moment, moment, (from, until, now) => {
        const values = {
          ...valuesOf([]),
          noticeText: 'x',
          noticeFrom: from.toISOString(),
          noticeUntil: until.toISOString(),
        } as SettingValues;
        expect(noticeAt(values, now) !== undefined).toBe(from <= now && now < until);
      }),
    );
  });
});
