// Distinguished names (RFC 4514): enough of them to compare two, to find the parent, to read the
// first component. The server's own spelling is kept for display and for binds.

export type Rdn = { attribute: string; value: string };

const hexPair = /^[0-9a-f]{2}/i;

/** The value from `start` up to an unescaped separator, unescaped. Bytes given as hex pairs are UTF-8. */
function readValue(text: string, start: number): { value: string; end: number } {
  const bytes: Buffer[] = [];
  let at = start;
  while (at < text.length && !',+;'.includes(text.charAt(at))) {
    if (text[at] !== '\\') {
      const point = text.codePointAt(at) ?? 0;
      bytes.push(Buffer.from(String.fromCodePoint(point)));
      at += point > 0xffff ? 2 : 1;
      continue;
    }
    const pair = hexPair.exec(text.slice(at + 1))?.[0];
    bytes.push(pair ? Buffer.from(pair, 'hex') : Buffer.from(text.charAt(at + 1)));
    at += pair ? 3 : 2;
  }
  return { value: Buffer.concat(bytes).toString('utf8'), end: at };
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
    .replace(/[\\,+;="]/g, (c) => `\\${c}`);

const keyOf = (components: readonly Rdn[][]) =>
  components
    .map((rdn) =>
      rdn
        .map(({ attribute, value }) => `${attribute}=${fold(value)}`)
        .sort()
        .join('+'),
    )
    .join(',');

/** Equal for two spellings of one DN: case, spaces, escapes and Unicode form set aside. */
export function dnKey(dn: string): string {
  return keyOf(parseDn(dn));
}

/** The keys of all entries above, nearest first. */
export function ancestorKeys(dn: string): string[] {
  const components = parseDn(dn);
  return components.slice(1).map((_, i) => keyOf(components.slice(i + 1)));
}

/** Value of an attribute in the entry's own component, such as `nvan` of `uid=nvan,ou=people`. */
export function rdnValue(dn: string, attribute: string): string | undefined {
  return parseDn(dn)[0]?.find((part) => part.attribute === attribute.toLowerCase())?.value;
}
