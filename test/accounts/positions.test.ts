// Positions in the console: who holds which, duplicates that become one, titles that become positions. The
// directory's next run must not undo what an administrator settled.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupTitles, suggestedCode } from '../../src/accounts/position.ts';
import { currentPositions } from '../../src/directory/current.ts';
import { searchKey } from '../../src/core/text.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addPerson } from '../support/people.ts';
import { startDesk, type Desk } from '../console/desk.ts';

let desk: Desk;
let unitId: string;

beforeAll(async () => {
  desk = await startDesk();
  unitId = (await desk.world.app.units.create(by, { name: 'Sở Nội vụ', code: 'H01.09' })).id;
});
afterAll(() => desk.world.end());

async function holder(
  username: string,
  fullName: string,
  post: { positionCode?: string; title?: string },
) {
  const { app } = desk.world;
  const { id } = await addPerson(app, username, { fullName });
  await app.accounts.update(by, id, { unitId, ...post });
  return id;
}

const positionsOf = async (accountId: string) =>
  (await desk.world.app.db.prisma.post.findMany({ where: { accountId } })).map(
    ({ positionCode }) => positionCode,
  );

/** What a directory's run would take that title for. */
async function readAs(title: string): Promise<string | undefined> {
  const positions = await currentPositions(desk.world.app.db.sql);
  return positions.get(searchKey(title));
}

const countOf = (text: string, code: string) =>
  new RegExp(`>${code}</span>[^]*?class="number"[^>]*>\\s*(\\d+)`).exec(text)?.[1];

describe('the list', () => {
  test('counts the active people who hold each, and is searched by name or code, blind to marks', async () => {
    await holder('an', 'Nguyễn Văn An', { positionCode: 'TP', title: 'Trưởng phòng' });
    await holder('binh', 'Trần Thị Bình', { positionCode: 'TP', title: 'Trưởng phòng' });
    const gone = await holder('cuong', 'Lê Văn Cường', { positionCode: 'TP' });
    await desk.world.app.accounts.suspend(by, gone, { reason: 'Nghỉ việc' });
    const page = await desk.browser.get('/positions');
    expect(countOf(page.text, 'TP')).toBe('2');
    expect(page.text).toMatch(/<nav[^]*href="\/positions"[^>]*aria-current="page"/);
    const found = await desk.browser.get('/positions?text=truong+phong');
    expect(found.text.match(/href="\/positions\/[\w-]+"/g)).toEqual([
      'href="/positions/TP"',
      'href="/positions/PTP"',
    ]);
    expect((await desk.browser.get('/positions?text=zzz')).text).toContain(
      'Không có chức vụ nào khớp',
    );
    expect(new URL((await desk.browser.get('/catalogs/position')).url).pathname).toBe('/positions');
  });
});

describe('the page of a position', () => {
  test('says what it is, that it gives no right, who holds it where, and what happened', async () => {
    await desk.browser.get('/catalogs/position/items/TP');
    const saved = await desk.browser.submit({ name: 'Trưởng phòng', nameEn: 'Division head' });
    expect(new URL(saved.url).pathname).toBe('/positions/TP');
    const { text } = await desk.browser.get('/positions/TP');
    expect(text).toMatch(
      /Nguyễn Văn An[^]*Sở Nội vụ[^]*Trần Thị Bình|Trần Thị Bình[^]*Nguyễn Văn An/,
    );
    expect(text).toContain('không cho ai vào ứng dụng nào');
    expect(text).toContain('Lưu bản ghi danh mục');
    expect((await desk.browser.get('/positions/NONE')).status).toBe(404);
  });

  test('holders come in pages', async () => {
    const { app } = desk.world;
    await app.db.pool.query(
      `WITH people AS (
         INSERT INTO account (id, username, full_name, search_key, sort_key)
         SELECT gen_random_uuid(), 'cv' || i, 'Chuyên viên số ' || i, 'cv ' || i, 'cv ' || lpad(i::text, 3, '0')
         FROM generate_series(1, 60) i RETURNING id)
       INSERT INTO post (id, account_id, unit_id, position_code, main)
       SELECT gen_random_uuid(), id, $1, 'CVCC', true FROM people`,
      [unitId],
    );
    const first = await desk.browser.get('/positions/CVCC');
    const next = /rel="next"\s+href="([^"]+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&');
    const second = await desk.browser.get(next!);
    const people = (text: string) => text.match(/Chuyên viên số \d+/g)!;
    expect([people(first.text).length, people(second.text).length]).toEqual([50, 10]);
    expect(new Set([...people(first.text), ...people(second.text)]).size).toBe(60);
  });
});

describe('duplicates', () => {
  test('are merged after a question that names what happens; the directory follows', async () => {
    const { app } = desk.world;
    const item = { catalog: 'position', code: 'TRP', name: 'Trg phòng' } as const;
    await app.catalogs.save(by, item);
    const id = await holder('dung', 'Phạm Văn Dũng', { positionCode: 'TRP', title: 'Trg phòng' });
    await desk.browser.get('/positions/TRP/merge');
    const question = await desk.browser.submit({ into: 'TP' });
    expect(question.text).toMatch(
      /1 vị trí công tác đang ghi Trg phòng \(TRP\) sẽ ghi Trưởng phòng \(TP\)/,
    );
    expect(await positionsOf(id)).toEqual(['TRP']); // a question does nothing
    const done = await desk.browser.submit({}, 'Gộp vào Trưởng phòng (TP)');
    expect([done.status, new URL(done.url).pathname]).toEqual([200, '/positions/TP']);
    expect(await positionsOf(id)).toEqual(['TP']);
    expect(await readAs('TRG PHÒNG')).toBe('TP');
    const old = await desk.browser.get('/positions/TRP');
    expect(old.text).toMatch(/đã gộp[^]*Đã gộp vào[^]*href="\/positions\/TP"/);
    expect(old.text).toContain('Gộp chức vụ');
    const [entry] = await app.journal.byObject('catalog-item', 'position/TP', 1);
    expect(entry).toMatchObject({
      event: 'position.merged',
      detail: { from: 'TRP', into: 'TP', posts: 1 },
    });
    // a later change of the item by its form keeps what the merge left
    await desk.browser.get('/catalogs/position/items/TP');
    await desk.browser.submit({ nameEn: 'Head of division' });
    expect(await readAs('Trg phòng')).toBe('TP');
  });

  test('cannot be merged into themselves, into nothing, or into one that was merged', async () => {
    await desk.browser.get('/positions/TP/merge');
    for (const into of ['TP', 'NONE', 'TRP', '']) {
      const answer = await desk.browser.post('/positions/TP/merge', { into });
      expect([into, answer.status]).toEqual([into, 422]);
      expect(answer.text).toContain('id="into-error"');
    }
  });
});

describe('titles that are no position', () => {
  test('are listed by how many have them; spellings are one', async () => {
    await holder('e1', 'Người E một', { title: 'Tổ trưởng' });
    await holder('e2', 'Người E hai', { title: 'tổ  trưởng' });
    await holder('e3', 'Người E ba', { title: 'TỔ TRƯỞNG' });
    await holder('f1', 'Người F', { title: 'Q. Trưởng phòng' });
    const { text } = await desk.browser.get('/position-titles');
    expect(text).toMatch(/Tổ trưởng[^]*?class="number"[^>]*>\s*3[^]*Q\. Trưởng phòng/i);
    expect((await desk.browser.get('/position-titles?text=q.+truong')).text).not.toContain(
      'Tổ trưởng',
    );
    expect((await desk.browser.get('/positions')).text).toContain('Chức danh chưa khớp (2)');
    const [one] = await desk.world.app.db.prisma.account.findMany({ where: { username: 'f1' } });
    const person = await desk.browser.get(`/people/${one!.id}`);
    expect(person.text).toMatch(
      /Q\. Trưởng phòng[^]*position-titles\/one\?title=[^]*chưa khớp chức vụ/,
    );
  });

  test('become a position, with a code that is free, under a better name; the directory follows', async () => {
    await desk.browser.get('/position-titles/one?title=t%E1%BB%95+tr%C6%B0%E1%BB%9Fng');
    const form = desk.browser.page.forms.find(({ action }) => action.endsWith('/make'));
    expect(form?.fields['code']).toBe('TT');
    const taken = await desk.browser.submit({ code: 'TP', name: 'Tổ trưởng' });
    expect([taken.status, taken.text.includes('id="code-error"')]).toEqual([422, true]);
    const made = await desk.browser.submit({
      code: 'TT',
      name: 'Tổ trưởng chuyên môn',
      nameEn: '',
    });
    expect(new URL(made.url).pathname).toBe('/positions/TT');
    expect(made.text.match(/Người E (một|hai|ba)/g)).toHaveLength(3);
    expect(await readAs('Tổ Trưởng')).toBe('TT');
    expect((await desk.browser.get('/position-titles')).text).not.toContain('Tổ trưởng');
  });

  test('are matched with a position that is there, and taken from it again', async () => {
    const [person] = await desk.world.app.db.prisma.account.findMany({ where: { username: 'f1' } });
    await desk.browser.get('/position-titles/one?title=Q.+Tr%C6%B0%E1%BB%9Fng+ph%C3%B2ng');
    const matched = await desk.browser.submit({ into: 'TP' });
    expect(new URL(matched.url).pathname).toBe('/positions/TP');
    expect(await positionsOf(person!.id)).toEqual(['TP']);
    expect(await readAs('Q. Trưởng phòng')).toBe('TP');
    expect((await desk.browser.get('/position-titles')).text).toContain(
      'Mọi chức danh đều đã khớp',
    );
    await desk.browser.post('/positions/TP/forget', { title: 'Q. Trưởng phòng' });
    expect(await positionsOf(person!.id)).toEqual([null]);
    expect(await readAs('Q. Trưởng phòng')).toBeUndefined();
    expect((await desk.browser.get('/position-titles/one?title=nobody')).status).toBe(404);
  });
});

describe('rules', () => {
  test('grouping titles loses nobody, and no two groups are the same title', () => {
    const title = fc.record({ title: fc.string(), people: fc.nat({ max: 1000 }) });
    fc.assert(
      fc.property(fc.array(title), (titles) => {
        const groups = groupTitles(titles);
        const sum = (all: readonly { people: number }[]) =>
          all.reduce((n, { people }) => n + people, 0);
        expect(sum(groups)).toBe(sum(titles));
        const keys = groups.map((group) => searchKey(group.title));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  test('a suggested code can be kept by the catalogue and is never taken', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.constantFrom('CV', 'TP', 'CV-2', 'A')),
        (title, taken) => {
          const code = suggestedCode(title, new Set(taken));
          expect(code).toMatch(/^[A-Z0-9][A-Z0-9-]{0,63}$/);
          expect(taken).not.toContain(code);
        },
      ),
    );
  });
});
