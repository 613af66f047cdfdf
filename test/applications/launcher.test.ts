// The portal as an administrator arranges it: sections, the order of applications, what people then see.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { moved, numbersFor } from '../../src/core/order.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import type { Browser } from '../support/browser.ts';
import { addApplication, addPerson, signedIn } from '../support/people.ts';
import { addAdministrator, atConsole, startDesk, type Desk } from '../console/desk.ts';

let desk: Desk;
let person: Browser;
const ids: Record<string, string> = {};

beforeAll(async () => {
  desk = await startDesk();
  const { app } = desk.world;
  // a clean table: the drafts of a new installation are no part of these stories
  await app.db.pool.query(`UPDATE application SET section = NULL WHERE NOT built_in`);
  const { id } = await addPerson(app, 'nguoi');
  for (const clientId of ['mot', 'hai', 'ba']) {
    const application = await addApplication(app, clientId, {
      link: `https://${clientId}.gov.vn/`,
    });
    ids[clientId] = application.id;
    const allow = { applicationId: application.id, effect: 'allow' } as const;
    await app.grants.add(by, { subject: { type: 'account', id }, ...allow });
  }
  person = await signedIn(app, 'nguoi');
});
afterAll(() => desk.world.end());

const arrange = () => desk.browser.get('/applications/launcher');
/** Headings and tiles of the person's page, in order. */
const seen = async () =>
  [
    ...(await person.get('/')).text.matchAll(
      /(?:<h2[^>]*|class="tile-name"[^>]*)>\s*([^<]*?)\s*</g,
    ),
  ].map(([, text]) => text!.replace('Phần mềm ', ''));

describe('sections of the portal', () => {
  test('a new application stands in the section that is called like its class, at its end', async () => {
    expect(await seen()).toEqual(['dùng chung', 'mot', 'hai', 'ba']);
  });

  test('an administrator adds a section, and puts applications into it', async () => {
    await desk.browser.get('/applications/launcher');
    await desk.browser.get('/catalogs/launcher-section/new');
    const made = await desk.browser.submit({
      code: 'van-ban',
      name: 'Văn bản',
      nameEn: 'Documents',
    });
    expect([made.status, new URL(made.url).pathname]).toEqual([200, '/applications/launcher']);
    for (const clientId of ['ba', 'mot']) {
      await desk.browser.get(`/applications/${ids[clientId]}/section`);
      await desk.browser.submit({ section: 'van-ban' });
    }
    expect(await seen()).toEqual(['dùng chung', 'hai', 'Văn bản', 'ba', 'mot']);
    const [entry] = (await desk.world.app.journal.search({ applicationId: ids['mot'], limit: 1 }))
      .items;
    expect(entry).toMatchObject({
      event: 'application.updated',
      detail: { before: { section: 'shared' }, after: { section: 'van-ban' } },
    });
    expect((await desk.browser.get(`/applications/${ids['mot']}`)).text).toContain('Văn bản');
  });

  test('buttons move an application and a section; the ends of a list have none to press', async () => {
    await moveApplication('down', ids['ba']!);
    expect(await seen()).toEqual(['dùng chung', 'hai', 'Văn bản', 'mot', 'ba']);
    for (let i = 0; i < 3; i++) await moveSection('up', 'van-ban');
    expect((await seen()).slice(0, 3)).toEqual(['Văn bản', 'mot', 'ba']);
    const page = await arrange();
    expect(page.text).toMatch(new RegExp(`value="up:van-ban"[^>]*disabled`));
    expect(page.text).toMatch(
      /id="preview"[^]*Văn bản[^]*Phần mềm mot[^]*Phần mềm ba[^]*Phần mềm hai/,
    );
    const [entry] = await desk.world.app.journal.byObject(
      'catalog-item',
      'launcher-section/van-ban',
      1,
    );
    expect(entry?.detail).toMatchObject({ before: { order: 20 }, after: { order: 10 } });
  });

  test('who moves in a list that another has just changed is told, and nothing is moved', async () => {
    await addAdministrator(desk.world, 'quantri2');
    const other = await atConsole(desk.world, 'quantri2');
    const late = await listOf(other, ids['ba']!);
    await moveApplication('up', ids['ba']!);
    expect((await seen()).slice(0, 3)).toEqual(['Văn bản', 'ba', 'mot']);
    await desk.world.app.applications.place(by, ids['hai']!, 'van-ban');
    const refused = await other.post('/applications/launcher/applications', {
      ...late,
      move: `up:${ids['ba']}`,
    });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('có người khác vừa sửa');
    expect((await seen()).slice(0, 4)).toEqual(['Văn bản', 'ba', 'mot', 'hai']);
  });

  test('a list that is none, and a section that is gone, are refused', async () => {
    const { app } = desk.world;
    await arrange();
    const answer = await desk.browser.post('/applications/launcher/applications', {
      move: 'left:x',
      order: '',
    });
    expect(answer.status).toBe(422);
    await expect(app.applications.arrange(by, [ids['mot']!, ids['mot']!])).rejects.toMatchObject({
      code: 'order.outdated',
    });
    await expect(app.applications.place(by, ids['mot']!, 'khong-co')).rejects.toMatchObject({
      code: 'application.section-unknown',
    });
    await expect(app.catalogs.reorder(by, 'launcher-section', ['van-ban'])).rejects.toMatchObject({
      code: 'order.outdated',
    });
  });

  test('a section that is no longer valid takes nobody’s application away', async () => {
    const [item] = (await desk.world.app.catalogs.items('launcher-section')).filter(
      ({ code }) => code === 'van-ban',
    );
    await desk.world.app.catalogs.save(by, { ...item!, validTo: new Date(Date.now() - 1000) });
    expect(await seen()).toEqual(['Ứng dụng khác', 'ba', 'mot', 'hai']);
    expect((await arrange()).text).toContain('đã hết hiệu lực');
  });
});

/** The list that holds this application as the page of `browser` shows it. */
async function listOf(browser: Browser, id: string): Promise<Record<string, string>> {
  const page = await browser.get('/applications/launcher');
  const form = page.forms.find(
    ({ fields, action }) => action.endsWith('/applications') && fields['order']?.includes(id),
  );
  return form!.fields;
}

/** As its button does, which stands outside its form. */
const moveApplication = async (to: 'up' | 'down', id: string) =>
  desk.browser.post('/applications/launcher/applications', {
    ...(await listOf(desk.browser, id)),
    move: `${to}:${id}`,
  });

async function moveSection(to: 'up' | 'down', code: string) {
  const page = await arrange();
  const form = page.forms.find(({ action }) => action.endsWith('/launcher/sections'))!;
  const move = `${to}:${code}`;
  return desk.browser.post(form.action, { ...form.fields, move });
}

describe('rules of order', () => {
  const things = fc.uniqueArray(fc.string(), { maxLength: 20 });

  test('a step there and a step back change nothing', () => {
    fc.assert(
      fc.property(things, fc.nat(), (list, n) => {
        const thing = list[n % Math.max(list.length, 1)] ?? '';
        const down = moved(list, thing, 'down');
        expect(down.toSorted()).toEqual(list.toSorted());
        if (down.indexOf(thing) !== list.indexOf(thing))
          expect(moved(down, thing, 'up')).toEqual(list);
      }),
    );
  });

  test('the numbers put the things in their order, whatever they were before', () => {
    fc.assert(
      fc.property(
        things,
        fc.array(fc.nat({ max: 5 }), { minLength: 20, maxLength: 20 }),
        (list, orders) => {
          const now = list.map((id, i) => ({ id, order: orders[i]! }));
          const wanted = list.toReversed();
          const changed = numbersFor(wanted, now);
          const after = now.map(({ id, order }) => ({ id, order: changed.get(id) ?? order }));
          expect(after.toSorted((a, b) => a.order - b.order).map(({ id }) => id)).toEqual(wanted);
        },
      ),
    );
  });
});
