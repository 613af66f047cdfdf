// Reads a search filter (RFC 4511, section 4.5.1.7) into a question that can be put to an entry.
// Values compare without regard to case and Unicode form, as the attributes of people do.
// Not by ldapts' own filter classes: they read the name in a presence filter from the wrong place.
import type { BerReader } from 'ldapts';
import { dnKey } from '../../directory/dn.ts';
import type { TreeEntry } from './tree.ts';

export type Question = (entry: TreeEntry) => boolean;

const maxDepth = 20;
const namesEntries = new Set(['member', 'uniquemember', 'manager', 'owner']);
const fold = (text: string | Buffer) => text.toString().normalize('NFC').toLowerCase();

const valuesOf = (entry: TreeEntry, attribute: string) =>
  entry.attributes.get(attribute)?.values.map(fold) ?? [];

const nameAt = (reader: BerReader) => (reader.readString() ?? '').toLowerCase();
const valueAt = (reader: BerReader, tag = 4) => fold(reader.readString(tag, true) ?? '');

function readMany<T>(reader: BerReader, one: () => T): T[] {
  const end = reader.offset + reader.length;
  const all: T[] = [];
  while (reader.offset < end) all.push(one());
  return all;
}

function equality(reader: BerReader): Question {
  const [name, wanted] = [nameAt(reader), valueAt(reader)];
  if (!namesEntries.has(name)) return (entry) => valuesOf(entry, name).includes(wanted);
  const key = dnKey(wanted);
  return (entry) => valuesOf(entry, name).some((value) => dnKey(value) === key);
}

/** Parts in this order, without looking back: nothing to blow up with a hostile pattern. */
function contains(value: string, initial: string, any: readonly string[], final: string): boolean {
  if (!value.startsWith(initial) || !value.endsWith(final)) return false;
  let at = initial.length;
  for (const part of any) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - final.length;
}

function substrings(reader: BerReader): Question {
  const name = nameAt(reader);
  reader.readSequence();
  const parts = readMany(reader, () => {
    const tag = reader.peek() ?? 0;
    return { tag, text: valueAt(reader, tag) };
  });
  const of = (tag: number) => parts.filter((part) => part.tag === tag).map(({ text }) => text);
  const [initial = '', final = ''] = [of(0x80)[0], of(0x82)[0]];
  return (entry) =>
    valuesOf(entry, name).some((value) => contains(value, initial, of(0x81), final));
}

function ordering(reader: BerReader, fits: (value: string, wanted: string) => boolean): Question {
  const [name, wanted] = [nameAt(reader), valueAt(reader)];
  return (entry) => valuesOf(entry, name).some((value) => fits(value, wanted));
}

function presence(reader: BerReader): Question {
  const end = reader.offset + reader.length;
  const name = reader.buffer.toString('latin1', reader.offset, end).toLowerCase();
  reader.offset = end;
  return (entry) => entry.attributes.has(name);
}

/** @throws Error where it is nested too deeply or is no filter. */
export function readFilter(reader: BerReader, depth = 0): Question {
  if (depth > maxDepth) throw new Error('filter nested too deeply');
  const inner = () => readFilter(reader, depth + 1);
  const tag = reader.readSequence();
  if (tag === 0xa0 || tag === 0xa1) {
    const all = readMany(reader, inner);
    return tag === 0xa0
      ? (entry) => all.every((one) => one(entry))
      : (entry) => all.some((one) => one(entry));
  }
  if (tag === 0xa2) {
    const one = inner();
    return (entry) => !one(entry);
  }
  if (tag === 0xa3 || tag === 0xa8) return equality(reader);
  if (tag === 0xa4) return substrings(reader);
  if (tag === 0xa5) return ordering(reader, (value, wanted) => value >= wanted);
  if (tag === 0xa6) return ordering(reader, (value, wanted) => value <= wanted);
  if (tag === 0x87) return presence(reader);
  throw new Error('unknown kind of filter');
}
