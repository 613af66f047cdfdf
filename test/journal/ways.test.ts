// However the entries of a filter are found (through one index, each of a few, or part by part), every
// page is the one that a look at all entries would give: in both orders, forwards and from the end.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { commandLine as by, type Actor } from '../../src/journal/actor.ts';
import type { JournalEntry, JournalFilter } from '../../src/journal/entry.ts';
import { record } from '../../src/journal/journal.ts';
import { createJournal, type Journal } from '../../src/journal/search.ts';
import { addApplication, addPerson } from '../support/people.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let journal: Journal;
let all: JournalEntry[]; // newest first
let [nga, hung, application] = ['', '', ''];

beforeAll(async () => {
  world = await startWorld();
  const { app } = world;
  // No patience, and seven entries at first: whatever goes in parts does so here.
  journal = createJournal({
    exportRows: () => Promise.resolve(50_000),
    db: app.db,
    patience: { patienceMs: 0, firstPart: 7 },
  });
  const [above, other] = [
    await app.units.create(by, { name: 'Sở Nội vụ' }),
    await app.units.create(by, { name: 'Sở Y tế' }),
  ];
  const below = await app.units.create(by, { name: 'Phòng Tổ chức', parentId: above.id });
  nga = (await addPerson(app, 'nga', { fullName: 'Đỗ Thị Nga' })).id;
  hung = (await addPerson(app, 'hung', { fullName: 'Nguyễn Văn Hùng' })).id;
  await app.accounts.update(by, nga, { unitId: below.id });
  await app.accounts.update(by, hung, { unitId: other.id });
  application = (await addApplication(app, 'van-ban')).id;
  const actors: Actor[] = [
    { ...by, accountId: nga, name: 'Đỗ Thị Nga' },
    { ...by, accountId: hung, name: 'Nguyễn Văn Hùng' },
    { ...by, name: 'Kho dữ liệu' },
  ];
  for (let i = 0; i < 120; i += 1)
    await app.db.transaction((tx) => {
      const actor = actors[i % 3]!;
      const address = i % 11 === 0 ? '192.0.2.1' : '10.0.0.1';
      const origin = { ...actor.origin, address };
      return record(
        tx,
        { ...actor, origin },
        {
          event: i % 7 === 0 ? 'sign-in.failed' : 'application.entered',
          outcome: i % 7 === 0 ? 'failure' : 'success',
          accountId: [nga, hung, null][i % 4 === 0 ? 1 : i % 3] ?? null,
          applicationId: i % 5 === 0 ? application : null,
          ...(i % 13 === 0 && { object: { type: 'group', id: nga, name: 'Nhóm' } }),
        },
      );
    });
  all = (await journal.search({ limit: 1_000 })).items;
});
afterAll(() => world.end());

type Case = [name: string, filter: () => JournalFilter, matches: (entry: JournalEntry) => boolean];
const about = (id: () => string) => (entry: JournalEntry) => entry.accountId === id();
const inDivision = ({ unitName }: JournalEntry) => unitName === 'Phòng Tổ chức, Sở Nội vụ';
const failed = ({ event }: JournalEntry) => event === 'sign-in.failed';

const cases: Case[] = [
  ['nothing', () => ({}), () => true],
  ['an event', () => ({ event: 'sign-in.failed' }), failed],
  ['an address', () => ({ address: '192.0.2.1' }), ({ address }) => address === '192.0.2.1'],
  ['an outcome', () => ({ outcome: 'failure' }), ({ outcome }) => outcome === 'failure'],
  ['an object', () => ({ object: { type: 'group', id: nga } }), ({ objectId }) => objectId === nga],
  ['a person', () => ({ accountId: nga }), (entry) => entry.accountId === nga],
  ['a name', () => ({ text: 'nga do' }), about(() => nga)],
  ['a name that nobody has', () => ({ text: 'khong co' }), () => false],
  [
    'a person as either',
    () => ({ either: hung }),
    ({ accountId, actorId }) => accountId === hung || actorId === hung,
  ],
  ['who did it', () => ({ actor: 'hùng' }), ({ actorId }) => actorId === hung],
  [
    'an application that did it',
    () => ({ actor: 'kho' }),
    (entry) => entry.actorName === 'Kho dữ liệu',
  ],
  ['a unit above', () => ({ unit: 'noi vu' }), inDivision],
  ['words of a unit and of the one above', () => ({ unit: 'to chuc noi vu' }), inDivision],
  [
    'an event with an application',
    () => ({ event: 'sign-in.failed', applicationId: application }),
    (entry) => failed(entry) && entry.applicationId === application,
  ],
  [
    'a name, who did it and an event',
    () => ({ text: 'nga', actor: 'nga', event: 'sign-in.failed' }),
    (entry) => failed(entry) && entry.accountId === nga && entry.actorId === nga,
  ],
  [
    'an unhappy end of what somebody else did',
    () => ({ actor: 'kho', outcome: 'failure' }),
    (entry) => entry.actorName === 'Kho dữ liệu' && entry.outcome === 'failure',
  ],
  ['a time to come', () => ({ from: new Date('2200-01-01'), outcome: 'failure' }), () => false],
  ['a time long gone', () => ({ to: new Date('2020-01-01') }), () => false],
  ['this time', () => ({ from: new Date('2020-01-01'), to: new Date('2200-01-01') }), () => true],
];

const ids = (entries: readonly JournalEntry[]) => entries.map(({ id }) => id);

/** All pages one after the other, each put where it belongs. */
async function walk(filter: JournalFilter, sort: 'newest' | 'oldest', fromTheEnd: boolean) {
  let seen: JournalEntry[] = [];
  let at = fromTheEnd ? 'last' : undefined;
  for (let pages = 0; pages < 500; pages += 1) {
    const page = await journal.page({ ...filter, sort, at, limit: 4 });
    // From the end backwards, the last step is a whole first page, which may repeat what was seen.
    const fresh = page.items.filter(({ id }) => !ids(seen).includes(id));
    if (!fromTheEnd) expect(fresh).toHaveLength(page.items.length);
    seen = fromTheEnd ? [...fresh, ...seen] : [...seen, ...fresh];
    at = fromTheEnd ? page.previous : page.next;
    if (at === undefined) return ids(seen);
  }
  throw new Error('the pages have no end');
}

test.each(cases)('%s', async (_name, filter, matches) => {
  const newest = ids(all.filter(matches));
  const oldest = newest.toReversed();
  expect(await walk(filter(), 'newest', false)).toEqual(newest);
  expect(await walk(filter(), 'oldest', false)).toEqual(oldest);
  expect(await walk(filter(), 'newest', true)).toEqual(newest);
});

test('a page says that it looked through a part only', async () => {
  const rare = { outcome: 'failure', text: 'nguyen', event: 'sign-in.failed' } as const;
  const usual = await journal.page({ ...rare, sort: 'newest', at: undefined, limit: 50 });
  expect(usual.partial).toBe(false); // through the few people of that name
  const parts = await journal.page({
    outcome: 'failure',
    sort: 'newest',
    at: undefined,
    limit: 50,
  });
  expect(parts.partial).toBe(true);
  expect(parts.next).toBeDefined();
});
