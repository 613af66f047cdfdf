// One of thousands chosen in a form, and the tree of units unfolded step by step: through HTTP, and in a
// real browser with scripts and without. SHOTS=folder keeps pictures to look at.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser as Chromium, Page } from 'playwright-core';
import { commandLine as by } from '../../src/journal/actor.ts';
import { violations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { goodPassword } from '../support/people.ts';
import { startDesk, type Desk } from './desk.ts';

const shots = process.env['SHOTS'];
let desk: Desk;
let chromium: Chromium;
type Named = { id: string };
let [province, home, health, office]: Named[] = [];

beforeAll(async () => {
  desk = await startDesk();
  const { units } = desk.world.app;
  const made = (name: string, code: string | null, parentId?: string) =>
    units.create(by, { name, code, ...(parentId && { parentId }) });
  province = await made('UBND tỉnh An Giang', 'H01');
  home = await made('Sở Nội vụ', 'H01.14', province.id);
  health = await made('Sở Y tế', 'H01.31', province.id);
  for (let i = 1; i <= 14; i += 1) await made(`Trạm y tế số ${i}`, null, health.id);
  office = await made('Văn phòng', null, home.id);
  await made('Văn phòng', null, health.id);
  await units.close(by, (await made('Văn phòng cũ', null, home.id)).id);
  chromium = await launchChromium();
}, 60_000);
afterAll(async () => {
  await chromium.close();
  await desk.world.end();
});

/** The values and labels of the radio buttons of a field, the checked one marked. */
const radiosOf = (markup: string, field: string): string[] =>
  [...markup.matchAll(/<label[^>]*>\s*<input([^>]*)>([^]*?)<\/label\s*>/g)]
    .filter(([, tag]) => tag?.includes(`name="${field}"`))
    .map(([, tag, label]) => {
      const words = label!.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
      return `${/\schecked\b/.test(tag!) ? '*' : ''}${words.trim()}`;
    });
const person = { fullName: 'Lê Thị Hoa', username: 'hoa.le', title: 'Chuyên viên' };

describe('a unit in the form of a person', () => {
  const search = (text: string) =>
    desk.browser.submit({ ...person, unitId_find: text, find: 'unitId' });
  beforeEach(() => desk.browser.get('/people/new'));

  test('is searched by words without marks, of its own name and the one above', async () => {
    const { text, status } = await search('van phong noi vu');
    expect(status).toBe(200);
    expect(radiosOf(text, 'unitId')).toEqual(['Không thuộc đơn vị nào', '*Văn phòng, Sở Nội vụ']);
    expect(radiosOf((await search('van phong')).text, 'unitId')).toHaveLength(3);
    expect(radiosOf((await search('h01.31')).text, 'unitId')).toContain('*Sở Y tế H01.31');
  });

  test('is not yet chosen by a search: the form comes back whole, with no mistake held against it', async () => {
    const page = await desk.browser.submit({ fullName: '', title: 'Kế toán', unitId_find: 'y tế' });
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('class="error"');
    expect(page.text).toContain('12 kết quả đầu tiên');
    const kept = page.forms.find(({ fields }) => 'unitId_find' in fields)!.fields;
    expect(kept).toMatchObject({ title: 'Kế toán', unitId_find: 'y tế', unitId: '' });
    expect((await search('không đâu có')).text).toContain('Không có kết quả nào khớp');
  });

  test('is saved once it was chosen, however it was found', async () => {
    await search('van phong');
    const { url } = await desk.browser.submit({ ...person, unitId: office!.id });
    const { id } = /people\/(?<id>[0-9a-f-]{36})/.exec(url)!.groups!;
    const { posts } = (await desk.world.app.accounts.page(id!))!;
    expect(posts).toMatchObject([{ unitId: office!.id, title: 'Chuyên viên' }]);

    await desk.browser.get(`/people/${id}/edit`);
    expect(radiosOf(desk.browser.page.text, 'unitId')[1]).toBe('*Văn phòng, Sở Nội vụ');
    const typed = { unitId_find: 'so noi vu', unitId: home!.id }; // as a script's answer lets choose
    expect((await desk.browser.submit(typed)).url).toContain(`/people/${id}`);
    expect((await desk.world.app.accounts.page(id!))!.posts).toMatchObject([{ unitId: home!.id }]);
  });
});

test.each([
  ['/applications/new', 'owner_unit'],
  ['/applications/wizard', 'owner_unit'],
  ['/units/new', 'parentId'],
])('%s asks for a unit in the same way', async (path, field) => {
  const { text } = await desk.browser.get(path);
  expect(text).not.toContain('Trạm y tế số');
  const found = await desk.browser.submit({ name: 'Mới', [`${field}_find`]: 'tram y te so 14' });
  expect(found.status).toBe(200);
  expect(radiosOf(found.text, field)[1]).toBe('*Trạm y tế số 14, Sở Y tế');
  expect(found.text).toContain('value="Mới"');
});

test('the list of people is narrowed by the unit that a search finds', async () => {
  await desk.world.app.accounts.createLocal(by, {
    username: 'an.yte',
    fullName: 'Nguyễn Văn An',
    kind: 'official',
    unitId: health!.id,
  });
  await desk.browser.get('/people');
  const one = await desk.browser.submit({ unit_find: 'so y te' });
  expect(one.text).toContain('an.yte');
  expect(one.text).not.toContain('>quantri<');
  const several = await desk.browser.submit({ unit: '', unit_find: 'so' });
  expect(radiosOf(several.text, 'unit').length).toBeGreaterThan(2);
});

test('what a script asks for is a piece of a page; a person who goes there sees the list', async () => {
  const path = '/units/choices?field=unit&unit_find=so+noi';
  const piece = await desk.browser.get(path, { headers: { 'hx-request': 'true' } });
  expect(piece.text).not.toContain('<html');
  expect(radiosOf(piece.text, 'unit')).toEqual(['Sở Nội vụ H01.14']);
  expect((await desk.browser.get(path)).url).toContain('/units?text=so+noi');
  expect((await desk.browser.get('/units/choices?field=%22%3E')).status).toBe(400);
});

describe('the tree of units', () => {
  test('holds two levels, and those below a unit once it is unfolded', async () => {
    const { text } = await desk.browser.get('/units');
    expect(text).toContain('Sở Y tế');
    expect(text).not.toContain('Trạm y tế');
    const { text: open } = await desk.browser.get(`/units?open=${health!.id}`);
    expect(open).toContain('Trạm y tế số 14');
    expect(open).not.toContain('Văn phòng cũ');
    expect((await desk.browser.get(`/units/${office!.id}`)).text).toContain(
      `/units?open=${office!.id}#unit-${office!.id}`,
    );
    expect((await desk.browser.get(`/units?open=${office!.id}`)).text).toContain('Văn phòng cũ');
  });
});

async function open(width: number, javaScriptEnabled: boolean, dark = false): Promise<Page> {
  const context = await chromium.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled,
    locale: 'vi-VN',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(desk.world.consoleUrl);
  await page.fill('[name=login]', 'quantri');
  await page.fill('[name=password]', goodPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL(`${desk.world.consoleUrl}/`);
  return page;
}

async function shoot(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()!.width;
  if (shots) await page.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect([name, wide]).toEqual([name, width]);
}

async function look(page: Page, name: string): Promise<void> {
  await shoot(page, name);
  expect([name, await violations(page)]).toEqual([name, []]); // needs scripts
}

describe('in a browser', () => {
  test('with scripts: matches come while one types, by keyboard alone; the tree unfolds in place', async () => {
    const page = await open(1280, true);
    await page.goto(`${desk.world.consoleUrl}/people/new`);
    await page.fill('[name=fullName]', 'Trần Văn Bình');
    await page.fill('[name=username]', 'binh.tran');
    await page.focus('[name=unitId_find]');
    await page.keyboard.type('van phong');
    await page.waitForSelector('#choices-unitId label >> nth=1');
    expect(await page.textContent('#found-unitId')).toContain('2 kết quả');
    await look(page, 'chooser-typed');
    await page.click('text=Văn phòng, Sở Y tế');
    await page.focus('[name=fullName]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/people\/[0-9a-f-]{36}/);
    expect(await page.textContent('main')).toContain('Văn phòng, Sở Y tế');

    await page.goto(`${desk.world.consoleUrl}/units`);
    await page.focus(`#unit-${health!.id} .unfold`);
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=Trạm y tế số 14');
    expect(page.url()).toBe(`${desk.world.consoleUrl}/units`);
    expect(await page.evaluate<string>('document.activeElement.tagName')).toBe('SUMMARY');
    await look(page, 'tree-unfolded');
    await page.context().close();
  }, 60_000);

  test('without scripts, on a telephone: a button shows the matches, a link unfolds', async () => {
    const page = await open(360, false, true);
    await page.goto(`${desk.world.consoleUrl}/people/new`);
    await shoot(page, 'chooser-empty');
    await page.fill('[name=fullName]', 'Đỗ Thị Cúc');
    await page.fill('[name=unitId_find]', 'so');
    await page.click('button[name=find]');
    expect(await page.inputValue('[name=fullName]')).toBe('Đỗ Thị Cúc');
    await shoot(page, 'chooser-found');
    await page.fill('[name=username]', 'cuc.do');
    await page.click('label:has-text("Sở Nội vụ")');
    await page.press('[name=username]', 'Enter');
    await page.waitForURL(/people\/[0-9a-f-]{36}/);

    await page.goto(`${desk.world.consoleUrl}/people`);
    await page.fill('[name=unit_find]', 'so');
    await page.press('[name=unit_find]', 'Enter');
    await shoot(page, 'filter-found');
    await page.goto(`${desk.world.consoleUrl}/units`);
    await page.click(`#unit-${home!.id} .unfold`);
    await page.waitForSelector('text=Văn phòng cũ');
    await shoot(page, 'tree-link');
    await page.context().close();
  }, 60_000);

  test('every step of it is accessible on a telephone', async () => {
    const page = await open(360, true);
    await page.goto(`${desk.world.consoleUrl}/people/new`);
    await page.fill('[name=unitId_find]', 'so');
    await page.click('button[name=find]');
    await look(page, 'chooser-asked');
    await page.goto(`${desk.world.consoleUrl}/people?unit_find=so`);
    await look(page, 'filter-asked');
    await page.goto(`${desk.world.consoleUrl}/units?open=${home!.id}`);
    await look(page, 'tree-open');
    await page.context().close();
  }, 60_000);
});
