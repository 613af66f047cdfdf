// Administrators who come from a directory: whatever it says, somebody can use the console afterwards.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { administratorsGroup } from '../../src/accounts/administrators.ts';
import { seedBuiltInGroup } from '../../src/accounts/seeds.ts';
import { commandLine, system } from '../../src/journal/actor.ts';
import { remove } from '../support/ldif-changes.ts';
import { startDirectoryWorld, type DirectoryWorld } from '../support/directory-world.ts';
import { manyPeople, personDn } from '../support/organization.ts';

let world: DirectoryWorld;
let sourceId: string;
let groupId: string;

beforeAll(async () => {
  world = await startDirectoryWorld({ ldif: manyPeople(60) });
  const brake = { maxLeavingPercent: 100, maxLeavingCount: 1_000 };
  sourceId = (await world.addSource('Thư mục tỉnh', { brake })).id;
  await world.sync.run(system, sourceId);
  await world.db.transaction(seedBuiltInGroup);
  const where = { code: administratorsGroup };
  groupId = (await world.db.prisma.group.findUniqueOrThrow({ where })).id;
}, 60_000);
afterAll(() => world.end());

const run = () => world.sync.run(system, sourceId);
const uidOf = (i: number) => `p${i}.u${i % 20}`;
const vanish = (i: number) => world.slapd.modify(remove(personDn(uidOf(i), `u${i % 20}`)));
async function makeAdministrator(i: number): Promise<void> {
  const { id } = await world.person(uidOf(i));
  await world.db.prisma.account.update({ where: { id }, data: { kind: 'administrator' } });
  await world.db.prisma.groupAccount.create({ data: { groupId, accountId: id } });
}

test('a run that takes away the last one is held, and cannot be released before there is another', async () => {
  await makeAdministrator(1);
  vanish(1);
  vanish(2);
  const held = await run();
  expect(held).toMatchObject({ state: 'held', reason: 'last-administrator' });
  expect((await world.person(uidOf(1))).state).toBe('active');
  expect((await world.person(uidOf(2))).state).toBe('active');
  const again = await world.sync.release(commandLine, held.id);
  expect(again).toMatchObject({ state: 'held', reason: 'last-administrator' });
  expect((await world.person(uidOf(1))).state).toBe('active');

  await makeAdministrator(3);
  const released = await world.sync.release(commandLine, again.id);
  expect(released).toMatchObject({ state: 'applied', counts: { suspended: 2 } });
  expect((await world.person(uidOf(1))).state).toBe('suspended');
});

test('one of several may leave; a run that is only tried out says what would hold it', async () => {
  await makeAdministrator(4);
  vanish(4);
  expect(await run()).toMatchObject({ state: 'applied', counts: { suspended: 1 } });
  vanish(3);
  const tried = await world.sync.run(system, sourceId, { dryRun: true });
  expect(tried).toMatchObject({ state: 'held', reason: 'last-administrator' });
});
