// A hostile workbook.
import { deflateRawSync } from 'node:zlib';

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
