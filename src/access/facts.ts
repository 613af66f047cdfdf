// Loads what decisions rest on, for one person at one application (the hot path) as for many, in one
// statement (facts-sql.ts), and puts the rows together for access/decide.ts. It only loads: it knows no
// rule but how far to look.
import type { Sql } from '../core/database.ts';
import type { Account } from '../accounts/account.ts';
import type { ApplicationState } from '../applications/application.ts';
import type { Facts, GrantFact } from './decide.ts';
import { toAsk, type Query } from './facts-sql.ts';
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
  const [statement, values] = toAsk(query);
  const [row] = await sql.query<Row>(statement, values);
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
