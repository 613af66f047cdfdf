import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

describe('a decision', () => {
  test('answers nothing about people and applications there are not', async () => {
    const { access, applications } = world.app;
    const portal = (await applications.findByClientId('portal'))!;
    for (const id of ['', 'x', newId(), "'; DROP TABLE account; --"]) {
      expect(await access.decisionByClient(id, 'portal')).toBeUndefined();
      expect(await access.decision(id, portal.id)).toMatchObject({ allowed: false });
      expect(await access.decisionsOf(id)).toEqual([]);
      expect(await access.explain(id, portal.id)).toBeUndefined();
      expect(await access.decisionsForMany([{ accountId: id, clientId: 'portal' }])).toEqual([
        { allowed: false, code: 'no-grant', because: [], unmet: [], roles: [] },
      ]);
    }
  });
});

describe('a person at the door', () => {
  test('comes with all that claims are made of', async () => {
    const { accounts, access, groups, units } = world.app;
    const office = await units.create(by, { name: 'Sở Y tế', code: 'H01.31' });
    const account = await accounts.createLocal(by, {
      username: 'tthanh.yte',
      fullName: 'Trần Thị Hạnh',
      kind: 'official',
      mail: 'tthanh.yte@angiang.gov.vn',
      phone: '0912 345 678',
      unitId: office.id,
      positionCode: 'CVC',
      title: 'Chuyên viên chính',
    });
    const group = await groups.create(by, { code: 'van-thu', name: 'Văn thư' });
    await groups.addAccount(by, group.id, account.id);
    const entry = await access.decisionByClient(account.id, 'portal');
    expect(entry).toMatchObject({
      account: { ...account, phone: '+84912345678', givenName: 'Hạnh' },
      application: { clientId: 'portal', builtIn: true, ownerUnit: null },
      posts: [
        {
          unit: { id: office.id, code: 'H01.31', name: 'Sở Y tế' },
          agency: { code: 'H01.31', name: 'Sở Y tế' },
          positionCode: 'CVC',
          positionName: 'Chuyên viên chính',
          title: 'Chuyên viên chính',
          main: true,
        },
      ],
      groups: [{ code: 'van-thu', name: 'Văn thư' }],
      decision: { allowed: true, because: [{ subject: 'everyone', effect: 'allow' }] },
    });
  });

  test('names the agency that a division belongs to', async () => {
    const { accounts, access, units } = world.app;
    const agency = await units.create(by, { code: 'H01.77', name: 'Sở Xây dựng' });
    const division = await units.create(by, { name: 'Phòng Quy hoạch', parentId: agency.id });
    const account = await accounts.createLocal(by, {
      username: 'quyhoach',
      fullName: 'Trần Quy Hoạch',
      kind: 'official',
      unitId: division.id,
    });
    const entry = await access.decisionByClient(account.id, 'portal');
    expect(entry?.posts).toMatchObject([
      {
        unit: { code: null, fullName: 'Phòng Quy hoạch, Sở Xây dựng' },
        agency: { code: 'H01.77', name: 'Sở Xây dựng' },
      },
    ]);
    expect((await accounts.page(account.id))?.posts[0]?.unitName).toBe(
      'Phòng Quy hoạch, Sở Xây dựng',
    );
    const found = await accounts.search({ text: 'quy hoach', limit: 2 });
    expect(found.items[0]?.unitName).toBe('Phòng Quy hoạch, Sở Xây dựng');
  });

  test('is answered about every application at once, by what holds at this moment', async () => {
    const { accounts, access, applications } = world.app;
    const input = { username: 'soon', fullName: 'Lê Sớm', kind: 'official' } as const;
    const account = await accounts.createLocal(by, input);
    const answers = await access.decisionsOf(account.id);
    const listed = (await applications.list()).filter(({ state }) => state !== 'retired');
    expect(answers.length).toBe(listed.length);
    const portal = answers.find(({ application }) => application.clientId === 'portal');
    expect(portal?.decision.code).toBe('allowed');
    await accounts.suspend(by, account.id, { reason: 'nghỉ việc' });
    const after = await access.decisionsOf(account.id);
    expect(after.every(({ decision }) => decision.code === 'account-not-active')).toBe(true);
  });

  test('has what a post gives from its first moment until its last', async () => {
    const { accounts, access, grants, units, db, clock } = world.app;
    const unit = await units.create(by, { name: 'Ban Quản lý', code: 'BQL' });
    const input = { username: 'biet.phai', fullName: 'Võ Biệt Phái', kind: 'official' } as const;
    const { id } = await accounts.createLocal(by, { ...input, unitId: unit.id });
    const portal = (await world.app.applications.findByClientId('portal'))!;
    const subject = { type: 'unit', id: unit.id } as const;
    await grants.add(by, { subject, applicationId: portal.id, effect: 'deny' });
    const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000);
    const validity = { validFrom: inSeconds(1000), validTo: inSeconds(2000) };
    await db.prisma.post.updateMany({ where: { accountId: id }, data: validity });
    const codes = [(await access.decision(id, portal.id)).code];
    for (const seconds of [1000, 1000]) {
      world.pass(seconds);
      codes.push((await access.decision(id, portal.id)).code);
    }
    expect(codes).toEqual(['allowed', 'denied', 'allowed']);
    expect((await access.decisionByClient(id, 'portal'))?.posts).toEqual([]);
  });
});
