// Runs that meet something: each other, an administrator, a dead node, a directory that is down, their time.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { system } from '../../src/journal/actor.ts';
import { startDirectoryWorld, type DirectoryWorld } from '../support/directory-world.ts';
import { replace } from '../support/ldif-changes.ts';
import { manyPeople, personDn, personPassword } from '../support/organization.ts';

let world: DirectoryWorld;
let sourceId: string;

beforeAll(async () => {
  world = await startDirectoryWorld({ ldif: manyPeople(500) });
  sourceId = (await world.addSource('Thư mục tỉnh')).id;
  await run();
}, 60_000);
afterAll(() => world.end());

const run = () => world.sync.run(system, sourceId);
const uidOf = (i: number) => `p${i}.u${i % 20}`;
const dnOf = (i: number) => personDn(uidOf(i), `u${i % 20}`);
const journal = (event: string) =>
  world.db.prisma.journalEntry.findMany({ where: { event }, orderBy: { id: 'desc' } });

describe('while it runs', () => {
  test('a second run of the same source is refused, on whichever node', async () => {
    const [one, two] = await Promise.allSettled([run(), run()]);
    const refused = [one, two].filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'sync.already-running' } }]);
  });

  /** Resolves when somebody waits for a row that another transaction holds. */
  async function untilSomebodyWaits(): Promise<void> {
    const text = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
    while ((await world.db.sql.query({ name: 'waits', text })).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  test('what an administrator does between its plan and its writing is not lost', async () => {
    world.slapd.modify(replace(dnOf(30), 'mobile', '0987654330'));
    const { id } = await world.person(uidOf(30));
    const byHand = { state: 'suspended', stateReason: 'by-administrator' };
    let syncing: ReturnType<typeof run> | undefined;
    await world.db.change(async (tx) => {
      await tx.prisma.account.update({ where: { id }, data: byHand });
      syncing = run();
      await untilSomebodyWaits();
    });
    expect(await syncing).toMatchObject({ state: 'applied' });
    expect(await world.person(uidOf(30))).toMatchObject({ ...byHand, phone: '+84987654330' });
  });

  test('a run whose node died is closed by the next one', async () => {
    const id = '00000000-0000-7000-8000-000000000001';
    await world.db.prisma.syncRun.create({ data: { id, sourceId, state: 'running' } });
    expect(await run()).toMatchObject({ state: 'applied' });
    expect(await world.sync.findRun(id)).toMatchObject({ state: 'failed', reason: 'interrupted' });
  });

  test('people sign in by their directory all the while', async () => {
    const { dn } = await world.person(uidOf(40));
    const [answer] = await Promise.all([
      world.signIn.check({ sourceId, dn }, personPassword),
      run(),
    ]);
    expect(answer).toBe('ok');
  });
});

describe('with slapd stopped', () => {
  afterEach(() => world.slapd.start());

  test('a run fails with its reason and changes nobody', async () => {
    const before = await world.db.prisma.account.groupBy({ by: ['state'], _count: true });
    await world.slapd.stop();
    const failed = await run();
    expect(failed).toMatchObject({ state: 'failed', reason: 'directory.unreachable' });
    expect(await world.db.prisma.account.groupBy({ by: ['state'], _count: true })).toEqual(before);
    expect((await journal('sync.failed'))[0]).toMatchObject({
      outcome: 'failure',
      objectId: failed.id,
    });
  });
});

test('the schedule runs a source when its time has come, once, and forgets runs of long ago with their lines', async () => {
  const before = await world.sync.runs(sourceId);
  const first = before.find(({ counts }) => (counts.created ?? 0) >= 500)!;
  const lines = () => world.db.prisma.syncChange.count({ where: { runId: first.id } });
  expect(await lines()).toBeGreaterThan(500);
  await world.db.prisma.syncRun.update({
    where: { id: first.id },
    data: { startedAt: new Date(0) },
  });
  await world.sync.job.run();
  await world.sync.job.run();
  const runs = await world.sync.runs(sourceId);
  expect(runs).toHaveLength(before.length); // one came, one went
  expect(runs[0]).toMatchObject({ state: 'applied', startedByName: null });
  expect(await lines()).toBe(0);
});
