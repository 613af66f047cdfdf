// Groups of a snapshot, from their own entries or from people's memberOf. Members are resolved to
// people and groups of the same snapshot; nesting may run in circles, which is kept as it is. Pure.
import { groupCodeOf } from '../accounts/group.ts';
import { cut } from '../core/text.ts';
import type { Entry } from './connection.ts';
import { dnKey, parseDn } from './dn.ts';
import { externalIdOf } from './external-id.ts';
import { text, type PersonDraft } from './person-entry.ts';
import type { Rejection } from './rejection.ts';
import type { SourceSettings } from './settings.ts';

export type WantedGroup = {
  externalId: string;
  dn: string;
  code: string; // a proposal: an existing group keeps the code it has
  name: string;
  description: string | null;
  accounts: string[]; // external ids of people
  groups: string[]; // external ids of groups that are members
};

export type Groups = { groups: WantedGroup[]; rejections: Rejection[] };

const codeOf = (name: string) => groupCodeOf(name).slice(0, 56) || 'nhom'; // room for a number

function groupOf(entry: Entry, externalId: string, { mapping }: SourceSettings): WantedGroup {
  const name = text(entry, mapping.groupName) ?? entry.dn;
  return {
    externalId,
    dn: entry.dn,
    code: codeOf(name),
    name: cut(name, 200),
    description: text(entry, mapping.groupDescription) ?? null,
    accounts: [],
    groups: [],
  };
}

const memberKeys = (entry: Entry, attributes: readonly string[]) =>
  attributes.flatMap((attribute) =>
    (entry.attributes.get(attribute.toLowerCase()) ?? []).map((dn) => dnKey(dn.toString('utf8'))),
  );

export function groupsOfEntries(
  entries: readonly Entry[],
  personByDn: ReadonlyMap<string, string>,
  settings: SourceSettings,
): Groups {
  const rejections: Rejection[] = [];
  const byId = new Map<string, { group: WantedGroup; entry: Entry }>();
  for (const entry of entries) {
    const id = externalIdOf(entry, settings.idAttribute);
    if (id) byId.set(id, { entry, group: groupOf(entry, id, settings) });
    else rejections.push({ dn: entry.dn, level: 'rejected', reason: 'no-id', detail: {} });
  }
  const groupByDn = new Map([...byId].map(([id, { entry }]) => [dnKey(entry.dn), id]));
  for (const { group, entry } of byId.values()) {
    const keys = [...new Set(memberKeys(entry, settings.mapping.groupMembers))];
    group.accounts = keys.flatMap((key) => personByDn.get(key) ?? []);
    group.groups = keys.flatMap((key) => groupByDn.get(key) ?? []);
    const unknown = keys.filter((key) => !personByDn.has(key) && !groupByDn.has(key));
    if (unknown.length > 0)
      rejections.push({
        dn: entry.dn,
        level: 'warning',
        reason: 'unknown-members',
        detail: { count: unknown.length, first: unknown.slice(0, 5) },
      });
  }
  return { groups: [...byId.values()].map(({ group }) => group), rejections };
}

/** Where people name their groups: such a group has no entry that we read, so its DN is its id. */
export function groupsOfMembers(people: readonly PersonDraft[]): Groups {
  const members = new Map<string, Set<string>>();
  for (const { memberOf, externalId } of people)
    for (const dn of memberOf) members.set(dn, (members.get(dn) ?? new Set()).add(externalId));
  const groups = [...members].map(([dn, accounts]): WantedGroup => {
    const name = parseDn(dn)[0]?.[0]?.value ?? dn;
    return {
      externalId: `dn:${dn}`,
      dn,
      code: codeOf(name),
      name: cut(name, 200),
      description: null,
      accounts: [...accounts],
      groups: [],
    };
  });
  return { groups, rejections: [] };
}
