// A filter of the journal as conditions of SQL. Pure: what names stand for was looked up before
// (names.ts). Only the texts written here and numbered places reach a statement; values never do.
import type { JournalFilter } from './entry.ts';

/** `sql` holds a `?` for each of its values, in their order. */
export type Condition = { sql: string; values: readonly unknown[] };

/** Entries of any of these accounts or units: few enough to go through one by one. */
export type Few = {
  of: 'account' | 'actor' | 'either' | 'unit';
  ids: readonly string[];
  names: readonly string[]; // of actors without an account: the system, the command line, applications
};

/** Entries are numbered as they are written, so that a time is a range of numbers as well. */
export type Range = { after?: string | undefined; before?: string | undefined };

/** The part of a filter that an index answers, each by itself. */
export function indexedOf(filter: JournalFilter): Condition[] {
  const { object } = filter;
  const all: [string, ...unknown[]][] = [
    ['event = ?', filter.event],
    ['account_id = ?::uuid', filter.accountId],
    ['application_id = ?::uuid', filter.applicationId],
    ['object_type = ? AND object_id = ?', object?.type, object?.id],
    ['address = ?', filter.address],
  ];
  return all
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([sql, ...values]) => ({ sql, values }));
}

export const outcomeOf = ({ outcome }: JournalFilter): Condition[] =>
  outcome === undefined ? [] : [{ sql: 'outcome = ?', values: [outcome] }];

// Not `at` itself: the range of numbers beside it (see reader.ts) leads there, and the planner, which
// does not know that both say the same, would take the index of times and sort what it finds.
const moment = `(at + interval '0')`;

export const timesOf = ({ from, to }: JournalFilter): Condition[] => [
  ...(from ? [{ sql: `${moment} >= ?::timestamptz`, values: [from] }] : []),
  ...(to ? [{ sql: `${moment} < ?::timestamptz`, values: [to] }] : []),
];

export const rangeOf = ({ after, before }: Range): Condition[] => [
  ...(after === undefined ? [] : [{ sql: 'id > ?::bigint', values: [after] }]),
  ...(before === undefined ? [] : [{ sql: 'id < ?::bigint', values: [before] }]),
];

/** `first`: the number of the first place. */
export function whereOf(conditions: readonly Condition[], first = 1) {
  let place = first;
  const parts = conditions.map(({ sql }) => sql.replaceAll('?', () => `$${place++}`));
  return { where: parts.join(' AND ') || 'true', values: conditions.flatMap((one) => one.values) };
}

// What people do to themselves is most of the journal, and the index of accounts finds it; the index
// of actors holds only what somebody does to another, and a third one what nobody with an account does.
const byOthers = 'actor_id = one.id AND actor_id IS DISTINCT FROM account_id';
const byThemselves = 'account_id = one.id AND actor_id = account_id';
const byNobody = 'actor_id IS NULL AND actor_name = one.id';
const about = 'account_id = one.id';

const ways = {
  account: [about],
  either: [about, byOthers],
  actor: [byThemselves, byOthers],
  unit: ['unit_id = one.id'],
} as const;

type Way = { type: 'uuid' | 'text'; ones: readonly string[]; where: string };

/** The ways to an entry, none twice: for each of `ones`, what an index finds. */
export function waysOf({ of, ids, names }: Few): Way[] {
  const all: Way[] = [
    ...ways[of].map((where): Way => ({ type: 'uuid', ones: ids, where })),
    { type: 'text', ones: names, where: byNobody },
  ];
  return all.filter(({ ones }) => ones.length > 0);
}

/** The same, where another condition leads the search. */
export function conditionOf({ of, ids, names }: Few): Condition {
  const any = (column: string) => `${column} = ANY(?::uuid[])`;
  if (of === 'unit') return { sql: any('unit_id'), values: [ids] };
  if (of === 'account') return { sql: any('account_id'), values: [ids] };
  if (of === 'either')
    return { sql: `(${any('account_id')} OR ${any('actor_id')})`, values: [ids, ids] };
  const actor = 'CASE WHEN actor_id IS NULL THEN actor_name ELSE actor_id::text END';
  return { sql: `(${actor}) = ANY(?::text[])`, values: [[...ids, ...names]] };
}
