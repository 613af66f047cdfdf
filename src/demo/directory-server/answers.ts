// The messages a directory sends (RFC 4511, section 4): results, entries, the answer to paging.
import { BerWriter, PagedResultsControl } from 'ldapts';
import type { TreeEntry } from './tree.ts';

export const resultCodes = {
  success: 0,
  protocolError: 2,
  sizeLimitExceeded: 4,
  authMethodNotSupported: 7,
  unavailableCriticalExtension: 12,
  noSuchObject: 32,
  invalidCredentials: 49,
  insufficientAccessRights: 50,
  unwillingToPerform: 53,
} as const;

export type Result = { code: number; message?: string };

function message(id: number, tag: number, write: (writer: BerWriter) => void, cookie?: Buffer) {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(tag);
  write(writer);
  writer.endSequence();
  if (cookie) {
    writer.startSequence(0xa0);
    new PagedResultsControl({ value: { size: 0, cookie } }).write(writer);
    writer.endSequence();
  }
  writer.endSequence();
  return writer.buffer;
}

/** `tag` is that of the response which belongs to the request. */
export function result(
  id: number,
  tag: number,
  { code, message: text = '' }: Result,
  cookie?: Buffer,
) {
  return message(
    id,
    tag,
    (writer) => {
      writer.writeEnumeration(code);
      writer.writeString('');
      writer.writeString(text);
    },
    cookie,
  );
}

export function searchEntry(
  id: number,
  entry: TreeEntry,
  wanted: (attribute: string) => boolean,
): Buffer {
  return message(id, 0x64, (writer) => {
    writer.writeString(entry.dn);
    writer.startSequence();
    for (const [key, { name, values }] of entry.attributes) {
      if (!wanted(key)) continue;
      writer.startSequence();
      writer.writeString(name);
      writer.startSequence(0x31);
      for (const value of values) writer.writeBuffer(value, 0x04);
      writer.endSequence();
      writer.endSequence();
    }
    writer.endSequence();
  });
}

/** What whoami (RFC 4532) and others answer: a result with a value. */
export function extended(id: number, outcome: Result, value?: string): Buffer {
  return message(id, 0x78, (writer) => {
    writer.writeEnumeration(outcome.code);
    writer.writeString('');
    writer.writeString(outcome.message ?? '');
    if (value !== undefined) writer.writeString(value, 0x8b);
  });
}
