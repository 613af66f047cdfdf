// Network addresses of people: which are counted as one, and which lie in given networks.
import { BlockList, isIP } from 'node:net';

/** Who is counted as one: one IPv4 address, or the /64 that one IPv6 subscriber is given. */
export function addressPrefix(address: string | null): string {
  if (!address) return 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right];
  const first = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${first.join(':')}::/64`;
}

/** A range as CIDR (RFC 4632, RFC 4291); a bare address is a range of one. Undefined where it is none. */
export function rangeOf(text: string): { address: string; length: number } | undefined {
  const [address = '', length, ...rest] = text.trim().toLowerCase().split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return undefined;
  const longest = version === 4 ? 32 : 128;
  if (length === undefined) return { address, length: longest };
  if (!/^\d{1,3}$/.test(length) || Number(length) > longest) return undefined;
  return { address, length: Number(length) };
}

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

/** IPv4 as it comes out of an IPv6 socket is IPv4 (RFC 4291, section 2.5.5.2). */
const plain = (address: string): string => /^::ffff:([\d.]+)$/i.exec(address)?.[1] ?? address;

/** False also where there is no address to go by. */
export function liesIn(address: string | null, ranges: readonly string[]): boolean {
  const known = plain(address ?? '').split('%')[0]!;
  if (isIP(known) === 0) return false;
  const list = new BlockList();
  for (const range of ranges.flatMap((text) => rangeOf(text) ?? []))
    list.addSubnet(range.address, range.length, familyOf(range.address));
  return list.check(known, familyOf(known));
}
