// Nếu… thì sao? What a change does to who may enter what, before it is kept: the change is made in a
// transaction, its people are decided before and after, and it is kept only where whoever loses
// something was seen by the one who does it.
import type { Clock } from '../core/clock.ts';
import type { Change, Database, Statement } from '../core/database.ts';
import { digestOfLosses, turnedBetween, type Turned } from './difference.ts';
import { outcomesOf, type Outcomes } from './outcomes.ts';
import { applicationsIn, settled, sortPeople, type Scope } from './scope.ts';
import type { SeenEffects } from './seen-effects.ts';

export type WhatIf<Verbs> = {
  /**
   * Does `work` with verbs whose changes stand or fall together.
   * @throws EffectsUnseen where somebody loses something that was not seen, or nothing is to be kept.
   */
  change<T>(scope: Scope, seen: SeenEffects, work: (verbs: Verbs) => Promise<T>): Promise<T>;
  /** Those of these accounts, in the order of lists of people. */
  people(ids: readonly string[]): Promise<AffectedPerson[]>;
};
export type AffectedPerson = { id: string; fullName: string; username: string };

/** `digest`: of the losers; undefined where there are none. */
export type Effects = {
  turned: readonly Turned[];
  applications: Outcomes['applications'];
  digest: string | undefined;
};

/** The change was taken back: its effects are to be seen first. */
export class EffectsUnseen extends Error {
  override readonly name = 'EffectsUnseen';
  readonly effects: Effects;
  readonly seen: SeenEffects;
  constructor(effects: Effects, seen: SeenEffects) {
    super('the effects of this change are to be seen first');
    this.effects = effects;
    this.seen = seen;
  }
}

/** Enough for the whole province, and not for ever. */
const seconds = 60;

const peopleIn: Statement = {
  name: 'access-affected-people',
  text: `SELECT id, full_name AS "fullName", username FROM account WHERE id = ANY($1::uuid[])
    ORDER BY sort_key, id`,
};

export function createWhatIf<Verbs>(deps: {
  db: Database;
  clock: Clock;
  /** Those whose changes are part of that transaction. */
  verbsIn: (tx: Change) => Verbs;
}): WhatIf<Verbs> {
  const { db, clock, verbsIn } = deps;

  /** Makes the change within `tx`, and says what it did to whom. */
  async function effectsOf<T>(
    tx: Change,
    scope: Scope,
    work: () => Promise<T>,
  ): Promise<{ value: T; effects: Effects }> {
    const now = clock.now();
    const applicationIds = await applicationsIn(tx.sql, scope);
    const people = await settled(tx.sql, scope);
    const picture = async () => {
      const sorts = await sortPeople(tx.sql, people, now);
      return { sorts, outcomes: await outcomesOf(tx.sql, sorts, { applicationIds, now }) };
    };
    const before = await picture();
    const value = await work();
    const after = await picture();
    const turned = turnedBetween(before, after);
    const applications = before.outcomes.applications;
    return { value, effects: { turned, applications, digest: digestOfLosses(turned) } };
  }

  return {
    change: (scope, seen, work) =>
      db.change(async (tx) => {
        const inner = verbsIn(tx);
        const { value, effects } = await effectsOf(tx, scope, () => work(inner));
        const unseen = effects.digest !== undefined && effects.digest !== seen.digest;
        if (seen.trial || unseen) throw new EffectsUnseen(effects, seen);
        return value;
      }, seconds),
    people: (ids) => db.sql.query<AffectedPerson>(peopleIn, [ids]),
  };
}
