// The answers for small worlds worked out the slow way: by passing membership on until nothing changes,
// and by counting minutes of the week. Shares no code with src/access.
import { kinds, week, type Moment, type Place, type Rule, type SmallWorld } from './small-world.ts';

/** Passes membership on, edge by edge, until nothing is added. */
function spread(start: number[], edges: { from: number; to: number }[], all: Place[]) {
  const inside = new Set(start.filter((i) => all[i]!.open));
  for (let before = -1; before !== inside.size;) {
    before = inside.size;
    for (const { from, to } of edges) if (inside.has(from) && all[to]!.open) inside.add(to);
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

const lasts = ({ from, to }: { from: number | null; to: number | null }, minute: number): boolean =>
  !(from !== null && minute < from) && !(to !== null && minute >= to);

export const postsHeld = (world: SmallWorld, account: number, minute: number) =>
  world.posts.filter((post) => post.account === account && lasts(post, minute));

/** Every group that counts for the account. */
export function groupsOf(world: SmallWorld, account: number): Set<number> {
  const direct = world.members.filter((member) => member.account === account);
  return spread(direct.map((member) => member.group), groupEdges(world), world.groups); // prettier-ignore
}

/** Whether the rule is for the account, whatever its conditions. */
export function isFor(world: SmallWorld, of: Rule, account: number, minute: number): boolean {
  const held = postsHeld(world, account, minute);
  const inOpen = held.filter((post) => world.units[post.unit]!.open);
  switch (of.subject) {
    case 'everyone':
      return true;
    case 'account':
      return of.of === account;
    case 'kind':
      return kinds[of.of] === world.accounts[account]!.kind;
    case 'position':
      return inOpen.some((post) => post.position === of.of);
    case 'group':
      return groupsOf(world, account).has(of.of);
    case 'unit':
      if (!of.subtree) return inOpen.some((post) => post.unit === of.of);
      return spread(held.map((post) => post.unit), unitEdges(world), world.units).has(of.of); // prettier-ignore
  }
}

export function isAt(world: SmallWorld, of: Rule, application: number): boolean {
  const { class: kind, sets } = world.applications[application]!;
  if (of.target === 'application') return of.at === application;
  return of.target === 'class' ? of.at === kind : sets.includes(of.at);
}

/** What the rule lacks just then. */
function lacks({ conditions, effect }: Rule, moment: Moment): string[] {
  const { from, to, days, hours: open_, zones, strong } = conditions;
  const lacking: string[] = [];
  if (from !== null && moment.minute < from) lacking.push('not-begun');
  if (to !== null && moment.minute >= to) lacking.push('ended');
  const [day, minute] = [Math.floor((moment.minute % week) / 1440) + 1, moment.minute % 1440];
  const rightDay = days.length === 0 || days.includes(day);
  const rightHour = open_ === null || (open_.from <= minute && minute < open_.to);
  if (!rightDay || !rightHour) lacking.push('hours');
  const unknown = moment.zones === null && effect === 'allow';
  const elsewhere = moment.zones !== null && !zones.some((zone) => moment.zones!.includes(zone));
  if (zones.length > 0 && (unknown || elsewhere)) lacking.push('zone');
  if (strong && !moment.strong) lacking.push('second-factor');
  return lacking;
}

export type Answer = { code: string; rules: Rule[]; unmet: Rule[]; roles: string[] };

/** The answer at an application that is no page of ours. */
export function answerFor(
  world: SmallWorld,
  account: number,
  application: number,
  moment: Moment,
): Answer {
  const mine = world.rules.filter(
    (each) => isAt(world, each, application) && isFor(world, each, account, moment.minute),
  );
  const rules = mine.filter((each) => lacks(each, moment).length === 0);
  const unmet = mine.filter((each) => lacks(each, moment).length > 0);
  const code = codeFor(world, account, application, rules, unmet, moment);
  const roles = code === 'allowed' ? rules.flatMap((each) => each.roles) : [];
  return { code, rules, unmet, roles: [...new Set(roles)].toSorted() };
}

function codeFor(
  world: SmallWorld,
  account: number,
  application: number,
  rules: Rule[],
  unmet: Rule[],
  moment: Moment,
): string {
  const { state, kind } = world.accounts[account]!;
  if (state !== 'active') return 'account-not-active';
  if (kind === 'service') return 'account-kind';
  if (world.applications[application]!.state !== 'active') return 'application-not-active';
  const effects = rules.map((applying) => applying.effect);
  if (effects.includes('deny')) return 'denied';
  if (effects.includes('allow')) return 'allowed';
  const near = unmet.filter((each) => each.effect === 'allow').map((each) => lacks(each, moment));
  if (near.some((all) => all.join() === 'second-factor')) return 'needs-second-factor';
  const timely = near.filter((all) => !all.includes('ended') && !all.includes('not-begun'));
  if (timely.some((all) => !all.includes('hours'))) return 'outside-zone';
  return timely.length > 0 ? 'outside-hours' : 'no-grant';
}
