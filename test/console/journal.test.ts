import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { record } from '../../src/journal/journal.ts';
import { csvLine } from '../../src/web/csv.ts';
import {
  formatDate,
  formatMoment,
  formatNumber,
  parseDate,
  startOfDay,
} from '../../src/web/dates.ts';
import { addPerson } from '../support/people.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
  const { app } = desk.world;
  const person = await addPerson(app, 'nga', { fullName: 'Đỗ Thị Nga' });
  await app.db.transaction(async (tx) => {
    for (let i = 0; i < 120; i += 1)
      await record(
        tx,
        {
          accountId: null,
          name: 'system',
          origin: { address: '10.1.2.3', userAgent: null, requestId: null },
        },
        { event: 'sign-in.failed', outcome: 'failure', accountId: person.id, detail: { n: i } },
      );
    await record(tx, by, {
      event: 'group.updated',
      object: { type: 'group', id: person.id, name: '=HYPERLINK("http://evil")' },
      detail: { before: { name: 'cũ <i>' }, after: { name: '=mới' } },
    });
  });
});
afterAll(() => desk.world.end());

const rowsOf = (text: string) => text.split('<tbody')[1]?.match(/<tr/g)?.length ?? 0;

describe('the journal', () => {
  test('is filtered by person without marks, event, outcome and address', async () => {
    const { browser } = desk;
    const found = await browser.get('/journal?text=do+nga&event=sign-in.failed&address=10.1.2.3');
    expect(rowsOf(found.text)).toBe(50);
    expect(
      (await browser.get('/journal?text=do+nga&outcome=success&event=sign-in.failed')).text,
    ).toContain('Không có bản ghi nào khớp');
    expect((await browser.get('/journal?actor=system&event=group.updated')).text).toContain(
      'Không có bản ghi nào khớp',
    );
  });

  test('says whom a rule is for in words', async () => {
    const { text } = await desk.browser.get('/journal?event=grant.added');
    expect(text).toContain('Mọi người sử dụng');
    expect(text).not.toContain('everyone');
  });

  test('goes on from page to page without losing or repeating an entry', async () => {
    const { browser } = desk;
    const seen: string[] = [];
    let next: string | undefined = '/journal?event=sign-in.failed';
    while (next) {
      const { text } = await browser.get(next);
      seen.push(...[...text.matchAll(/href="\/journal\/(\d+)"/g)].map((m) => m[1]!));
      next = /rel="next"\s+href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    expect(seen).toEqual(seen.toSorted((a, b) => Number(b) - Number(a)));
  });

  test('takes days as they are written here, the last one included', async () => {
    const { browser, world } = desk;
    const today = formatDate(world.app.clock.now());
    expect(rowsOf((await browser.get(`/journal?from=${today}&to=${today}`)).text)).toBe(50);
    const wrong = await browser.get('/journal?from=31/02/2026&text=nga');
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="31/02/2026"');
    expect(wrong.text).toContain('Ngày không đúng');
    const past = await browser.get('/journal?to=01/01/2020');
    expect(past.text).toContain('Không có bản ghi nào khớp');
  });

  test('shows what was there before and after, escaped', async () => {
    const { browser, world } = desk;
    const { items } = await world.app.journal.search({ event: 'group.updated', limit: 1 });
    const { text } = await browser.get(`/journal/${items[0]!.id}`);
    expect(text).toContain('cũ &lt;i&gt;');
    expect(text).toContain('=mới');
    expect(text).toContain('Dòng lệnh');
  });

  test('exports exactly what the filter shows, safe for spreadsheets, and journals it', async () => {
    const { browser, world } = desk;
    await browser.get('/journal?event=sign-in.failed&text=nga');
    const answer = await browser.submit({ event: 'sign-in.failed', text: 'nga' }, 'Kết xuất CSV');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    // fetch drops the mark when it decodes, so it is asked for as bytes below
    expect(answer.text.trim().split('\r\n')).toHaveLength(121);
    const [entry] = (await world.app.journal.search({ limit: 1 })).items;
    expect(entry).toMatchObject({
      event: 'journal.exported',
      actorName: 'Trần Thị Quản Trị',
      detail: { filter: { event: 'sign-in.failed', text: 'nga' }, rows: 120 },
    });
    const all = await browser.post('/journal/export', { event: 'group.updated' });
    expect(all.text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect((await browser.post('/journal/export', { event: 'nonsense' })).status).toBe(400);
    expect((await browser.post('/journal/export', { from: '99/99/9999' })).status).toBe(422);
  });

  test('an export begins with a byte order mark', async () => {
    const { browser, world } = desk;
    const cookie = browser.cookie('motchia_console', world.consoleUrl);
    const answer = await fetch(`${world.consoleUrl}/journal/export`, {
      method: 'POST',
      headers: { cookie: `motchia_console=${cookie}`, origin: world.consoleUrl },
      body: new URLSearchParams({ event: 'group.updated' }),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });
});

describe('words of the interface', () => {
  test.each([
    ['=1+1', `"'=1+1"`],
    ['+84', `"'+84"`],
    ['-2', `"'-2"`],
    ['@x', `"'@x"`],
    ['\t=x', `"'\t=x"`],
    ['a,b', '"a,b"'],
    ['nói "vậy"', '"nói ""vậy"""'],
    ['hai\ndòng', 'hai dòng'],
    ['Nga', 'Nga'],
    [null, ''],
  ])('a cell %p is written %s', (value, written) => {
    expect(csvLine([value])).toBe(`${written}\r\n`);
  });

  test('moments are those of Việt Nam, numbers in its way', () => {
    const late = new Date('2026-11-22T17:30:05Z');
    expect(formatMoment(late)).toBe('23/11/2026 00:30:05');
    expect(startOfDay(late).toISOString()).toBe('2026-11-22T17:00:00.000Z');
    expect(formatNumber(70420, 'vi')).toBe('70.420');
    expect(formatNumber(70420, 'en')).toBe('70,420');
    expect(parseDate('1/3/2026')?.toISOString()).toBe('2026-02-28T17:00:00.000Z');
    for (const none of ['31/02/2026', '2026-03-01', '1/13/2026', '', '0/0/0000', '29/02/2025'])
      expect(parseDate(none)).toBeUndefined();
  });
});
