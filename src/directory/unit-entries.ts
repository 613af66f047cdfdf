// Units of a source: from the tree of the directory, or from an attribute of its people; and parts of a
// unit (phòng) that have a name in people's entries but no entry of their own. Pure.
import { clean, cut, searchKey } from '../core/text.ts';
import type { Entry } from './connection.ts';
import { ancestorKeys, dnKey } from './dn.ts';
import { text, type PersonDraft } from './person-entry.ts';
import type { SourceSettings } from './settings.ts';

export type WantedUnit = {
  externalId: string;
  dn: string | null; // null: it has no entry of its own
  code: string | null;
  name: string;
  parent: string | null; // external id
};

/** Units that have entries, by what a person's entry leads to them with. */
export type Tree = {
  units: WantedUnit[];
  idByDn: ReadonlyMap<string, string>;
  idByName: ReadonlyMap<string, string>; // by parent and folded name
};

/** A unit that a person names: its label is null where it has an entry. */
export type Named = { id: string; label: string | null };

/** Where a person belongs: a unit, and the part of it he names. */
export type Place = { home: Named | null; part: Named | null };

const nearest = (dn: string, idByDn: ReadonlyMap<string, string>) =>
  ancestorKeys(dn)
    .map((key) => idByDn.get(key))
    .find((id) => id !== undefined) ?? null;

const codePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The parent is known only among all units. */
export function unitOf(
  entry: Entry,
  externalId: string,
  { mapping }: SourceSettings,
): WantedUnit & { dn: string } {
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
export function treeOf(entries: readonly WantedUnit[], { bases }: SourceSettings): Tree {
  const base = dnKey(bases.units ?? bases.people);
  const keyed = entries.map((unit) => [dnKey(unit.dn ?? ''), unit] as const);
  const below = keyed.filter(([key]) => key !== base);
  const idByDn = new Map(below.map(([key, { externalId }]) => [key, externalId]));
  const units = below.map(([, unit]) => ({ ...unit, parent: nearest(unit.dn ?? '', idByDn) }));
  const idByName = new Map(units.map((unit) => [nameKey(unit.parent, unit.name), unit.externalId]));
  return { units, idByDn, idByName };
}

/** A unit known by its name alone: found again by the folded name within the same parent. */
function namedUnit({ idByName }: Tree, name: string, parent: string | null): Named {
  const label = cut(clean(name), 300);
  const id = nameKey(parent, label);
  const known = idByName.get(id);
  return known === undefined ? { id, label } : { id: known, label: null };
}

const looksLikeName = (division: string | null): division is string =>
  division !== null && /\p{L}/u.test(division);

export type Placeable = Pick<PersonDraft, 'dn' | 'division' | 'unitNames'>;

export function placeOf(person: Placeable, tree: Tree, { unitsFrom }: SourceSettings): Place {
  const [named] = person.unitNames;
  const homeId = unitsFrom === 'tree' ? nearest(person.dn, tree.idByDn) : null;
  const home = homeId === null ? null : { id: homeId, label: null };
  const place = unitsFrom === 'tree' || !named ? home : namedUnit(tree, named, null);
  if (!place || !looksLikeName(person.division)) return { home: place, part: null };
  return { home: place, part: namedUnit(tree, person.division, place.id) };
}

/** External id of the unit a person of this place holds posts in. */
export const unitOfPlace = ({ home, part }: Place): string | null => (part ?? home)?.id ?? null;

/** The units that have no entry, as the people name them: of two spellings the one that sorts first. */
export function namedUnits(places: Iterable<Place>): WantedUnit[] {
  const found = new Map<string, WantedUnit>();
  const add = (named: Named | null, parent: string | null) => {
    if (!named || named.label === null) return;
    const { id: externalId, label: name } = named;
    const known = found.get(externalId);
    if (known && known.name <= name) return;
    found.set(externalId, { externalId, dn: null, code: null, name, parent });
  };
  for (const { home, part } of places) {
    add(home, null);
    add(part, home?.id ?? null);
  }
  return [...found.values()];
}
