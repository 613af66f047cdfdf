// Who gains and who loses which application between two pictures of the same people. Pure.
import { createHash } from 'node:crypto';
import type { Outcomes } from './outcomes.ts';
import type { Sorts } from './scope.ts';

/** `partly`: only under conditions, such as from outside; what the lists show stays as it is. */
export type Turn = { applicationId: string; gains: boolean; partly: boolean };
/** People to whom the very same happens. */
export type Turned = { accountIds: readonly string[]; turns: readonly Turn[] };

type Picture = { sorts: Sorts; outcomes: Outcomes };

const byPerson = ({ sorts }: Picture): Map<string, string> =>
  new Map([...sorts].flatMap(([sort, ids]) => ids.map((id) => [id, sort] as const)));

const nothing: ReadonlyMap<string, number> = new Map();

function turnsBetween(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Turn[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((applicationId) => {
    const [was, is] = [before.get(applicationId) ?? 0, after.get(applicationId) ?? 0];
    const turn = (bits: number, gains: boolean): Turn[] =>
      bits === 0 ? [] : [{ applicationId, gains, partly: (bits & 1) === 0 }];
    return [...turn(was & ~is, false), ...turn(is & ~was, true)];
  });
}

/** Of each person in either picture; those to whom nothing happens are left out. */
export function turnedBetween(before: Picture, after: Picture): Turned[] {
  const [was, is] = [byPerson(before), byPerson(after)];
  const pairs = new Map<string, { from: string; to: string; accountIds: string[] }>();
  for (const id of new Set([...was.keys(), ...is.keys()])) {
    const [from, to] = [was.get(id) ?? '', is.get(id) ?? ''];
    const key = `${from} ${to}`;
    const pair = pairs.get(key) ?? { from, to, accountIds: [] };
    pair.accountIds.push(id);
    pairs.set(key, pair);
  }
  return [...pairs.values()].flatMap(({ from, to, accountIds }) => {
    const [old, now] = [before.outcomes.bySort.get(from), after.outcomes.bySort.get(to)];
    const turns = turnsBetween(old ?? nothing, now ?? nothing);
    return turns.length > 0 ? [{ accountIds, turns }] : [];
  });
}

/** Of exactly who loses what: undefined where nobody does. */
export function digestOfLosses(turned: readonly Turned[]): string | undefined {
  const lines = turned.flatMap(({ accountIds, turns }) => {
    const lost = turns.filter(({ gains }) => !gains);
    const words = lost.map(({ applicationId, partly }) => `${applicationId}${partly ? '?' : ''}`);
    return lost.length > 0 ? accountIds.map((id) => `${id} ${words.toSorted().join()}`) : [];
  });
  if (lines.length === 0) return undefined;
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('base64url').slice(0, 22);
}
