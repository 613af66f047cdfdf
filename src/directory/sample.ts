// A few entries of a directory beside what each would become: attribute → our field, and what is
// wrong with it. The same rules as in a run, so that what is shown is what will come. Pure.
import { clean, cut } from '../core/text.ts';
import type { Entry } from './connection.ts';
import { dnKey } from './dn.ts';
import { snapshotOf, type Snapshot } from './entries.ts';
import { attributesIn, expressionOf } from './expression.ts';
import { isSkipped } from './person-entry.ts';
import type { WantedPerson } from './person-entry.ts';
import type { Reading } from './reading.ts';
import type { Rejection } from './rejection.ts';
import type { SourceSettings } from './settings.ts';

export type SampledField = {
  field:
    | 'username'
    | 'fullName'
    | 'familyName'
    | 'middleName'
    | 'givenName'
    | 'mail'
    | 'phone'
    | 'title'
    | 'employeeNumber'
    | 'unit';
  expression: string | null; // null: from the place in the tree
  read: string[];
  value: string | null;
};

export type SampledEntry = {
  dn: string;
  person: Pick<WantedPerson, 'fullName' | 'kind' | 'suspended'> | undefined; // undefined: left out
  skipped: boolean; // by a rule of ours
  externalId: string | null;
  fields: SampledField[];
  rejections: Rejection[];
};

/** Numbers are of the first page. */
export type Sample = {
  entries: SampledEntry[];
  people: number;
  skipped: number;
  rejected: number;
  warned: number;
};

const size = 5;
const troubledAtMost = 2; // so that a bad first page still shows how a good entry comes in

/** What stands in the attributes that an expression reads. */
const textsOf = (entry: Entry, expression: string): string[] =>
  attributesIn(expressionOf(expression)).flatMap((attribute) =>
    (entry.attributes.get(attribute.toLowerCase()) ?? [])
      .slice(0, 3)
      .map((value) => cut(clean(value.toString('utf8')), 200)),
  );

/** `Phòng Chuyển đổi số, Sở Khoa học và Công nghệ`: from the smallest up. */
function unitPath(units: Snapshot['units'], id: string | null): string | null {
  const names: string[] = [];
  for (let at = id; at !== null && names.length < 20;) {
    const unit = units.find(({ externalId }) => externalId === at);
    if (!unit) break;
    names.push(unit.name);
    at = unit.parent;
  }
  return names.join(', ') || null;
}

function fieldsOf(
  entry: Entry,
  person: WantedPerson | undefined,
  units: Snapshot['units'],
  { mapping, unitsFrom }: SourceSettings,
): SampledField[] {
  const plain = (field: Exclude<SampledField['field'], 'title' | 'unit'>): SampledField => ({
    field,
    expression: mapping[field],
    read: textsOf(entry, mapping[field]),
    value: person?.[field] ?? null,
  });
  const { title, unit } = mapping;
  const place = unitsFrom === 'tree' ? null : unit;
  return [
    ...(
      ['username', 'fullName', 'familyName', 'middleName', 'givenName', 'mail', 'phone'] as const
    ).map(plain),
    {
      field: 'title',
      expression: title,
      read: textsOf(entry, title),
      value: person?.titles.join(', ') || null,
    },
    plain('employeeNumber'),
    {
      field: 'unit',
      expression: place,
      read: place === null ? [] : textsOf(entry, place),
      value: unitPath(units, person?.unit ?? null),
    },
  ];
}

export function sampleOf(reading: Reading, settings: SourceSettings): Sample {
  const snapshot = snapshotOf(reading, settings);
  const people = new Map(snapshot.people.map((person) => [dnKey(person.dn), person]));
  const wrong = Map.groupBy(snapshot.rejections, ({ dn }) => dnKey(dn));
  const isTroubled = ({ dn }: Entry) => wrong.has(dnKey(dn));
  const troubled = reading.people.filter(isTroubled);
  const good = reading.people.filter((entry) => !isTroubled(entry));
  const shown = [...troubled.slice(0, Math.max(troubledAtMost, size - good.length)), ...good];
  const level = (wanted: Rejection['level']) =>
    troubled.filter(({ dn }) => wrong.get(dnKey(dn))?.some((one) => one.level === wanted)).length;
  return {
    entries: shown.slice(0, size).map((entry) => {
      const person = people.get(dnKey(entry.dn));
      return {
        dn: entry.dn,
        person,
        skipped: isSkipped(entry, settings),
        externalId: person?.externalId ?? null,
        fields: fieldsOf(entry, person, snapshot.units, settings),
        rejections: wrong.get(dnKey(entry.dn)) ?? [],
      };
    }),
    people: reading.people.length,
    skipped: reading.people.filter((entry) => isSkipped(entry, settings)).length,
    rejected: level('rejected'),
    warned: level('warning'),
  };
}
