// A hostile workbook.
import { deflateRawSync } from 'node:zlib';

/** A workbook behind a directory of another size (ZIP64): who reads only the first sees one small file. */
export function hidden(workbook: Uint8Array): Uint8Array {
  const book = Buffer.from(workbook);
  const old = book.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(BigInt(book.readUInt16LE(old + 10)), 32);
  record.writeBigUInt64LE(BigInt(book.readUInt32LE(old + 12)), 40);
  record.writeBigUInt64LE(BigInt(book.readUInt32LE(old + 16)), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(old), 8);
  const end = Buffer.from(book.subarray(old));
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(0xffffffff, 12);
  return Uint8Array.from(Buffer.concat([book.subarray(0, old), record, locator, end]));
}

/** A ZIP with one entry of sixty million zeroes that claims another size. */
export function bomb(claim: number): Uint8Array {
  const data = deflateRawSync(Buffer.alloc(60_000_000));
  const name = Buffer.from('xl/workbook.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(claim, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(data.length, 20);
  entry.writeUInt32LE(claim, 24);
  entry.writeUInt16LE(name.length, 28);
  const at = 30 + name.length + data.length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(at, 16);
  return Uint8Array.from(Buffer.concat([local, name, data, entry, name, end]));
}
