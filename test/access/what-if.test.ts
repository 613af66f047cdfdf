import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Scope } from '../../src/access/scope.ts';
import { EffectsUnseen, type Effects } from '../../src/access/what-if.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { startWorld, type World } from '../support/world.ts';
import { answerFor } from './reference.ts';
import { momentAt, smallWorld, week, type Moment, type SmallWorld } from './small-world.ts';
import { prepareZones, rowOf, store, type Ids } from './stored-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await prepareZones(world);
});
afterAll(() => world.end());

type Verbs = Parameters<Parameters<World['app']['whatIf']['change']>[2]>[0];
type Prisma = World['app']['db']['prisma'];
/** A change of a small world, and the same one in the database with whom it can touch. */
type Edit = {
  small: SmallWorld;
  scope: (ids: Ids) => Scope;
  work: (ids: Ids, verbs: Verbs, prisma: Prisma) => Promise<unknown>;
};
const none: Edit['work'] = async () => undefined;
const pick = <T>(all: readonly T[], i: number): T | undefined => all[i % Math.max(1, all.length)];

/** Each kind of edit there is, at a place that `i` and `j` choose; undefined where there is none. */
const edits: Readonly<
  Record<string, (small: SmallWorld, i: number, j: number) => Edit | undefined>
> = {
  'rule removed'(small, i) {
    const rule = pick(small.rules, i);
    if (!rule) return undefined;
    const at = small.rules.indexOf(rule);
    return {
      small: { ...small, rules: small.rules.filter((each) => each !== rule) },
      scope: (ids) => ({ rules: [ids.rules[at]!], of: [targetOf(rule, ids)] }),
      work: (ids, { grants }) => grants.remove(by, ids.rules[at]!),
    };
  },
  'rule turned'(small, i) {
    const rule = pick(small.rules, i);
    if (!rule) return undefined;
    const at = small.rules.indexOf(rule);
    const effect = rule.effect === 'allow' ? ('deny' as const) : ('allow' as const);
    const conditions = { ...rule.conditions, strong: false };
    const turned = { ...rule, effect, roles: [], conditions };
    if (small.rules.some((each) => each !== rule && sameSlot(each, turned))) return undefined;
    return {
      small: { ...small, rules: small.rules.map((each) => (each === rule ? turned : each)) },
      scope: (ids) => ({ rules: [ids.rules[at]!], of: [targetOf(rule, ids)] }),
      work: (ids, { grants }) => {
        const row = rowOf(turned, ids, at);
        return grants.change(by, ids.rules[at]!, {
          effect,
          conditions: {
            ...row,
            validFrom: row.validFrom?.getTime() ?? null,
            validTo: row.validTo?.getTime() ?? null,
          },
        });
      },
    };
  },
  'member added'(small, i, j) {
    const account = i % small.accounts.length;
    const group = j % small.groups.length;
    if (!small.groups[group]!.open) return undefined;
    const there = small.members.some((each) => each.account === account && each.group === group);
    return {
      small: there ? small : { ...small, members: [...small.members, { account, group }] },
      scope: (ids) => ({ accounts: [ids.accounts[account]!] }),
      work: (ids, { groups }) => groups.addAccount(by, ids.groups[group]!, ids.accounts[account]!),
    };
  },
  'member removed'(small, i) {
    const member = pick(small.members, i);
    return (
      member && {
        small: { ...small, members: small.members.filter((each) => each !== member) },
        scope: (ids) => ({ accounts: [ids.accounts[member.account]!] }),
        work: (ids, { groups }) =>
          groups.removeAccount(by, ids.groups[member.group]!, ids.accounts[member.account]!),
      }
    );
  },
  'group nested'(small, i, j) {
    const [parent, child] = [i % small.groups.length, j % small.groups.length];
    if (parent === child || !small.groups[parent]!.open || !small.groups[child]!.open)
      return undefined;
    return {
      small: { ...small, nestings: [...small.nestings, { parent, child }] },
      scope: (ids) => ({ groups: [ids.groups[child]!] }),
      work: (ids, { groups }) => groups.addGroup(by, ids.groups[parent]!, ids.groups[child]!),
    };
  },
  'nesting ended'(small, i) {
    const nesting = pick(small.nestings, i);
    return (
      nesting && {
        small: { ...small, nestings: small.nestings.filter((each) => each !== nesting) },
        scope: (ids) => ({ groups: [ids.groups[nesting.child]!] }),
        work: (ids, { groups }) =>
          groups.removeGroup(by, ids.groups[nesting.parent]!, ids.groups[nesting.child]!),
      }
    );
  },
  'group closed'(small, i) {
    const at = i % small.groups.length;
    return {
      small: { ...small, groups: with_(small.groups, at, { open: false }) },
      scope: (ids) => ({ groups: [ids.groups[at]!] }),
      work: (ids, { groups }) => groups.close(by, ids.groups[at]!),
    };
  },
  'unit closed'(small, i) {
    const at = i % small.units.length;
    return {
      small: { ...small, units: with_(small.units, at, { open: false }) },
      scope: (ids) => ({ units: [ids.units[at]!] }),
      work: (ids, { units }) => units.close(by, ids.units[at]!),
    };
  },
  'unit moved to the top'(small, i) {
    const at = i % small.units.length;
    return {
      small: { ...small, units: with_(small.units, at, { parent: null }) },
      scope: (ids) => ({ units: [ids.units[at]!] }),
      work: (ids, { units }) => units.update(by, ids.units[at]!, { parentId: null }),
    };
  },
  'set emptied'(small, i) {
    const set = i % 2;
    return {
      small: {
        ...small,
        applications: small.applications.map((each) => {
          return { ...each, sets: each.sets.filter((other) => other !== set) };
        }),
      },
      scope: (ids) => ({
        targets: [{ type: 'set', id: ids.sets[set]! }],
        applicationIds: ids.applications,
      }),
      work: (ids, { sets }) =>
        sets.update(by, ids.sets[set]!, { name: ids.sets[set]!, applicationIds: [] }),
    };
  },
  nothing: (small) => ({ small, scope: () => ({ units: [] }), work: none }),
};

function with_<T>(all: readonly T[], at: number, change: Partial<T>): T[] {
  return all.map((each, i) => (i === at ? { ...each, ...change } : each));
}
function sameSlot(a: SmallWorld['rules'][number], b: SmallWorld['rules'][number]): boolean {
  const slot = ({ subject, of, subtree, target, at, conditions, roles }: typeof a) => {
    const { days, hours, zones, strong } = conditions;
    return JSON.stringify([subject, of, subtree, target, at, days, hours, zones, strong, roles]);
  };
  return slot(a) === slot(b);
}
const targetOf = ({ target, at }: SmallWorld['rules'][number], ids: Ids) => {
  const all = { application: ids.applications, class: ids.classes, set: ids.sets };
  return { type: target, id: all[target][at]! };
};

/** As the form would be asked: nothing is kept. */
async function effectsOf(ids: Ids, edit: Edit): Promise<Effects> {
  const seen = { trial: true, back: { href: '/', label: '' } };
  const made = world.app.whatIf.change(edit.scope(ids), seen, (verbs) =>
    edit.work(ids, verbs, world.app.db.prisma),
  );
  return made.then(
    () => Promise.reject(new Error('a trial was kept')),
    (error: unknown) => {
      if (error instanceof EffectsUnseen) return error.effects;
      throw error;
    },
  );
}

/** Who enters what in the stated context, drafts and suspended applications as if active. */
function entries(small: SmallWorld, ids: Ids, minute: number): Set<string> {
  const moment: Moment = { minute, zones: ['a', 'b'], strong: true };
  const found = new Set<string>();
  const active = {
    ...small,
    applications: small.applications.map((each) => ({ ...each, state: 'active' })),
  };
  for (const account of small.accounts.keys())
    for (const [application, { state }] of small.applications.entries())
      if (state !== 'retired' && answerFor(active, account, application, moment).code === 'allowed')
        found.add(`${ids.accounts[account]} ${ids.applications[application]}`);
  return found;
}

const minus = (a: Set<string>, b: Set<string>) => [...a].filter((each) => !b.has(each)).toSorted();

function pairsIn({ turned }: Effects, gains: boolean, ids: Ids): string[] {
  const pairs = turned.flatMap(({ accountIds, turns }) =>
    turns
      .filter((turn) => turn.gains === gains && !turn.partly)
      .flatMap(({ applicationId }) => accountIds.map((id) => ({ id, applicationId }))),
  );
  // Rules for everyone reach the people of the worlds before as well.
  const own = pairs.filter(({ id }) => ids.accounts.includes(id));
  return own.map(({ id, applicationId }) => `${id} ${applicationId}`).toSorted();
}

describe('what a change would do', () => {
  test('is what the rules worked out slowly give before and after it, for every kind of change', async () => {
    const kinds = fc.constantFrom(...Object.keys(edits));
    const place = fc.nat({ max: 11 });
    let changed = 0;
    const check = async (
      small: SmallWorld,
      tried: readonly (readonly [string, number, number])[],
      minute: number,
    ) => {
      world.freeze(momentAt(minute));
      const ids = await store(world, small);
      for (const [kind, i, j] of tried) {
        const edit = edits[kind]!(small, i, j);
        if (!edit) continue;
        const effects = await effectsOf(ids, edit);
        const [before, after] = [entries(small, ids, minute), entries(edit.small, ids, minute)];
        expect({ kind, lost: pairsIn(effects, false, ids) }).toEqual({ kind, lost: minus(before, after) }); // prettier-ignore
        expect({ kind, gained: pairsIn(effects, true, ids) }).toEqual({ kind, gained: minus(after, before) }); // prettier-ignore
        expect(effects.digest !== undefined).toBe(effects.turned.some(({ turns }) => turns.some((turn) => !turn.gains))); // prettier-ignore
        if (effects.turned.length > 0) changed += 1;
      }
    };
    await fc
      .assert(
        fc.asyncProperty(
          smallWorld,
          fc.array(fc.tuple(kinds, place, place), { minLength: 3, maxLength: 3 }),
          fc.nat({ max: week - 1 }),
          check,
        ),
        { numRuns: 150, endOnFailure: true },
      )
      .finally(() => world.freeze(undefined));
    expect(changed).toBeGreaterThan(20);
  }, 240_000);
});
