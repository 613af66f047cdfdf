// What was read → the people, units and groups the directory wants, and every entry that could not
// become one of them with its reason; all in memory, so for samples. A run takes the same rules over
// as many entries as there are. Pure; all text is in NFC from here on.
import { drafting } from './drafts.ts';
import { groupOfDn, type WantedGroup } from './group-entries.ts';
import { isSkipped, type PersonDraft, type WantedPerson } from './person-entry.ts';
import type { Reading } from './reading.ts';
import type { Rejection } from './rejection.ts';
import type { SourceSettings } from './settings.ts';
import type { Kind } from './feed.ts';
import { namedUnits, placeOf, treeOf, unitOfPlace, type WantedUnit } from './unit-entries.ts';

export type Snapshot = {
  people: WantedPerson[];
  units: WantedUnit[];
  groups: WantedGroup[];
  rejections: Rejection[];
};

type Draft = Omit<PersonDraft, 'memberOf'>;

/** The person a draft asks for, once it is known where he belongs. */
export function wantedPerson(draft: Draft, unit: string | null): WantedPerson {
  const { division: _division, unitNames: _unitNames, ...person } = draft;
  return { ...person, unit };
}

/** An official whom no unit takes in comes in all the same. */
const homeless = ({ dn, kind, unit }: WantedPerson): Rejection[] =>
  unit === null && kind === 'official'
    ? [{ dn, level: 'warning', reason: 'no-unit', detail: {} }]
    : [];

export function snapshotOf(reading: Reading, settings: SourceSettings): Snapshot {
  const { known, drafted } = drafting(settings, reading.at);
  const draftsOf = (kind: Kind) => {
    const all = reading[kind]
      .filter((entry) => kind !== 'people' || !isSkipped(entry, settings))
      .map((entry) => drafted(kind, entry, known(entry)));
    const drafts = [...new Map(all.map((one) => [one.externalId, one])).values()];
    return {
      drafts: drafts.flatMap(({ draft }) => draft ?? []),
      rejections: drafts.flatMap(({ rejections }) => rejections),
      references: drafts.flatMap(({ references }) => references),
    };
  };
  const read = draftsOf('people');
  const units = draftsOf('units');
  const groups = draftsOf('groups');
  const tree = treeOf(units.drafts as WantedUnit[], settings);
  const drafts = read.drafts as Draft[];
  const places = drafts.map((draft) => placeOf(draft, tree, settings));
  const people = drafts.map((draft, i) => wantedPerson(draft, unitOfPlace(places[i]!)));
  return {
    people,
    units: [...tree.units, ...namedUnits(places)],
    groups:
      settings.groupsFrom === 'memberOf'
        ? [...new Set(read.references)].map(groupOfDn)
        : (groups.drafts as WantedGroup[]),
    rejections: [
      ...read.rejections,
      ...units.rejections,
      ...people.flatMap(homeless),
      ...groups.rejections,
    ],
  };
}
