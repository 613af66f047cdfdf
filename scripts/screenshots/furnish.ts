// Deeds in the demo, by the same verbs that administrators use, so that pages which show what was done,
// what waits and what went wrong have something to show.
import type { Demonstration } from '../../src/demo/demonstration.ts';
import { administrator, applications, demoPassword } from '../../src/demo/cast.ts';
import { directoryPassword, directorySettings } from '../../src/demo/source.ts';
import type { ImportRow } from '../../src/imports/import.ts';
import type { Actor } from '../../src/journal/actor.ts';

type App = Demonstration['app'];
/** Names for pictures, and the pages that no link leads to. */
export type Extra = Readonly<Record<string, string>>;

/** Whoever must choose a password of her own first. */
export const newcomer = 'ttmoi.skhcn';

const lostSource = 'Thư mục của Trung tâm Phục vụ hành chính công';

/** As it is while no directory is lost. */
export async function withEveryDirectory(app: App, look: () => Promise<void>): Promise<void> {
  const by = await actorOf(app);
  const lost = (await app.sources.list()).find(({ name }) => name === lostSource)!;
  const { id, name, settings } = lost;
  const use = (enabled: boolean) =>
    app.sources.save(by, { id, name, everyMinutes: 0, settings, enabled });
  await use(false);
  try {
    await look();
  } finally {
    await use(true);
  }
}

async function actorOf(app: App): Promise<Actor> {
  const { account } = (await app.accounts.findByLoginName(administrator.username)) ?? {};
  if (!account) throw new Error('the demo has no administrator');
  const origin = { address: '10.67.0.12', userAgent: null, requestId: null };
  return { accountId: account.id, name: account.fullName, origin };
}

/** One run that waits for a decision, one tried, and a second source that nobody answers for. */
async function synchronise(app: App, by: Actor): Promise<Extra> {
  const [source] = await app.sources.list();
  if (!source) throw new Error('the demo has no source');
  const { id, name, settings } = source;
  const change = (attributes: object) =>
    app.sources.save(by, { id, name, everyMinutes: 0, settings: { ...settings, ...attributes } });
  await app.sync.run(by, id, { dryRun: true });
  await change({ filters: { ...settings.filters, people: '(uid=nv*)' } });
  const held = await app.sync.run(by, id);
  await change({ filters: settings.filters });
  const lost = await app.sources.save(by, {
    name: lostSource,
    everyMinutes: 0,
    settings: { ...directorySettings('ldap://127.0.0.1:9'), connectSeconds: 1 },
    password: directoryPassword,
  });
  const failed = await app.sync.run(by, lost.id);
  return {
    held: `/directory/runs/${held.id}`,
    'held-release': `/directory/runs/${held.id}/release`,
    'held-compare': `/directory/runs/${held.id}/compare`,
    failed: `/directory/runs/${failed.id}`,
    'lost-source': `/directory/${lost.id}`,
  };
}

async function bringIn(app: App, by: Actor): Promise<Extra> {
  const row = (line: number, values: ImportRow['values']): ImportRow => ({
    line,
    values,
    formulas: [],
  });
  const good = [
    row(2, {
      username: 'ctv.phong1',
      fullName: 'Đỗ Thị Hồng Phượng',
      mail: 'dthphuong@angiang.gov.vn',
    }),
    row(3, { username: 'ctv.phong2', fullName: 'Huỳnh Quốc Bảo' }),
  ];
  const bad = row(4, { username: 'có dấu', fullName: 'Tên Sai', mail: 'khong-phai-thu' });
  const start = async (name: string, rows: readonly ImportRow[]) => {
    const { id, ended } = await app.imports.start(by, {
      kind: 'people',
      name,
      read: async () => ({ rows: [...rows], unknownTitles: [] }),
    });
    await ended;
    return id;
  };
  const mistaken = await start('Danh sách cộng tác viên, bản gửi lần 1.xlsx', [...good, bad]);
  const ready = await start('Danh sách cộng tác viên.xlsx', good);
  const applied = await start('Danh sách dùng chung.csv', [
    row(2, { username: 'trucban', fullName: 'Trực ban Văn phòng', kind: 'shared' }),
  ]);
  await (
    await app.imports.startApply(by, applied)
  )?.ended;
  return {
    'import-mistakes': `/imports/${mistaken}`,
    'import-ready': `/imports/${ready}`,
    'import-applied': `/imports/${applied}`,
  };
}

async function deedsOnMany(app: App, by: Actor): Promise<Extra> {
  const { items } = await app.accounts.search({ kind: 'official', state: 'active', limit: 8 });
  const ids = items.map(({ id }) => id);
  const prepare = (action: 'people.suspend' | 'people.allow' | 'people.sessions') =>
    app.bulks.prepare(by, { action, ids, back: '/people' });
  const question = await prepare('people.suspend');
  const target = await prepare('people.allow');
  const done = await prepare('people.sessions');
  await app.bulks.start(by, done, null);
  return {
    'bulk-question': `/bulk/${question}`,
    'bulk-target': `/bulk/${target}`,
    'bulk-report': `/bulk/${done}`,
  };
}

/** Accounts with little about them, one suspended, one that must change its password; a denial and a draft. */
async function people(app: App, by: Actor): Promise<Extra> {
  const bare = await app.accounts.createLocal(by, {
    username: newcomer,
    fullName: 'Trần Thị Mới',
    kind: 'official',
  });
  await app.passwords.set(by, bare.id, demoPassword, { mustChange: true });
  const gone = await app.accounts.createLocal(by, {
    username: 'ctv.cu',
    fullName: 'Lâm Văn Cũ',
    kind: 'official',
  });
  await app.accounts.suspend(by, gone.id, { reason: 'Hết hợp đồng cộng tác ngày 31/10/2026' });
  const first = await app.applications.findByClientId(applications[0]!.clientId);
  await app.grants.add(by, {
    subject: { type: 'account', id: bare.id },
    applicationId: first!.id,
    effect: 'deny',
    reason: 'Chưa ký cam kết bảo mật',
  });
  const group = await app.groups.create(by, {
    code: 'tap-huan-2026',
    name: 'Tập huấn chuyển đổi số 2026',
  });
  return {
    'person-bare': `/people/${bare.id}`,
    'person-suspended': `/people/${gone.id}`,
    'group-empty': `/groups/${group.id}`,
  };
}

/** @returns pages of the console. */
export async function furnish(app: App): Promise<Extra> {
  const by = await actorOf(app);
  const pages = {
    ...(await people(app, by)),
    ...(await synchronise(app, by)),
    ...(await bringIn(app, by)),
    ...(await deedsOnMany(app, by)),
  };
  await app.settings.save(by, {
    noticeText:
      'Từ 22 giờ thứ Bảy ngày 28/11/2026 hệ thống bảo trì, không đăng nhập được trong khoảng 30 phút.',
    helpName: 'Trung tâm Chuyển đổi số tỉnh An Giang',
    helpPhone: '0296 3000 111',
  });
  return pages;
}
