// What was read → a snapshot: the people, units and groups the directory wants, and every entry that
// could not become one of them with its reason. Pure; all text is in NFC from here on.
import { dnKey } from './dn.ts';
import { externalIdOf } from './external-id.ts';
import { groupsOfEntries, groupsOfMembers, type WantedGroup } from './group-entries.ts';
import { isSkipped, personOf, type PersonDraft, type WantedPerson } from './person-entry.ts';
import type { Reading } from './reading.ts';
import type { Rejection } from './rejection.ts';
import type { SourceSettings } from './settings.ts';
import { atOnce, inSteps, type Steps } from './steps.ts';
import { unitOfPerson, unitsOfTree, type Units, type WantedUnit } from './unit-entries.ts';

export type Snapshot = {
  people: WantedPerson[];
  units: WantedUnit[];
  groups: WantedGroup[];
  /** External ids of all people read, the rejected too: nobody of these has left. */
  present: ReadonlySet<string>;
  /** The same for entries that show no id: keys of their DNs. */
  presentDns: ReadonlySet<string>;
  rejections: Rejection[];
  complete: boolean;
};

type People = { drafts: Map<string, PersonDraft>; byDn: Map<string, string> } & Pick<
  Snapshot,
  'present' | 'presentDns' | 'rejections'
>;

/** An entry that moved while we read may come twice, under both names: the later one counts. */
function* peopleOf({ people, at }: Reading, settings: SourceSettings): Steps<People> {
  const drafts = new Map<string, PersonDraft>();
  const byDn = new Map<string, string>();
  const present = new Set<string>();
  const presentDns = new Set<string>();
  const rejections: Rejection[] = [];
  yield* inSteps(people, (entry) => {
    if (isSkipped(entry, settings)) return; // whoever came in before has left, as far as we are concerned
    const id = externalIdOf(entry, settings.idAttribute);
    const outcome = personOf(entry, id, settings, at);
    rejections.push(...outcome.rejections);
    if (id) {
      present.add(id);
      byDn.set(dnKey(entry.dn), id);
    } else presentDns.add(dnKey(entry.dn));
    if (outcome.person) drafts.set(outcome.person.externalId, outcome.person);
  });
  return { drafts, byDn, present, presentDns, rejections };
}

function* placed(
  drafts: Iterable<PersonDraft>,
  units: Units,
  settings: SourceSettings,
): Steps<Pick<Snapshot, 'people' | 'rejections'>> {
  const people: WantedPerson[] = [];
  const rejections: Rejection[] = [];
  yield* inSteps(drafts, (draft) => {
    const { division: _division, unitNames: _unitNames, memberOf: _memberOf, ...person } = draft;
    const unit = unitOfPerson(draft, units, settings);
    if (!unit && person.kind === 'official')
      rejections.push({ dn: person.dn, level: 'warning', reason: 'no-unit', detail: {} });
    people.push({ ...person, unit });
  });
  return { people, rejections };
}

export function* snapshotSteps(reading: Reading, settings: SourceSettings): Steps<Snapshot> {
  const read = yield* peopleOf(reading, settings);
  const units = unitsOfTree(reading.units, settings);
  const { people, rejections } = yield* placed(read.drafts.values(), units, settings);
  const groups =
    settings.groupsFrom === 'memberOf'
      ? groupsOfMembers([...read.drafts.values()])
      : groupsOfEntries(reading.groups, read.byDn, settings);
  return {
    people,
    units: [...units.byId.values()],
    groups: groups.groups,
    present: read.present,
    presentDns: read.presentDns,
    rejections: [...read.rejections, ...units.rejections, ...rejections, ...groups.rejections],
    complete: reading.complete,
  };
}

export const snapshotOf = (reading: Reading, settings: SourceSettings): Snapshot =>
  atOnce(snapshotSteps(reading, settings));
