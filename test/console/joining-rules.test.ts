// Rules for one person alone, where his two accounts are joined and split: of classes and sets of
// applications, with conditions and roles.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NewGrant } from '../../src/access/rule.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addApplication } from '../support/people.ts';
import { startJoiningStage, type JoiningStage } from './joining-stage.ts';

let stage: JoiningStage;
const app = () => stage.desk.world.app;

beforeAll(async () => {
  stage = await startJoiningStage();
}, 120_000);
afterAll(() => stage.end());

test('go along with everything they say, and come back', async () => {
  const { here, there } = await stage.both('an.ag', 'an.kg');
  const application = await addApplication(app(), 'dat-dai');
  await app().roles.create(by, application.id, {
    code: 'duyet',
    name: 'Người duyệt',
    nameEn: 'Approver',
  });
  const set = await app().sets.create(by, {
    name: 'Tập đất đai',
    applicationIds: [application.id],
  });
  const at = { type: 'application', id: application.id } as const;
  const theirs = { subject: { type: 'account', id: there.id }, effect: 'allow' } as const;
  const { grant: ofClass } = await app().grants.add(by, {
    ...theirs,
    target: { type: 'class', id: 'shared' },
    conditions: { validTo: Date.parse('2027-01-01T00:00:00+07:00'), zones: ['lan'] },
    reason: 'Biệt phái',
  });
  const atWork = {
    validFrom: Date.parse('2026-01-01T00:00:00+07:00'),
    days: [1, 2, 3],
    fromMinute: 480,
    toMinute: 1020,
    strong: true,
  };
  await app().grants.add(by, {
    ...theirs,
    target: at,
    conditions: atWork,
    roles: ['duyet'],
    decisionNo: '12/QĐ-UBND',
    decisionDate: '2026-01-02',
  });
  const ofSet = { target: { type: 'set', id: set } } as const;
  await app().grants.add(by, { ...theirs, ...ofSet, reason: 'bên kia' });
  const own = { subject: { type: 'account', id: here.id }, effect: 'allow' } as const;
  await app().grants.add(by, { ...own, ...ofSet, reason: 'bên này' });
  await app().grants.add(by, { ...own, target: at, conditions: atWork, reason: 'không vai trò' });
  const rulesOf = async (accountId: string) =>
    (await app().grants.list({ accountId })).map(
      ({ subjectId: _i, subjectName: _n, ...rest }) => rest,
    );
  const [before, beforeThere] = [await rulesOf(here.id), await rulesOf(there.id)];
  expect([before.length, beforeThere.length]).toEqual([2, 3]);

  const shown = await stage.desk.browser.get(`/people/${here.id}/join/${there.id}`);
  for (const each of [
    `mọi ứng dụng loại “${ofClass.targetName}”, đến hết ngày 31/12/2026, chỉ trong LAN`,
    'mọi ứng dụng của tập “Tập đất đai”',
    'với vai trò duyet',
  ])
    expect(shown.text).toContain(each);

  await stage.joinThem('an.ag', 'an.kg');
  const joined = await rulesOf(here.id);
  const moved = beforeThere.filter(({ target }) => target !== 'set');
  expect(joined).toHaveLength(4);
  expect(joined).toEqual(expect.arrayContaining([...before, ...moved]));
  expect(await rulesOf(there.id)).toEqual([]);
  await stage.deed(`/people/${here.id}/split/${there.id}`, 'Tách');
  expect(await rulesOf(here.id)).toEqual(before);
  expect(await rulesOf(there.id)).toEqual(beforeThere);

  await stage.joinThem('an.ag', 'an.kg');
  await app().grants.remove(by, ofClass.id);
  const kept = (await app().grants.list({ accountId: here.id })).find(
    ({ reason }) => reason === 'bên này',
  )!;
  const until = { validTo: Date.parse('2030-01-01T00:00:00+07:00') };
  await app().grants.change(by, kept.id, { effect: 'allow', conditions: until });
  await stage.deed(`/people/${here.id}/split/${there.id}`, 'Tách');
  const after = await app().grants.list({ accountId: there.id });
  expect(after.map(({ target }) => target).sort()).toEqual(['application', 'set']);
  const changed = after.find(({ target }) => target === 'set');
  expect(changed).toMatchObject({ conditions: until, reason: null });
  for (const each of after) await app().grants.remove(by, each.id);
});

test('that contradict each other, or are the same but for their dates, are settled first', async () => {
  const { here, there } = await stage.both('binh.ag', 'binh.kg');
  const add = async (id: string, rule: Pick<NewGrant, 'effect' | 'conditions'>) =>
    (
      await app().grants.add(by, {
        ...rule,
        subject: { type: 'account', id },
        target: { type: 'class', id: 'shared' },
      })
    ).grant;
  const shown = async () =>
    (await stage.desk.browser.get(`/people/${here.id}/join/${there.id}`)).text;
  const first = await add(here.id, { effect: 'allow', conditions: { days: [1] } });
  const denial = await add(there.id, { effect: 'deny' });
  expect(await shown()).toContain(`quy tắc trái nhau ở ${first.targetName}`);
  await app().grants.remove(by, denial.id);
  const validTo = Date.parse('2030-01-01T00:00:00+07:00');
  const other = await add(there.id, { effect: 'allow', conditions: { days: [1], validTo } });
  expect(await shown()).toContain('khác thời hạn');
  await app().grants.change(by, other.id, {
    effect: 'allow',
    conditions: { days: [2], validTo },
  });
  expect(await shown()).toContain('Sau khi gộp');
  for (const { id } of [first, other]) await app().grants.remove(by, id);
});
