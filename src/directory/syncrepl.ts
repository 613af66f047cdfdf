// Content synchronisation (RFC 4533): what a search tells of its entries, with a cookie and without.
import type { Connection, Entry, Part, End, Search } from './connection.ts';
import {
  oids,
  readSyncDone,
  readSyncInfo,
  readSyncState,
  syncRequest,
  type SyncInfo,
  type SyncState,
} from './controls.ts';
import { cookieOf, placesIn, type Places } from './cookie.ts';
import { emptyDelta, feedOf, noteEntry, noteGone, sizeOf, type Changed } from './delta.ts';
import { externalIdOf, type IdAttribute } from './external-id.ts';
import { kinds, type Batch, type Feed, type Kind, type Producer } from './feed.ts';
import { searchesOf } from './reading.ts';
import { failure, resultCodeOf } from './socket.ts';
import type { SourceSettings } from './settings.ts';

export type Opening = {
  settings: SourceSettings;
  /** Connects and binds. */
  connect: () => Promise<Connection>;
};

/** One thing a search told. */
export type Told =
  | { type: 'entry'; entry: Entry; state: SyncState }
  | { type: 'info'; info: SyncInfo }
  | { type: 'done'; cookie: Buffer | undefined; refreshDeletes: boolean };

const maxDelta = 50_000; // beyond, everything is read anew: in batches, not in memory
const batchSize = 500;

/** @throws AppError `directory.malformed`. */
function understood(part: Part | End): Told | undefined {
  try {
    if (part.type === 'entry') {
      const state = part.controls.get(oids.syncState);
      if (!state) throw new RangeError('an entry without its state');
      return { type: 'entry', entry: part.entry, state: readSyncState(state) };
    }
    if (part.type === 'end') {
      const done = part.controls.get(oids.syncDone);
      if (done) return { type: 'done', ...readSyncDone(done) };
      return { type: 'done', cookie: undefined, refreshDeletes: true };
    }
    if (part.type === 'intermediate' && part.oid === oids.syncInfo)
      return { type: 'info', info: readSyncInfo(part.value) };
    return undefined;
  } catch (cause) {
    throw failure('directory.malformed', (cause as Error).message, cause);
  }
}

/** Some servers number their entries otherwise here than in the attribute: then nobody could be told gone. */
function sameId(
  { entry, state }: { entry: Entry; state: SyncState },
  attribute: IdAttribute,
): void {
  const own = externalIdOf(entry, attribute);
  if (own !== undefined && own !== state.id)
    throw failure('directory.sync-ids-differ', `${entry.dn}: ${own}, ${state.id}`);
}

/** What the server tells of one search, as it comes. */
export async function* tell(
  connection: Connection,
  search: Search,
  mode: 'refreshOnly' | 'refreshAndPersist',
  cookie: string | undefined,
  idAttribute: IdAttribute,
): AsyncGenerator<Told> {
  const controls = [
    syncRequest(mode, cookie === undefined ? undefined : Buffer.from(cookie, 'base64')),
  ];
  const persistent = mode === 'refreshAndPersist';
  for await (const part of connection.stream(search, { controls, persistent })) {
    const told = understood(part);
    if (told?.type === 'entry') sameId(told, idAttribute);
    if (told) yield told;
  }
}

/** Takes into `changed` what says of itself that it changed. */
export function note(changed: Changed, told: Told): void {
  if (told.type === 'entry') {
    if (told.state.state === 'delete') noteGone(changed, told.state.id);
    else if (told.state.state !== 'present') noteEntry(changed, told.state.id, told.entry);
  } else if (told.type === 'info' && told.info.type === 'idSet' && told.info.refreshDeletes)
    for (const id of told.info.ids) noteGone(changed, id);
}

/** Cookie refused, of a state the server has lost or never had, or no cookie of this server at all. */
const refusals = new Set([2, 12, 53, 80, 4096]);
export const isRefused = (error: unknown): boolean => refusals.has(resultCodeOf(error) ?? -1);

/** Asks once and ends the connection to the directory (refreshOnly). */
export const createSyncrepl =
  ({ settings, connect }: Opening): Producer =>
  async (since) => {
    const places = placesIn(since, 'syncrepl', settings);
    const connection = await connect();
    try {
      return (places && (await delta(connection, settings, places))) ?? whole(connection, settings);
    } catch (error) {
      connection.close();
      throw error;
    }
  };

/** Undefined where the cookie is refused or too much has changed. */
async function delta(
  connection: Connection,
  settings: SourceSettings,
  places: Places,
): Promise<Feed | undefined> {
  const searches = searchesOf(settings);
  const changed = emptyDelta();
  const next: Record<string, string> = { ...places };
  let present = false;
  try {
    for (const kind of kinds) {
      const search = searches[kind];
      if (!search) continue;
      if (places[kind] === undefined) return undefined;
      const told = tell(connection, search, 'refreshOnly', places[kind], settings.idAttribute);
      for await (const one of told) {
        note(changed[kind], one);
        if (sizeOf(changed) > maxDelta) return undefined;
        // Without a new cookie nothing has changed, whatever the flag says.
        if (one.type !== 'done' || !one.cookie) continue;
        if (one.cookie.length === 0) return undefined; // OpenLDAP did not understand ours
        next[kind] = one.cookie.toString('base64');
        if (!one.refreshDeletes) present = true;
      }
    }
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
  const cookie = cookieOf('syncrepl', settings, next);
  return feedOf(connection, settings, changed, { whole: present, cookie });
}

/** Everything, as it comes; the cookies at its end. */
function whole(connection: Connection, settings: SourceSettings): Feed {
  const searches = searchesOf(settings);
  const places: Record<string, string> = {};

  async function* entriesOf(kind: Kind, search: Search): AsyncGenerator<Batch> {
    let entries: Entry[] = [];
    const told = tell(connection, search, 'refreshOnly', undefined, settings.idAttribute);
    for await (const one of told) {
      if (one.type === 'entry') entries.push(one.entry);
      if (one.type === 'done' && one.cookie) places[kind] = one.cookie.toString('base64');
      if (entries.length < batchSize) continue;
      yield { kind, entries };
      entries = [];
    }
    yield { kind, entries };
  }

  async function* batches(): AsyncGenerator<Batch> {
    for (const kind of kinds) if (searches[kind]) yield* entriesOf(kind, searches[kind]);
  }

  return {
    mode: 'full',
    batches: batches(),
    ending: () => ({ complete: true, cookie: cookieOf('syncrepl', settings, places) }),
    close: () => connection.close(),
  };
}
