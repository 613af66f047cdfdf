// What the plans of an import are made against, loaded for the rows of one file at once.
import type { Effect } from '../access/decide.ts';
import type { Sql, Statement } from '../core/database.ts';
import { foldLoginName } from '../core/text.ts';
import type { ImportKind, ImportRow } from './import.ts';
import { planGrants, type GrantDeed, type GrantFacts } from './plan-grants.ts';
import { planGroups, type GroupDeed, type GroupFacts, type KnownGroup } from './plan-groups.ts';
import {
  planPeople,
  usernameIn,
  type KnownPerson,
  type PeopleFacts,
  type PersonDeed,
  type Planned,
} from './plan-people.ts';

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
const applications: Statement = {
  name: 'import-applications',
  text: 'SELECT id, client_id AS "clientId" FROM application WHERE client_id = ANY($1::text[])',
};
const rules: Statement = {
  name: 'import-rules',
  text: `SELECT application_id || ' ' || subject || ' ' ||
      coalesce(coalesce(unit_id, group_id, account_id)::text, '-') AS key, effect
    FROM "grant" WHERE application_id = ANY($1::uuid[])`,
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
  const apps = await sql.query<{ id: string; clientId: string }>(applications, [clientIds]);
  const old = await sql.query<{ key: string; effect: Effect }>(rules, [apps.map(({ id }) => id)]);
  const named = (type: string) =>
    all(rows, ({ values }) => (values.subjectType === type ? values.subject : undefined));
  const people = await accountsNamed(sql, named('account').map(foldLoginName));
  const found = await sql.query<{ id: string; code: string }>(units, [named('unit')]);
  const inGroups = await sql.query<KnownGroup>(groups, [named('group'), []]);
  return {
    applications: new Map(apps.map(({ id, clientId }) => [clientId, id])),
    grants: new Map(old.map(({ key, effect }) => [key, effect])),
    subjects: new Map([
      ...[...people].map(([name, id]) => [`account ${name}`, id] as const),
      ...found.map(({ id, code }) => [`unit ${code}`, id] as const),
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
