// Reads a whole directory page by page: people, units and groups, only the attributes that count.
// Nothing is decided here; a page that fails ends the reading.
import { connectAs, type Connection, type Entry, type Search } from './connection.ts';
import { kinds, type Batch, type Feed, type Producer } from './feed.ts';
import type { SourceSettings } from './settings.ts';
import { failure } from './socket.ts';
import { endpointOf, type OpenSource } from './source-safe.ts';

/** Some entries, all at once: a sample. */
export type Reading = { people: Entry[]; units: Entry[]; groups: Entry[] };

const maxValues = 1_000_000; // of one attribute: what a server gives without end is no group
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
      for (const value of found[1]) all.push(value); // one by one: there may be too many arguments
      if (all.length > maxValues) throw failure('directory.size-limit', `${entry.dn}: ${plain}`);
      slice = ranged.exec(found[0]);
    }
    attributes.set(plain, all);
  }
  return { dn: entry.dn, attributes };
}

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

/** Pages of all that a source of these settings reads; `complete` hears of an answer that may be cut short. */
export async function* batchesOf(
  connection: Connection,
  settings: SourceSettings,
  heard: { complete: boolean },
  more: readonly string[] = [], // attributes
): AsyncGenerator<Batch> {
  const searches = searchesOf(settings);
  for (const kind of kinds) {
    const search = searches[kind];
    if (!search) continue;
    let count = 0;
    const asked = { ...search, attributes: [...search.attributes, ...more] };
    for await (const page of connection.pages(asked, settings.pageSize)) {
      const entries: Entry[] = [];
      for (const entry of page.entries) entries.push(await completeRanges(connection, entry));
      count += entries.length;
      // Without an answer to the paging control a round number of entries smells of a silent limit.
      if (!page.paged && count > 0 && count % 100 === 0) heard.complete = false;
      yield { kind, entries };
    }
  }
}

/** Always a whole reading, over a connection of its own. @throws AppError of the directory. */
export const wholeReading =
  ({ settings, password }: Pick<OpenSource, 'settings' | 'password'>): Producer =>
  async (): Promise<Feed> => {
    const connection = await connectAs(endpointOf(settings), settings.bindDn, password);
    const heard = { complete: true };
    return {
      mode: 'full',
      batches: batchesOf(connection, settings, heard),
      ending: () => ({ complete: heard.complete, cookie: null }),
      close: () => connection.close(),
    };
  };

/** The first page of each: enough to see whether the settings are right. */
export async function readSample(
  connection: Connection,
  settings: SourceSettings,
): Promise<Reading> {
  const searches = searchesOf(settings);
  const firstPage = async (search: Search | null): Promise<Entry[]> => {
    if (!search) return [];
    for await (const { entries } of connection.pages(search, settings.pageSize)) return entries;
    return [];
  };
  return {
    people: await firstPage(searches.people),
    units: await firstPage(searches.units),
    groups: await firstPage(searches.groups),
  };
}
