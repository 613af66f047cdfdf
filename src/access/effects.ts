// The effects of a change as they are shown: by application, and person by person. Pure.
import type { Effects, AffectedPerson } from './what-if.ts';

type Application = Effects['applications'][number];
export type ApplicationEffect = { application: Application; people: number; names: string[] };
export type EffectLine = {
  person: AffectedPerson;
  application: Application;
  gains: boolean;
  partly: boolean;
};
export type Side = { people: number; applications: ApplicationEffect[] };
export type Sides = { losses: Side; gains: Side; lines: EffectLine[] };

const names = 4;

function sideOf(lines: readonly EffectLine[]): Side {
  const byApplication = Map.groupBy(lines, ({ application }) => application);
  const applications = [...byApplication].map(([application, own]) => ({
    application,
    people: own.length,
    names: own.slice(0, names).map(({ person }) => person.fullName),
  }));
  return {
    people: new Set(lines.map(({ person }) => person.id)).size,
    applications: applications.toSorted((a, b) => b.people - a.people),
  };
}

/** `people`: those concerned, in the order of lists. Who loses stands before who gains. */
export function sidesOf(effects: Effects, people: readonly AffectedPerson[]): Sides {
  const applications = new Map(effects.applications.map((each) => [each.id, each]));
  const turnsOf = new Map(
    effects.turned.flatMap(({ accountIds, turns }) => accountIds.map((id) => [id, turns] as const)),
  );
  const lines = people.flatMap((person) =>
    (turnsOf.get(person.id) ?? []).flatMap(({ applicationId, gains, partly }): EffectLine[] => {
      const application = applications.get(applicationId);
      return application ? [{ person, application, gains, partly }] : [];
    }),
  );
  const { lost = [], gained = [] } = Object.groupBy(lines, ({ gains }) =>
    gains ? 'gained' : 'lost',
  );
  return { losses: sideOf(lost), gains: sideOf(gained), lines: [...lost, ...gained] };
}
