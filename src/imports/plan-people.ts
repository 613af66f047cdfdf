// People of a file against the accounts there are. Pure. Empty cells leave what is there; nobody is
// removed. Who came from a directory keeps the directory's word.
import { isKind, mailAddress, phoneNumber, type Kind } from '../accounts/account.ts';
import { cut, foldLoginName, isUsername } from '../core/text.ts';
import { lineOf, type ImportLine, type ImportRow, type Mistake } from './import.ts';

export type KnownPerson = {
  id: string;
  username: string;
  fullName: string;
  kind: Kind;
  mail: string | null;
  phone: string | null;
  sourceId: string | null;
  unit: string | null; // code of the main post's unit
  title: string | null;
};

export type PeopleFacts = {
  people: ReadonlyMap<string, KnownPerson>; // by user name
  taken: ReadonlySet<string>; // login names somebody has or had, folded
  units: ReadonlyMap<string, { id: string; open: boolean }>; // by code
};

export type PersonDeed = {
  id: string | undefined; // undefined: a new account
  username: string;
  change: {
    fullName?: string;
    kind?: Kind;
    mail?: string;
    phone?: string;
    unitId?: string;
    title?: string;
  };
};

export type Planned<Deed> = { lines: ImportLine[]; deeds: Deed[] };

const ofDirectory = ['fullName', 'mail', 'phone', 'unit', 'title'] as const;

/** The user name as it is kept, also for looking it up. */
export const usernameIn = (row: ImportRow): string => foldLoginName(row.values.username ?? '');

export function planPeople(rows: readonly ImportRow[], facts: PeopleFacts): Planned<PersonDeed> {
  const seen = new Set<string>();
  const plan: Planned<PersonDeed> = { lines: [], deeds: [] };
  for (const row of rows) {
    const username = usernameIn(row);
    const old = facts.people.get(username);
    const wanted = wantedOf(row);
    const mistakes = [
      ...mistakesOf(row, username, old, facts),
      ...(seen.has(username) ? [{ field: 'username', code: 'import.row-twice' } as const] : []),
    ];
    seen.add(username);
    const changes = (Object.keys(wanted) as (keyof typeof wanted)[])
      .map((field) => ({ field, old: old?.[field] ?? null, new: wanted[field] ?? null }))
      .filter((change) => !isSame(change));
    if (old?.sourceId)
      for (const { field } of changes)
        if ((ofDirectory as readonly string[]).includes(field))
          mistakes.push({ field, code: 'account.from-directory' });
    const line = lineOf(row, username, { exists: old !== undefined, changes, mistakes });
    plan.lines.push(line);
    if (line.outcome === 'new' || line.outcome === 'changed')
      plan.deeds.push({ id: old?.id, username, change: deedOf(line, facts, old) });
  }
  return plan;
}

/** A mail differs by more than its capitals. */
const isSame = (change: { field: string; old: string | null; new: string | null }): boolean =>
  change.old === change.new ||
  (change.field === 'mail' && change.old?.toLowerCase() === change.new);

function wantedOf({ values }: ImportRow) {
  const { fullName, kind, unit, title } = values;
  const mail = values.mail && mailAddress(values.mail);
  const phone = values.phone && phoneNumber(values.phone);
  return {
    ...(fullName && { fullName: cut(fullName, 200) }),
    ...(kind && { kind }),
    ...(mail && { mail }),
    ...(phone && { phone }),
    ...(unit && { unit }),
    ...(title && { title: cut(title, 200) }),
  };
}

function mistakesOf(
  { values }: ImportRow,
  username: string,
  old: KnownPerson | undefined,
  facts: PeopleFacts,
): Mistake[] {
  const unit = values.unit ? facts.units.get(values.unit) : undefined;
  const checks: [boolean, Mistake][] = [
    [!isUsername(username), { field: 'username', code: 'account.username-malformed' }],
    [!old && facts.taken.has(username), { field: 'username', code: 'account.username-taken' }],
    [!old && !values.fullName, { field: 'fullName', code: 'account.name-missing' }],
    [
      values.kind !== undefined && !isKind(values.kind),
      { field: 'kind', code: 'account.kind-unknown' },
    ],
    [
      values.mail !== undefined && !mailAddress(values.mail),
      { field: 'mail', code: 'account.mail-malformed' },
    ],
    [
      values.phone !== undefined && !phoneNumber(values.phone),
      { field: 'phone', code: 'account.phone-malformed' },
    ],
    [values.unit !== undefined && !unit, { field: 'unit', code: 'unit.not-found' }],
    [
      unit !== undefined && !unit.open && values.unit !== old?.unit,
      { field: 'unit', code: 'unit.closed' },
    ],
    [
      values.title !== undefined && !values.unit && !old?.unit,
      { field: 'title', code: 'import.title-without-unit' },
    ],
  ];
  return checks.filter(([wrong]) => wrong).map(([, mistake]) => mistake);
}

/** A title is part of the post, so the unit goes with it. */
function deedOf(
  { changes }: ImportLine,
  facts: PeopleFacts,
  old: KnownPerson | undefined,
): PersonDeed['change'] {
  const { unit, ...change } = Object.fromEntries(
    changes.map((each) => [each.field, each.new ?? '']),
  );
  const code = unit ?? (change['title'] === undefined ? undefined : (old?.unit ?? undefined));
  const unitId = code === undefined ? undefined : facts.units.get(code)?.id;
  return { ...change, ...(unitId && { unitId }) };
}
