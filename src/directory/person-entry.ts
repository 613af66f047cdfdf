// A person's entry → the account the directory wants, or the reason why it cannot be one. Pure.
import { clean, cut, foldLoginName, isUsername } from '../core/text.ts';
import type { Entry } from './connection.ts';
import { dnKey, rdnValue } from './dn.ts';
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
function texts(entry: Entry, attribute: string): string[] {
  const values = entry.attributes.get(attribute.toLowerCase()) ?? [];
  return values.map((value) => cut(clean(value.toString('utf8')), 500)).filter(Boolean);
}

export const text = (entry: Entry, attribute: string): string | undefined =>
  texts(entry, attribute)[0];

type Rule = SourceSettings['rules']['suspended'][number];
const meets = (entry: Entry, rules: readonly Rule[]) =>
  rules.some(({ attribute, values }) => {
    const wanted = new Set(values.map((value) => clean(value).toLowerCase()));
    return texts(entry, attribute).some((value) => wanted.has(value.toLowerCase()));
  });

function kindOf(entry: Entry, { rules }: SourceSettings): WantedPerson['kind'] {
  if (meets(entry, rules.service)) return 'service';
  return meets(entry, rules.shared) ? 'shared' : 'official';
}

/** The value that names the entry, where there are several; without the domain that some servers add. */
function usernameOf(entry: Entry, attribute: string): string {
  const named = rdnValue(entry.dn, attribute) ?? text(entry, attribute) ?? '';
  return foldLoginName(named.replace(/@.*$/s, ''));
}

/** Put together from its parts where the attribute for the whole is empty, as displayName often is. */
function fullNameOf(entry: Entry, mapping: SourceSettings['mapping']): string | undefined {
  const parts = [mapping.familyName, mapping.middleName, mapping.givenName];
  const joined = parts.map((attribute) => text(entry, attribute)).filter(Boolean);
  return text(entry, mapping.fullName) ?? (joined.join(' ') || undefined);
}

const mailPattern = /^[^\s@<>,;"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

function mailOf(entry: Entry, attribute: string) {
  const given = text(entry, attribute)?.toLowerCase();
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
  const titles = [...new Set(texts(entry, mapping.title).map((title) => cut(title, 300)))];
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
      unitNames: texts(entry, mapping.unit),
      memberOf: texts(entry, 'memberOf').map(dnKey),
    },
  };
}
