// The entries of the demo directory, by name and by parent. Read once, never changed.
import { createHash } from 'node:crypto';
import { ancestorKeys, dnKey } from '../../directory/dn.ts';
import { parseLdif, type LdifEntry } from './ldif.ts';

export type TreeEntry = LdifEntry & { key: string };
export type Tree = ReturnType<typeof readTree>;

/** The same for the same name at every start, as an entryUUID has to be. */
function entryUuid(key: string): string {
  const hex = createHash('sha256').update(`entryUUID ${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function readTree(ldif: string) {
  const entries = new Map<string, TreeEntry>();
  for (const entry of parseLdif(ldif)) {
    const key = dnKey(entry.dn);
    const id = [Buffer.from(entryUuid(key))];
    if (!entry.attributes.has('entryuuid'))
      entry.attributes.set('entryuuid', { name: 'entryUUID', values: id });
    entries.set(key, { ...entry, key });
  }
  return {
    find: (dn: string) => entries.get(dnKey(dn)),
    /** Entries within a scope of RFC 4511, section 4.5.1.2, in the order of the file. */
    within(base: string, scope: 'base' | 'one' | 'sub'): TreeEntry[] {
      const key = dnKey(base);
      if (scope === 'base') return [...entries.values()].filter((entry) => entry.key === key);
      return [...entries.values()].filter((entry) => {
        const above = ancestorKeys(entry.dn);
        return scope === 'one' ? above[0] === key : entry.key === key || above.includes(key);
      });
    },
  };
}
