// Groups of a source, from their own entries or from people's memberOf. Pure.
import { groupCodeOf } from '../accounts/group.ts';
import { clean, cut } from '../core/text.ts';
import type { Entry } from './connection.ts';
import { dnKey, parseDn } from './dn.ts';
import { text } from './person-entry.ts';
import type { SourceSettings } from './settings.ts';

export type WantedGroup = {
  externalId: string;
  dn: string;
  code: string; // a proposal: an existing group keeps the code it has
  name: string;
  description: string | null;
};

const codeOf = (name: string) => groupCodeOf(name).slice(0, 56) || 'nhom'; // room for a number

export function groupOf(
  entry: Entry,
  externalId: string,
  { mapping }: SourceSettings,
): WantedGroup {
  const name = text(entry, mapping.groupName) ?? entry.dn;
  return {
    externalId,
    dn: entry.dn,
    code: codeOf(name),
    name: cut(name, 200),
    description: text(entry, mapping.groupDescription) ?? null,
  };
}

/** Keys of the DNs of a group's members: people and other groups; nesting may run in circles. */
export const memberKeys = (entry: Entry, attributes: readonly string[]): string[] =>
  attributes.flatMap((attribute) =>
    (entry.attributes.get(attribute.toLowerCase()) ?? []).map((dn) => dnKey(dn.toString('utf8'))),
  );

/** A group that people name: it has no entry that we read, so its DN is its id. */
export function groupOfDn(key: string): WantedGroup {
  const name = clean(parseDn(key)[0]?.[0]?.value ?? '') || key;
  return {
    externalId: `dn:${key}`,
    dn: key,
    code: codeOf(name),
    name: cut(name, 200),
    description: null,
  };
}
