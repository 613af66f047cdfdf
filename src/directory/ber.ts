// The few BER types that controls are made of (X.690; RFC 4511, section 5.1): whole values in memory,
// definite lengths, one byte of tag. Pure.

export type Element = { tag: number; content: Buffer };

export const tags = { boolean: 0x01, integer: 0x02, octets: 0x04, enumerated: 0x0a };
const sequenceTag = 0x30;
const setTag = 0x31;

function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes]);
  const digits: number[] = [];
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Buffer.from([0x80 | digits.length, ...digits]);
}

export const element = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);

/** Not negative: no control asks for less than nothing. */
export function integer(value: number, tag = tags.integer): Buffer {
  const digits: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  if (digits.length === 0 || digits[0]! >= 0x80) digits.unshift(0); // the first bit is the sign
  return element(tag, Buffer.from(digits));
}

export const enumerated = (value: number): Buffer => integer(value, tags.enumerated);
export const boolean = (value: boolean): Buffer =>
  element(tags.boolean, Buffer.from([value ? 0xff : 0]));
export const octets = (value: Buffer): Buffer => element(tags.octets, value);
export const sequence = (...elements: Buffer[]): Buffer =>
  element(sequenceTag, Buffer.concat(elements));

/** Where the content of the element at `at` begins. @throws RangeError */
export function contentAt(bytes: Buffer, at: number): number {
  const first = bytes[at + 1];
  if (first === undefined) throw new RangeError('BER element cut short');
  if (first < 0x80) return at + 2;
  const count = first & 0x7f;
  if (count === 0 || count > 4 || at + 2 + count > bytes.length)
    throw new RangeError('BER element of unreadable length');
  return at + 2 + count;
}

/** Where the element at `at` ends, which is not after `within`. @throws RangeError */
export function endAt(bytes: Buffer, at: number, within: number): number {
  const content = contentAt(bytes, at);
  const digits = content - at - 2;
  const end = content + (digits === 0 ? bytes[at + 1]! : bytes.readUIntBE(at + 2, digits));
  if (end > within) throw new RangeError('BER element cut short');
  return end;
}

/** The elements that stand one after the other. @throws RangeError where the bytes are no such. */
export function elementsOf(bytes: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = endAt(bytes, at, bytes.length);
    elements.push({ tag: bytes[at]!, content: bytes.subarray(contentAt(bytes, at), end) });
    at = end;
  }
  return elements;
}

/** The elements of the one sequence or set that these bytes are. @throws RangeError */
export function listOf(bytes: Buffer): Element[] {
  const [only, ...more] = elementsOf(bytes);
  if (!only || more.length > 0 || (only.tag !== sequenceTag && only.tag !== setTag))
    throw new RangeError('BER sequence expected');
  return elementsOf(only.content);
}

/** Of an integer, an enumerated or a boolean; six bytes at most. @throws RangeError */
export function numberOf({ content }: Element): number {
  if (content.length === 0 || content.length > 6) throw new RangeError('BER number out of range');
  return content.readIntBE(0, content.length);
}
