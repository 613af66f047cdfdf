import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startWorld, type World } from '../support/world.ts';
import { answerFor, groupsOf, isAt, isFor } from './reference.ts';
import { prepareZones, store, type Ids } from './stored-world.ts';
import {
  anyMoment,
  momentAt,
  smallWorld,
  type Moment,
  type Rule,
  type SmallWorld,
} from './small-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await prepareZones(world);
});
afterAll(() => world.end());

const addresses = { 'a,b': '10.1.2.3', b: '10.200.0.1', rest: '203.0.113.7' } as const;
const addressOf = ({ zones }: Moment) =>
  zones === null ? null : addresses[zones.join(',') as keyof typeof addresses];
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
      const ids = await store(world, small);
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
