// Lists in every order, forwards and backwards, to the end and back; and the columns each administrator keeps.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import { lastPage } from '../../src/core/keyset.ts';
import { addPerson } from '../support/people.ts';
import { addAdministrator, atConsole, startDesk, type Desk } from './desk.ts';

let desk: Desk;
const many = 120; // three pages, the last not full

beforeAll(async () => {
  desk = await startDesk();
  const { app } = desk.world;
  const given = ['Ánh', 'An', 'Anh', 'Đức', 'Dũng', 'Ăn', 'Ân', 'Ý', 'Yến', 'Ơn', 'Ổn', 'Ô'];
  for (let i = 0; i < many; i += 1) {
    const fullName = `Lê Văn ${given[i % given.length]}`;
    const username = `p${String((i * 37) % many).padStart(3, '0')}`;
    await app.accounts.createLocal(by, { username, fullName, kind: 'technical' });
  }
  for (const name of ['Ý Yên', 'Đông Hải', 'An Phú', 'Ân Thi', 'Dương Đông', 'Ăn Sáng', 'Ánh Sao'])
    await app.units.create(by, { name: `Xã ${name}`, code: `H.${name.length}.${name[0]}` });
  await app.db.sql.query({
    name: 'some-signed-in',
    text: `UPDATE account SET last_sign_in_at = now() - make_interval(mins => substr(username, 2)::int)
      WHERE kind = 'technical' AND substr(username, 2)::int % 3 = 0`,
  });
});
afterAll(() => desk.world.end());

const namesIn = (text: string) =>
  [...text.matchAll(/<span class="mono">([\w-]+)<\/span>/g)].map(([, name]) => name!);
const linkIn = (text: string, label: string): string | undefined =>
  new RegExp(`<a[^>]*href="([^"]*)"[^>]*>${label}</a`).exec(text)?.[1]?.replaceAll('&amp;', '&');

/** All user names of a list, page by page in the direction of that link. */
async function walk(first: string, label: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let path: string | undefined = first; path;) {
    const { text, status } = await desk.browser.get(path);
    expect(status).toBe(200);
    pages.push(namesIn(text));
    path = linkIn(text, label);
    expect(pages.length).toBeLessThan(9);
  }
  return pages;
}

describe('people', () => {
  test.each(['', '-name', 'username', '-username', 'created', '-created', 'sign-in', '-sign-in'])(
    'in order "%s": every page forwards, and the same backwards from the last',
    async (sort) => {
      const list = `/people?kind=technical&sort=${sort}`;
      const forwards = await walk(list, 'Trang sau');
      expect(forwards.map((page) => page.length)).toEqual([50, 50, 20]);
      expect(new Set(forwards.flat()).size).toBe(many);
      const { text } = await desk.browser.get(list);
      const backwards = await walk(linkIn(text, 'Trang cuối')!, 'Trang trước');
      expect(backwards.map((page) => page.length)).toEqual([50, 50, 50]); // the first is whole
      expect(backwards[0]).toEqual(forwards.flat().slice(-50));
      expect(backwards.at(-1)).toEqual(forwards[0]);
      if (sort.endsWith('username'))
        expect(forwards.flat()).toEqual(
          forwards
            .flat()
            .toSorted((a, b) =>
              (sort.startsWith('-') ? b : a).localeCompare(sort.startsWith('-') ? a : b),
            ),
        );
    },
  );

  test('by last sign-in those who never did come first, and the column is shown', async () => {
    const { text } = await desk.browser.get('/people?kind=technical&sort=sign-in');
    expect(text).toContain('chưa lần nào');
    expect(text).toContain('aria-sort="ascending"');
    const [latest] = namesIn((await desk.browser.get('/people?kind=technical&sort=-sign-in')).text);
    expect(latest).toBe('p000');
  });

  test('names stand as in Vietnamese lists', async () => {
    const { items } = await desk.world.app.accounts.search({ kind: 'technical', limit: 500 });
    const order = [...new Set(items.map(({ givenName }) => givenName))];
    expect(order).toEqual([
      'An',
      'Anh',
      'Ánh',
      'Ăn',
      'Ân',
      'Dũng',
      'Đức',
      'Ô',
      'Ổn',
      'Ơn',
      'Ý',
      'Yến',
    ]);
  });

  test('a cursor of another order, or none at all, is refused', async () => {
    const { text } = await desk.browser.get('/people?kind=technical&sort=username');
    const next = linkIn(text, 'Trang sau')!;
    expect((await desk.browser.get(next.replace('sort=username', 'sort=created'))).status).toBe(
      400,
    );
    for (const after of [
      'x',
      'WyJuYW1lIiwiYWZ0ZXIiLDEsMl0',
      Buffer.from('["sign-in","after","x","y"]').toString('base64url'),
    ])
      expect((await desk.browser.get(`/people?sort=sign-in&after=${after}`)).status).toBe(400);
    expect((await desk.browser.get('/people?sort=mail')).status).toBe(400);
  });

  test('who is added while somebody reads shifts nothing', async () => {
    const { accounts } = desk.world.app;
    const query = { kind: 'technical', sort: 'username', limit: 10 } as const;
    const first = await accounts.search(query);
    const late = await accounts.createLocal(by, {
      username: 'a-late',
      fullName: 'Late',
      kind: 'technical',
    });
    const second = await accounts.search({ ...query, after: first.next! });
    expect(second.items[0]!.username).toBe('p010');
    const back = await accounts.search({ ...query, after: second.previous! });
    expect(back.items.map(({ username }) => username)).toEqual(
      first.items.map(({ username }) => username),
    );
    const end = await accounts.search({ ...query, after: lastPage });
    expect([end.next, end.items.length]).toEqual([undefined, 10]);
    await accounts.update(by, late.id, { kind: 'service' });
  });

  test('heads lead to the other direction; the same choice stands in the filter', async () => {
    const { text } = await desk.browser.get('/people?kind=technical&sort=-username');
    expect(text).toContain('aria-sort="descending"');
    const head = /<a[^>]*class="sort"[^>]*href="([^"]*)"[^>]*>Tên đăng nhập/.exec(text)?.[1];
    expect(head).toBe('/people?kind=technical&amp;sort=username');
    const page = await desk.browser.submit({ text: 'an', sort: '-username' });
    expect(page.url).toContain('sort=-username');
  });
});

describe('other lists', () => {
  test('units as a list, in the order of the alphabet', async () => {
    const { text } = await desk.browser.get('/units?view=list');
    const names = [...text.matchAll(/>Xã ([^<]+)<\/a>/g)].map(([, name]) => name);
    expect(names).toEqual([
      'An Phú',
      'Ánh Sao',
      'Ăn Sáng',
      'Ân Thi',
      'Dương Đông',
      'Đông Hải',
      'Ý Yên',
    ]);
    const back = await desk.browser.get('/units?view=list&sort=-name');
    const turned = [...back.text.matchAll(/>Xã ([^<]+)<\/a>/g)].map(([, name]) => name);
    expect(turned).toEqual(names.toReversed());
  });

  test('groups by code, applications by state, members by user name', async () => {
    const { app } = desk.world;
    const group = await app.groups.create(by, { code: 'aaa', name: 'Ý cuối' });
    for (const name of ['zz', 'yy']) {
      const { id } = await addPerson(app, name, { fullName: name === 'zz' ? 'A A' : 'B B' });
      await app.groups.addAccount(by, group.id, id);
    }
    expect(namesIn((await desk.browser.get('/groups?sort=code')).text)[0]).toBe('aaa');
    expect(namesIn((await desk.browser.get('/groups?sort=name')).text).at(-1)).toBe('aaa');
    const own = async (sort: string) =>
      namesIn((await desk.browser.get(`/groups/${group.id}?sort=${sort}`)).text).filter((name) =>
        ['yy', 'zz'].includes(name),
      );
    expect([await own('name'), await own('username')]).toEqual([
      ['zz', 'yy'],
      ['yy', 'zz'],
    ]);
    await app.applications.apply(by, { client_id: 'nhap', name: 'Bản nháp', class: 'shared' });
    const states = await desk.browser.get('/applications?sort=state');
    expect(states.text.indexOf('Bản nháp')).toBeLessThan(
      states.text.indexOf('Đang hoạt động</span>'),
    );
  });

  test('the journal from its beginning, and from its end back', async () => {
    const numbers = (text: string) =>
      [...text.matchAll(/href="\/journal\/(\d+)"/g)].map(([, id]) => Number(id));
    const oldest = await desk.browser.get('/journal?sort=oldest');
    const up = numbers(oldest.text);
    expect(up).toEqual(up.toSorted((a, b) => a - b));
    const newest = await desk.browser.get('/journal');
    const last = await desk.browser.get(linkIn(newest.text, 'Trang cuối')!);
    expect(numbers(last.text)).toEqual(up.toReversed());
    expect(linkIn(last.text, 'Trang sau')).toBeUndefined();
    const before = await desk.browser.get(linkIn(last.text, 'Trang trước')!);
    expect(numbers(before.text).at(-1)).toBe(up.at(-1)! + 1);
  });

  test('people of an application, backwards too', async () => {
    const { app } = desk.world;
    const { application } = await app.applications.apply(by, {
      client_id: 'moi',
      name: 'Mọi',
      class: 'shared',
    });
    await app.grants.add(by, {
      subject: { type: 'everyone' },
      applicationId: application.id,
      effect: 'allow',
    });
    const all = await app.access.peopleOf(application.id, { limit: 1000 });
    const ids = all.items.map(({ account }) => account.id);
    const seen: string[] = [];
    let after: string | undefined = lastPage;
    while (after) {
      const page = await app.access.peopleOf(application.id, { limit: 7, after });
      seen.unshift(
        ...page.items.map(({ account }) => account.id).filter((id) => !seen.includes(id)),
      );
      after = page.previous;
    }
    expect(seen).toEqual(ids);
  });
});

describe('columns', () => {
  test('are kept for one administrator, and the file holds all', async () => {
    await desk.browser.get('/people?kind=technical');
    const page = await desk.browser.post(
      '/list-columns',
      'list=people&columns=username&columns=mail&back=%2Fpeople%3Fkind%3Dtechnical',
    );
    expect(page.url).toContain('/people?kind=technical');
    expect(page.text).toMatch(/<th[^>]*>\s*Thư điện tử\s*<\/th>/);
    expect(page.text).not.toMatch(/<th[^>]*>\s*Đơn vị\s*<\/th>/);
    const file = await desk.browser.submit({}, 'csv');
    expect(file.text).toContain('Đơn vị');
    await addAdministrator(desk.world, 'khac');
    const other = await atConsole(desk.world, 'khac');
    expect((await other.get('/people')).text).toMatch(/<th[^>]*>\s*Đơn vị\s*<\/th>/);
    await desk.browser.get('/people');
    const usual = await desk.browser.submit({}, 'Về mặc định');
    expect(usual.text).toMatch(/<th[^>]*>\s*Đơn vị\s*<\/th>/);
  });

  test('what is no list is refused, and the way back stays here', async () => {
    expect((await desk.browser.post('/list-columns', { list: 'secrets', back: '/' })).status).toBe(
      400,
    );
    const away = await desk.browser.post(
      '/list-columns',
      { list: 'people', columns: 'nonsense', back: '//evil.example/' },
      { follow: false },
    );
    expect(away.location).toBe(`${desk.world.consoleUrl}/`);
    const foreign = { headers: { origin: 'https://evil.example' } };
    expect((await desk.browser.post('/list-columns', { list: 'people' }, foreign)).status).toBe(
      403,
    );
  });
});
