// An entry as read → what is kept of it: the draft a plan is made from, what is wrong with it, the DNs
// it names, and a digest by which an entry that has not changed is known without looking into it. Pure.
import { hash } from 'node:crypto';
import type { Entry } from './connection.ts';
import { dnKey } from './dn.ts';
import { externalIdOf } from './external-id.ts';
import type { Kind } from './feed.ts';
import { groupOf, memberKeys } from './group-entries.ts';
import { mailName } from './names-of-people.ts';
import { personOf } from './person-entry.ts';
import type { Rejection } from './rejection.ts';
import type { SourceSettings } from './settings.ts';
import { isClosed } from './standing.ts';
import { unitOf } from './unit-entries.ts';

/** An entry that shows no id is known by its DN, so that the person of this DN has not left. */
const idOfDn = (key: string): string => `dn:${uuidOf(key)}`;

export type Drafted = {
  externalId: string;
  dn: string;
  dnHash: string;
  digest: string;
  draft: object | null; // null: rejected
  names: string[];
  rejections: Rejection[];
  /** Keys of the DNs it names: members of a group, or groups of a person. */
  references: string[];
};

/** Another number where the same entry is to give another draft than before. */
const version = 1;

/** A UUID of any text: short and of one length, as a key of an index must be. */
export const uuidOf = (content: string | Buffer): string =>
  hash('sha256', content, 'hex').slice(0, 32);

/** What of the settings decides how an entry is understood. */
export function settingsKeyOf(settings: SourceSettings): string {
  const { bases, scope, filters, idAttribute, unitsFrom, groupsFrom, mapping } = settings;
  const { rules, replace } = settings;
  const how = [bases, scope, filters, idAttribute, unitsFrom, groupsFrom];
  const counts = [...how, mapping, rules, replace];
  return uuidOf(JSON.stringify([version, counts]));
}

/** A digest of bytes that are put together in one place: nothing is left behind for each entry. */
function createDigest() {
  let bytes = Buffer.allocUnsafe(65_536);
  let length = 0;

  function reserve(more: number): void {
    if (length + more <= bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (length + more));
    bytes.copy(larger, 0, 0, length);
    bytes = larger;
  }
  function add(text: string): void {
    reserve(3 * text.length);
    length += bytes.write(text, length);
  }

  /** The same for the same bytes. Lengths stand before what they measure: no two entries run together. */
  return ({ dn, attributes }: Entry, settingsKey: string): string => {
    length = 0;
    add(`${settingsKey}${dn}\0`);
    for (const [name, values] of attributes) {
      add(`${name}:${values.length};`);
      for (const value of values) {
        add(`${value.length};`);
        reserve(value.length);
        length += value.copy(bytes, length);
      }
    }
    return uuidOf(bytes.subarray(0, length));
  };
}

/** The same for two spellings of one DN. */
export const hashOfDn = (dn: string): string => uuidOf(dnKey(dn));

const most = { titles: 50, dnBytes: 2_000 }; // more than any entry means, less than an index takes

/** `at`: by then a date that closes an account has passed or has not. */
type Reading = { settings: SourceSettings; at: Date };
type Content = Pick<Drafted, 'draft' | 'names' | 'rejections' | 'references'>;

function personContent(entry: Entry, id: string | undefined, { settings, at }: Reading): Content {
  const { person, rejections } = personOf(entry, id, settings, at);
  if (!person) return { draft: null, names: [], rejections, references: [] };
  const { memberOf, ...more } = person;
  const titles = person.titles.slice(0, most.titles);
  const draft = { ...more, titles, unitNames: person.unitNames.slice(0, 1) };
  const names = [person.username, ...(person.mail ? [mailName(person.mail)] : [])];
  return { draft, names, rejections, references: [...new Set(memberOf)] };
}

const noId = (entry: Entry): Content => ({
  draft: null,
  names: [],
  rejections: [{ dn: entry.dn, level: 'rejected', reason: 'no-id', detail: {} }],
  references: [],
});

function contentOf(kind: Kind, entry: Entry, id: string | undefined, reading: Reading): Content {
  const { settings } = reading;
  if (kind === 'people') return personContent(entry, id, reading);
  if (id === undefined) return noId(entry);
  const none = { names: [], rejections: [], references: [] };
  if (kind === 'units') return { ...none, draft: unitOf(entry, id, settings) };
  const keys = memberKeys(entry, settings.mapping.groupMembers);
  return { ...none, draft: groupOf(entry, id, settings), references: [...new Set(keys)] };
}

export type Known = { id: string | undefined; externalId: string; digest: string };

/** Work on an entry in two steps: `known` needs no look into it, `drafted` is for one that is news. */
export function drafting(settings: SourceSettings, at: Date) {
  const settingsKey = settingsKeyOf(settings);
  const closedKey = uuidOf(`closed ${settingsKey}`); // a date may close an entry that has not changed
  const digestOf = createDigest();
  return {
    known: (entry: Entry): Known => {
      const id = externalIdOf(entry, settings.idAttribute);
      const externalId = id ?? idOfDn(dnKey(entry.dn));
      return {
        id,
        externalId,
        digest: digestOf(entry, isClosed(entry, at) ? closedKey : settingsKey),
      };
    },
    drafted: (kind: Kind, entry: Entry, { id, externalId, digest }: Known): Drafted => {
      const { references, ...content } = contentOf(kind, entry, id, { settings, at });
      const dns = references.filter((key) => Buffer.byteLength(key) <= most.dnBytes);
      return {
        externalId,
        digest,
        dn: entry.dn,
        dnHash: hashOfDn(entry.dn),
        ...content,
        references: dns,
      };
    },
  };
}
