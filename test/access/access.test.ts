import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Decision } from '../../src/access/decide.ts';
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';
import { answerFor, groupsOf, rulesFor, smallWorld, type SmallWorld } from './small-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.end());

type Ids = { accounts: string[]; applications: string[]; units: string[]; groups: string[] };

const hour = 3_600_000;
const times = {
  now: { validFrom: new Date(Date.now() - hour), validTo: null },
  past: { validFrom: null, validTo: new Date(Date.now() - hour) },
  future: { validFrom: new Date(Date.now() + hour), validTo: null },
};

/** Puts a small world into the database, under ids of its own. */
async function store(small: SmallWorld): Promise<Ids> {
  const { prisma } = world.app.db;
  const ids: Ids = {
    accounts: small.accounts.map(() => newId()),
    applications: small.applications.map(() => newId()),
    units: small.units.map(() => newId()),
    groups: small.groups.map(() => newId()),
  };
  const state = (open: boolean) => (open ? 'active' : 'closed');
  await prisma.unit.createMany({
    data: small.units.map(({ name, open }, i) => {
      return { id: ids.units[i]!, name, state: state(open), searchKey: name };
    }),
  });
  for (const [i, { parent }] of small.units.entries())
    if (parent !== null)
      await prisma.unit.update({
        where: { id: ids.units[i]! },
        data: { parentId: ids.units[parent]! },
      });
  await prisma.group.createMany({
    data: small.groups.map(({ name, open }, i) => {
      return {
        id: ids.groups[i]!,
        code: ids.groups[i]!,
        name,
        state: state(open),
        searchKey: name,
      };
    }),
  });
  await prisma.account.createMany({
    data: small.accounts.map((account, i) => {
      const id = ids.accounts[i]!;
      return { id, username: id, fullName: id, searchKey: id, sortKey: id, ...account };
    }),
  });
  await prisma.application.createMany({
    data: small.applications.map((application, i) => {
      const id = ids.applications[i]!;
      return { id, clientId: id, name: id, nameEn: id, class: 'shared', ...application };
    }),
  });
  await prisma.groupNesting.createMany({
    data: small.nestings.map(({ parent, child }) => {
      return { parentId: ids.groups[parent]!, childId: ids.groups[child]! };
    }),
  });
  await prisma.groupAccount.createMany({
    data: small.members.map(({ account, group }) => {
      return { accountId: ids.accounts[account]!, groupId: ids.groups[group]! };
    }),
  });
  await prisma.post.createMany({
    data: small.posts.map(({ account, unit, when }) => {
      const where = { accountId: ids.accounts[account]!, unitId: ids.units[unit]! };
      return { id: newId(), ...where, ...times[when] };
    }),
  });
  await prisma.grant.createMany({
    data: small.rules.map(({ subject, of, application, effect }) => {
      const whose = {
        everyone: {},
        unit: { unitId: ids.units[of]! },
        group: { groupId: ids.groups[of]! },
        account: { accountId: ids.accounts[of]! },
      }[subject];
      const applicationId = ids.applications[application]!;
      return { id: newId(), subject, ...whose, applicationId, effect };
    }),
  });
  return ids;
}

const subjects = (decision: Decision) =>
  decision.because.map((rule) => `${rule.effect} ${rule.subjectId}`).toSorted();

const pairsOf = (small: SmallWorld) =>
  small.accounts.flatMap((_, account) =>
    small.applications.map((__, application) => ({ account, application })),
  );

describe('the statement that loads the facts', () => {
  test('leads to the same answers as the rules worked out slowly, for one and for many', async () => {
    const { access } = world.app;
    const check = async (small: SmallWorld): Promise<void> => {
      const ids = await store(small);
      const pairs = pairsOf(small);
      const idsOf = { unit: ids.units, group: ids.groups, account: ids.accounts, everyone: [] };
      for (const { account, application } of pairs) {
        const [accountId, clientId] = [ids.accounts[account]!, ids.applications[application]!];
        const entry = await access.decisionByClient(accountId, clientId);
        expect(entry?.decision.code).toBe(answerFor(small, account, application));
        const rules = rulesFor(small, account, application);
        const expected = rules.map((r) => `${r.effect} ${idsOf[r.subject][r.of] ?? null}`);
        expect(subjects(entry!.decision)).toEqual(expected.toSorted());
        const groups = [...groupsOf(small, account)].map((i) => ids.groups[i]!);
        expect(entry!.groups.map((group) => group.id).toSorted()).toEqual(groups.toSorted());
        expect(await access.decision(accountId, clientId)).toEqual(entry!.decision);
      }
      const many = await access.decisionsForMany(
        pairs.map(({ account, application }) => {
          return { accountId: ids.accounts[account]!, clientId: ids.applications[application]! };
        }),
      );
      expect(many.map((decision) => decision.code)).toEqual(
        pairs.map(({ account, application }) => answerFor(small, account, application)),
      );
      await checkPeople(small, ids);
    };
    await fc.assert(fc.asyncProperty(smallWorld, check), { numRuns: 25, endOnFailure: true });
  });

  async function checkPeople(small: SmallWorld, ids: Ids): Promise<void> {
    const asIfActive = {
      ...small,
      applications: small.applications.map(() => ({ state: 'active' })),
    };
    for (const [application, applicationId] of ids.applications.entries()) {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await world.app.access.peopleOf(applicationId, {
          limit: 3,
          ...(after && { after }),
        });
        seen.push(...page.items.map((person) => person.account.id));
        after = page.next;
      } while (after);
      const expected = ids.accounts.filter(
        (_, account) => answerFor(asIfActive, account, application) === 'allowed',
      );
      // Rules for everyone reach the people of the worlds before as well.
      expect(seen.filter((id) => ids.accounts.includes(id))).toEqual(expected.toSorted());
    }
  }

  test('answers nothing about people and applications there are not', async () => {
    const { access, applications } = world.app;
    const portal = (await applications.findByClientId('portal'))!;
    for (const id of ['', 'x', newId(), "'; DROP TABLE account; --"]) {
      expect(await access.decisionByClient(id, 'portal')).toBeUndefined();
      expect(await access.decision(id, portal.id)).toMatchObject({ allowed: false });
      expect(await access.decisionsOf(id)).toEqual([]);
      expect(await access.explain(id, portal.id)).toBeUndefined();
      expect(await access.decisionsForMany([{ accountId: id, clientId: 'portal' }])).toEqual([
        { allowed: false, code: 'no-grant', because: [] },
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
