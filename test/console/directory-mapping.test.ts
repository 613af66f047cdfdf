// The mapping of a source: typed, tried on real entries of a slapd, saved, and then what a run does.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { system } from '../../src/journal/actor.ts';
import {
  person,
  root,
  service,
  serviceDn,
  servicePassword,
  suffix,
  unit,
} from '../support/organization.ts';
import { launchChromium } from '../support/chromium.ts';
import { goodPassword } from '../support/people.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { startDesk, type Desk } from './desk.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env['SHOTS'];

let desk: Desk;
let slapd: Slapd;
let id: string;
let here: string;

beforeAll(async () => {
  const people = [
    person('lan', 'snv', 'NGUYỄN THỊ LAN', ['displayName: Nguyễn Thị Lan']),
    person('minh', 'snv', 'TRẦN VĂN MINH', ['employeeType: nguoithu']),
    person('nam', 'snv', 'LÊ HOÀNG NAM'),
  ];
  slapd = await startSlapd({
    ldif: [root, service, unit('snv', 'Sở Nội vụ', 'H01.01'), ...people].join('\n'),
  });
  desk = await startDesk();
  const source = await desk.world.app.sources.save(system, {
    name: 'Thư mục tỉnh',
    settings: {
      urls: [slapd.url],
      security: 'startTls',
      ca: slapd.ca,
      bindDn: serviceDn,
      bases: { people: `ou=units,${suffix}` },
    },
    password: servicePassword,
  });
  id = source.id;
  here = `/directory/${id}/mapping`;
}, 60_000);
afterAll(async () => {
  await desk.world.end();
  await slapd.end();
});

describe('the mapping of a source', () => {
  test('a page reads nothing until it is asked to', async () => {
    const { browser } = desk;
    await browser.get(`/directory/${id}`);
    expect(browser.page.text).toContain(`href="${here}"`);
    expect((await browser.get(here)).text).toContain('Bấm “Xem thử”');
  });

  test('what is typed is tried on real entries, and not kept', async () => {
    const { browser, world } = desk;
    await browser.get(here);
    const tried = await browser.submit(
      {
        'mapping.fullName': 'displayName | cn:title',
        'mapping.mail': '{uid}@angiang.gov.vn',
        'replace.title': 'Chuyên viên = Chuyên viên cao cấp nhất',
        who: 'LAN',
      },
      'Xem thử',
    );
    expect(tried.status).toBe(200);
    expect(tried.text).toContain('Nguyễn Thị Lan');
    expect(tried.text).toContain('lan@angiang.gov.vn');
    expect(tried.text).toContain('Chuyên viên cao cấp nhất');
    expect(tried.text).toContain('không có trong danh mục: Chuyên viên cao cấp nhất');
    expect(tried.text).not.toContain('Hoàng Nam');
    expect(tried.text).toContain('value="displayName | cn:title"');
    const kept = await world.app.sources.find(id);
    expect(kept?.settings.mapping.fullName).toBe('cn');
  });

  test('a text with signs of a filter finds nobody and breaks nothing', async () => {
    const { browser } = desk;
    await browser.get(here);
    const tried = await browser.submit({ who: '*)(uid=*' }, 'Xem thử');
    expect(tried.text).toContain('Không có mục nào');
  });

  test('a mistake stands beside its field, with everything typed still there', async () => {
    const { browser } = desk;
    await browser.get(here);
    const wrong = await browser.submit(
      { 'mapping.fullName': '{cn', 'replace.unit': 'không có dấu bằng', 'rules.skip': 'x = y' },
      'Lưu',
    );
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('id="mapping.fullName-error"');
    expect(wrong.text).toContain('id="replace.unit-error"');
    expect(wrong.text).toContain('value="{cn"');
    expect(wrong.text).toContain('x = y');
  });

  test('a browser with scripts gets the preview alone, or what keeps it from coming', async () => {
    const { browser } = desk;
    const part = await browser.post(`${here}/sample`, { 'mapping.fullName': 'cn:title' });
    expect(part.text).toContain('Trần Văn Minh');
    expect(part.text).not.toContain('<html');
    const wrong = await browser.post(`${here}/sample`, { 'mapping.fullName': 'cn:nothing' });
    expect(wrong.text).toContain('Chưa xem thử được');
    expect(wrong.text).toContain('Họ và tên');
  });

  test('the connection is never another one than the source keeps', async () => {
    const { browser } = desk;
    const part = await browser.post(`${here}/sample`, {
      urls: 'ldap://127.0.0.1:1',
      bindDn: 'cn=other',
      'bases.people': 'ou=elsewhere',
    });
    expect(part.text).toContain('Sở Nội vụ');
  });

  test('saved, it counts with the next run: names, replaced positions, people left out', async () => {
    const { browser, world } = desk;
    const { app } = world;
    await app.sync.run(system, id);
    expect(await app.accounts.findByLoginName('minh')).toMatchObject({
      account: { state: 'active' },
    });
    await browser.get(here);
    const saved = await browser.submit(
      {
        'mapping.fullName': 'displayName | cn:title',
        'mapping.phone': '"0296 3000 000"',
        'replace.title': 'chuyen vien = Phó Giám đốc Sở',
        'rules.skip': 'employeeType = nguoi*',
      },
      'Lưu',
    );
    expect(saved.text).toContain('Đã lưu ánh xạ.');
    await app.sources.save(system, { ...(await brakeOff()), id });
    expect((await app.sync.run(system, id)).state).toBe('applied');
    const { db } = app;
    const seen = await db.prisma.account.findUniqueOrThrow({
      where: { username: 'nam' },
      include: { posts: true },
    });
    expect(seen).toMatchObject({ fullName: 'Lê Hoàng Nam', phone: '+842963000000' });
    expect(seen.posts).toMatchObject([{ title: 'Phó Giám đốc Sở' }]);
    expect(await app.accounts.findByLoginName('minh')).toMatchObject({
      account: { state: 'suspended', stateReason: 'left-directory' },
    });
  });

  test('it is accessible, fits a telephone, and follows what is typed in a browser', async () => {
    const chromium = await launchChromium();
    const page = await (
      await chromium.newContext({ viewport: { width: 360, height: 800 } })
    ).newPage();
    await page.goto(desk.world.consoleUrl);
    await page.fill('[name=login]', 'quantri');
    await page.fill('[name=password]', goodPassword);
    await page.press('[name=password]', 'Enter');
    await page.waitForURL(`${desk.world.consoleUrl}/`);
    await page.goto(desk.world.consoleUrl + here);
    await page.fill('[name="mapping.mail"]', '"ai-do@angiang.gov.vn"');
    await page.press('[name="mapping.mail"]', 'Tab');
    await page.locator('#sample', { hasText: 'ai-do@angiang.gov.vn' }).waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
    await page.evaluate(axe);
    const found = await page.evaluate<{ id: string }[]>(
      'axe.run({ resultTypes: ["violations"] }).then((r) => r.violations)',
    );
    expect(found.map(({ id }) => id)).toEqual([]);
    if (shots) {
      await page.screenshot({ path: `${shots}/mapping-360.png`, fullPage: true });
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.screenshot({ path: `${shots}/mapping-1280.png`, fullPage: true });
    }
    await chromium.close();
  }, 60_000);

  test('two administrators: the second is told what differs', async () => {
    const { browser, world } = desk;
    await browser.get(here);
    const source = await world.app.sources.find(id);
    const mapping = { ...source!.settings.mapping, title: 'employeeType' };
    await world.app.sources.save(system, {
      id,
      name: source!.name,
      settings: { ...source!.settings, mapping },
    });
    const second = await browser.submit({ 'mapping.title': 'description' }, 'Lưu');
    expect(second.status).toBe(409);
    expect(second.text).toContain('employeeType');
  });
});

/** The source as it is, with a brake that lets one of three go. */
async function brakeOff() {
  const source = await desk.world.app.sources.find(id);
  const brake = { maxLeavingPercent: 100, maxLeavingCount: 100 };
  return { name: source!.name, settings: { ...source!.settings, brake } };
}
