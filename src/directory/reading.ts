// Reads a whole directory page by page: people, units and groups, only the attributes that count.
// Nothing is decided here; a page that fails ends the reading.
import type { Connection, Entry, Search } from './connection.ts';
import { attributesIn, expressionOf } from './expression.ts';
import { kinds, type Batch, type Feed, type Kind, type Producer } from './feed.ts';
import { escaped } from './filter.ts';
import { resolvedInChain } from './in-chain.ts';
import type { SourceSettings } from './settings.ts';
import { failure } from './socket.ts';
import { standingAttributes } from './standing.ts';

/** Some entries, all at once: a sample. `at`: when they were read. */
export type Reading = { at: Date; people: Entry[]; units: Entry[]; groups: Entry[] };

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

const attributesOf = (...expressions: (string | null)[]): string[] =>
  expressions.flatMap((one) => (one === null ? [] : attributesIn(expressionOf(one))));

/** All attributes that a source of these settings needs of its people. */
function personAttributes({ idAttribute, mapping, rules, groupsFrom }: SourceSettings): string[] {
  const { username, fullName, familyName, middleName, givenName, mail, phone } = mapping;
  const { title, employeeNumber, division, unit } = mapping;
  const own = attributesOf(username, fullName, familyName, middleName, givenName, mail, phone);
  const place = attributesOf(title, employeeNumber, unit, division);
  const asked = Object.values(rules).flatMap((each) => each.map(({ attribute }) => attribute));
  const groups = groupsFrom === 'memberOf' ? ['memberOf'] : [];
  return [...new Set([idAttribute, ...own, ...place, ...asked, ...groups, ...standingAttributes])];
}

/** What is asked for each; null where a source of these settings reads none. */
export function searchesOf(settings: SourceSettings) {
  const { bases, filters, mapping, scope, idAttribute } = settings;
  const unitBase = settings.unitsFrom === 'tree' ? (bases.units ?? bases.people) : null;
  const groupBase = settings.groupsFrom === 'memberOf' ? null : bases.groups;
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
    units: search(unitBase, filters.units, [
      idAttribute,
      'ou',
      ...attributesOf(mapping.unitName, mapping.unitCode),
    ]),
    groups: search(groupBase, filters.groups, [
      idAttribute,
      ...attributesOf(mapping.groupName, mapping.groupDescription),
      ...(settings.groupsFrom === 'inChain' ? [] : mapping.groupMembers),
    ]),
  };
}

/** A group may have a hundred thousand members, and a page is held whole. */
const pageSizes = {
  people: (most: number) => most,
  units: (most: number) => most,
  groups: (most: number) => Math.min(most, 50),
};

/** Groups of a source that lets the directory resolve nesting get their members only here. */
export const resolved = async (
  connection: Connection,
  settings: SourceSettings,
  kind: Kind,
  entries: readonly Entry[],
): Promise<readonly Entry[]> =>
  kind === 'groups' && settings.groupsFrom === 'inChain'
    ? resolvedInChain(connection, entries, searchesOf(settings).people, settings)
    : entries;

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
    for await (const page of connection.pages(asked, pageSizes[kind](settings.pageSize))) {
      const entries: Entry[] = [];
      for (const entry of page.entries) entries.push(await completeRanges(connection, entry));
      count += entries.length;
      // Without an answer to the paging control a round number of entries smells of a silent limit.
      if (!page.paged && count > 0 && count % 100 === 0) heard.complete = false;
      yield { kind, entries: await resolved(connection, settings, kind, entries) };
    }
  }
}

/** Always a whole reading, over a connection of its own. @throws AppError of the directory. */
export const wholeReading =
  (connected: () => Promise<Connection>, settings: SourceSettings): Producer =>
  async (): Promise<Feed> => {
    const connection = await connected();
    const heard = { complete: true };
    return {
      mode: 'full',
      batches: batchesOf(connection, settings, heard),
      ending: () => ({ complete: heard.complete, cookie: null }),
      close: () => connection.close(),
    };
  };

/** People in whose names or addresses a text stands, as the directory compares them. */
function peopleWith(text: string, { filters, mapping }: SourceSettings): string {
  const asked = attributesOf(mapping.username, mapping.fullName, mapping.mail);
  const parts = [...new Set(asked)].map((attribute) => `(${attribute}=*${escaped(text)}*)`);
  return parts.length === 0 ? filters.people : `(&${filters.people}(|${parts.join('')}))`;
}

/**
 * The first page of each: enough to see whether the settings are right.
 * @param text only people in whom it is found.
 */
export async function readSample(
  connection: Connection,
  settings: SourceSettings,
  text?: string,
): Promise<Reading> {
  const { filters } = settings;
  const narrowed = text ? { ...filters, people: peopleWith(text, settings) } : filters;
  const searches = searchesOf({ ...settings, filters: narrowed });
  const firstPage = async (search: Search | null): Promise<Entry[]> => {
    if (!search) return [];
    for await (const { entries } of connection.pages(search, settings.pageSize)) return entries;
    return [];
  };
  return {
    at: new Date(),
    people: await firstPage(searches.people),
    units: await firstPage(searches.units),
    groups: await firstPage(searches.groups),
  };
}
