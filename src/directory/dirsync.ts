// Active Directory's DirSync ([MS-ADTS] 3.1.1.3.4.1.3): tells which objects of a naming context changed,
// the deleted too, and only what changed of each. So it is asked for ids alone; the objects are then
// read whole, and whoever does not come back is gone or no longer meant.
import type { Connection, Entry, Search } from './connection.ts';
import { dirSyncRequest, oids, readDirSync } from './controls.ts';
import { cookieOf, placesIn, type Places } from './cookie.ts';
import { emptyDelta, feedOf, fetchEntries, noteEntry, noteGone } from './delta.ts';
import { ancestorKeys, dnKey } from './dn.ts';
import { externalIdOf } from './external-id.ts';
import { kinds, type Batch, type Feed, type Kind, type Producer } from './feed.ts';
import { batchesOf, searchesOf } from './reading.ts';
import { failure } from './socket.ts';
import type { SourceSettings } from './settings.ts';
import { isRefused, type Opening } from './syncrepl.ts';

const maxRounds = 100_000;
const maxChanged = 50_000;

/** The naming contexts that the bases are in: DirSync answers for whole ones only. */
export function contextsOf(bases: readonly string[], contexts: readonly string[]): string[] {
  const byKey = new Map(contexts.map((context) => [dnKey(context), context]));
  const found = bases.map((base) => {
    const above = [dnKey(base), ...ancestorKeys(base)].find((key) => byKey.has(key));
    if (above === undefined) throw failure('directory.no-base', base);
    return byKey.get(above)!;
  });
  return [...new Set(found)];
}

async function contextsFor(connection: Connection, settings: SourceSettings): Promise<string[]> {
  const search: Search = {
    base: '',
    scope: 'base',
    filter: '(objectClass=*)',
    attributes: ['namingContexts'],
  };
  const [root] = await connection.find(search, 1);
  const contexts = root?.attributes.get('namingcontexts')?.map((value) => value.toString()) ?? [];
  const searches = Object.values(searchesOf(settings)).flatMap((one) => one?.base ?? []);
  return contextsOf(searches, contexts);
}

/**
 * What changed in one naming context since a cookie. Objects are named where one of the attributes
 * that we read changed, and where they were deleted, moved or renamed.
 */
async function* changesIn(
  connection: Connection,
  settings: SourceSettings,
  context: string,
  since: string | undefined,
): AsyncGenerator<{ entry: Entry } | { cookie: string }> {
  const asked = Object.values(searchesOf(settings)).flatMap((one) => one?.attributes ?? []);
  const attributes = [...new Set([...asked, 'name', 'isDeleted'])];
  const search: Search = { base: context, scope: 'sub', filter: '(objectClass=*)', attributes };
  let cookie: Buffer | undefined = since === undefined ? undefined : Buffer.from(since, 'base64');
  for (let round = 0; round < maxRounds; round++) {
    let answer: { more: boolean; cookie: Buffer } | undefined;
    const controls = [dirSyncRequest(cookie)];
    for await (const part of connection.stream(search, { controls })) {
      if (part.type === 'entry') yield { entry: part.entry };
      if (part.type === 'end') answer = answerIn(part.controls);
    }
    if (!answer) throw failure('directory.malformed', 'no answer to DirSync');
    cookie = answer.cookie;
    if (answer.more) continue;
    yield { cookie: answer.cookie.toString('base64') };
    return;
  }
  throw failure('directory.malformed', 'DirSync does not end');
}

function answerIn(controls: ReadonlyMap<string, Buffer>) {
  const value = controls.get(oids.dirSync);
  try {
    return value && readDirSync(value);
  } catch (cause) {
    throw failure('directory.malformed', (cause as Error).message, cause);
  }
}

export const createDirSync =
  ({ settings, connect }: Opening): Producer =>
  async (since) => {
    const places = placesIn(since, 'dirsync', settings);
    const connection = await connect();
    try {
      const contexts = await contextsFor(connection, settings);
      const changed = places && (await delta(connection, settings, contexts, places));
      return changed ?? whole(connection, settings, contexts);
    } catch (error) {
      connection.close();
      throw error;
    }
  };

/** Undefined where the cookie is refused or too much has changed. */
async function delta(
  connection: Connection,
  settings: SourceSettings,
  contexts: readonly string[],
  places: Places,
): Promise<Feed | undefined> {
  const next: Record<string, string> = {};
  const ids = new Set<string>();
  try {
    for (const context of contexts) {
      const since = places[dnKey(context)];
      if (since === undefined) return undefined;
      for await (const one of changesIn(connection, settings, context, since)) {
        if ('cookie' in one) next[dnKey(context)] = one.cookie;
        else ids.add(externalIdOf(one.entry, settings.idAttribute) ?? '');
        if (ids.size > maxChanged) return undefined;
      }
    }
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
  ids.delete('');
  const changed = emptyDelta();
  for (const kind of kinds) await sort(connection, settings, kind, [...ids], changed[kind]);
  return feedOf(connection, settings, changed, {
    whole: false,
    cookie: cookieOf('dirsync', settings, next),
  });
}

/** Which of the changed are of this kind now; to the plan the others mean nothing unless we had them. */
async function sort(
  connection: Connection,
  settings: SourceSettings,
  kind: Kind,
  ids: readonly string[],
  changed: ReturnType<typeof emptyDelta>[Kind],
): Promise<void> {
  for (const id of ids) noteGone(changed, id);
  for (const entry of await fetchEntries(connection, settings, kind, ids)) {
    const id = externalIdOf(entry, settings.idAttribute);
    if (id) noteEntry(changed, id, entry);
  }
}

/** The cookies first, so that what changes during the reading comes again with the next delta. */
function whole(
  connection: Connection,
  settings: SourceSettings,
  contexts: readonly string[],
): Feed {
  const places: Record<string, string> = {};
  const heard = { complete: true };

  async function* batches(): AsyncGenerator<Batch> {
    for (const context of contexts)
      for await (const one of changesIn(connection, settings, context, undefined))
        if ('cookie' in one) places[dnKey(context)] = one.cookie;
    yield* batchesOf(connection, settings, heard);
  }

  return {
    mode: 'full',
    batches: batches(),
    ending: () => ({
      complete: heard.complete,
      cookie: cookieOf('dirsync', settings, places),
    }),
    close: () => connection.close(),
  };
}
