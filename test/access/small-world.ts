// Small worlds of people, units, positions, groups, applications with their classes and sets, and rules
// under conditions, drawn at random. Shares no code with src/access.
import fc from 'fast-check';

export type Place = { name: string; open: boolean };
export type Conditions = {
  from: number | null; // minutes after Monday 0:00 in Việt Nam
  to: number | null;
  days: number[];
  hours: { from: number; to: number } | null; // minutes of the day
  zones: string[];
  strong: boolean;
};
export type Rule = {
  subject: 'everyone' | 'unit' | 'position' | 'group' | 'kind' | 'account';
  of: number; // index of the subject
  subtree: boolean;
  target: 'application' | 'class' | 'set';
  at: number; // index of the target
  effect: 'allow' | 'deny';
  conditions: Conditions;
  roles: string[];
};
export type Moment = { minute: number; zones: string[] | null; strong: boolean };
export type SmallWorld = {
  accounts: { state: string; kind: string }[];
  applications: { state: string; class: number; sets: number[] }[];
  units: (Place & { parent: number | null })[]; // loops of parents happen
  groups: Place[];
  nestings: { parent: number; child: number }[]; // loops happen
  posts: {
    account: number;
    unit: number;
    position: number | null;
    from: number | null;
    to: number | null;
  }[];
  members: { account: number; group: number }[];
  rules: Rule[];
};

export const kinds = ['official', 'administrator', 'service', 'shared'];
/** Zone b holds a; `rest` is everything in neither. */
const places = [['a', 'b'], ['b'], ['rest'], null];
const monday = Date.parse('2026-11-23T00:00:00+07:00');
export const momentAt = (minute: number): Date => new Date(monday + minute * 60_000);

export const week = 7 * 24 * 60;
const size = {
  accounts: 4,
  applications: 3,
  units: 6,
  groups: 6,
  positions: 3,
  classes: 2,
  sets: 2,
};
const one = (count: number) => fc.nat({ max: count - 1 });
const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 1 });
const several = <T>(arbitrary: fc.Arbitrary<T>, count: number) =>
  fc.array(arbitrary, { minLength: count, maxLength: count });
const open = mostly(true, false);
const different = (a: number, b: number) => a !== b;

function distinct<T>(arbitrary: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> {
  return fc.uniqueArray(arbitrary, { maxLength, selector: (item) => JSON.stringify(item) });
}
const none = <T>(): fc.Arbitrary<T[]> => fc.constant<T[]>([]);
const subset = <T>(all: T[], most = all.length): fc.Arbitrary<T[]> =>
  fc.subarray(all, { maxLength: most });

// On the hour, so that moments fall onto boundaries often.
const hour = fc.nat({ max: week / 60 }).map((count) => count * 60);
export const anyMoment: fc.Arbitrary<Moment> = fc.record({
  minute: fc.oneof(hour, fc.nat({ max: week - 1 })),
  zones: fc.constantFrom(...places),
  strong: fc.boolean(),
});

const span = fc
  .record({ from: seldom(hour), to: seldom(hour) })
  .map(({ from, to }) =>
    from !== null && to !== null && from >= to ? { from, to: null } : { from, to },
  );
const hours = fc
  .uniqueArray(fc.nat({ max: 24 }), { minLength: 2, maxLength: 2 })
  .map((pair) => pair.toSorted((a, b) => a - b).map((each) => each * 60))
  .map(([from, to]) => ({ from: from!, to: to! }))
  .filter(({ from, to }) => to - from < 24 * 60);
const unconditional: Conditions = {
  from: null,
  to: null,
  days: [],
  hours: null,
  zones: [],
  strong: false,
};
const someConditions: fc.Arbitrary<Conditions> = fc
  .record({
    span,
    days: fc.oneof(none<number>(), subset([1, 2, 3, 4, 5, 6, 7], 6)),
    hours: fc.option(hours),
    zones: fc.oneof(none<string>(), subset(['a', 'b', 'rest'])),
    strong: fc.boolean(),
  })
  .map(({ span: { from, to }, ...rest }) => ({ from, to, ...rest }));

const rule: fc.Arbitrary<Rule> = fc
  .record({
    subject: fc.constantFrom<Rule['subject'][]>(
      'group',
      'group',
      'unit',
      'unit',
      'unit',
      'position',
      'kind',
      'account',
      'everyone',
    ),
    of: one(size.accounts),
    subtree: mostly(true, false),
    target: mostly<Rule['target']>('application', 'class', 'set'),
    at: one(size.applications),
    effect: mostly<Rule['effect']>('allow', 'deny', 'deny'),
    conditions: fc.oneof(fc.constant(unconditional), someConditions),
    roles: fc.oneof(none<string>(), subset(['reader', 'writer'])),
  })
  .map((made) => ({
    ...made,
    of:
      made.subject === 'everyone'
        ? 0
        : made.subject === 'position'
          ? made.of % size.positions
          : made.of,
    subtree: made.subject === 'unit' ? made.subtree : true,
    at: made.target === 'application' ? made.at : made.at % size.classes,
    roles: made.effect === 'allow' && made.target === 'application' ? made.roles : [],
    conditions: { ...made.conditions, strong: made.effect === 'allow' && made.conditions.strong },
  }));

/** What makes two rules one. */
const slotOf = ({ subject, of, subtree, target, at, conditions, roles }: Rule): string => {
  const { days, hours: hoursOf, zones, strong } = conditions;
  return JSON.stringify([subject, of, subtree, target, at, days, hoursOf, zones, strong, roles]);
};

export const smallWorld: fc.Arbitrary<SmallWorld> = fc.record({
  accounts: several(
    fc.record({
      state: mostly('active', 'initial', 'suspended', 'retired'),
      kind: mostly(kinds[0]!, ...kinds.slice(1)),
    }),
    size.accounts,
  ),
  applications: several(
    fc.record({
      state: mostly('active', 'draft', 'suspended', 'retired'),
      class: one(size.classes),
      sets: subset([0, 1]),
    }),
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
    fc
      .record({
        account: one(size.accounts),
        unit: one(size.units),
        position: fc.option(one(size.positions)),
        span: fc.oneof({ weight: 3, arbitrary: fc.constant({ from: null, to: null }) }, span),
      })
      .map(({ span: { from, to }, ...post }) => ({ ...post, from, to })),
    6,
  ),
  members: distinct(fc.record({ account: one(size.accounts), group: one(size.groups) }), 8),
  rules: fc.uniqueArray(rule, { maxLength: 9, selector: slotOf }),
});
