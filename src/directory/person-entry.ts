// A person's entry → the account the directory wants, or the reason why it cannot be one. Pure.
import { clean, cut, foldLoginName, isUsername, searchKey } from '../core/text.ts';
import type { Entry } from './connection.ts';
import { dnKey, rdnValue } from './dn.ts';
import { evaluate, expressionOf, soleAttribute } from './expression.ts';
import { dividedName } from './person-name.ts';
import { toE164 } from './phone-number.ts';
import type { Rejection, RejectionReason } from './rejection.ts';
import type { SourceSettings } from './settings.ts';
import { isClosed } from './standing.ts';

export type WantedPerson = {
  externalId: string;
  dn: string;
  username: string;
  kind: 'official' | 'service' | 'shared';
  suspended: boolean;
  fullName: string;
  familyName: string | null;
  middleName: string | null;
  givenName: string | null;
  mail: string | null;
  phone: string | null;
  employeeNumber: string | null;
  titles: string[];
  unit: string | null; // external id of a unit in the same snapshot
};

/** What is known of a person before units are known. */
export type PersonDraft = Omit<WantedPerson, 'unit'> & {
  division: string | null;
  unitNames: string[];
  memberOf: string[];
};

export type PersonOutcome = { person?: PersonDraft; rejections: Rejection[] };

/** All values of an attribute, clean and in NFC. */
function attributeTexts(entry: Entry, attribute: string): string[] {
  const values = entry.attributes.get(attribute.toLowerCase()) ?? [];
  return values.map((value) => cut(clean(value.toString('utf8')), 500)).filter(Boolean);
}

/** What an expression of the mapping makes of an entry. */
const texts = (entry: Entry, expression: string): string[] =>
  evaluate(expressionOf(expression), (attribute) => attributeTexts(entry, attribute));

export const text = (entry: Entry, expression: string): string | undefined =>
  texts(entry, expression)[0];

type Rule = SourceSettings['rules']['suspended'][number];

function fits(value: string, wanted: string): boolean {
  const [first = '', last] = clean(wanted).toLowerCase().split('*');
  const given = value.toLowerCase();
  if (last === undefined) return given === first;
  return (
    given.length >= first.length + last.length && given.startsWith(first) && given.endsWith(last)
  );
}

const meets = (entry: Entry, rules: readonly Rule[]) =>
  rules.some(({ attribute, values }) =>
    attributeTexts(entry, attribute).some((value) => values.some((wanted) => fits(value, wanted))),
  );

/** Whether the entry is no account of ours at all, as an administrator said it. */
export const isSkipped = (entry: Entry, { rules }: SourceSettings): boolean =>
  meets(entry, rules.skip);

/** What stands here for a value of the directory; the value itself where nothing does. */
const replaced = (value: string, table: SourceSettings['replace']['title']): string =>
  table.find(({ from }) => searchKey(from) === searchKey(value))?.to ?? value;

function kindOf(entry: Entry, { rules }: SourceSettings): WantedPerson['kind'] {
  if (meets(entry, rules.service)) return 'service';
  return meets(entry, rules.shared) ? 'shared' : 'official';
}

/** The value that names the entry, where there are several; without the domain that some servers add. */
function usernameOf(entry: Entry, expression: string): string {
  const attribute = soleAttribute(expressionOf(expression));
  const named = (attribute && rdnValue(entry.dn, attribute)) ?? text(entry, expression) ?? '';
  return foldLoginName(named.replace(/@.*$/s, ''));
}

/** Put together from its parts where the attribute for the whole is empty, as displayName often is. */
function fullNameOf(entry: Entry, mapping: SourceSettings['mapping']): string | undefined {
  const parts = [mapping.familyName, mapping.middleName, mapping.givenName];
  const joined = parts.map((part) => text(entry, part)).filter(Boolean);
  return text(entry, mapping.fullName) ?? (joined.join(' ') || undefined);
}

const mailPattern = /^[^\s@<>,;"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

function mailOf(entry: Entry, expression: string) {
  const given = text(entry, expression)?.toLowerCase();
  const valid = given !== undefined && given.length <= 254 && mailPattern.test(given);
  return { given, mail: valid ? given : null };
}

/**
 * @param externalId as the entry shows it; undefined where it shows none.
 * @param now when it was read: an account that has run out by then is suspended.
 */
export function personOf(
  entry: Entry,
  externalId: string | undefined,
  settings: SourceSettings,
  now: Date,
): PersonOutcome {
  const { mapping } = settings;
  const reject = (reason: RejectionReason, value = ''): PersonOutcome => ({
    rejections: [{ dn: entry.dn, level: 'rejected', reason, detail: value ? { value } : {} }],
  });
  const username = usernameOf(entry, mapping.username);
  const fullName = fullNameOf(entry, mapping);
  if (!externalId) return reject('no-id');
  if (!username) return reject('no-username');
  if (!isUsername(username)) return reject('username-invalid', cut(username, 100));
  if (!fullName) return reject('no-name');
  if (fullName.length > 200) return reject('name-too-long');
  if (fullName.includes('\uFFFD')) return reject('not-utf8');

  const { given: givenMail, mail } = mailOf(entry, mapping.mail);
  const givenPhone = text(entry, mapping.phone);
  const phone = givenPhone === undefined ? null : (toE164(givenPhone) ?? null);
  const kind = kindOf(entry, settings);
  const worded = texts(entry, mapping.title).map((title) =>
    replaced(title, settings.replace.title),
  );
  const titles = [...new Set(worded.map((title) => cut(title, 300)))];
  const parts = dividedName(fullName, {
    family: text(entry, mapping.familyName),
    given: text(entry, mapping.givenName),
  });
  const warn = (reason: RejectionReason, value?: string): Rejection => ({
    dn: entry.dn,
    level: 'warning',
    reason,
    detail: value ? { value: cut(value, 100) } : {},
  });
  const rejections: Rejection[] = [];
  if (givenMail && !mail) rejections.push(warn('mail-invalid', givenMail));
  if (givenPhone && !phone) rejections.push(warn('phone-invalid', givenPhone));
  if (!givenMail && kind === 'official') rejections.push(warn('no-mail'));
  if (titles.length === 0 && kind === 'official') rejections.push(warn('no-title'));
  return {
    rejections,
    person: {
      externalId,
      dn: entry.dn,
      username,
      kind,
      suspended: isClosed(entry, now) || meets(entry, settings.rules.suspended),
      fullName,
      familyName: parts.family,
      middleName: parts.middle,
      givenName: parts.given,
      mail,
      phone,
      employeeNumber: cut(text(entry, mapping.employeeNumber) ?? '', 100) || null,
      titles,
      division: mapping.division ? (text(entry, mapping.division) ?? null) : null,
      unitNames: texts(entry, mapping.unit).map((name) => replaced(name, settings.replace.unit)),
      memberOf: attributeTexts(entry, 'memberOf').map(dnKey),
    },
  };
}
