// Before a workbook is opened: is it a ZIP of a bearable size once it is unpacked? What the directory
// of the ZIP claims is not believed: every entry is inflated, with an end to it.
import { inflateRawSync } from 'node:zlib';

const unpackedAtMost = 40 * 1024 * 1024; // bytes of all entries together
const entriesAtMost = 200;

/** ZIP64: the true number stands elsewhere. No workbook of a few megabytes needs it. */
const elsewhere = 0xffffffff;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;

/** True where all entries together stay within the bounds. */
export function isBearable(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== endMark) return false;
  if (bytes.readUInt32LE(end + 12) === elsewhere) return false; // another directory would be read than this
  const entries = bytes.readUInt16LE(end + 10);
  if (entries === 0 || entries > entriesAtMost) return false;
  let at = bytes.readUInt32LE(end + 16);
  let left = unpackedAtMost;
  for (let i = 0; i < entries; i += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) return false;
    const size = unpacked(bytes, at, left);
    if (size === undefined || size !== bytes.readUInt32LE(at + 24)) return false;
    left -= size;
    at +=
      46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return true;
}

/** Bytes of one entry once unpacked; undefined where it is broken or more than `most`. */
function unpacked(bytes: Buffer, at: number, most: number): number | undefined {
  const method = bytes.readUInt16LE(at + 10);
  const packed = bytes.readUInt32LE(at + 20);
  const local = bytes.readUInt32LE(at + 42);
  if (packed === elsewhere || local + 30 > bytes.length) return undefined;
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const data = bytes.subarray(from, from + packed);
  if (method === 0) return data.length <= most ? data.length : undefined;
  if (method !== 8 || most <= 0) return undefined;
  try {
    return inflateRawSync(data, { maxOutputLength: most }).length;
  } catch {
    return undefined;
  }
}
