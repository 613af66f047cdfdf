// What comes before the end of a search (RFC 4511, sections 4.5.2 and 4.13), from bytes: read with every
// length checked against what it is part of, since a server may send anything at all. Pure.
import { elementsOf, listOf, type Element } from './ber.ts';

/** An entry as read: attribute names in lower case without options, values as bytes. */
export type Entry = { dn: string; attributes: ReadonlyMap<string, readonly Buffer[]> };

const constructed = 0x20;
const deepest = 16; // an answer has no more than seven

/** @throws RangeError where an element is longer than what it stands in. */
export function checkNesting(bytes: Buffer, depth = 0): void {
  if (depth > deepest) throw new RangeError('LDAP message nested too deep');
  for (const { tag, content } of elementsOf(bytes))
    if (tag & constructed) checkNesting(content, depth + 1);
}

const operationOf = (message: Buffer): Element[] => {
  const [, operation] = listOf(message);
  return operation ? elementsOf(operation.content) : [];
};

/** A byte of zero is written as RFC 4514 wants it: no text of ours may hold one. */
const dnOf = ({ content }: Element): string => content.toString('utf8').replaceAll('\0', '\\00');

const nameOf = ({ content }: Element): string => {
  const type = content.toString('utf8').toLowerCase();
  return type.includes(';range=') ? type : type.replace(/;.*$/s, '');
};

/** @throws RangeError */
export function entryIn(message: Buffer): Entry {
  const [dn, list] = operationOf(message);
  if (!dn || !list) throw new RangeError('LDAP entry expected');
  const attributes = new Map<string, Buffer[]>();
  for (const { content } of elementsOf(list.content)) {
    const [type, set] = elementsOf(content);
    if (!type) throw new RangeError('LDAP attribute expected');
    const name = nameOf(type);
    const values = attributes.get(name) ?? [];
    for (const value of set ? elementsOf(set.content) : []) values.push(value.content);
    attributes.set(name, values);
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
