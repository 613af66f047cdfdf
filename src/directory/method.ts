// How a directory can be asked for what changed: what it says it offers, and what it really answers.
import type { Connection, Search } from './connection.ts';
import { oids, readSyncState, syncRequest } from './controls.ts';
import type { Method } from './cookie.ts';
import { externalIdOf } from './external-id.ts';
import { isRefused } from './syncrepl.ts';
import { failure } from './socket.ts';
import type { SourceSettings } from './settings.ts';

const rootDse: Search = {
  base: '',
  scope: 'base',
  filter: '(objectClass=*)',
  attributes: ['supportedControl'],
};

/**
 * OpenLDAP announces syncrepl for the whole server and may still refuse it for this base, others number
 * entries otherwise here than in the attribute: so it is tried.
 */
async function answersSync(connection: Connection, settings: SourceSettings): Promise<boolean> {
  const { bases, idAttribute } = settings;
  const search: Search = {
    base: bases.people,
    scope: 'base',
    filter: '(objectClass=*)',
    attributes: [idAttribute],
  };
  try {
    const controls = [syncRequest('refreshOnly')];
    for await (const part of connection.stream(search, { controls })) {
      if (part.type !== 'entry') continue;
      const state = part.controls.get(oids.syncState);
      if (!state || readSyncState(state).id !== externalIdOf(part.entry, idAttribute)) return false;
    }
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

/** The ways this directory offers, the best first. Time stamps always are one. */
export async function offeredBy(
  connection: Connection,
  settings: SourceSettings,
): Promise<Method[]> {
  const { idAttribute } = settings;
  const [root] = await connection.find(rootDse, 1);
  const controls = root?.attributes.get('supportedcontrol')?.map((value) => value.toString()) ?? [];
  const offered: Method[] = [];
  if (
    idAttribute === 'entryUUID' &&
    controls.includes(oids.syncRequest) &&
    (await answersSync(connection, settings))
  )
    offered.push('syncrepl');
  if (idAttribute === 'objectGUID' && controls.includes(oids.dirSync)) offered.push('dirsync');
  return [...offered, 'timestamp'];
}

/** @throws AppError `directory.changes-not-offered` where another way was chosen than there is. */
export function methodFor({ changes }: SourceSettings, offered: readonly Method[]): Method {
  const { method } = changes;
  if (method === 'auto' || method === 'none') return offered[0] ?? 'timestamp';
  if (!offered.includes(method)) throw failure('directory.changes-not-offered', method);
  return method;
}
