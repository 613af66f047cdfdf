// Network addresses of people, as far as one can be counted apart from another.

/** The first so many of the eight groups of an IPv6 address, each without leading zeros. */
function firstGroups(address: string, count: number): string {
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right];
  const first = groups.slice(0, count).map((group) => Number.parseInt(group, 16).toString(16));
  return first.join(':');
}

/** IPv4 as it comes out of an IPv6 socket is IPv4 (RFC 4291, section 2.5.5.2). */
const unmapped = (address: string): string =>
  /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;

/** Who is counted as one: one IPv4 address, or the /64 that one IPv6 subscriber is given. */
export function addressPrefix(address: string | null): string {
  if (!address) return 'unknown';
  const plain = unmapped(address);
  return plain.includes(':') ? `${firstGroups(plain, 4)}::/64` : plain;
}

/** Whose machines they may all be: an IPv4 /24, or the /48 that one IPv6 site is given. */
export function subnetOf(address: string | null): string {
  if (!address) return 'unknown';
  const plain = unmapped(address);
  if (plain.includes(':')) return `${firstGroups(plain, 3)}::/48`;
  return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
}
