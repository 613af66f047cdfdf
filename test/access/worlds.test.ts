import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newId } from '../../src/core/random.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';
import { answerFor, groupsOf, isAt, isFor } from './reference.ts';
import {
  anyMoment,
  kinds,
  momentAt,
  smallWorld,
  type Moment,
  type Rule,
  type SmallWorld,
} from './small-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  const zone = { nameEn: '', inner: false };
  await world.app.zones.create(by, { ...zone, code: 'a', name: 'A', ranges: ['10.1.0.0/16'] });
  await world.app.zones.create(by, { ...zone, code: 'b', name: 'B', ranges: ['10.0.0.0/8'] });
  await world.app.db.prisma.networkZone.updateMany({ where: { code: 'a' }, data: { inner: true } });
  await world.app.db.prisma.networkZone.updateMany({ where: { code: 'b' }, data: { inner: true } });
});
afterAll(() => world.end());

type Ids = {
  accounts: string[];
  applications: string[];
  units: string[];
  groups: string[];
  positions: string[];
  classes: string[];
  sets: string[];
  rules: string[];
};

const at = (minute: number | null) => (minute === null ? null : momentAt(minute));
const zoneCodes: Record<string, string> = { a: 'a', b: 'b', rest: 'internet' };
const addresses = { 'a,b': '10.1.2.3', b: '10.200.0.1', rest: '203.0.113.7' } as const;
const addressOf = ({ zones }: Moment) =>
  zones === null ? null : addresses[zones.join(',') as keyof typeof addresses];
const fresh = (list: readonly unknown[]) => list.map(() => newId());

/** Puts a small world into the database, under ids of its own. */
async function store(small: SmallWorld): Promise<Ids> {
  const { prisma } = world.app.db;
  const ids: Ids = {
    accounts: fresh(small.accounts),
    applications: fresh(small.applications),
    units: fresh(small.units),
    groups: fresh(small.groups),
    positions: fresh([1, 2, 3]),
    classes: fresh([1, 2]),
    sets: fresh([1, 2]),
    rules: fresh(small.rules),
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
      const id = ids.groups[i]!;
      return { id, code: id, name, state: state(open), searchKey: name };
    }),
  });
  await prisma.account.createMany({
    data: small.accounts.map((account, i) => {
      const id = ids.accounts[i]!;
      return { id, username: id, fullName: id, searchKey: id, sortKey: id, ...account };
    }),
  });
  await prisma.application.createMany({
    data: small.applications.map(({ state: now, class: kind }, i) => {
      const id = ids.applications[i]!;
      return { id, clientId: id, name: id, nameEn: id, class: ids.classes[kind]!, state: now };
    }),
  });
  await prisma.applicationSet.createMany({ data: ids.sets.map((id) => ({ id, name: id })) });
  await prisma.applicationSetMember.createMany({
    data: small.applications.flatMap(({ sets }, i) =>
      sets.map((set) => ({ setId: ids.sets[set]!, applicationId: ids.applications[i]! })),
    ),
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
    data: small.posts.map(({ account, unit, position, from, to }) => {
      const where = { accountId: ids.accounts[account]!, unitId: ids.units[unit]! };
      const positionCode = position === null ? null : ids.positions[position]!;
      return { id: newId(), ...where, positionCode, validFrom: at(from), validTo: at(to) };
    }),
  });
  await prisma.grant.createMany({ data: small.rules.map((rule, i) => rowOf(rule, ids, i)) });
  return ids;
}

function rowOf(rule: Rule, ids: Ids, i: number) {
  const { subject, of, subtree, target, at: where, effect, roles, conditions } = rule;
  const whose = {
    everyone: {},
    unit: { unitId: ids.units[of]! },
    position: { positionCode: ids.positions[of]! },
    group: { groupId: ids.groups[of]! },
    kind: { accountKind: kinds[of]! },
    account: { accountId: ids.accounts[of]! },
  }[subject];
  const what = {
    application: { applicationId: ids.applications[where]! },
    class: { classCode: ids.classes[where]! },
    set: { setId: ids.sets[where]! },
  }[target];
  const { from, to, days, hours, zones, strong } = conditions;
  return {
    id: ids.rules[i]!,
    subject,
    ...whose,
    ...what,
    subtree,
    effect,
    roles,
    days,
    strong,
    validFrom: at(from),
    validTo: at(to),
    fromMinute: hours?.from ?? null,
    toMinute: hours?.to ?? null,
    zones: zones.map((zone) => zoneCodes[zone]!),
  };
}

const pairsOf = (small: SmallWorld) =>
  small.accounts.flatMap((_, account) =>
    small.applications.map((__, application) => ({ account, application })),
  );

/** Rules for everyone and for kinds of accounts reach the people of the worlds before as well. */
const isLocal = ({ subject }: Rule) => subject !== 'everyone' && subject !== 'kind';
const asIfActive = (small: SmallWorld): SmallWorld => ({
  ...small,
  applications: small.applications.map((each) => ({ ...each, state: 'active' })),
});
const inside = ({ minute }: Moment): Moment => ({ minute, zones: ['a', 'b'], strong: true });

describe('the statement that loads the facts', () => {
  test('leads to the same answers as the rules worked out slowly, for one, for many and in every list', async () => {
    const check = async (small: SmallWorld, moment: Moment): Promise<void> => {
      world.freeze(momentAt(moment.minute));
      const ids = await store(small);
      await checkDecisions(small, ids, moment);
      await checkPeople(small, ids, moment);
      await checkReach(small, ids, moment);
      await checkApplications(small, ids, moment);
    };
    await fc
      .assert(fc.asyncProperty(smallWorld, anyMoment, check), { numRuns: 200, endOnFailure: true })
      .finally(() => world.freeze(undefined));
  }, 240_000);

  async function checkDecisions(small: SmallWorld, ids: Ids, moment: Moment): Promise<void> {
    const { access } = world.app;
    const seen = { address: addressOf(moment), amr: moment.strong ? ['pwd', 'mfa'] : ['pwd'] };
    const idOf = (rules: Rule[]) => rules.map((rule) => ids.rules[small.rules.indexOf(rule)]!);
    const idsIn = (rules: { grantId: string }[]) => rules.map((rule) => rule.grantId).toSorted();
    for (const [account, accountId] of ids.accounts.entries()) {
      const all = await access.decisionsOf(accountId, seen);
      for (const [application, clientId] of ids.applications.entries()) {
        const listed = all.find((each) => each.application.clientId === clientId);
        const retired = small.applications[application]!.state === 'retired';
        expect(listed === undefined).toBe(retired);
        const answer = answerFor(small, account, application, moment);
        const { decision } = listed ?? {};
        if (!decision) continue;
        expect(decision.code).toBe(answer.code);
        expect(decision.roles).toEqual(answer.roles);
        expect(idsIn(decision.because)).toEqual(idOf(answer.rules).toSorted());
        expect(idsIn(decision.unmet)).toEqual(idOf(answer.unmet).toSorted());
      }
      const application = account % ids.applications.length;
      const entry = await access.decisionByClient(accountId, ids.applications[application]!, seen);
      expect(entry?.decision.code).toBe(answerFor(small, account, application, moment).code);
      const groups = [...groupsOf(small, account)].map((i) => ids.groups[i]!);
      expect(entry!.groups.map((group) => group.id).toSorted()).toEqual(groups.toSorted());
    }
    const pairs = pairsOf(small);
    const many = await access.decisionsForMany(
      pairs.map(({ account, application }) => {
        return { accountId: ids.accounts[account]!, clientId: ids.applications[application]! };
      }),
    );
    const unseen: Moment = { ...moment, zones: null, strong: false };
    expect(many.map((decision) => decision.code)).toEqual(
      pairs.map(({ account, application }) => answerFor(small, account, application, unseen).code),
    );
  }

  async function pagesOf(applicationId: string, outcome: 'allowed' | 'refused') {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const query = { limit: 100, outcome, ...(after && { after }) };
      const page = await world.app.access.peopleOf(applicationId, query);
      seen.push(...page.items.map((person) => person.account.id));
      after = page.next;
    } while (after);
    return seen;
  }

  /** The first page for where rules reach everybody there is, all pages elsewhere. */
  async function checkPeople(small: SmallWorld, ids: Ids, moment: Moment): Promise<void> {
    const active = asIfActive(small);
    for (const [application, applicationId] of ids.applications.entries()) {
      const mine = small.rules.filter((rule) => isAt(small, rule, application));
      if (!mine.every(isLocal)) continue;
      const codes = ids.accounts.map((_, account) =>
        answerFor(active, account, application, inside(moment)),
      );
      const allowed = ids.accounts.filter((_, account) => codes[account]!.code === 'allowed');
      expect(await pagesOf(applicationId, 'allowed')).toEqual(allowed.toSorted());
      const refused = await pagesOf(applicationId, 'refused');
      const denied = ids.accounts.filter((_, account) => codes[account]!.code === 'denied');
      expect(refused).toEqual(expect.arrayContaining(denied));
      expect(refused.filter((id) => allowed.includes(id))).toEqual([]);
    }
  }

  async function checkReach(small: SmallWorld, ids: Ids, { minute }: Moment): Promise<void> {
    for (const [application, applicationId] of ids.applications.entries()) {
      const reach = await world.app.access.reachOf(applicationId);
      for (const rule of small.rules.filter((each) => isAt(small, each, application))) {
        if (!isLocal(rule)) continue;
        const people = small.accounts.filter(
          ({ state, kind }, account) =>
            state === 'active' && kind !== 'service' && isFor(small, rule, account, minute),
        );
        const found = reach.get(ids.rules[small.rules.indexOf(rule)]!);
        expect(found?.people ?? 0).toBe(people.length);
      }
    }
  }

  /** Somebody who has nothing but one post, or one membership. */
  async function checkApplications(small: SmallWorld, ids: Ids, moment: Moment): Promise<void> {
    const somebody = { state: 'active', kind: 'nobody' };
    const alone: SmallWorld = {
      ...small,
      accounts: [...small.accounts, somebody],
      posts: [],
      members: [],
    };
    const me = small.accounts.length;
    const post = { account: me, position: null, from: null, to: null };
    const check = async (own: SmallWorld, subject: { unitId: string } | { groupId: string }) => {
      const found = await world.app.access.applicationsOf(subject);
      for (const [application, id] of ids.applications.entries()) {
        const answer = answerFor(own, me, application, inside(moment));
        const listed = found.find((each) => each.application.id === id)?.decision.code;
        const touched = answer.rules.length + answer.unmet.length > 0;
        const retired = small.applications[application]!.state === 'retired';
        expect(listed).toBe(touched && !retired ? answer.code : undefined);
      }
    };
    for (const [unit, unitId] of ids.units.slice(0, 2).entries())
      await check({ ...alone, posts: [{ ...post, unit }] }, { unitId });
    for (const [group, groupId] of ids.groups.slice(0, 2).entries())
      await check({ ...alone, members: [{ account: me, group }] }, { groupId });
  }
});
