import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createApp } from '../../src/app.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

const everything = async () => {
  const { prisma } = world.app.db;
  return {
    items: await prisma.catalogItem.findMany({ orderBy: [{ catalog: 'asc' }, { code: 'asc' }] }),
    groups: await prisma.group.findMany(),
    applications: await prisma.application.findMany({ orderBy: { id: 'asc' } }),
    grants: await prisma.grant.findMany({ orderBy: { id: 'asc' } }),
    entries: await prisma.journalEntry.count(),
  };
};

describe('a new installation', () => {
  test('starts with the applications of the regulation, its catalogues and a way in', async () => {
    const { applications, catalogs, grants, groups } = world.app;
    const drafts = await applications.list({ state: 'draft' });
    expect(drafts).toHaveLength(17);
    expect(drafts.every((draft) => draft.article?.startsWith('9.'))).toBe(true);
    expect(drafts[0]).toMatchObject({ clientId: 'van-ban-dieu-hanh', article: '9.1a' });
    expect((await catalogs.items('position')).map((item) => item.code)).toContain('CT-UBND');
    expect(await catalogs.items('application-class')).toMatchObject([
      { code: 'shared', name: 'Phần mềm dùng chung' },
      { code: 'sector', name: 'Phần mềm chuyên ngành' },
      { code: 'basic', name: 'Ứng dụng cơ bản' },
    ]);
    const group = await groups.findByCode('quan-tri-he-thong');
    expect(group).toMatchObject({ builtIn: true, state: 'active' });
    expect(await grants.list()).toMatchObject([
      { clientId: 'portal', subject: 'everyone', effect: 'allow' },
      { clientId: 'console', subject: 'group', subjectId: group?.id, effect: 'allow' },
    ]);
  });

  test('is the same after a second start, on two nodes at once', async () => {
    const before = await everything();
    const node = createApp(world.app.config, { logger: world.app.logger });
    await Promise.all([node.prepare(), world.app.prepare()]);
    await node.stop();
    expect(await everything()).toEqual(before);
  });

  test('keeps what an administrator changed or took away', async () => {
    const { applications, catalogs, grants, groups } = world.app;
    const mail = (await applications.findByClientId('thu-cong-vu'))!;
    await applications.edit(by, mail.id, { name: 'Thư điện tử tỉnh' });
    await applications.setState(by, mail.id, 'retired');
    const item = (await catalogs.items('position'))[0]!;
    await catalogs.save(by, { ...item, name: 'Tên khác' });
    const group = (await groups.findByCode('quan-tri-he-thong'))!;
    await groups.rename(by, group.id, { name: 'Tổ quản trị' });
    const [portal] = await grants.list();
    await grants.remove(by, portal!.id);
    const before = await everything();
    await world.app.prepare();
    expect(await everything()).toEqual(before);
  });
});
