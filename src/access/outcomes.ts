// What one of each sort of people is answered at every application, at a few stated moments and places,
// by the same access/decide.ts as at the door. Two such pictures, before and after, are a what-if.
import type { Sql } from '../core/database.ts';
import type { Context } from './conditions.ts';
import { decide, type Decision, type Facts } from './decide.ts';
import type { Kind, State } from '../accounts/account.ts';
import type { Sorts } from './scope.ts';
import { loadRuleWorld, type RuleWorld, type WorldApplication } from './rule-world.ts';
import { waysOnce } from './ways.ts';
import { innerZones, type Zone } from './zone.ts';

/** One bit for each context in which somebody may enter, the first being the stated one of lists. */
export type Outcomes = {
  applications: readonly WorldApplication[];
  bySort: ReadonlyMap<string, ReadonlyMap<string, number>>; // of each application, 0 left out
};

const hour = 3_600_000;
const dayLength = 24 * hour;
const offset = 7 * hour; // Việt Nam has no summer time

/** At that moment, in office hours, in the evening and at the weekend, so that rules with hours are met. */
function momentsFrom(now: Date): Date[] {
  const midnight = Math.floor((now.getTime() + offset) / dayLength) * dayLength - offset;
  const weekday = (Math.floor((now.getTime() + offset) / dayLength) + 3) % 7; // 0 is Monday
  const next = (day: number, at: number) =>
    new Date(midnight + ((day - weekday + 7) % 7) * dayLength + at * hour);
  return [now, next(2, 10), next(2, 22), next(5, 10)];
}

/** The stated one first: this moment, the inner network, a second factor. */
function contextsAt(now: Date, zones: readonly Zone[]): Context[] {
  const inner = innerZones(zones);
  const outer = zones.map(({ code }) => code).filter((code) => !inner.includes(code));
  return momentsFrom(now).flatMap((at) =>
    [inner, outer].flatMap((from): Context[] => [
      { at, zones: from, assurance: 'strong' },
      { at, zones: from, assurance: 'password' },
    ]),
  );
}

const isPlain = ({ because, unmet }: Decision): boolean =>
  unmet.length === 0 && because.every(({ conditions }) => conditions === null);

function bitsOf(facts: Facts, contexts: readonly Context[]): number {
  const first = decide(facts, contexts[0]!);
  const all = 2 ** contexts.length - 1;
  if (isPlain(first)) return first.allowed ? all : 0;
  return contexts.reduce(
    (bits, context, i) => bits + (decide(facts, context).allowed ? 2 ** i : 0),
    0,
  );
}

type Known = Pick<Facts, 'account' | 'posts' | 'memberGroups' | 'units' | 'groups'>;

/** What the words of a sort say (scope.ts). */
function knownOf(sort: string, { units, groups }: RuleWorld): Known {
  const words = sort.split(',').map((word) => word.split(' '));
  const of = (letter: string) => words.filter(([first]) => first === letter);
  const [, state, kind] = of('a')[0] ?? [];
  const id = of('o')[0]?.[1] ?? '';
  return {
    account: { id, fullName: '', state: state as State, kind: kind as Kind },
    posts: of('p').map(([, unitId = '', positionCode = null]) => {
      return { unitId, positionCode, positionName: null };
    }),
    memberGroups: of('g').map(([, group = '']) => group),
    units,
    groups,
  };
}

/** Rules that may be for them, by application: others cannot be, so that two thousand are not asked. */
function rulesFor(known: Known, { rulesOf }: RuleWorld): Map<string, Facts['grants'][number][]> {
  const { units, positions, groups } = waysOnce(known);
  const { id, kind } = known.account;
  const keys = [
    'everyone ',
    `kind ${kind}`,
    `account ${id}`,
    ...[...units.keys()].map((each) => `unit ${each}`),
    ...[...positions.keys()].map((each) => `position ${each}`),
    ...[...groups.keys()].map((each) => `group ${each}`),
  ];
  const byApplication = new Map<string, Facts['grants'][number][]>();
  for (const { applicationId, grant } of keys.flatMap((key) => rulesOf.get(key) ?? [])) {
    const own = byApplication.get(applicationId) ?? [];
    own.push(grant);
    byApplication.set(applicationId, own);
  }
  return byApplication;
}

/** The answer rests on which of these rules apply and on nothing else of the person: asked once for the same. */
function createAnswers(contexts: readonly Context[]) {
  const kept = new Map<string, number>();
  return (facts: Facts): number => {
    const { account, application, grants } = facts;
    // A rule for a unit alone applies by where the post is, not by being reached.
    if (grants.some(({ subject, subtree }) => subject === 'unit' && !subtree))
      return bitsOf(facts, contexts);
    const ids = grants.map(({ id }) => id).toSorted();
    const key = [account.state, account.kind, application.clientId, ...ids].join(' ');
    const found = kept.get(key) ?? bitsOf(facts, contexts);
    kept.set(key, found);
    return found;
  };
}

function answersOf(
  known: Known,
  world: RuleWorld,
  answer: (facts: Facts) => number,
): ReadonlyMap<string, number> {
  const answers = new Map<string, number>();
  for (const [applicationId, grants] of rulesFor(known, world)) {
    // Drafts and suspended ones as they are once active: they are prepared like the others.
    const application = { ...world.applications.get(applicationId)!, state: 'active' as const };
    const bits = answer({ ...known, application, grants });
    if (bits > 0) answers.set(applicationId, bits);
  }
  return answers;
}

/** `applicationIds` undefined: all there are, but for those that are retired. */
export async function outcomesOf(
  sql: Sql,
  sorts: Sorts,
  asked: { applicationIds: readonly string[] | undefined; now: Date },
): Promise<Outcomes> {
  const { applicationIds, now } = asked;
  const world = await loadRuleWorld(sql, applicationIds);
  const answer = createAnswers(contextsAt(now, world.zones));
  const bySort = new Map<string, ReadonlyMap<string, number>>();
  for (const sort of sorts.keys()) bySort.set(sort, answersOf(knownOf(sort, world), world, answer));
  return { applications: [...world.applications.values()], bySort };
}
