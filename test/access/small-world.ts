// Small worlds of people, units, groups and rules, drawn at random, and the answers for them worked
// out the slow way: by passing membership on until nothing changes. Shares no code with src/access.
import fc from 'fast-check';

export type Place = { name: string; open: boolean };
export type Rule = {
  subject: 'everyone' | 'unit' | 'group' | 'account';
  of: number; // index of the subject
  application: number;
  effect: 'allow' | 'deny';
};
export type SmallWorld = {
  accounts: { state: string; kind: string }[];
  applications: { state: string }[];
  units: (Place & { parent: number | null })[]; // loops of parents happen
  groups: Place[];
  nestings: { parent: number; child: number }[]; // loops happen
  posts: { account: number; unit: number; when: 'now' | 'past' | 'future' }[];
  members: { account: number; group: number }[];
  rules: Rule[];
};

const size = { accounts: 4, applications: 2, units: 6, groups: 6 };
const one = (count: number) => fc.nat({ max: count - 1 });
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const several = <T>(arbitrary: fc.Arbitrary<T>, count: number) =>
  fc.array(arbitrary, { minLength: count, maxLength: count });
const open = mostly(true, false);
const different = (a: number, b: number) => a !== b;

function distinct<T>(arbitrary: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> {
  return fc.uniqueArray(arbitrary, { maxLength, selector: (item) => JSON.stringify(item) });
}

const rule: fc.Arbitrary<Rule> = fc
  .record<Rule>({
    subject: fc.constantFrom('group', 'group', 'unit', 'unit', 'unit', 'account', 'everyone'),
    of: one(size.accounts),
    application: one(size.applications),
    effect: mostly<Rule['effect']>('allow', 'deny', 'deny'),
  })
  .map((made) => (made.subject === 'everyone' ? { ...made, of: 0 } : made));

export const smallWorld: fc.Arbitrary<SmallWorld> = fc.record({
  accounts: several(
    fc.record({
      state: mostly('active', 'initial', 'suspended', 'retired'),
      kind: mostly('official', 'administrator', 'service', 'shared'),
    }),
    size.accounts,
  ),
  applications: several(
    fc.record({ state: mostly('active', 'draft', 'suspended', 'retired') }),
    size.applications,
  ),
  units: several(fc.record({ open, parent: fc.option(one(size.units)) }), size.units).map((units) =>
    units.map((unit, i) => {
      return { ...unit, name: `unit ${i}`, parent: unit.parent === i ? null : unit.parent };
    }),
  ),
  groups: several(open, size.groups).map((states) =>
    states.map((state, i) => ({ name: `group ${i}`, open: state })),
  ),
  nestings: distinct(
    fc
      .record({ parent: one(size.groups), child: one(size.groups) })
      .filter(({ parent, child }) => different(parent, child)),
    10,
  ),
  posts: distinct(
    fc.record({
      account: one(size.accounts),
      unit: one(size.units),
      when: mostly<'now' | 'past' | 'future'>('now', 'past', 'future'),
    }),
    6,
  ),
  members: distinct(fc.record({ account: one(size.accounts), group: one(size.groups) }), 8),
  rules: fc.uniqueArray(rule, {
    maxLength: 8,
    selector: ({ subject, of, application }) => `${subject} ${of} ${application}`,
  }),
});

/** Passes membership on, edge by edge, until nothing is added. */
function spread(start: number[], edges: { from: number; to: number }[], places: Place[]) {
  const inside = new Set(start.filter((i) => places[i]!.open));
  for (let before = -1; before !== inside.size;) {
    before = inside.size;
    for (const { from, to } of edges) if (inside.has(from) && places[to]!.open) inside.add(to);
  }
  return inside;
}

export function unitEdges(world: SmallWorld): { from: number; to: number }[] {
  return world.units.flatMap((unit, i) =>
    unit.parent === null ? [] : [{ from: i, to: unit.parent }],
  );
}

export const groupEdges = (world: SmallWorld): { from: number; to: number }[] =>
  world.nestings.map(({ parent, child }) => ({ from: child, to: parent }));

/** Every group that counts for the account. */
export function groupsOf(world: SmallWorld, account: number): Set<number> {
  const direct = world.members.filter((member) => member.account === account);
  return spread(direct.map((member) => member.group), groupEdges(world), world.groups); // prettier-ignore
}

function unitsOf(world: SmallWorld, account: number): Set<number> {
  const held = world.posts.filter((post) => post.account === account && post.when === 'now');
  return spread(held.map((post) => post.unit), unitEdges(world), world.units); // prettier-ignore
}

/** Which rules of the application apply to the account. */
export function rulesFor(world: SmallWorld, account: number, application: number): Rule[] {
  const [units, groups] = [unitsOf(world, account), groupsOf(world, account)];
  return world.rules.filter((candidate) => {
    if (candidate.application !== application) return false;
    if (candidate.subject === 'unit') return units.has(candidate.of);
    if (candidate.subject === 'group') return groups.has(candidate.of);
    return candidate.subject === 'everyone' || candidate.of === account;
  });
}

/** The answer at an application that is no page of ours. */
export function answerFor(world: SmallWorld, account: number, application: number): string {
  const { state, kind } = world.accounts[account]!;
  if (state !== 'active') return 'account-not-active';
  if (kind === 'service') return 'account-kind';
  if (world.applications[application]!.state !== 'active') return 'application-not-active';
  const effects = rulesFor(world, account, application).map((applying) => applying.effect);
  if (effects.includes('deny')) return 'denied';
  return effects.includes('allow') ? 'allowed' : 'no-grant';
}
