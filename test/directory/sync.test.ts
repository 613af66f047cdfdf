// Synchronisation against a real slapd: what happens to people, units and groups over time.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandLine, system } from '../../src/journal/actor.ts';
import { startDirectoryWorld, type DirectoryWorld } from '../support/directory-world.ts';
import { group, groupDn, manyPeople, person, personDn, suffix } from '../support/organization.ts';
import { remove, rename, replace } from '../support/ldif-changes.ts';

const people = 600;
let world: DirectoryWorld;
let sourceId: string;

beforeAll(async () => {
  world = await startDirectoryWorld({ ldif: manyPeople(people) });
  sourceId = (await world.addSource('Thư mục tỉnh')).id;
}, 60_000);
afterAll(() => world.end());

const run = (options: { dryRun?: boolean } = {}) => world.sync.run(system, sourceId, options);
const entryOf = (uid: string, ou: string) => person(uid, ou, 'Trần Thị Mới');
const uidOf = (i: number) => `p${i}.u${i % 20}`;
const dnOf = (i: number) => personDn(uidOf(i), `u${i % 20}`);
const journal = (event: string) =>
  world.db.prisma.journalEntry.findMany({ where: { event }, orderBy: { id: 'desc' } });
const active = () => world.db.prisma.account.count({ where: { state: 'active' } });

test('everybody comes in by the first run, and a second finds nothing to change', async () => {
  expect(await run()).toMatchObject({ state: 'applied', counts: { created: people + 22 } });
  expect(await run()).toMatchObject({ state: 'applied', counts: { changes: 0 } });
});

test('the run and the journal say the same', async () => {
  const [latest] = await world.sync.runs(sourceId);
  const [entry] = await journal('sync.applied');
  expect(entry).toMatchObject({ objectType: 'run', objectId: latest!.id, actorName: 'system' });
});

describe('a person', () => {
  test('who moves and is renamed keeps the account; the old name still finds it', async () => {
    const before = await world.person('p1.u1');
    const unit = `ou=u2,ou=units,${suffix}`;
    world.slapd.modify(rename(dnOf(1), 'uid=p1.u2', unit));
    const done = await run();
    expect(done.counts).toMatchObject({ created: 0, suspended: 0, updated: 1 });
    const after = await world.person('p1.u2');
    expect(after).toMatchObject({ id: before.id, posts: [{ unit: 'Đơn vị số 2', main: true }] });
    const names = await world.db.prisma.loginName.findMany({ where: { accountId: before.id } });
    expect(names.map(({ name, kind }) => `${name} ${kind}`)).toEqual(
      expect.arrayContaining(['p1.u1 former', 'p1.u2 username']),
    );
    const changes = await world.sync.changes(done.id);
    expect(changes).toContainEqual(
      expect.objectContaining({
        entity: 'account',
        op: 'update',
        entityId: before.id,
        name: before.fullName,
        attribute: 'username',
        old: 'p1.u1',
        new: 'p1.u2',
      }),
    );
    expect(changes).toContainEqual(
      expect.objectContaining({ attribute: 'unit', old: 'Đơn vị số 1', new: 'Đơn vị số 2' }),
    );
  });

  test('who retires in the directory is suspended, and is told so in the journal', async () => {
    world.slapd.modify(
      `dn: ${dnOf(3)}\nchangetype: modify\nadd: employeeType\nemployeeType: nghihuu\n`,
    );
    expect((await run()).counts).toMatchObject({ suspended: 1, leaving: 1 });
    const suspended = { state: 'suspended', stateReason: 'disabled-in-directory' };
    expect(await world.person(uidOf(3))).toMatchObject(suspended);
    expect((await journal('account.suspended'))[0]).toMatchObject({
      accountName: (await world.person(uidOf(3))).fullName,
      detail: { before: { state: 'active' }, after: { state: 'disabled-in-directory' } },
    });
  });

  test('who vanishes is suspended, never deleted; who comes back as a new entry is somebody else', async () => {
    const before = await world.person(uidOf(4));
    world.slapd.modify(remove(dnOf(4)));
    await run();
    const gone = { id: before.id, state: 'suspended', stateReason: 'left-directory' };
    expect(await world.person(uidOf(4))).toMatchObject(gone);
    world.slapd.modify(entryOf(uidOf(4), 'u4').replace('\n', '\nchangetype: add\n'));
    const back = await run();
    expect(await world.sync.rejections(back.id)).toMatchObject([
      { level: 'rejected', reason: 'username-taken' },
    ]);
    expect(await world.person(uidOf(4))).toMatchObject(gone);
    world.slapd.modify(remove(dnOf(4)));
  });

  test('who moves out of sight and back again gets the same account back', async () => {
    const before = await world.person(uidOf(5));
    world.slapd.modify(rename(dnOf(5), `uid=${uidOf(5)}`, `ou=groups,${suffix}`));
    await run();
    expect(await world.person(uidOf(5))).toMatchObject({ state: 'suspended' });
    const away = `uid=${uidOf(5)},ou=groups,${suffix}`;
    world.slapd.modify(rename(away, `uid=${uidOf(5)}`, `ou=u5,ou=units,${suffix}`));
    expect((await run()).counts).toMatchObject({ restored: 1, created: 0 });
    expect(await world.person(uidOf(5))).toEqual(before);
  });

  test('whom an administrator suspended stays so, whatever the directory says', async () => {
    const { id } = await world.person(uidOf(6));
    const byHand = { state: 'suspended', stateReason: 'by-administrator' };
    await world.db.prisma.account.update({ where: { id }, data: byHand });
    world.slapd.modify(replace(dnOf(6), 'title', 'Chuyên viên chính'));
    await run();
    expect(await world.person(uidOf(6))).toMatchObject({
      ...byHand,
      posts: [{ title: 'Chuyên viên chính' }],
    });
  });

  test('with a decomposed name is the same person as with a composed one', async () => {
    const name = (await world.person(uidOf(7))).fullName;
    const decomposed = Buffer.from(name.normalize('NFD')).toString('base64');
    world.slapd.modify(replace(dnOf(7), 'cn', `: ${decomposed}`).replace('cn: :', 'cn::'));
    expect((await run()).counts).toMatchObject({ changes: 0 });
  });
});

describe('groups', () => {
  test('in groups, and in a circle, come in and change with the directory', async () => {
    const [a, b] = ['Vòng một', 'Vòng hai'];
    const add = (ldif: string) => ldif.replace('\n', '\nchangetype: add\n');
    world.slapd.modify(
      [add(group(a, [dnOf(8), groupDn(b)])), add(group(b, [dnOf(9), groupDn(a)]))].join('\n'),
    );
    await run();
    const nested = await world.db.prisma.groupNesting.findMany({
      include: { parent: true, child: true },
    });
    expect(nested.map(({ parent, child }) => `${parent.name} > ${child.name}`).sort()).toEqual([
      `${b} > ${a}`,
      `${a} > ${b}`,
    ]);
    world.slapd.modify(
      `dn: ${groupDn(a)}\nchangetype: modify\ndelete: member\nmember: ${dnOf(8)}\n`,
    );
    const done = await run();
    expect(await world.sync.changes(done.id)).toMatchObject([
      {
        entity: 'group',
        name: a,
        attribute: 'member',
        old: (await world.person(uidOf(8))).fullName,
      },
    ]);
    world.slapd.modify(remove(groupDn(a)));
    await run();
    expect(await world.db.prisma.group.findFirst({ where: { name: a } })).toMatchObject({
      state: 'closed',
    });
  });
});

describe('a dry run', () => {
  test('shows what would change, and changes nothing', async () => {
    world.slapd.modify(replace(dnOf(20), 'mobile', '0987654321'));
    const before = await world.person(uidOf(20));
    const dry = await run({ dryRun: true });
    expect(dry).toMatchObject({ state: 'applied', dryRun: true, counts: { changes: 1 } });
    expect(await world.sync.changes(dry.id)).toMatchObject([
      { attribute: 'phone', old: '+84910000020', new: '+84987654321' },
    ]);
    expect(await world.person(uidOf(20))).toEqual(before);
    expect((await run()).counts).toMatchObject({ changes: 1 });
  });

  test('cannot be released', async () => {
    const { id } = await run({ dryRun: true });
    await expect(world.sync.release(system, id)).rejects.toThrow('sync.not-held');
  });
});

describe('the brake', () => {
  const vanish = (from: number, to: number) =>
    world.slapd.modify(
      Array.from({ length: to - from }, (_, i) => remove(dnOf(from + i))).join('\n'),
    );

  test('holds an empty answer: nobody is changed', async () => {
    const { name } = (await world.sources.find(sourceId))!;
    const save = (changes: object) =>
      world.sources.save(system, {
        id: sourceId,
        name,
        password: world.slapd.adminPassword,
        settings: { ...world.settings(), ...changes },
      });
    await save({ filters: { people: '(objectClass=device)' } });
    const before = await active();
    const held = await run();
    expect(held).toMatchObject({ state: 'held', reason: 'empty-answer' });
    expect(await active()).toBe(before);
    await world.sync.dismiss(commandLine, held.id);
    expect(await world.sync.findRun(held.id)).toMatchObject({ state: 'dismissed' });
    await save({});
  });

  test('holds when too many leave; what was shown last can be released, more cannot', async () => {
    vanish(101, 161);
    const before = await active();
    const held = await run();
    expect(held).toMatchObject({
      state: 'held',
      reason: 'too-many-leaving',
      reasonDetail: { leaving: 60 },
    });
    expect(await active()).toBe(before);
    expect(await world.sync.changes(held.id, { limit: 1000 })).toHaveLength(60);

    const later = await run();
    expect(await world.sync.findRun(held.id)).toMatchObject({ state: 'dismissed' });
    expect(await world.sync.changes(held.id)).toEqual([]);

    vanish(161, 162);
    const again = await world.sync.release(commandLine, later.id);
    expect(again).toMatchObject({
      state: 'held',
      reason: 'more-than-shown',
      counts: { leaving: 61 },
    });
    expect(await active()).toBe(before);
    await expect(world.sync.release(commandLine, later.id)).rejects.toThrow('sync.not-held');

    const released = await world.sync.release(commandLine, again.id);
    expect(released).toMatchObject({ state: 'applied', counts: { suspended: 61 } });
    expect(await world.sync.findRun(again.id)).toMatchObject({ state: 'released' });
    expect(await active()).toBe(before - 61);
    expect((await journal('sync.released'))[0]).toMatchObject({ actorName: 'command line' });
    expect((await run()).counts).toMatchObject({ changes: 0 });
  });
});
