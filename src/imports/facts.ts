// What the plans of an import are made against, loaded for the rows of one file at once.
import type { Target } from '../access/rule.ts';
import { kinds } from '../accounts/account.ts';
import type { Sql, Statement } from '../core/database.ts';
import { foldLoginName } from '../core/text.ts';
import type { ImportKind, ImportRow } from './import.ts';
import { planGrants, type GrantDeed, type GrantFacts, type Said } from './plan-grants.ts';
import { planGroups, type GroupDeed, type GroupFacts, type KnownGroup } from './plan-groups.ts';
import {
  planPeople,
  usernameIn,
  type KnownPerson,
  type PeopleFacts,
  type PersonDeed,
  type Planned,
} from './plan-people.ts';
import { beginSql, endSql, plainSql } from './validity.ts';

const people: Statement = {
  name: 'import-people',
  text: `SELECT a.id, a.username, a.full_name AS "fullName", a.kind, a.mail, a.phone,
      a.source_id AS "sourceId", u.code AS unit, main.title
    FROM account a
    LEFT JOIN LATERAL (
      SELECT p.unit_id, p.title FROM post p
      WHERE p.account_id = a.id ORDER BY p.main DESC, p.id LIMIT 1
    ) main ON true
    LEFT JOIN unit u ON u.id = main.unit_id
    WHERE a.username = ANY($1::text[])`,
};
const names: Statement = {
  name: 'import-names',
  text: 'SELECT name FROM login_name WHERE name = ANY($1::text[])',
};
const units: Statement = {
  name: 'import-units',
  text: `SELECT id, code, state = 'active' AS open FROM unit WHERE code = ANY($1::text[])`,
};
const groups: Statement = {
  name: 'import-groups',
  text: `SELECT g.id, g.code, g.name, g.description, g.state = 'active' AS open,
      g.source_id AS "sourceId",
      ARRAY(SELECT m.account_id::text FROM group_account m
        WHERE m.group_id = g.id AND m.account_id = ANY($2::uuid[])) AS members
    FROM "group" g WHERE g.code = ANY($1::text[])`,
};
const accounts: Statement = {
  name: 'import-accounts',
  text: 'SELECT id, username FROM account WHERE username = ANY($1::text[])',
};
const targets: Statement = {
  name: 'import-targets',
  text: `SELECT client_id AS name, 'application' AS type, id::text FROM application WHERE client_id = ANY($1::text[])
    UNION ALL SELECT 'class:' || code, 'class', code FROM catalog_item
      WHERE catalog = 'application-class' AND 'class:' || code = ANY($1::text[])
    UNION ALL SELECT 'set:' || name, 'set', id::text FROM application_set
      WHERE 'set:' || name = ANY($1::text[])`,
};
const rules: Statement = {
  name: 'import-rules',
  text: `SELECT coalesce(g.application_id::text, g.class_code, g.set_id::text) || ' ' || g.subject || ' ' ||
      coalesce(g.unit_id::text, g.position_code, g.group_id::text, g.account_kind, g.account_id::text, '-') AS key,
      g.effect, ${beginSql('g.valid_from')} AS "validFrom", ${endSql('g.valid_to')} AS "validTo"
    FROM "grant" g WHERE ${plainSql('g')} AND
      (g.application_id::text = ANY($1::text[]) OR g.class_code = ANY($1::text[]) OR g.set_id::text = ANY($1::text[]))`,
};
const positions: Statement = {
  name: 'import-positions',
  text: `SELECT code FROM catalog_item
    WHERE catalog = 'position' AND replaced_by IS NULL AND code = ANY($1::text[])`,
};

const all = (rows: readonly ImportRow[], of: (row: ImportRow) => string | undefined): string[] => [
  ...new Set(rows.flatMap((row) => of(row) ?? [])),
];

async function peopleFacts(sql: Sql, rows: readonly ImportRow[]): Promise<PeopleFacts> {
  const usernames = all(rows, usernameIn);
  const codes = all(rows, ({ values }) => values.unit);
  const known = await sql.query<KnownPerson>(people, [usernames]);
  const held = known.flatMap(({ unit }) => unit ?? []); // a new title goes with the unit there is
  const taken = await sql.query<{ name: string }>(names, [usernames]);
  const found = await sql.query<{ id: string; code: string; open: boolean }>(units, [
    [...new Set([...codes, ...held])],
  ]);
  return {
    people: new Map(known.map((person) => [person.username, person])),
    taken: new Set(taken.map(({ name }) => name)),
    units: new Map(found.map(({ code, ...unit }) => [code, unit])),
  };
}

async function accountsNamed(sql: Sql, usernames: readonly string[]): Promise<Map<string, string>> {
  const found = await sql.query<{ id: string; username: string }>(accounts, [usernames]);
  return new Map(found.map(({ id, username }) => [username, id]));
}

async function groupFacts(sql: Sql, rows: readonly ImportRow[]): Promise<GroupFacts> {
  const members = await accountsNamed(sql, all(rows, usernameIn));
  const codes = all(rows, ({ values }) => values.group);
  const known = await sql.query<KnownGroup>(groups, [codes, [...members.values()]]);
  return { groups: new Map(known.map((group) => [group.code, group])), accounts: members };
}

async function grantFacts(sql: Sql, rows: readonly ImportRow[]): Promise<GrantFacts> {
  const clientIds = all(rows, ({ values }) => values.application);
  const found = await sql.query<Target & { name: string }>(targets, [clientIds]);
  const old = await sql.query<Said & { key: string }>(rules, [found.map(({ id }) => id)]);
  const named = (type: string) =>
    all(rows, ({ values }) => (values.subjectType === type ? values.subject : undefined));
  const people = await accountsNamed(sql, named('account').map(foldLoginName));
  const inUnits = await sql.query<{ id: string; code: string }>(units, [named('unit')]);
  const held = await sql.query<{ code: string }>(positions, [named('position')]);
  const inGroups = await sql.query<KnownGroup>(groups, [named('group'), []]);
  return {
    targets: new Map(found.map(({ name, type, id }) => [name, { type, id }])),
    grants: new Map(old.map(({ key, ...said }) => [key, said])),
    subjects: new Map([
      ...[...people].map(([name, id]) => [`account ${name}`, id] as const),
      ...inUnits.map(({ id, code }) => [`unit ${code}`, id] as const),
      ...held.map(({ code }) => [`position ${code}`, code] as const),
      ...kinds.map((kind) => [`kind ${kind}`, kind] as const),
      ...inGroups.map(({ id, code }) => [`group ${code}`, id] as const),
    ]),
  };
}

export type Plan =
  | ({ kind: 'people' } & Planned<PersonDeed>)
  | ({ kind: 'groups' } & Planned<GroupDeed>)
  | ({ kind: 'grants' } & Planned<GrantDeed>);

/** What the rows would do now. */
export async function planOf(
  sql: Sql,
  kind: ImportKind,
  rows: readonly ImportRow[],
): Promise<Plan> {
  if (kind === 'people') return { kind, ...planPeople(rows, await peopleFacts(sql, rows)) };
  if (kind === 'groups') return { kind, ...planGroups(rows, await groupFacts(sql, rows)) };
  return { kind, ...planGrants(rows, await grantFacts(sql, rows)) };
}
