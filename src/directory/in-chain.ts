// Members of groups as Active Directory resolves them: everybody who is in a group, directly or through
// groups in it, however deep ([MS-ADTS] 3.1.1.3.4.4.3). One search for each group, of people's DNs alone.
import type { Connection, Entry, Search } from './connection.ts';
import { escaped } from './filter.ts';
import type { SourceSettings } from './settings.ts';

const matchingRuleInChain = '1.2.840.113556.1.4.1941';

/**
 * The same groups, each with the people in it as its only members.
 * @param people the search that finds the people of a source of these settings.
 */
export async function resolvedInChain(
  connection: Connection,
  groups: readonly Entry[],
  people: Search,
  { filters, mapping, pageSize }: SourceSettings,
): Promise<Entry[]> {
  const resolved: Entry[] = [];
  for (const group of groups) {
    const members: Buffer[] = [];
    const inGroup = `(memberOf:${matchingRuleInChain}:=${escaped(group.dn)})`;
    const filter = `(&${filters.people}${inGroup})`;
    for await (const { entries } of connection.pages(
      { ...people, filter, attributes: ['1.1'] },
      pageSize,
    ))
      members.push(...entries.map(({ dn }) => Buffer.from(dn)));
    const attributes = new Map(group.attributes).set(
      mapping.groupMembers[0]!.toLowerCase(),
      members,
    );
    resolved.push({ dn: group.dn, attributes });
  }
  return resolved;
}
