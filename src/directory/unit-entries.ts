// Units of a snapshot: from the tree of the directory, or from an attribute of its people; and parts
// of a unit (phòng) that have a name in people's entries but no entry of their own. Pure.
import { clean, cut, searchKey } from '../core/text.ts';
import type { Entry } from './connection.ts';
import { ancestorKeys, dnKey } from './dn.ts';
import { externalIdOf } from './external-id.ts';
import { text, type PersonDraft } from './person-entry.ts';
import type { Rejection } from './rejection.ts';
import type { SourceSettings } from './settings.ts';

export type WantedUnit = {
  externalId: string;
  dn: string | null; // null: it has no entry of its own
  code: string | null;
  name: string;
  parent: string | null; // external id
};

export type Units = {
  byId: Map<string, WantedUnit>;
  idByDn: ReadonlyMap<string, string>;
  idByName: Map<string, string>; // by parent and folded name
  rejections: Rejection[];
};

const nearest = (dn: string, idByDn: ReadonlyMap<string, string>) =>
  ancestorKeys(dn)
    .map((key) => idByDn.get(key))
    .find((id) => id !== undefined) ?? null;

const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

function unitOf(entry: Entry, externalId: string, { mapping }: SourceSettings): WantedUnit {
  const code = text(entry, mapping.unitCode);
  const name = text(entry, mapping.unitName) ?? text(entry, 'ou') ?? entry.dn;
  return {
    externalId,
    dn: entry.dn,
    code: code !== undefined && codePattern.test(code) ? code : null,
    name: cut(name, 300),
    parent: null,
  };
}

const nameKey = (parent: string | null, name: string) => `name:${parent ?? ''}:${searchKey(name)}`;

/** Every unit below the base; the base itself is a container. */
export function unitsOfTree(entries: readonly Entry[], settings: SourceSettings): Units {
  const base = dnKey(settings.bases.units ?? settings.bases.people);
  const idByDn = new Map<string, string>();
  const units: Units = { byId: new Map(), idByDn, idByName: new Map(), rejections: [] };
  for (const entry of entries) {
    const key = dnKey(entry.dn);
    const id = externalIdOf(entry, settings.idAttribute);
    if (key === base) continue;
    if (!id) {
      units.rejections.push({ dn: entry.dn, level: 'rejected', reason: 'no-id', detail: {} });
      continue;
    }
    units.byId.set(id, unitOf(entry, id, settings));
    idByDn.set(key, id);
  }
  for (const unit of units.byId.values()) {
    unit.parent = nearest(unit.dn ?? '', idByDn);
    units.idByName.set(nameKey(unit.parent, unit.name), unit.externalId);
  }
  return units;
}

/** A unit known by its name alone: found again by the folded name within the same parent. */
function namedUnit(units: Units, name: string, parent: string | null): string {
  const label = cut(clean(name), 300);
  const externalId = nameKey(parent, label);
  const known = units.idByName.get(externalId);
  if (known) return known;
  units.byId.set(externalId, { externalId, dn: null, code: null, name: label, parent });
  units.idByName.set(externalId, externalId);
  return externalId;
}

const looksLikeName = (division: string | null): division is string =>
  division !== null && /\p{L}/u.test(division);

/** The unit a person belongs to; may add one to `units`. */
export function unitOfPerson(
  person: PersonDraft,
  units: Units,
  { unitsFrom }: SourceSettings,
): string | null {
  const named = person.unitNames[0];
  const home =
    unitsFrom === 'tree'
      ? nearest(person.dn, units.idByDn)
      : named && namedUnit(units, named, null);
  if (!home) return null;
  return looksLikeName(person.division) ? namedUnit(units, person.division, home) : home;
}
