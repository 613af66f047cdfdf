// Controls by which a directory tells what changed, from bytes and to bytes: content synchronisation
// (RFC 4533) and Active Directory's DirSync ([MS-ADTS] 3.1.1.3.4.1.3). Pure.
import {
  boolean,
  elementsOf,
  enumerated,
  integer,
  listOf,
  numberOf,
  octets,
  sequence,
  tags,
  type Element,
} from './ber.ts';
import { hyphened } from './external-id.ts';

/** As it travels with a request or an answer. */
export type Control = { oid: string; critical: boolean; value: Buffer };

export const oids = {
  syncRequest: '1.3.6.1.4.1.4203.1.9.1.1',
  syncState: '1.3.6.1.4.1.4203.1.9.1.2',
  syncDone: '1.3.6.1.4.1.4203.1.9.1.3',
  syncInfo: '1.3.6.1.4.1.4203.1.9.1.4',
  dirSync: '1.2.840.113556.1.4.841', // the same in both directions
} as const;

/** RFC 4533, section 2.2. Without a cookie the server tells everything. */
export const syncRequest = (
  mode: 'refreshOnly' | 'refreshAndPersist',
  cookie?: Buffer,
): Control => ({
  oid: oids.syncRequest,
  critical: true,
  value: sequence(
    enumerated(mode === 'refreshOnly' ? 1 : 3),
    ...(cookie ? [octets(cookie)] : []),
    boolean(false), // reloadHint: a cookie that is too old is refused or answered by what is present
  ),
});

export type SyncState = {
  state: 'present' | 'add' | 'modify' | 'delete';
  id: string; // entryUUID, hyphened
  cookie: Buffer | undefined;
};

const states = ['present', 'add', 'modify', 'delete'] as const;
const idOf = (bytes: Buffer): string => {
  if (bytes.length !== 16) throw new RangeError('entryUUID expected');
  return hyphened(bytes.toString('hex'));
};
const cookieIn = (elements: readonly Element[]): Buffer | undefined =>
  elements.find(({ tag }) => tag === tags.octets)?.content;
const flagIn = (elements: readonly Element[], otherwise: boolean): boolean => {
  const flag = elements.find(({ tag }) => tag === tags.boolean);
  return flag ? numberOf(flag) !== 0 : otherwise;
};

/** Section 2.3; comes with every entry. @throws RangeError */
export function readSyncState(value: Buffer): SyncState {
  const [state, id, cookie] = listOf(value);
  if (!state || !id) throw new RangeError('sync state expected');
  const name = states[numberOf(state)];
  if (!name) throw new RangeError('unknown sync state');
  return { state: name, id: idOf(id.content), cookie: cookie?.content };
}

/**
 * Section 2.4; comes at the end of a refreshOnly. `refreshDeletes` false: whatever was not named is
 * gone. No cookie: the one we have is still good. @throws RangeError
 */
export function readSyncDone(value: Buffer): {
  cookie: Buffer | undefined;
  refreshDeletes: boolean;
} {
  const elements = listOf(value);
  return { cookie: cookieIn(elements), refreshDeletes: flagIn(elements, false) };
}

export type SyncInfo =
  | { type: 'newCookie'; cookie: Buffer }
  /** One phase of the refresh is over; with `refreshDone` the refresh itself. */
  | { type: 'refreshDelete' | 'refreshPresent'; cookie: Buffer | undefined; refreshDone: boolean }
  /** Entries without their attributes: gone where `refreshDeletes`, else still there as they were. */
  | { type: 'idSet'; cookie: Buffer | undefined; refreshDeletes: boolean; ids: string[] };

/** Section 2.5. @throws RangeError */
export function readSyncInfo(value: Buffer): SyncInfo {
  const [choice, ...more] = elementsOf(value);
  if (!choice || more.length > 0) throw new RangeError('sync info expected');
  if (choice.tag === 0x80) return { type: 'newCookie', cookie: choice.content };
  const elements = elementsOf(choice.content);
  const cookie = cookieIn(elements);
  if (choice.tag === 0xa1 || choice.tag === 0xa2) {
    const type = choice.tag === 0xa1 ? 'refreshDelete' : 'refreshPresent';
    return { type, cookie, refreshDone: flagIn(elements, true) };
  }
  if (choice.tag !== 0xa3) throw new RangeError('unknown sync info');
  const set = elements.find(({ tag }) => tag === 0x31);
  if (!set) throw new RangeError('set of entryUUIDs expected');
  const ids = elementsOf(set.content).map(({ content }) => idOf(content));
  return { type: 'idSet', cookie, refreshDeletes: flagIn(elements, false), ids };
}

/** Rights of the asking account decide what is seen: no right to replicate the domain is needed. */
const objectSecurity = 0x1;

/** Without a cookie the server tells everything. */
export const dirSyncRequest = (cookie: Buffer | undefined, maxBytes = 0): Control => ({
  oid: oids.dirSync,
  critical: true,
  value: sequence(integer(objectSecurity), integer(maxBytes), octets(cookie ?? Buffer.alloc(0))),
});

/** `more`: ask again with the new cookie at once. @throws RangeError */
export function readDirSync(value: Buffer): { more: boolean; cookie: Buffer } {
  const [more, , cookie] = listOf(value);
  if (!more || !cookie) throw new RangeError('DirSync answer expected');
  return { more: numberOf(more) !== 0, cookie: cookie.content };
}

/** The controls of a whole message (RFC 4511, section 4.1.11), after its operation. @throws RangeError */
export function controlsIn(message: Buffer): Map<string, Buffer> {
  const list = listOf(message).find(({ tag }) => tag === 0xa0);
  const controls = new Map<string, Buffer>();
  for (const { content } of list ? elementsOf(list.content) : []) {
    const [oid, ...rest] = elementsOf(content);
    const value = rest.find(({ tag }) => tag === tags.octets)?.content ?? Buffer.alloc(0);
    if (oid) controls.set(oid.content.toString('latin1'), value);
  }
  return controls;
}
