// 5,000 people against a real slapd: the size of a province's first year.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { system } from '../../src/journal/actor.ts';
import { startDirectoryWorld, type DirectoryWorld } from '../support/directory-world.ts';
import { manyPeople } from '../support/organization.ts';

const people = 5_000;
let world: DirectoryWorld;
let sourceId: string;

beforeAll(async () => {
  world = await startDirectoryWorld({ ldif: manyPeople(people) });
  sourceId = (await world.addSource('Thư mục tỉnh')).id;
}, 60_000);
afterAll(() => world.end());

const run = () => world.sync.run(system, sourceId);

test('5,000 people come in by one run, in seconds', async () => {
  const first = await run();
  expect(first).toMatchObject({
    state: 'applied',
    startedByName: null,
    counts: { people: people + 1, created: people + 22, rejected: 0, changes: people + 22 + 50 },
  });
  expect(await world.person('p100.u0')).toMatchObject({
    fullName: 'Đặng Văn Ánh',
    kind: 'official',
    state: 'active',
    phone: '+84910000100',
    posts: [{ unit: 'Đơn vị số 0', title: 'Chuyên viên', main: true }],
    groups: ['Một phần trăm'],
  });
});

test('a second run finds nothing to change', async () => {
  expect(await run()).toMatchObject({
    state: 'applied',
    counts: { changes: 0, people: people + 1 },
  });
});
