// The id that stays with an entry when it is renamed or moved: entryUUID (RFC 4530), objectGUID of
// Active Directory, or nsUniqueId of 389 Directory Server, which writes it in four groups of eight.
// As text it is always lower-case hexadecimal with hyphens.
import type { Entry } from './connection.ts';
import type { SourceSettings } from './settings.ts';

export type IdAttribute = SourceSettings['idAttribute'];

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const fourEights = /^[0-9a-f]{8}(-[0-9a-f]{8}){3}$/;

/** The first three fields of an objectGUID are stored with their bytes reversed ([MS-DTYP] 2.3.4.2). */
const reversed = (bytes: Buffer) =>
  Buffer.from([3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map((i) => bytes[i] ?? 0));

export const hyphened = (hex: string) =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** Undefined where the entry shows no usable id. */
export function externalIdOf(entry: Entry, attribute: IdAttribute): string | undefined {
  const value = entry.attributes.get(attribute.toLowerCase())?.[0];
  if (!value) return undefined;
  const text = value.toString('latin1').toLowerCase();
  if (uuid.test(text)) return text;
  if (fourEights.test(text)) return hyphened(text.replaceAll('-', ''));
  if (value.length !== 16) return undefined;
  return hyphened((attribute === 'objectGUID' ? reversed(value) : value).toString('hex'));
}

/** What to search for to find the entry again. */
export function externalIdFilter(attribute: IdAttribute, id: string) {
  if (attribute === 'entryUUID') return { attribute, equals: id };
  const hex = id.replaceAll('-', '');
  if (attribute === 'nsUniqueId') return { attribute, equals: hex.replace(/(.{8})(?=.)/g, '$1-') };
  return { attribute, equals: reversed(Buffer.from(hex, 'hex')) };
}
