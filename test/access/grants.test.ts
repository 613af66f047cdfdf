import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

let made = 0;
const official = (username: string) =>
  world.app.accounts.createLocal(by, { username, fullName: `Người ${username}`, kind: 'official' });

async function application() {
  made += 1;
  const clientId = `app-${made}`;
  const { application: row } = await world.app.applications.apply(by, {
    client_id: clientId,
    name: `Ứng dụng ${made}`,
    class: 'shared',
    contact: 'Văn phòng',
    state: 'active',
    redirect_uris: [`https://${clientId}.example/callback`],
  });
  return row;
}

const entriesOf = (objectId: string) =>
  world.app.db.prisma.journalEntry.findMany({ where: { objectId }, orderBy: { id: 'asc' } });

describe('a grant', () => {
  test('is given once however often it is asked for, and the other effect takes its place', async () => {
    const { grants, access } = world.app;
    const [account, app] = [await official('nvan'), await application()];
    const rule = { subject: { type: 'account', id: account.id }, applicationId: app.id } as const;
    const allowed = await grants.add(by, { ...rule, effect: 'allow', reason: 'QĐ 12' });
    expect(await grants.add(by, { ...rule, effect: 'allow' })).toEqual({
      grant: allowed.grant,
      changed: false,
    });
    expect((await access.decision(account.id, app.id)).code).toBe('allowed');
    const denied = await grants.add(by, { ...rule, effect: 'deny' });
    expect(denied.changed).toBe(true);
    expect((await access.decision(account.id, app.id)).code).toBe('denied');
    expect(await grants.list({ applicationId: app.id })).toEqual([denied.grant]);
    const entries = await entriesOf(allowed.grant.id);
    expect(entries.map((entry) => entry.event)).toEqual(['grant.added', 'grant.removed']);
    expect(entries[0]).toMatchObject({
      accountName: account.fullName,
      applicationName: app.name,
      detail: { after: { subject: 'account', effect: 'allow', reason: 'QĐ 12' } },
    });
    await grants.remove(by, denied.grant.id);
    expect((await access.decision(account.id, app.id)).code).toBe('no-grant');
    await expect(grants.remove(by, denied.grant.id)).rejects.toMatchObject({
      code: 'grant.not-found',
    });
  });

  test('given by two administrators at once is one rule', async () => {
    const { grants } = world.app;
    const app = await application();
    const rule = { subject: { type: 'everyone' }, applicationId: app.id } as const;
    const both = await Promise.all(
      (['allow', 'deny', 'allow', 'deny'] as const).map((effect) =>
        grants.add(by, { ...rule, effect }),
      ),
    );
    const [left] = await grants.list({ applicationId: app.id });
    expect(both.map(({ grant }) => grant.id)).toContain(left?.id);
    expect(await grants.list({ applicationId: app.id })).toHaveLength(1);
  });

  test('is refused for nobody and for nothing', async () => {
    const { grants } = world.app;
    const app = await application();
    for (const type of ['account', 'group', 'unit'] as const)
      for (const id of [newId(), 'x'])
        await expect(
          grants.add(by, { subject: { type, id }, applicationId: app.id, effect: 'allow' }),
        ).rejects.toMatchObject({ code: 'grant.subject-unknown' });
    for (const applicationId of [newId(), 'x'])
      await expect(
        grants.add(by, { subject: { type: 'everyone' }, applicationId, effect: 'allow' }),
      ).rejects.toMatchObject({ code: 'application.not-found' });
  });

  test('is found by whom and what it is about', async () => {
    const { grants, groups } = world.app;
    const [app, other, account] = [await application(), await application(), await official('ttb')];
    const group = await groups.create(by, { code: 'list', name: 'Danh sách' });
    const effect = 'allow' as const;
    const whom = { subject: { type: 'account', id: account.id }, effect } as const;
    await grants.add(by, { ...whom, applicationId: app.id });
    await grants.add(by, { ...whom, applicationId: other.id });
    await grants.add(by, {
      subject: { type: 'group', id: group.id },
      applicationId: app.id,
      effect,
    });
    expect(await grants.list({ accountId: account.id })).toHaveLength(2);
    expect(await grants.list({ groupId: group.id })).toMatchObject([{ subjectName: 'Danh sách' }]);
    expect(await grants.list({ accountId: account.id, applicationId: app.id })).toHaveLength(1);
    expect(await grants.list({ accountId: 'x' })).toEqual([]);
  });
});

test('a rule is found among as many as an import may bring', async () => {
  const { db, grants } = world.app;
  const { id: applicationId } = await application();
  await db.pool.query(
    `WITH people AS (
       INSERT INTO account (id, username, kind, state, full_name, search_key, sort_key)
       SELECT gen_random_uuid(), 'dong' || n, 'official', 'active', 'Đông', 'dong', 'dong'
       FROM generate_series(1, 1001) n RETURNING id)
     INSERT INTO "grant" (id, subject, account_id, application_id, effect)
     SELECT gen_random_uuid(), 'account', id, $1, 'allow' FROM people`,
    [applicationId],
  );
  const { grant } = await grants.add(by, {
    subject: { type: 'everyone' },
    applicationId,
    effect: 'deny',
  });
  expect(await grants.find(grant.id)).toEqual(grant);
  expect(await grants.list({ applicationId, subject: 'everyone' })).toEqual([grant]);
  expect(await grants.find(newId(new Date()))).toBeUndefined();
});

describe('the console', () => {
  const last = { code: 'account.last-administrator' };

  test('is never shut to the last administrator, by whichever way', async () => {
    const { accounts, groups, grants, access, applications } = world.app;
    const console = (await applications.findByClientId('console'))!;
    const built = (await groups.findByCode('quan-tri-he-thong'))!;
    const [rule] = await grants.list({ groupId: built.id });
    await grants.remove(by, rule!.id); // while nobody administers, nothing is taken from anybody
    const subject = { type: 'group', id: built.id } as const;
    await grants.add(by, { subject, applicationId: console.id, effect: 'allow' });

    const create = (username: string) =>
      accounts.createLocal(by, { username, fullName: 'Quản Trị', kind: 'administrator' });
    const [one, two] = [await create('quantri'), await create('quantri2')];
    const nested = await groups.create(by, { code: 'truc', name: 'Trực' });
    await groups.addGroup(by, built.id, nested.id);
    await groups.addAccount(by, nested.id, one.id);
    expect((await access.decision(one.id, console.id)).code).toBe('allowed');
    expect((await access.decision(two.id, console.id)).code).toBe('no-grant');

    const reason = { reason: 'thử' };
    await expect(accounts.suspend(by, one.id, reason)).rejects.toMatchObject(last);
    await expect(accounts.retire(by, one.id, reason)).rejects.toMatchObject(last);
    await expect(accounts.update(by, one.id, { kind: 'official' })).rejects.toMatchObject(last);
    await expect(groups.removeAccount(by, nested.id, one.id)).rejects.toMatchObject(last);
    await expect(groups.removeGroup(by, built.id, nested.id)).rejects.toMatchObject(last);
    await expect(groups.close(by, nested.id)).rejects.toMatchObject(last);
    await expect(groups.close(by, built.id)).rejects.toMatchObject({ code: 'group.built-in' });
    const [now] = await grants.list({ groupId: built.id });
    await expect(grants.remove(by, now!.id)).rejects.toMatchObject(last);
    for (const whom of [{ type: 'everyone' }, { type: 'account', id: one.id }, subject] as const)
      await expect(
        grants.add(by, { subject: whom, applicationId: console.id, effect: 'deny' }),
      ).rejects.toMatchObject(last);
    expect((await access.decision(one.id, console.id)).code).toBe('allowed');

    await groups.addAccount(by, built.id, two.id);
    const both = await Promise.allSettled([
      accounts.suspend(by, one.id, reason),
      accounts.suspend(by, two.id, reason),
    ]);
    expect(both.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});
