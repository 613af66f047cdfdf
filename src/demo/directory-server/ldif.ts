// Reads LDIF (RFC 2849): comments, folded lines, base64. Raw UTF-8 is taken too, as directories do.

export type LdifEntry = {
  dn: string;
  /** By name in lower case; `name` is the spelling of the first occurrence. */
  attributes: Map<string, { name: string; values: Buffer[] }>;
};

type Line = { name: string; value: Buffer };

function readLine(text: string): Line {
  const match = /^([a-zA-Z][a-zA-Z0-9;.-]*):(:?) *(.*)$/s.exec(text);
  if (!match) throw new Error(`not a line of LDIF: ${text.slice(0, 80)}`);
  const [, name = '', base64, value = ''] = match;
  return { name, value: Buffer.from(value, base64 ? 'base64' : 'utf8') };
}

function readEntry(lines: readonly Line[]): LdifEntry {
  const [first, ...rest] = lines;
  if (first?.name.toLowerCase() !== 'dn') throw new Error('an LDIF entry begins with its dn');
  const entry: LdifEntry = { dn: first.value.toString('utf8'), attributes: new Map() };
  for (const { name, value } of rest) {
    const key = name.toLowerCase();
    const attribute = entry.attributes.get(key) ?? { name, values: [] };
    attribute.values.push(value);
    entry.attributes.set(key, attribute);
  }
  return entry;
}

/** @throws Error at the first line that is none of LDIF; change records are not understood. */
export function parseLdif(text: string): LdifEntry[] {
  const unfolded = text.replace(/\r\n/g, '\n').replace(/\n /g, '');
  const entries: LdifEntry[] = [];
  let lines: Line[] = [];
  for (const line of [...unfolded.split('\n'), '']) {
    if (line.startsWith('#') || /^version: *\d+$/.test(line)) continue;
    if (line !== '') lines.push(readLine(line));
    else if (lines.length > 0) {
      entries.push(readEntry(lines));
      lines = [];
    }
  }
  return entries;
}
