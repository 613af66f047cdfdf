// Vùng mạng: named parts of the network, and in which of them an address lies. Pure.
import { BlockList, isIP } from 'node:net';

/** `rest`: every address that is in no other zone. `inner`: one of the province's own. */
export type Zone = { code: string; ranges: readonly string[]; rest: boolean; inner: boolean };

/** A range as CIDR (RFC 4632, RFC 4291); a bare address is a range of one. Undefined where it is none. */
export function rangeOf(text: string): string | undefined {
  const [address = '', length, ...rest] = text.trim().toLowerCase().split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return undefined;
  const longest = version === 4 ? 32 : 128;
  if (length === undefined) return `${address}/${longest}`;
  if (!/^\d{1,3}$/.test(length) || Number(length) > longest) return undefined;
  return `${address}/${Number(length)}`;
}

const family = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', length] = range.split('/');
    list.addSubnet(address, Number(length), family(address));
  }
  return list;
}

// By the very text of the ranges: what an administrator changes is another text, on every node at once.
const made = new Map<string, BlockList>();
const mostKept = 200;

function cached(ranges: readonly string[]): BlockList {
  const key = ranges.join(' ');
  const list = made.get(key) ?? listOf(ranges);
  if (made.size >= mostKept) made.clear();
  made.set(key, list);
  return list;
}

/** IPv4 as it comes out of an IPv6 socket is IPv4 (RFC 4291, section 2.5.5.2); no zone id (RFC 4007). */
function plain(address: string): string {
  const [known = ''] = address.split('%');
  return /^::ffff:([\d.]+)$/i.exec(known)?.[1] ?? known;
}

/** Codes of the zones that hold the address; null where there is no address to go by. */
export function zonesOf(zones: readonly Zone[], address: string | null): string[] | null {
  const known = plain(address ?? '');
  if (isIP(known) === 0) return null;
  const holding = zones.filter(
    ({ rest, ranges }) => !rest && cached(ranges).check(known, family(known)),
  );
  const found = holding.length > 0 ? holding : zones.filter(({ rest }) => rest);
  return found.map(({ code }) => code);
}

/** Whether it lies in one of the province's own; no address lies nowhere. */
export function isInner(zones: readonly Zone[], address: string | null): boolean {
  const inner = innerZones(zones);
  return zonesOf(zones, address)?.some((code) => inner.includes(code)) ?? false;
}

/** As `zonesOf`, for somebody on the province's own network. */
export const innerZones = (zones: readonly Zone[]): string[] =>
  zones.filter(({ inner }) => inner).map(({ code }) => code);
