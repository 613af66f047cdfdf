// Reports of runs in the console: searched, taken away, compared, and seen from a person.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { system } from '../../src/journal/actor.ts';
import { replace } from '../support/ldif-changes.ts';
import {
  person,
  personDn,
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startDesk, type Desk } from './desk.ts';

let desk: Desk;
let slapd: Slapd;
let sourceId: string;
const runs: string[] = [];

beforeAll(async () => {
  const people = [
    person('lan', 'snv', 'Nguyễn Thị Lan'),
    person('minh', 'snv', 'Trần Văn Minh', ['mobile: 12']),
    person('nam', 'snv', 'Lê Hoàng Nam'),
  ];
  slapd = await startSlapd({
    ldif: [root, service, unit('snv', 'Sở Nội vụ', 'H01.01'), ...people].join('\n'),
  });
  desk = await startDesk();
  const { app } = desk.world;
  const settings = {
    urls: [slapd.url],
    security: 'startTls' as const,
    ca: slapd.ca,
    bindDn: serviceDn,
    bases: { people: `ou=units,${suffix}` },
  };
  const password = servicePassword;
  sourceId = (await app.sources.save(system, { name: 'Thư mục tỉnh', settings, password })).id;
  const run = async () => void runs.push((await app.sync.run(system, sourceId)).id);
  await run();
  slapd.modify(replace(personDn('lan', 'snv'), 'title', 'Trưởng phòng'));
  slapd.modify(replace(personDn('minh', 'snv'), 'mobile', '0912345678'));
  slapd.modify(replace(personDn('nam', 'snv'), 'mail', 'not a mail'));
  await run();
}, 60_000);
afterAll(async () => {
  await desk.world.end();
  await slapd.end();
});

const at = (index: number) => `/directory/runs/${runs[index]}`;

describe('the report of a run', () => {
  test('is searched in names with or without marks, in values, and in what was left out', async () => {
    const { browser } = desk;
    await browser.get(at(1));
    const byName = await browser.submit({ text: 'nguyen thi' });
    expect(byName.text).toContain('Trưởng phòng');
    expect(byName.text).not.toContain('+84912345678');
    expect((await browser.get(`${at(1)}?text=8491234`)).text).toContain('Trần Văn Minh');
    const nothing = await browser.get(`${at(1)}?text=100%25`);
    expect(nothing.text).toContain('Không có thay đổi nào.');
  });

  test('leaves as a file of what is shown, and the journal knows', async () => {
    const { browser, world } = desk;
    const file = await browser.post(`${at(1)}/export`, { text: 'Trưởng', format: 'csv' });
    expect(file.text).toContain('Nguyễn Thị Lan');
    expect(file.text).toContain('Trưởng phòng');
    expect(file.text).not.toContain('Minh');
    const left = await browser.post(`${at(1)}/rejections/export`, { format: 'csv' });
    expect(left.text).toContain('Địa chỉ thư điện tử không đúng');
    expect(left.text).toContain('not a mail');
    const { items } = await world.app.journal.search({ event: 'list.exported', limit: 2 });
    expect(items.map(({ detail }) => detail['what'])).toEqual(['run-rejections', 'run-changes']);
    expect(items[0]).toMatchObject({ objectType: 'run', objectId: runs[1] });
  });

  test('says what is new and what is mended since the run before', async () => {
    const { browser } = desk;
    const page = await browser.get(`${at(1)}/compare`);
    const [, added, gone] = page.text.split(/Vướng mắc (?:mới ở|không còn ở) lượt sau/);
    expect(added).toContain('Địa chỉ thư điện tử không đúng');
    expect(added).not.toContain('Số điện thoại không đúng');
    expect(gone).toContain('Số điện thoại không đúng');
    expect(page.text).toContain('Thay đổi chỉ có ở lượt sau');
    const turned = await browser.get(`${at(0)}/compare?with=${runs[1]}`);
    expect(turned.text.split('Vướng mắc mới ở lượt sau')[1]).toContain('Địa chỉ thư điện tử');
  });

  test('a run of another source, or of none, is no comparison', async () => {
    const { browser } = desk;
    expect((await browser.get(`${at(0)}/compare`)).text).toContain('chưa có lượt nào khác');
    const stranger = '00000000-0000-7000-8000-000000000009';
    expect((await browser.get(`${at(0)}/compare?with=${stranger}`)).status).toBe(404);
  });
});

describe('what the directory changed of one person', () => {
  test('stands behind a link of the person, run by run', async () => {
    const { browser, world } = desk;
    const found = await world.app.accounts.findByLoginName('lan');
    const path = `/directory/changes/account/${found!.account.id}`;
    const person = await browser.get(`/people/${found!.account.id}`);
    expect(person.text).toContain(path);
    const { text } = await browser.get(path);
    expect(text).toContain('Trưởng phòng');
    expect(text).toContain('thêm mới');
    expect(text.indexOf(runs[1]!)).toBeLessThan(text.indexOf(runs[0]!));
  });

  test('nobody and nothing else is asked for that way', async () => {
    const { browser } = desk;
    const none = '00000000-0000-7000-8000-000000000009';
    expect((await browser.get(`/directory/changes/account/${none}`)).status).toBe(404);
    expect((await browser.get(`/directory/changes/grant/${none}`)).status).toBe(404);
  });
});
