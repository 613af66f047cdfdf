// What comes before the end of a search (RFC 4511, sections 4.5.2 and 4.13), from bytes: read with every
// length checked against what it is part of, since a server may send anything at all. Pure.
import { contentAt, elementsOf, endAt, listOf, type Element } from './ber.ts';

/** An entry as read: attribute names in lower case without options, values as bytes. */
export type Entry = { dn: string; attributes: ReadonlyMap<string, readonly Buffer[]> };

const constructed = 0x20;
const deepest = 16; // an answer has no more than seven

/** @throws RangeError where an element is longer than what it stands in. */
export function checkNesting(bytes: Buffer, from = 0, to = bytes.length, depth = 0): void {
  if (depth > deepest) throw new RangeError('LDAP message nested too deep');
  for (let at = from; at < to;) {
    const end = endAt(bytes, at, to);
    if (bytes[at]! & constructed) checkNesting(bytes, contentAt(bytes, at), end, depth + 1);
    at = end;
  }
}

const operationOf = (message: Buffer): Element[] => {
  const [, operation] = listOf(message);
  return operation ? elementsOf(operation.content) : [];
};

/** A byte of zero is written as RFC 4514 wants it: no text of ours may hold one. */
const dnOf = ({ content }: Element): string => content.toString('utf8').replaceAll('\0', '\\00');

const nameOf = (text: string): string => {
  const type = text.toLowerCase();
  return type.includes(';') && !type.includes(';range=') ? type.replace(/;.*$/s, '') : type;
};

/** The values of the set that stands at `at`, if any does, added to those there are. */
function addValues(values: Buffer[], bytes: Buffer, at: number, to: number): void {
  if (at >= to) return;
  const last = endAt(bytes, at, to);
  for (let value = contentAt(bytes, at); value < last;) {
    const end = endAt(bytes, value, last);
    values.push(bytes.subarray(contentAt(bytes, value), end));
    value = end;
  }
}

/** Made for every entry of a directory: nothing is taken out of the bytes but what is kept. @throws RangeError */
export function entryIn(message: Buffer): Entry {
  const [dn, list] = operationOf(message);
  if (!dn || !list) throw new RangeError('LDAP entry expected');
  const bytes = list.content;
  const attributes = new Map<string, Buffer[]>();
  for (let at = 0; at < bytes.length;) {
    const end = endAt(bytes, at, bytes.length);
    const type = contentAt(bytes, at);
    if (type === end) throw new RangeError('LDAP attribute expected');
    const set = endAt(bytes, type, end);
    const name = nameOf(bytes.toString('utf8', contentAt(bytes, type), set));
    const values = attributes.get(name) ?? [];
    addValues(values, bytes, set, end);
    attributes.set(name, values);
    at = end;
  }
  return { dn: dnOf(dn), attributes };
}

/** @throws RangeError */
export const referencesIn = (message: Buffer): string[] =>
  operationOf(message).map(({ content }) => content.toString('utf8'));

/** RFC 4511, section 4.13. @throws RangeError */
export function intermediateIn(message: Buffer): { oid: string; value: Buffer } {
  const parts = operationOf(message);
  const part = (wanted: number) => parts.find(({ tag }) => tag === wanted)?.content;
  return { oid: part(0x80)?.toString('latin1') ?? '', value: part(0x81) ?? Buffer.alloc(0) };
}
