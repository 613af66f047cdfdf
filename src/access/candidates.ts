// Whom to ask about at an application, in the order of lists of people: all there are where a rule is
// for everyone, else those whom some rule touches from above. It narrows and never decides: everyone it
// leaves out of the refused is certain to be allowed, and each it gives is decided like at the door.
import type { Database } from '../core/database.ts';
import { keysetSql, type Key, type Reading } from '../core/keyset.ts';
import { kinds } from '../accounts/account.ts';
import { maySignIn } from '../accounts/life-cycle.ts';
import { missingOf, type Conditions } from './conditions.ts';
import type { Effect } from './decide.ts';
import { conditionsSql, rulesAtSql } from './rule-sql.ts';
import { contextOf } from './seen.ts';
import type { Zone } from './zone.ts';

export type Candidate = { id: string; key: string };

/** What rules name, units and groups with all below; positions and kinds by their codes. */
type Touched = {
  units: string[];
  groups: string[];
  accounts: string[];
  positions: string[];
  kinds: string[];
  everyone: boolean;
};
type ReachRow = {
  any: Touched;
  allow: Touched;
  deny: Touched;
  people: string[];
  builtIn: boolean; // one of our own pages, which may ask for more than a rule
};
/** `people`: all whom a rule touches, or undefined where they are many. */
export type Reach = Omit<ReachRow, 'people'> & { people: string[] | undefined };

/** Up to so many people are looked up one by one; more are met soon on the way of the list. */
const few = 2_000;

const rulesSql = `SELECT r.id, r.effect, ${conditionsSql('r')} AS conditions
  FROM (${rulesAtSql('$1::uuid')}) r`;
const zonesSql = 'SELECT code, ranges, rest, "inner" FROM network_zone';
type RuleRow = { id: string; effect: Effect; conditions: Conditions | null };

// Of what allows only the open ones, down from open ones: what is closed gives nothing (walk.ts).
const touched = (effect: string, open = 'true') => `json_build_object(
  'units', (SELECT coalesce(json_agg(DISTINCT id), '[]') FROM below WHERE ${effect} AND ${open}),
  'groups', (SELECT coalesce(json_agg(DISTINCT id), '[]') FROM inside WHERE ${effect} AND ${open}),
  'accounts', (SELECT coalesce(json_agg(account_id), '[]') FROM rules WHERE ${effect} AND subject = 'account'),
  'positions', (SELECT coalesce(json_agg(position_code), '[]') FROM rules WHERE ${effect} AND subject = 'position'),
  'kinds', (SELECT coalesce(json_agg(account_kind), '[]') FROM rules WHERE ${effect} AND subject = 'kind'),
  'everyone', EXISTS (SELECT FROM rules WHERE ${effect} AND subject = 'everyone'))`;
// $1 the application, $2 the rules whose conditions hold, $3 how many people at most.
const reachSql = `WITH RECURSIVE rules AS MATERIALIZED (
    SELECT r.*, r.effect = 'allow' AND r.id = ANY($2::uuid[]) AS allows FROM (${rulesAtSql('$1::uuid')}) r
  ), below (effect, allows, subtree, open, id) AS (
    SELECT r.effect, r.allows, r.subtree, u.state = 'active', u.id FROM rules r JOIN unit u ON u.id = r.unit_id
    UNION SELECT b.effect, b.allows, true, b.open AND u.state = 'active', u.id
    FROM below b JOIN unit u ON u.parent_id = b.id WHERE b.subtree
  ), inside (effect, allows, open, id) AS (
    SELECT r.effect, r.allows, g.state = 'active', g.id FROM rules r JOIN "group" g ON g.id = r.group_id
    UNION SELECT i.effect, i.allows, i.open AND g.state = 'active', g.id
    FROM inside i JOIN group_nesting n ON n.parent_id = i.id JOIN "group" g ON g.id = n.child_id
  )
  SELECT ${touched('true')} AS any, ${touched('allows', 'open')} AS allow,
    ${touched(`effect = 'deny'`)} AS deny, ARRAY(
      SELECT account_id FROM rules WHERE subject = 'account'
      UNION ALL SELECT p.account_id FROM below
        CROSS JOIN LATERAL (SELECT account_id FROM post WHERE unit_id = below.id OFFSET 0) p
      UNION ALL SELECT p.account_id FROM rules
        CROSS JOIN LATERAL (SELECT account_id FROM post WHERE position_code = rules.position_code OFFSET 0) p
      UNION ALL SELECT m.account_id FROM inside
        CROSS JOIN LATERAL (SELECT account_id FROM group_account WHERE group_id = inside.id OFFSET 0) m
      LIMIT $3::int)::text[] AS people,
    EXISTS (SELECT FROM application WHERE id = $1::uuid AND built_in) AS "builtIn"`;

const canEnter = kinds.filter((kind) => maySignIn({ state: 'active', kind }));
const key: Key = { sql: 'a.sort_key', type: 'text' };
const id: Key = { sql: 'a.id', type: 'uuid' };

/** Texts of conditions, and the values that they number. */
function createConditions(values: unknown[]) {
  const place = (value: unknown) => `$${values.push(value)}`;
  const among = (column: string, ids: readonly string[], type = 'uuid') =>
    `${column} = ANY(${place(ids)}::${type}[])`;
  const heldAt = (at: Date | undefined) => {
    if (!at) return 'true';
    const now = `${place(at)}::timestamptz`;
    return `(p.valid_from IS NULL OR p.valid_from <= ${now}) AND (p.valid_to IS NULL OR p.valid_to > ${now})`;
  };
  // OFFSET 0 keeps the planner from gathering all posts and memberships of the province first.
  const post = (at: Date | undefined, which: string, open = '') =>
    `EXISTS (SELECT FROM post p ${open} WHERE p.account_id = a.id AND ${heldAt(at)} AND ${which} OFFSET 0)`;
  /** `at`: only posts held at that moment, and positions in open units. */
  return (them: Touched, at?: Date): string => {
    if (them.everyone) return 'true';
    const { units, groups, accounts, positions, kinds: some } = them;
    const open = at ? "JOIN unit u ON u.id = p.unit_id AND u.state = 'active'" : '';
    const ways = [
      units.length > 0 && post(at, among('p.unit_id', units)),
      positions.length > 0 && post(at, among('p.position_code', positions, 'text'), open),
      groups.length > 0 &&
        `EXISTS (SELECT FROM group_account m WHERE m.account_id = a.id AND ${among('m.group_id', groups)} OFFSET 0)`,
      accounts.length > 0 && among('a.id', accounts),
      some.length > 0 && among('a.kind', some, 'text'),
    ];
    return `(${ways.filter(Boolean).join(' OR ') || 'false'})`;
  };
}

export function createCandidates(db: Database) {
  const read = <Row>(text: string, ...values: unknown[]) =>
    db.prisma.$queryRawUnsafe<Row[]>(text, ...values);

  /** The rules that count at that moment on the inner network with a second factor. */
  async function holding(applicationId: string, at: Date): Promise<string[]> {
    const rules = await read<RuleRow>(rulesSql, applicationId);
    const conditional = rules.some(({ conditions }) => conditions?.zones.length);
    const zones = conditional ? await read<Zone>(zonesSql) : [];
    const context = contextOf('inside', at, '', { zones, sightings: new Map() });
    const holds = ({ conditions, effect }: RuleRow) =>
      missingOf(conditions, effect, context).length === 0;
    return rules.filter(holds).map((rule) => rule.id);
  }

  async function reachOf(applicationId: string, at: Date): Promise<Reach> {
    const rules = await holding(applicationId, at);
    const [row] = await read<ReachRow>(reachSql, applicationId, rules, few + 1);
    const { people, ...rest } = row!;
    const many = people.length > few || rest.any.everyone || rest.any.kinds.length > 0;
    return { ...rest, people: many ? undefined : people };
  }

  /** The next `take` of them. `refused`: those left out who are certain to be allowed at `now`. */
  async function next(
    { any, allow, deny, people, builtIn }: Reach,
    asked: { reading: Reading; descending: boolean; refused: boolean; now: Date },
  ): Promise<Candidate[]> {
    const { reading, descending, refused, now } = asked;
    const { where, orderBy, values: from } = keysetSql({ key, id, descending }, reading, 2);
    const values: unknown[] = [reading.take, ...from];
    const touches = createConditions(values);
    const all = people ? `a.id = ANY($${values.push(people)}::uuid[])` : touches(any);
    const parts = [where, all];
    if (refused && !builtIn) {
      const able = `a.state = 'active' AND a.kind = ANY($${values.push(canEnter)}::text[])`;
      parts.push(`NOT (${able} AND ${touches(allow, now)} AND NOT ${touches(deny)})`);
    }
    const text = `SELECT a.id, a.sort_key AS key FROM account a
      WHERE ${parts.join(' AND ')} ORDER BY ${orderBy} LIMIT $1::int`;
    return db.prisma.$queryRawUnsafe<Candidate[]>(text, ...values);
  }

  return { reachOf, next };
}
