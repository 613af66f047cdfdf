// Two administrators at the same thing: the second is told, and nothing is overwritten silently.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commandLine as by } from '../../src/journal/actor.ts';
import type { Browser } from '../support/browser.ts';
import { addApplication, addPerson } from '../support/people.ts';
import { addAdministrator, atConsole, startDesk, type Desk } from './desk.ts';

let desk: Desk;
let other: Browser;
beforeAll(async () => {
  desk = await startDesk();
  await addAdministrator(desk.world, 'quantri2');
  other = await atConsole(desk.world, 'quantri2');
});
afterAll(() => desk.world.end());

type Thing = { path: string; first: Record<string, string>; second: Record<string, string> };

/** One of each kind of thing that has a form, and two different wishes for it. */
async function things(): Promise<Record<string, Thing>> {
  const { app } = desk.world;
  const person = await addPerson(app, 'hai', { fullName: 'Lê Văn Hai' });
  const group = await app.groups.create(by, { code: 'mot-nhom', name: 'Một nhóm' });
  const unit = await app.units.create(by, { name: 'Sở Tài chính', code: 'H01.05' });
  const application = await addApplication(app, 'ke-toan');
  const draft = await app.applications.apply(by, {
    client_id: 'ban-nhap',
    name: 'Bản nháp',
    class: 'shared',
  });
  const setUp = `/applications/${draft.application.id}/setup`;
  const source = await app.sources.save(by, {
    name: 'Thư mục tỉnh',
    settings: {
      urls: ['ldap://localhost:9'],
      security: 'startTls',
      bindDn: 'uid=svc,dc=angiang,dc=gov,dc=vn',
      bases: { people: 'ou=people,dc=angiang,dc=gov,dc=vn' },
    },
    password: 'a password of tests',
  });
  const wishes = (name: string) => ({ first: { [name]: 'Một' }, second: { [name]: 'Hai' } });
  return {
    account: { path: `/people/${person.id}/edit`, ...wishes('fullName') },
    group: { path: `/groups/${group.id}/edit`, ...wishes('name') },
    unit: { path: `/units/${unit.id}/edit`, ...wishes('contactName') },
    application: { path: `/applications/${application.id}/edit`, ...wishes('description') },
    'draft, about': { path: `${setUp}/about`, ...wishes('contact') },
    source: { path: `/directory/${source.id}/edit`, ...wishes('name') },
    'catalog item': { path: '/catalogs/position/items/TP', ...wishes('name') },
  };
}

test('of every kind of thing the second to save is refused, told what differs, and loses nothing', async () => {
  for (const [kind, { path, first, second }] of Object.entries(await things())) {
    await desk.browser.get(path);
    await other.get(path);
    expect([kind, (await desk.browser.submit(first)).status]).toEqual([kind, 200]);
    const refused = await other.submit(second);
    expect([kind, refused.status]).toEqual([kind, 409]);
    expect(refused.text).toContain('có người khác vừa sửa mục này');
    expect(refused.text).toMatch(/Đang lưu: <span class="kept-value">Một<\/span>/);
    expect(refused.text.match(/kept-value/g)).toHaveLength(1); // what agrees is not mentioned
    const [field = ''] = Object.keys(second);
    const typed = refused.forms.find((form) => field in form.fields);
    expect([kind, typed?.fields[field]?.trim()]).toEqual([kind, 'Hai']);
    // having seen it, she may still decide so
    expect([kind, (await other.submit(second)).status]).toEqual([kind, 200]);
    expect((await other.get(path)).text).toContain('Hai');
  }
});

test('of the set-up of a draft, neither the kind nor an address is lost', async () => {
  const { app } = desk.world;
  const { application } = await app.applications.apply(by, {
    client_id: 'dang-lam',
    name: 'Đang làm',
    class: 'shared',
  });
  const setUp = `/applications/${application.id}/setup`;
  const wishes = [
    ['kind', { kind: 'native' }, { kind: 'browser' }],
    ['addresses', { link: 'https://mot.vn/' }, { link: 'https://hai.vn/' }],
  ] as const;
  const redirect = { redirect_uris_0: 'https://chung.vn/ve' };
  for (const [step, first, second] of wishes) {
    await desk.browser.get(`${setUp}/${step}`);
    await other.get(`${setUp}/${step}`);
    const more = step === 'addresses' ? redirect : {};
    expect((await desk.browser.submit({ ...first, ...more })).status).toBe(200);
    const kept = await app.applications.find(application.id);
    expect([step, (await other.submit({ ...second, ...more })).status]).toEqual([step, 409]);
    expect(await app.applications.find(application.id)).toEqual(kept);
  }
});

test('a form that says nothing of what it showed overwrites nothing', async () => {
  const { app } = desk.world;
  const unit = await app.units.create(by, { name: 'Sở Y tế' });
  const answer = await desk.browser.post(`/units/${unit.id}/edit`, { name: 'Khác' });
  expect(answer.status).toBe(409);
  expect((await app.units.find(unit.id))?.name).toBe('Sở Y tế');
});

test('two who save in the same moment do not both win', async () => {
  const { app } = desk.world;
  const unit = await app.units.create(by, { name: 'Sở Xây dựng' });
  const path = `/units/${unit.id}/edit`;
  await desk.browser.get(path);
  await other.get(path);
  const answers = await Promise.all([
    desk.browser.submit({ name: 'Sở A' }),
    other.submit({ name: 'Sở B' }),
  ]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test('the same words from both are no quarrel', async () => {
  const { app } = desk.world;
  const unit = await app.units.create(by, { name: 'Sở Công Thương' });
  const path = `/units/${unit.id}/edit`;
  await desk.browser.get(path);
  await other.get(path);
  await desk.browser.submit({ name: 'Sở Công Thương tỉnh' });
  expect((await other.submit({ name: 'Sở Công Thương tỉnh' })).status).toBe(200);
});

test('two who make a thing of the same code at once: one has made it, the other is told', async () => {
  const names = async () => {
    const { applications, catalogs } = desk.world.app;
    const items = await catalogs.items('position');
    return [
      (await applications.findByClientId('cung-luc'))!.name,
      items.find(({ code }) => code === 'CUNG-LUC')!.name,
    ];
  };
  const made: string[] = [];
  for (const [path, fields] of [
    ['/applications/new', { client_id: 'cung-luc', class: 'shared', grant_code: 'yes' }],
    ['/catalogs/position/new', { code: 'CUNG-LUC', nameEn: '', order: '7' }],
  ] as const) {
    const [one, two] = await Promise.all([
      desk.browser.post(path, { ...fields, name: 'Của người này' }),
      other.post(path, { ...fields, name: 'Của người kia' }),
    ]);
    expect(new Set([one.status, two.status])).toEqual(new Set([200, 422]));
    made.push(one.status === 200 ? 'Của người này' : 'Của người kia');
  }
  expect(await names()).toEqual(made);
});
