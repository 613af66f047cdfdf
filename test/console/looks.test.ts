// Every kind of page of the console in a real browser: no accessibility violation that axe knows, no
// sideways scrolling on a telephone, light and dark. SHOTS=folder keeps pictures to look at.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { commandLine as by } from '../../src/journal/actor.ts';
import { violations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { addApplication, addPerson, goodPassword } from '../support/people.ts';
import { addAdministrator } from './desk.ts';
import { heldRun } from './held-run.ts';
import { startWorld, type World } from '../support/world.ts';

const shots = process.env['SHOTS'];
const names = [
  'Nguyễn Văn An',
  'Trần Thị Bích Ngọc',
  'Lê Hoàng Đức',
  'Phạm Thị Hương',
  'Võ Đặng Khoa',
];

let world: World;
let browser: Browser;
let pages: Record<string, string>;

beforeAll(async () => {
  world = await startWorld();
  pages = await furnish(world);
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser.close();
  await world.end();
});

/** A small organisation with something on every page. */
async function furnish({ app }: World): Promise<Record<string, string>> {
  await addAdministrator(world, 'quantri');
  const province = await app.units.create(by, {
    name: 'Ủy ban nhân dân tỉnh An Giang',
    code: 'H01',
  });
  const department = await app.units.create(by, {
    name: 'Sở Khoa học và Công nghệ',
    code: 'H01.08',
    parentId: province.id,
    contactName: 'Văn phòng Sở',
    contactMail: 'vp.skhcn@angiang.gov.vn',
    contactPhone: '0296 385 2000',
  });
  await app.units.create(by, { name: 'Phòng Chuyển đổi số', parentId: department.id });
  const group = await app.groups.create(by, {
    code: 'van-thu-toan-tinh',
    name: 'Văn thư toàn tỉnh',
    description: 'Người làm văn thư ở mọi cơ quan, đơn vị',
  });
  const people = [];
  for (const [i, fullName] of names.entries()) {
    const account = await addPerson(app, `nguoi${i}`, {
      fullName,
      mail: `nguoi${i}@angiang.gov.vn`,
    });
    await app.accounts.update(by, account.id, {
      unitId: department.id,
      ...(i < 3
        ? { title: 'Trưởng phòng', positionCode: 'TP' }
        : { title: 'Chuyên viên chính hạng 2' }),
    });
    if (i < 3) await app.groups.addAccount(by, group.id, account.id);
    people.push(account);
  }
  const child = await app.groups.create(by, { code: 'mot-cua', name: 'Một cửa cấp xã' });
  await app.groups.addGroup(by, group.id, child.id);
  await app.accounts.suspend(by, people[4]!.id, {
    reason: 'Nghỉ việc theo Quyết định 12/QĐ-SKHCN',
  });
  const application = await addApplication(app, 'van-ban-dieu-hanh-moi', {
    link: 'https://vanban.angiang.gov.vn/',
  });
  const draft = await app.applications.apply(by, {
    client_id: 'tai-san-moi',
    name: 'Quản lý tài sản công của các cơ quan, đơn vị',
    class: 'shared',
    redirect_uris: ['https://taisan.angiang.gov.vn/callback'],
  });
  const allow = { applicationId: application.id, effect: 'allow' } as const;
  await app.grants.add(by, {
    subject: { type: 'group', id: group.id },
    ...allow,
    reason: 'Công văn số 5',
  });
  await app.grants.add(by, { subject: { type: 'unit', id: province.id }, ...allow });
  const deny = { applicationId: application.id, effect: 'deny' } as const;
  await app.grants.add(by, { subject: { type: 'account', id: people[1]!.id }, ...deny });
  const rules = await manyRules(world, application.id);
  const source = await app.sources.save(by, {
    name: 'Hệ thống quản lý văn bản',
    settings: {
      urls: ['ldap://localhost:9'],
      security: 'startTls',
      bindDn: 'uid=svc,dc=angiang,dc=gov,dc=vn',
      bases: { people: 'ou=people,dc=angiang,dc=gov,dc=vn' },
      connectSeconds: 1,
    },
    password: 'a password of tests',
  });
  const failed = await app.sync.run(by, source.id);
  const run = await heldRun(world, source.id);
  const entry = (await app.journal.search({ event: 'account.suspended', limit: 1 })).items[0]!;
  const [wrong, right] = await bringIn(app);
  await app.settings.save(by, {
    noticeText: 'Hệ thống bảo trì từ 22 giờ tối thứ Bảy; trong lúc đó không đăng nhập được.',
    helpName: 'Tổng đài Trung tâm Chuyển đổi số',
    helpPhone: '0296 385 2000',
  });
  return {
    start: '/',
    search: '/search?q=van',
    'search-none': '/search?q=zzzz',
    sessions: '/sessions',
    people: '/people',
    'people-none': '/people?text=khong+co+ai',
    person: `/people/${people[1]!.id}`,
    'person-suspended': `/people/${people[4]!.id}`,
    'person-new': '/people/new',
    'person-edit': `/people/${people[0]!.id}/edit`,
    'person-groups': `/people/${people[0]!.id}/groups`,
    suspend: `/people/${people[0]!.id}/suspend`,
    password: `/people/${people[0]!.id}/password`,
    groups: '/groups',
    group: `/groups/${group.id}`,
    'group-people': `/groups/${group.id}/people?text=nguoi`,
    'group-new': '/groups/new',
    'group-close': `/groups/${group.id}/close`,
    'group-applications': `/groups/${group.id}/applications`,
    'unit-applications': `/units/${department.id}/applications`,
    imports: '/imports',
    'import-mistakes': `/imports/${wrong}`,
    'import-ready': `/imports/${right}`,
    units: '/units',
    'units-found': '/units?text=so',
    'units-list': '/units?view=list&sort=-name',
    'people-sorted': '/people?sort=-sign-in',
    unit: `/units/${department.id}`,
    'unit-edit': `/units/${department.id}/edit`,
    applications: '/applications',
    application: `/applications/${application.id}`,
    'application-people': `/applications/${application.id}/people?outcome=refused`,
    'application-section': `/applications/${application.id}/section`,
    launcher: '/applications/launcher',
    'application-new': '/applications/new',
    'application-state': `/applications/${application.id}/state/suspended`,
    'application-secret': `/applications/${application.id}/secret`,
    'wizard-about': '/applications/wizard',
    'wizard-kind': `/applications/${draft.application.id}/setup/kind`,
    'wizard-addresses': `/applications/${draft.application.id}/setup/addresses`,
    'wizard-people': `/applications/${application.id}/setup/people?kind=unit&text=so`,
    'wizard-connect': `/applications/${application.id}/connect`,
    'wizard-test': `/applications/${application.id}/test`,
    'grant-new': `/grants/new?application=${application.id}&kind=unit&text=so`,
    'grants-list': '/grants',
    grant: `/grants/${rules.grant}`,
    'application-class': '/application-classes/shared',
    'application-sets': '/application-sets',
    'application-set': `/application-sets/${rules.set}`,
    'application-set-new': '/application-sets/new',
    'application-roles': `/applications/${application.id}/roles`,
    'application-role-new': `/applications/${application.id}/roles/new`,
    zones: '/settings/zones',
    zone: '/settings/zones/lan',
    'grant-for-person': `/grants/new?subject=account&id=${people[0]!.id}`,
    directory: '/directory',
    source: `/directory/${source.id}`,
    'source-new': '/directory/new',
    run: `/directory/runs/${run}`,
    'run-failed': `/directory/runs/${failed.id}`,
    release: `/directory/runs/${run}/release`,
    journal: '/journal',
    entry: `/journal/${entry.id}`,
    settings: '/settings',
    setting: '/settings/of/noticeText',
    keys: '/keys',
    'keys-replace': '/keys/sig/replace',
    positions: '/positions',
    'positions-none': '/positions?text=zzzz',
    position: '/positions/TP',
    'position-merge': '/positions/PTP/merge',
    'position-merge-question': '/positions/PTP/merge?into=TP',
    'position-titles': '/position-titles',
    'position-title': '/position-titles/one?title=chuyen+vien+chinh+hang+2',
    catalogs: '/catalogs',
    catalog: '/catalogs/sector',
    'catalog-item': '/catalogs/position/items/TP',
  };
}

/** Rules of every reach under every condition, which pages show in words. */
async function manyRules({ app }: World, applicationId: string) {
  const set = await app.sets.create(by, {
    name: 'Ứng dụng của khối văn phòng',
    description: 'Theo Công văn số 12',
    applicationIds: [applicationId],
  });
  await app.roles.create(by, applicationId, {
    code: 'editor',
    name: 'Biên tập viên',
    nameEn: 'Editor',
  });
  const { grant } = await app.grants.add(by, {
    applicationId,
    subject: { type: 'position', id: 'TP' },
    effect: 'allow',
    roles: ['editor'],
    conditions: {
      validFrom: Date.now(),
      validTo: Date.now() + 90 * 86_400_000,
      days: [1, 2, 3, 4, 5],
      fromMinute: 420,
      toMinute: 1020,
      zones: ['lan', 'tslcd'],
      strong: true,
    },
    reason: 'Trực báo cáo quý',
    decisionNo: '08/2021/QĐ-UBND',
    decisionDate: '2021-02-03',
  });
  return { set, grant: grant.id };
}

/** One file with a mistake in each row, one that could be applied. */
async function bringIn({ imports }: World['app']): Promise<string[]> {
  const file = {
    kind: 'people',
    name: 'nguoi-su-dung-cac-so-nganh-va-uy-ban-nhan-dan-cap-xa.xlsx',
  } as const;
  const right = { line: 2, values: { username: 'moi', fullName: 'Nguyễn Thị Mới' }, formulas: [] };
  const wrong = { line: 3, values: { username: 'x', mail: 'sai' }, formulas: ['title' as const] };
  const ids: string[] = [];
  for (const rows of [[right, wrong], [right]]) {
    const { id, ended } = await imports.start(by, { ...file, read: async () => rows });
    await ended;
    ids.push(id);
  }
  return ids;
}

async function signIn(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(world.consoleUrl);
  await page.fill('[name=login]', 'quantri');
  await page.fill('[name=password]', goodPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL(`${world.consoleUrl}/`);
  return page;
}

// Each colour and each width once; all four where pictures are wanted.
const looks = [
  ['telephone, light', 360, 'light'],
  ['desk, dark', 1280, 'dark'],
  ...(shots
    ? ([
        ['telephone, dark', 360, 'dark'],
        ['desk, light', 1280, 'light'],
      ] as const)
    : []),
] as const;

describe.each(looks)('on a %s', (_name, width, colorScheme) => {
  test('every page is accessible and fits', async () => {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      locale: 'vi-VN',
    });
    const page = await signIn(context);
    for (const [name, path] of Object.entries(pages)) {
      const answer = await page.goto(world.consoleUrl + path);
      expect([name, answer?.status()]).toEqual([name, 200]);
      if (shots)
        await page.screenshot({
          path: `${shots}/${name}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([name, wide]).toEqual([name, width]);
      expect([name, await violations(page)]).toEqual([name, []]);
    }
    await context.close();
  }, 240_000);
});
