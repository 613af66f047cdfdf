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
async function completeRanges(connection: Connection, entry: Entry): Promise<Entry> {
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

async function readAll(connection: Connection, search: Search, pageSize: number) {
  const entries: Entry[] = [];
  let complete = true;
  for await (const page of connection.pages(search, pageSize)) {
    for (const entry of page.entries) entries.push(await completeRanges(connection, entry));
    if (entries.length > maxEntries) throw failure('directory.size-limit', `${maxEntries}`);
    // Without an answer to the paging control a round number of entries smells of a silent limit.
    if (!page.paged && entries.length > 0 && entries.length % 100 === 0) complete = false;
  }
  return { entries, complete };
}

/** All attributes that a source of these settings needs of its people. */
function personAttributes({ idAttribute, mapping, rules, groupsFrom }: SourceSettings): string[] {
  const { username, fullName, familyName, middleName, givenName, mail, phone } = mapping;
  const { title, employeeNumber, division, unit } = mapping;
  const conditions = [...rules.suspended, ...rules.service, ...rules.shared];
  return [
    ...new Set([
      ...[idAttribute, username, fullName, familyName, middleName, givenName, mail, phone],
      ...[title, employeeNumber, unit, ...(division ? [division] : [])],
      ...conditions.map((rule) => rule.attribute),
      ...['userAccountControl', ...(groupsFrom === 'memberOf' ? ['memberOf'] : [])],
    ]),
  ];
}

/** @throws AppError of the directory, such as `directory.size-limit`; then nothing of it may be used. */
export async function readDirectory(
  connection: Connection,
  settings: SourceSettings,
): Promise<Reading> {
  const { bases, filters, mapping, pageSize, scope, idAttribute } = settings;
  const none = { entries: [], complete: true };
  const read = (base: string, filter: string, attributes: string[], within = scope) =>
    readAll(connection, { base, scope: within, filter, attributes }, pageSize);

  const people = await read(bases.people, filters.people, personAttributes(settings));
  const units =
    settings.unitsFrom === 'tree'
      ? await read(
          bases.units ?? bases.people,
          filters.units,
          [idAttribute, 'ou', mapping.unitName, mapping.unitCode],
          'sub',
        )
      : none;
  const groups =
    bases.groups && settings.groupsFrom === 'entries'
      ? await read(
          bases.groups,
          filters.groups,
          [...[idAttribute, mapping.groupName, mapping.groupDescription], ...mapping.groupMembers],
          'sub',
        )
      : none;
  return {
    people: people.entries,
    units: units.entries,
    groups: groups.entries,
    complete: people.complete && units.complete && groups.complete,
  };
}
