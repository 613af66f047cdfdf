// What changed, collected from a directory, as a feed. Mostly a delta; where it cannot say by itself who
// is gone or has moved, a full feed in which everything else is named by its id alone.
import type { Connection, Entry, Search } from './connection.ts';
import { externalIdFilter, externalIdOf } from './external-id.ts';
import { kinds, type Batch, type Feed, type Kind, type Present } from './feed.ts';
import { completeRanges, resolved, searchesOf } from './reading.ts';
import type { SourceSettings } from './settings.ts';

/** By external id. An entry is in one of the two. */
export type Changed = { entries: Map<string, Entry>; gone: Set<string> };
export type Delta = Record<Kind, Changed>;

const none = (): Changed => ({ entries: new Map(), gone: new Set() });
export const emptyDelta = (): Delta => ({ people: none(), units: none(), groups: none() });

export const sizeOf = (delta: Delta): number =>
  kinds.reduce((sum, kind) => sum + delta[kind].entries.size + delta[kind].gone.size, 0);

export function noteEntry({ entries, gone }: Changed, id: string, entry: Entry): void {
  gone.delete(id);
  entries.set(id, entry);
}

export function noteGone({ entries, gone }: Changed, id: string): void {
  entries.delete(id);
  gone.add(id);
}

const idsPerQuestion = 100;

/** Entries of a kind by their ids; those that are not there, or not of this kind, are left out. */
export async function fetchEntries(
  connection: Connection,
  settings: SourceSettings,
  kind: Kind,
  ids: readonly string[],
): Promise<Entry[]> {
  const search = searchesOf(settings)[kind];
  const entries: Entry[] = [];
  if (!search) return entries;
  for (let at = 0; at < ids.length; at += idsPerQuestion) {
    const part = ids.slice(at, at + idsPerQuestion);
    const any = part.map((id) => externalIdFilter(settings.idAttribute, id));
    const asked: Search = { ...search, filter: { all: [search.filter, { any }] } };
    for await (const page of connection.pages(asked, settings.pageSize))
      for (const entry of page.entries) entries.push(await completeRanges(connection, entry));
  }
  return [...(await resolved(connection, settings, kind, entries))];
}

/**
 * @param whole the delta does not say everything: who else is there is read too. So it is where a unit
 *   changed: it may have another name, and everything below it stands elsewhere without having changed.
 */
export function feedOf(
  connection: Connection,
  settings: SourceSettings,
  delta: Delta,
  { whole, cookie }: { whole: boolean; cookie: string },
): Feed {
  const full = whole || delta.units.entries.size > 0;
  let complete = true;

  async function* presentOf(kind: Kind): AsyncGenerator<Batch> {
    const search = searchesOf(settings)[kind];
    if (!search) return;
    const { entries: changed, gone } = delta[kind];
    const asked = { ...search, attributes: [settings.idAttribute] };
    for await (const page of connection.pages(asked, settings.pageSize)) {
      const present: Present[] = page.entries.flatMap((entry) => {
        const externalId = externalIdOf(entry, settings.idAttribute);
        if (!externalId || changed.has(externalId) || gone.has(externalId)) return [];
        return [{ externalId, dn: entry.dn }];
      });
      // Without an answer to the paging control a round number of entries smells of a silent limit.
      if (!page.paged && page.entries.length > 0 && page.entries.length % 100 === 0)
        complete = false;
      yield { kind, entries: [], present };
    }
  }

  /** Whoever is in a group that changed is also in those that hold it: none of them says so itself. */
  async function* allGroups(): AsyncGenerator<Batch> {
    const search = searchesOf(settings).groups;
    if (!search) return;
    for await (const page of connection.pages(search, settings.pageSize))
      yield {
        kind: 'groups',
        entries: await resolved(connection, settings, 'groups', page.entries),
      };
  }

  async function* batches(): AsyncGenerator<Batch> {
    for (const kind of kinds) {
      const { entries, gone } = delta[kind];
      const some = entries.size + gone.size > 0;
      if (some && kind === 'groups' && settings.groupsFrom === 'inChain') {
        yield { kind, entries: [], gone: [...gone] };
        yield* allGroups();
        continue;
      }
      if (some) yield { kind, entries: [...entries.values()], gone: [...gone] };
      if (full) yield* presentOf(kind);
    }
  }

  return {
    mode: full ? 'full' : 'delta',
    batches: batches(),
    ending: () => ({ complete, cookie }),
    fetch: (kind, ids) => fetchEntries(connection, settings, kind, ids),
    close: () => connection.close(),
  };
}
