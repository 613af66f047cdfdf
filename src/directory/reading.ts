// Reads a whole directory: people, units and groups, only the attributes that count. Nothing is
// decided here; a page that fails ends the reading.
import type { Connection, Entry, Search } from './connection.ts';
import type { SourceSettings } from './settings.ts';
import { failure } from './socket.ts';

export type Reading = {
  people: Entry[];
  units: Entry[];
  groups: Entry[];
  /** False where the server ignored paging and its answer may have been cut short. */
  complete: boolean;
};

const maxEntries = 300_000;
const ranged = /^(.+);range=(\d+)-(\d+|\*)$/;

/** Large groups come in slices, `member;range=0-1499`: the rest is asked for until the last, `-*`. */
export async function completeRanges(connection: Connection, entry: Entry): Promise<Entry> {
  if (![...entry.attributes.keys()].some((name) => ranged.test(name))) return entry;
  const attributes = new Map(entry.attributes);
  for (const [name, values] of entry.attributes) {
    let slice = ranged.exec(name);
    if (!slice) continue;
    attributes.delete(name);
    const all = [...values];
    const plain = slice[1]!;
    while (slice && slice[3] !== '*') {
      const wanted = `${plain};range=${Number(slice[3]) + 1}-*`;
      const search: Search = {
        base: entry.dn,
        scope: 'base',
        filter: '(objectClass=*)',
        attributes: [wanted],
      };
      const [more] = await connection.find(search, 1);
      const found = [...(more?.attributes ?? [])].find(([key]) => ranged.exec(key)?.[1] === plain);
      if (!found) throw failure('directory.malformed', `${entry.dn}: ${wanted}`);
      all.push(...found[1]);
      slice = ranged.exec(found[0]);
    }
    attributes.set(plain, all);
  }
  return { dn: entry.dn, attributes };
}

/** Hears how many entries of a kind have been read so far. */
type Listener = { heard(kind: 'people' | 'units' | 'groups', entries: number): void };

type Reader = (
  search: Search,
  pageSize: number,
  heard: (entries: number) => void,
) => Promise<{ entries: Entry[]; complete: boolean }>;

const readAll =
  (connection: Connection): Reader =>
  async (search, pageSize, heard) => {
    const entries: Entry[] = [];
    let complete = true;
    for await (const page of connection.pages(search, pageSize)) {
      for (const entry of page.entries) entries.push(await completeRanges(connection, entry));
      heard(entries.length);
      if (entries.length > maxEntries) throw failure('directory.size-limit', `${maxEntries}`);
      // Without an answer to the paging control a round number of entries smells of a silent limit.
      if (!page.paged && entries.length > 0 && entries.length % 100 === 0) complete = false;
    }
    return { entries, complete };
  };

const readFirstPage =
  (connection: Connection): Reader =>
  async (search, pageSize) => {
    for await (const { entries } of connection.pages(search, pageSize))
      return { entries, complete: true };
    return { entries: [], complete: true };
  };

/** All attributes that a source of these settings needs of its people. */
function personAttributes({ idAttribute, mapping, rules, groupsFrom }: SourceSettings): string[] {
  const { username, fullName, familyName, middleName, givenName, mail, phone } = mapping;
  const { title, employeeNumber, division, unit } = mapping;
  const conditions = [...rules.suspended, ...rules.service, ...rules.shared];
  const own = [idAttribute, username, fullName, familyName, middleName, givenName, mail, phone];
  const place = [title, employeeNumber, unit, ...(division ? [division] : [])];
  const groups = groupsFrom === 'memberOf' ? ['memberOf'] : [];
  const asked = conditions.map((rule) => rule.attribute);
  return [...new Set([...own, ...place, ...asked, ...groups, 'userAccountControl'])];
}

/** What is asked for each; null where a source of these settings reads none. */
export function searchesOf(settings: SourceSettings) {
  const { bases, filters, mapping, scope, idAttribute } = settings;
  const unitBase = settings.unitsFrom === 'tree' ? (bases.units ?? bases.people) : null;
  const groupBase = settings.groupsFrom === 'entries' ? bases.groups : null;
  const search = (base: string | null, filter: string, attributes: string[]): Search | null =>
    base === null ? null : { base, scope: 'sub', filter, attributes };
  const people: Search = {
    base: bases.people,
    scope,
    filter: filters.people,
    attributes: personAttributes(settings),
  };
  return {
    people,
    units: search(unitBase, filters.units, [idAttribute, 'ou', mapping.unitName, mapping.unitCode]),
    groups: search(groupBase, filters.groups, [
      idAttribute,
      mapping.groupName,
      mapping.groupDescription,
      ...mapping.groupMembers,
    ]),
  };
}

async function readWith(
  reader: Reader,
  settings: SourceSettings,
  listener?: Listener,
): Promise<Reading> {
  const searches = searchesOf(settings);
  const read = async (kind: keyof typeof searches) => {
    const search = searches[kind];
    if (!search) return { entries: [], complete: true };
    return reader(search, settings.pageSize, (entries) => listener?.heard(kind, entries));
  };
  const people = await read('people');
  const units = await read('units');
  const groups = await read('groups');
  return {
    people: people.entries,
    units: units.entries,
    groups: groups.entries,
    complete: people.complete && units.complete && groups.complete,
  };
}

/** @throws AppError of the directory, such as `directory.size-limit`; then nothing of it may be used. */
export const readDirectory = (
  connection: Connection,
  settings: SourceSettings,
  listener?: Listener,
) => readWith(readAll(connection), settings, listener);

/** The first page of each: enough to see whether the settings are right. */
export const readSample = (connection: Connection, settings: SourceSettings) =>
  readWith(readFirstPage(connection), settings);
