// Distinguished names (RFC 4514): enough of them to compare two, to find the parent, to read the
// first component. The server's own spelling is kept for display and for binds.

export type Rdn = { attribute: string; value: string };

const hexPair = /^[0-9a-f]{2}/i;

const separator = /[,+;\\]/g;

/** The value from `start` up to an unescaped separator, unescaped. Bytes given as hex pairs are UTF-8. */
function readValue(text: string, start: number): { value: string; end: number } {
  const parts: Buffer[] = [];
  for (let at = start; ;) {
    separator.lastIndex = at;
    const end = separator.exec(text)?.index ?? text.length;
    const plain = text.slice(at, end);
    if (text[end] !== '\\') {
      if (parts.length === 0) return { value: plain, end };
      return { value: Buffer.concat([...parts, Buffer.from(plain)]).toString('utf8'), end };
    }
    const pair = hexPair.exec(text.slice(end + 1, end + 3))?.[0];
    const escaped = pair ? Buffer.from(pair, 'hex') : Buffer.from(text.charAt(end + 1));
    parts.push(Buffer.from(plain), escaped);
    at = end + (pair ? 3 : 2);
  }
}

/** Components of a DN, the entry's own first; each is one part or, rarely, several. Empty where it is no DN. */
export function parseDn(dn: string): Rdn[][] {
  const components: Rdn[][] = [];
  let current: Rdn[] = [];
  let at = 0;
  while (at < dn.length) {
    const equals = dn.indexOf('=', at);
    if (equals < 0) return [];
    const attribute = dn.slice(at, equals).trim().toLowerCase();
    const { value, end } = readValue(dn, equals + 1);
    current.push({ attribute, value: value.trim() });
    if (dn[end] !== '+') {
      components.push(current);
      current = [];
    }
    at = end + 1;
  }
  return components;
}

const fold = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\\,+;="]/g, (c) => `\\${c}`)
    .replaceAll('\0', '\\00'); // no text of ours may hold one

const keyOfRdn = (rdn: readonly Rdn[]) =>
  rdn
    .map(({ attribute, value }) => `${attribute}=${fold(value)}`)
    .sort()
    .join('+');

// What nearly every DN is made of: nothing to escape, to fold or to sort. Read a million times by a large group.
const plain = /^[a-z0-9.-]+=[\w.@-]+(?: [\w.@-]+)*(?:,[a-z0-9.-]+=[\w.@-]+(?: [\w.@-]+)*)*$/i;

/** Equal for two spellings of one DN: case, spaces, escapes and Unicode form set aside. */
export function dnKey(dn: string): string {
  if (plain.test(dn)) return dn.toLowerCase();
  return parseDn(dn).map(keyOfRdn).join(',');
}

/** The keys of all entries above, nearest first. */
export function ancestorKeys(dn: string): string[] {
  const keys = parseDn(dn).map(keyOfRdn);
  return keys.slice(1).map((_, i) => keys.slice(i + 1).join(','));
}

/** Value of an attribute in the entry's own component, such as `nvan` of `uid=nvan,ou=people`. */
export function rdnValue(dn: string, attribute: string): string | undefined {
  return parseDn(dn)[0]?.find((part) => part.attribute === attribute.toLowerCase())?.value;
}
