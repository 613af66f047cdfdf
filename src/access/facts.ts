// The one statement that loads what decisions rest on, for one person at one application (the hot
// path) as for many, and the same rows put together for access/decide.ts. It only loads: it knows no
// rule but how far to look.
import type { Sql, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { Account } from '../accounts/account.ts';
import type { ApplicationState } from '../applications/application.ts';
import type { Facts, GrantFact } from './decide.ts';
import { conditionsSql } from './rule-sql.ts';
import type { GraphNode } from './walk.ts';
import type { Zone } from './zone.ts';

export type OwnerUnit = {
  id: string;
  code: string | null;
  name: string;
  contactName: string | null;
  contactMail: string | null;
  contactPhone: string | null;
};

export type EntryApplication = {
  id: string;
  clientId: string;
  name: string;
  nameEn: string;
  class: string;
  state: ApplicationState;
  builtIn: boolean;
  link: string | null;
  order: number;
  contact: string | null;
  ownerUnit: OwnerUnit | null; // whom to ask
  sets: string[]; // ids of the sets it is in
};

/** A post held now. `positionName` is the catalogue's, `title` the directory's own words. */
export type EntryPost = {
  id: string;
  unit: { id: string; code: string | null; name: string; fullName: string };
  agency: { code: string; name: string } | null; // the nearest unit upwards that has an identifier code
  positionCode: string | null;
  positionName: string | null;
  title: string | null;
  main: boolean;
};

export type EntryGroup = { id: string; code: string; name: string };

type UnitRow = {
  id: string;
  code: string | null;
  name: string;
  parentId: string | null;
  state: string;
};
type GroupRow = EntryGroup & { state: string; parentIds: string[] };

type Row = {
  accounts: Account[];
  applications: EntryApplication[];
  posts: (Omit<EntryPost, 'agency'> & { accountId: string })[];
  units: UnitRow[];
  members: { accountId: string; groupId: string }[];
  groups: GroupRow[];
  grants: (GrantFact & { targetId: string })[];
  zones: Zone[]; // none where no rule asks for one
  sightings: (Sighting & { uid: string })[];
};

/** What is known of a session's browser: where it was last, and how the person proved who they are. */
export type Sighting = { accountId: string; address: string | null; amr: string[] };

// $1 accounts, $2 application ids or null, $3 client ids or null ($2 and $3 null: all), $4 now, $5 sessions.
// Rules of classes and sets do not reach our own pages: nobody shuts the console by a class.
// OFFSET 0 keeps the planner from reading all units and groups of the province for the few that are reached.
// UNION drops what was seen before: nesting in a loop ends, and many ways to one group cost one row.
const load: Statement = {
  name: 'access-facts',
  text: `
  WITH RECURSIVE apps AS MATERIALIZED (
    SELECT a.* FROM application a
    WHERE ($2::uuid[] IS NULL OR a.id = ANY($2)) AND ($3::text[] IS NULL OR a.client_id = ANY($3))
  ), held AS MATERIALIZED (
    SELECT p.* FROM post p
    WHERE p.account_id = ANY($1::uuid[])
      AND (p.valid_from IS NULL OR p.valid_from <= $4::timestamptz)
      AND (p.valid_to IS NULL OR p.valid_to > $4::timestamptz)
  ), above (id) AS (
    SELECT unit_id FROM held
    UNION
    SELECT u.parent_id FROM above x JOIN unit u ON u.id = x.id WHERE u.parent_id IS NOT NULL
  ), member AS MATERIALIZED (
    SELECT m.group_id, m.account_id FROM group_account m WHERE m.account_id = ANY($1::uuid[])
  ), inside (id) AS (
    SELECT group_id FROM member
    UNION
    SELECT n.parent_id FROM inside x JOIN group_nesting n ON n.child_id = x.id
  ), targeted AS (
    SELECT g.*, g.application_id::text AS target_id FROM apps JOIN "grant" g ON g.application_id = apps.id
    UNION ALL
    SELECT g.*, g.class_code FROM (SELECT DISTINCT class FROM apps WHERE NOT built_in) c
      JOIN "grant" g ON g.class_code = c.class
    UNION ALL
    SELECT g.*, g.set_id::text FROM (
        SELECT DISTINCT m.set_id FROM apps JOIN application_set_member m ON m.application_id = apps.id
      ) s JOIN "grant" g ON g.set_id = s.set_id
  ), rules AS MATERIALIZED (
    SELECT * FROM targeted g WHERE CASE g.subject
      WHEN 'unit' THEN g.unit_id IN (SELECT id FROM above)
      WHEN 'position' THEN g.position_code IN (SELECT position_code FROM held)
      WHEN 'group' THEN g.group_id IN (SELECT id FROM inside)
      WHEN 'kind' THEN g.account_kind IN (SELECT kind FROM account WHERE id = ANY($1::uuid[]))
      WHEN 'account' THEN g.account_id = ANY($1::uuid[])
      ELSE true END
  )
  SELECT
    (SELECT coalesce(json_agg(json_build_object(
      'id', a.id, 'username', a.username, 'kind', a.kind, 'state', a.state,
      'stateReason', a.state_reason, 'stateNote', a.state_note, 'fullName', a.full_name,
      'familyName', a.family_name, 'middleName', a.middle_name, 'givenName', a.given_name,
      'mail', a.mail, 'phone', a.phone, 'employeeNumber', a.employee_number, 'locale', a.locale,
      'sourceId', a.source_id, 'dn', a.dn, 'createdAt', a.created_at, 'updatedAt', a.updated_at,
      'lastSignInAt', a.last_sign_in_at)), '[]')
      FROM account a WHERE a.id = ANY($1::uuid[])) AS accounts,
    (SELECT coalesce(json_agg(json_build_object(
      'id', a.id, 'clientId', a.client_id, 'name', a.name, 'nameEn', a.name_en, 'class', a.class,
      'state', a.state, 'builtIn', a.built_in, 'link', a.link, 'order', a."order",
      'contact', a.contact,
      'sets', ARRAY(SELECT m.set_id FROM application_set_member m WHERE m.application_id = a.id),
      'ownerUnit', CASE WHEN u.id IS NOT NULL THEN json_build_object(
        'id', u.id, 'code', u.code, 'name', u.name, 'contactName', u.contact_name,
        'contactMail', u.contact_mail, 'contactPhone', u.contact_phone) END)
      ORDER BY a.built_in, a."order", a.name), '[]')
      FROM apps a LEFT JOIN unit u ON u.id = a.owner_unit_id) AS applications,
    (SELECT coalesce(json_agg(json_build_object(
      'id', p.id, 'accountId', p.account_id, 'positionCode', p.position_code,
      'positionName', c.name, 'title', p.title, 'main', p.main,
      'unit', json_build_object('id', u.id, 'code', u.code, 'name', u.name,
        'fullName', unit_full_name(u.id)))
      ORDER BY p.main DESC, p.id), '[]')
      FROM held p JOIN unit u ON u.id = p.unit_id
      LEFT JOIN catalog_item c ON c.catalog = 'position' AND c.code = p.position_code) AS posts,
    (SELECT coalesce(json_agg(json_build_object(
      'id', u.id, 'code', u.code, 'name', u.name, 'parentId', u.parent_id, 'state', u.state)), '[]')
      FROM above CROSS JOIN LATERAL (SELECT * FROM unit WHERE id = above.id OFFSET 0) u) AS units,
    (SELECT coalesce(json_agg(json_build_object(
      'accountId', m.account_id, 'groupId', m.group_id)), '[]') FROM member m) AS members,
    (SELECT coalesce(json_agg(json_build_object(
      'id', g.id, 'code', g.code, 'name', g.name, 'state', g.state,
      'parentIds', ARRAY(SELECT n.parent_id FROM group_nesting n WHERE n.child_id = g.id))), '[]')
      FROM inside CROSS JOIN LATERAL (SELECT * FROM "group" WHERE id = inside.id OFFSET 0) g) AS groups,
    (SELECT coalesce(json_agg(json_build_object(
      'id', r.id, 'targetId', r.target_id, 'subject', r.subject, 'effect', r.effect,
      'subjectId', coalesce(r.unit_id::text, r.position_code, r.group_id::text, r.account_kind, r.account_id::text),
      'subtree', r.subtree, 'roles', r.roles, 'conditions', ${conditionsSql('r')},
      'target', CASE WHEN r.class_code IS NOT NULL THEN 'class' WHEN r.set_id IS NOT NULL THEN 'set'
        ELSE 'application' END,
      'targetName', coalesce(s.name, k.name))), '[]')
      FROM rules r LEFT JOIN application_set s ON s.id = r.set_id
      LEFT JOIN catalog_item k ON k.catalog = 'application-class' AND k.code = r.class_code) AS grants,
    (SELECT coalesce(json_agg(json_build_object(
      'code', z.code, 'ranges', z.ranges, 'rest', z.rest, 'inner', z."inner")), '[]')
      FROM network_zone z WHERE EXISTS (SELECT FROM rules WHERE zones <> '{}')) AS zones,
    (SELECT coalesce(json_agg(json_build_object('uid', o.uid, 'accountId', o.account_id,
      'address', coalesce(o.last_address, o.address), 'amr', o.amr)), '[]')
      FROM session_origin o WHERE o.uid = ANY($5::text[])) AS sightings`,
};

export type Query = {
  accountIds: readonly string[];
  applicationIds?: readonly string[];
  clientIds?: readonly string[]; // neither: all applications
  sessions?: readonly string[]; // by their public names, whose browsers are asked for
  now: Date;
};

/** Everything loaded at once; `factsOf` takes out what one decision rests on. */
export type Loaded = {
  accounts: Map<string, Account>;
  applications: EntryApplication[];
  postsOf(accountId: string): EntryPost[];
  memberGroupsOf(accountId: string): string[];
  group(id: string): EntryGroup | undefined;
  units: Facts['units'];
  groups: Facts['groups'];
  zones: readonly Zone[];
  sightings: ReadonlyMap<string, Sighting>; // by session
  factsOf(account: Account, application: EntryApplication): Facts;
};

export async function loadFacts(sql: Sql, query: Query): Promise<Loaded> {
  const [row] = await sql.query<Row>(load, [
    query.accountIds.filter(isId),
    query.applicationIds?.filter(isId) ?? null,
    query.clientIds ?? null,
    query.now,
    query.sessions ?? [],
  ]);
  if (!row) throw new Error('the statement of the facts always gives one row');
  return gather(row);
}

const when = (text: unknown): Date => new Date(text as string);

/** JSON knows no dates. */
function accountOf(row: Account): Account {
  const { createdAt, updatedAt, lastSignInAt } = row;
  const last = lastSignInAt && when(lastSignInAt);
  return { ...row, createdAt: when(createdAt), updatedAt: when(updatedAt), lastSignInAt: last };
}

const unitNode = (unit: UnitRow): GraphNode => ({
  name: unit.name,
  open: unit.state === 'active',
  up: unit.parentId ? [unit.parentId] : [],
});
const groupNode = (group: GroupRow): GraphNode => ({
  name: group.name,
  open: group.state === 'active',
  up: group.parentIds,
});

/** Ends at the root, and in a tree that bites its own tail. */
function agencyOf(units: Map<string, UnitRow>, unitId: string): EntryPost['agency'] {
  const seen = new Set<string>();
  let unit = units.get(unitId);
  while (unit && !seen.has(unit.id)) {
    if (unit.code !== null) return { code: unit.code, name: unit.name };
    seen.add(unit.id);
    unit = units.get(unit.parentId ?? '');
  }
  return null;
}

function gather(row: Row): Loaded {
  const posts = Map.groupBy(row.posts, (post) => post.accountId);
  const members = Map.groupBy(row.members, (member) => member.accountId);
  const rules = Map.groupBy(row.grants, (grant) => grant.targetId);
  const rulesOf = ({ id, class: kind, builtIn, sets }: EntryApplication) =>
    [id, ...sets, ...(builtIn ? [] : [kind])].flatMap((target) => rules.get(target) ?? []);
  const groupRows = new Map(row.groups.map((group) => [group.id, group]));
  const unitRows = new Map(row.units.map((unit) => [unit.id, unit]));
  const units = new Map(row.units.map((unit) => [unit.id, unitNode(unit)]));
  const groups = new Map(row.groups.map((group) => [group.id, groupNode(group)]));
  const postsOf = (accountId: string): EntryPost[] =>
    (posts.get(accountId) ?? []).map(({ accountId: _accountId, ...post }) => ({
      ...post,
      agency: agencyOf(unitRows, post.unit.id),
    }));
  const memberGroupsOf = (accountId: string) =>
    (members.get(accountId) ?? []).map((member) => member.groupId);
  // The same arrays for every application: whoever decides walks up from them once.
  const starts = new Map<string, Pick<Facts, 'posts' | 'memberGroups'>>();
  const startsOf = (accountId: string) => {
    const found = starts.get(accountId) ?? {
      posts: (posts.get(accountId) ?? []).map(({ unit, positionCode, positionName }) => {
        return { unitId: unit.id, positionCode, positionName };
      }),
      memberGroups: memberGroupsOf(accountId),
    };
    starts.set(accountId, found);
    return found;
  };
  return {
    accounts: new Map(row.accounts.map((account) => [account.id, accountOf(account)])),
    applications: row.applications,
    postsOf,
    memberGroupsOf,
    group(id) {
      const group = groupRows.get(id);
      return group && { id, code: group.code, name: group.name };
    },
    units,
    groups,
    zones: row.zones,
    sightings: new Map(row.sightings.map((sighting) => [sighting.uid, sighting])),
    factsOf: (account, application) => ({
      account,
      application,
      ...startsOf(account.id),
      units,
      groups,
      grants: rulesOf(application),
    }),
  };
}
