// Whom a change can touch, and how they are told apart: people of whom a decision knows the same things
// get the same answer, so that one of each sort is asked about and not all. It narrows and never decides.
import type { Sql, Statement } from '../core/database.ts';
import type { Subject, Target } from './rule.ts';

/**
 * Everybody whose answer the change may turn, as it is before the change. Units count with all below
 * them, groups with all that is nested in them. `rules` and `targets` bring whom those rules are for.
 */
export type Scope = {
  everyone?: boolean;
  units?: readonly string[];
  groups?: readonly string[];
  accounts?: readonly string[];
  positions?: readonly string[]; // codes
  kinds?: readonly string[];
  rules?: readonly string[]; // ids
  targets?: readonly Target[]; // all rules there
  /** At which applications: these, and those of `of`. Neither: all there are. */
  applicationIds?: readonly string[];
  of?: readonly Target[];
};

type SettledScope = Omit<Scope, 'rules' | 'targets' | 'applicationIds' | 'of'>;

export function scopeOfSubject(subject: Subject): Scope {
  if (subject.type === 'everyone') return { everyone: true };
  const fields = {
    unit: 'units',
    position: 'positions',
    group: 'groups',
    kind: 'kinds',
    account: 'accounts',
  } as const;
  return { [fields[subject.type]]: [subject.id] };
}

/**
 * People by what a decision knows of them: ids by the words for it. `a <state> <kind>`, and any number of
 * `o <own id, where a rule names it>`, `p <unit> <position>?`, `g <group>`, with commas between.
 */
export type Sorts = ReadonlyMap<string, readonly string[]>;

// $1 units, $2 groups, $3 accounts, $4 positions, $5 kinds, $6 everyone, $7 now.
// Only what some rule names tells people apart: a group that leads to no rule, or a position that none
// is for, does not. Accounts that are not active enter nothing; named ones may become so. Words are put
// together by grouping: joins of what nobody has counted are planned badly.
const sortsOf: Statement = {
  name: 'access-sorts',
  text: `WITH RECURSIVE below (id) AS (
    SELECT unnest($1::uuid[])
    UNION SELECT u.id FROM below b JOIN unit u ON u.parent_id = b.id
  ), inside (id) AS (
    SELECT unnest($2::uuid[])
    UNION SELECT n.child_id FROM inside i JOIN group_nesting n ON n.parent_id = i.id
  ), met AS MATERIALIZED (
    SELECT unnest($3::uuid[]) AS id
    UNION SELECT account_id FROM post WHERE unit_id IN (SELECT id FROM below)
    UNION SELECT account_id FROM post WHERE position_code = ANY($4::text[])
    UNION SELECT account_id FROM group_account WHERE group_id IN (SELECT id FROM inside)
    UNION SELECT id FROM account WHERE $6::boolean OR kind = ANY($5::text[])
  ), people AS MATERIALIZED (
    SELECT a.id, a.state, a.kind FROM met JOIN account a ON a.id = met.id
    WHERE (a.state = 'active' AND a.kind <> 'service') OR a.id = ANY($3::uuid[])
  ), unit_named (id) AS (
    SELECT DISTINCT unit_id FROM "grant" WHERE unit_id IS NOT NULL
    UNION SELECT u.id FROM unit_named n JOIN unit u ON u.parent_id = n.id
  ), group_named (id) AS (
    SELECT DISTINCT group_id FROM "grant" WHERE group_id IS NOT NULL
    UNION SELECT n.child_id FROM group_named g JOIN group_nesting n ON n.parent_id = g.id
  ), word AS (
    SELECT id, 'a ' || state || ' ' || kind AS word FROM people
    UNION ALL SELECT account_id, 'o ' || account_id FROM "grant" WHERE account_id IN (SELECT id FROM people)
    UNION ALL SELECT p.account_id, 'p ' || p.unit_id || coalesce(' ' || n.code, '') FROM post p
      LEFT JOIN (SELECT DISTINCT position_code AS code FROM "grant") n ON n.code = p.position_code
      LEFT JOIN unit_named u ON u.id = p.unit_id
      WHERE (p.valid_from IS NULL OR p.valid_from <= $7::timestamptz)
        AND (p.valid_to IS NULL OR p.valid_to > $7::timestamptz)
        AND (n.code IS NOT NULL OR u.id IS NOT NULL)
        AND p.account_id IN (SELECT id FROM people)
    UNION ALL SELECT m.account_id, 'g ' || m.group_id FROM group_account m
      WHERE m.group_id IN (SELECT id FROM group_named) AND m.account_id IN (SELECT id FROM people)
  ), known AS (
    SELECT id, string_agg(word, ',' ORDER BY word) AS words FROM word GROUP BY id
  ), sort AS (
    SELECT words || '=' || string_agg(id::text, ',') AS line FROM known GROUP BY words
  )
  SELECT string_agg(line, E'\n') AS lines FROM sort`,
};

const subjectsOf: Statement = {
  name: 'access-subjects-of-rules',
  text: `SELECT coalesce(bool_or(subject = 'everyone'), false) AS everyone,
      coalesce(array_agg(unit_id::text) FILTER (WHERE unit_id IS NOT NULL), '{}') AS units,
      coalesce(array_agg(group_id::text) FILTER (WHERE group_id IS NOT NULL), '{}') AS groups,
      coalesce(array_agg(account_id::text) FILTER (WHERE account_id IS NOT NULL), '{}') AS accounts,
      coalesce(array_agg(position_code) FILTER (WHERE position_code IS NOT NULL), '{}') AS positions,
      coalesce(array_agg(account_kind) FILTER (WHERE account_kind IS NOT NULL), '{}') AS kinds
    FROM "grant" g WHERE id = ANY($1::uuid[])
      OR coalesce(application_id::text, class_code, set_id::text) = ANY($2::text[])`,
};

/** Applications of these targets; null: all. */
const applicationsAt: Statement = {
  name: 'access-applications-at',
  text: `SELECT a.id FROM application a WHERE a.id::text = ANY($1::text[])
    OR (NOT a.built_in AND a.class = ANY($1::text[]))
    OR EXISTS (SELECT FROM application_set_member m
      WHERE m.application_id = a.id AND m.set_id::text = ANY($1::text[]))`,
};

const keys = (targets: readonly Target[] = []) => targets.map(({ id }) => id.toLowerCase());

/** The same people by the subjects of those rules: a rule that the change takes away names nobody after it. */
export async function settled(sql: Sql, scope: Scope): Promise<SettledScope> {
  const { rules, targets, applicationIds: _, of: __, ...rest } = scope;
  if (!rules && !targets) return rest;
  const rows = await sql.query<SettledScope>(subjectsOf, [rules ?? [], keys(targets)]);
  const found = rows[0]!;
  return {
    everyone: Boolean(rest.everyone) || Boolean(found.everyone),
    units: [...(rest.units ?? []), ...(found.units ?? [])],
    groups: [...(rest.groups ?? []), ...(found.groups ?? [])],
    accounts: [...(rest.accounts ?? []), ...(found.accounts ?? [])],
    positions: [...(rest.positions ?? []), ...(found.positions ?? [])],
    kinds: [...(rest.kinds ?? []), ...(found.kinds ?? [])],
  };
}

export async function sortPeople(sql: Sql, scope: SettledScope, now: Date): Promise<Sorts> {
  const { everyone = false, units = [], groups = [], accounts = [] } = scope;
  const { positions = [], kinds = [] } = scope;
  // One text: twenty thousand rows cost more to take apart than to split.
  const [row] = await sql.query<{ lines: string | null }>(sortsOf, [
    units,
    groups,
    accounts,
    positions,
    kinds,
    everyone,
    now,
  ]);
  const lines = row?.lines?.split('\n') ?? [];
  return new Map(
    lines.map((line) => {
      const [sort = '', ids = ''] = line.split('=');
      return [sort, ids.split(',')];
    }),
  );
}

/** Undefined: all of them. */
export async function applicationsIn(sql: Sql, scope: Scope): Promise<string[] | undefined> {
  const { applicationIds, of } = scope;
  if (!applicationIds && !of) return undefined;
  const named = [...(applicationIds ?? []), ...keys(of)];
  const rows = await sql.query<{ id: string }>(applicationsAt, [named]);
  return rows.map(({ id }) => id);
}
