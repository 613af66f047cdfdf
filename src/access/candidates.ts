// Whom to ask about at an application, in the order of lists of people: all there are where a rule is
// for everyone, else those whom some rule touches from above. It narrows and never decides: everyone it
// leaves out of the refused is certain to be allowed, and each it gives is decided like at the door.
import type { Database } from '../core/database.ts';
import { keysetSql, type Key, type Reading } from '../core/keyset.ts';
import { kinds } from '../accounts/account.ts';
import { maySignIn } from '../accounts/life-cycle.ts';

export type Candidate = { id: string; key: string };

/** Ids of units, groups and accounts that rules name, with all units and groups below. */
type Touched = { units: string[]; groups: string[]; accounts: string[]; everyone: boolean };
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

// Of what allows only the open ones, down from open ones: what is closed gives nothing (walk.ts).
const touched = (effect: string, open = 'true') => `json_build_object(
  'units', (SELECT coalesce(json_agg(DISTINCT id), '[]') FROM below WHERE ${effect} AND ${open}),
  'groups', (SELECT coalesce(json_agg(DISTINCT id), '[]') FROM inside WHERE ${effect} AND ${open}),
  'accounts', (SELECT coalesce(json_agg(account_id), '[]') FROM rules WHERE ${effect} AND subject = 'account'),
  'everyone', EXISTS (SELECT FROM rules WHERE ${effect} AND subject = 'everyone'))`;
const reachSql = `WITH RECURSIVE rules AS MATERIALIZED (
    SELECT * FROM "grant" WHERE application_id = $1::uuid
  ), below (effect, open, id) AS (
    SELECT r.effect, u.state = 'active', u.id FROM rules r JOIN unit u ON u.id = r.unit_id
    UNION SELECT b.effect, b.open AND u.state = 'active', u.id FROM below b JOIN unit u ON u.parent_id = b.id
  ), inside (effect, open, id) AS (
    SELECT r.effect, g.state = 'active', g.id FROM rules r JOIN "group" g ON g.id = r.group_id
    UNION SELECT i.effect, i.open AND g.state = 'active', g.id
    FROM inside i JOIN group_nesting n ON n.parent_id = i.id JOIN "group" g ON g.id = n.child_id
  )
  SELECT ${touched('true')} AS any, ${touched(`effect = 'allow'`, 'open')} AS allow,
    ${touched(`effect = 'deny'`)} AS deny, ARRAY(
      SELECT account_id FROM rules WHERE subject = 'account'
      UNION ALL SELECT p.account_id FROM below
        CROSS JOIN LATERAL (SELECT account_id FROM post WHERE unit_id = below.id OFFSET 0) p
      UNION ALL SELECT m.account_id FROM inside
        CROSS JOIN LATERAL (SELECT account_id FROM group_account WHERE group_id = inside.id OFFSET 0) m
      LIMIT $2::int)::text[] AS people,
    EXISTS (SELECT FROM application WHERE id = $1::uuid AND built_in) AS "builtIn"`;

const canEnter = kinds.filter((kind) => maySignIn({ state: 'active', kind }));
const key: Key = { sql: 'a.sort_key', type: 'text' };
const id: Key = { sql: 'a.id', type: 'uuid' };

/** Texts of conditions, and the values that they number. */
function createConditions(values: unknown[]) {
  const place = (value: unknown) => `$${values.push(value)}`;
  const among = (column: string, ids: readonly string[]) =>
    `${column} = ANY(${place(ids)}::uuid[])`;
  // OFFSET 0 keeps the planner from gathering all posts and memberships of the province first.
  /** `at`: only posts held at that moment. */
  return ({ units, groups, accounts, everyone }: Touched, at?: Date): string => {
    if (everyone) return 'true';
    const held = () => {
      if (!at) return 'true';
      const now = `${place(at)}::timestamptz`;
      return `(p.valid_from IS NULL OR p.valid_from <= ${now}) AND (p.valid_to IS NULL OR p.valid_to > ${now})`;
    };
    const ways = [
      units.length > 0 &&
        `EXISTS (SELECT FROM post p WHERE p.account_id = a.id AND ${held()} AND ${among('p.unit_id', units)} OFFSET 0)`,
      groups.length > 0 &&
        `EXISTS (SELECT FROM group_account m WHERE m.account_id = a.id AND ${among('m.group_id', groups)} OFFSET 0)`,
      accounts.length > 0 && among('a.id', accounts),
    ];
    return `(${ways.filter(Boolean).join(' OR ') || 'false'})`;
  };
}

export function createCandidates(db: Database) {
  async function reachOf(applicationId: string): Promise<Reach> {
    const values = [applicationId, few + 1];
    const [row] = await db.prisma.$queryRawUnsafe<ReachRow[]>(reachSql, ...values);
    const { people, ...rest } = row!;
    return { ...rest, people: people.length > few || rest.any.everyone ? undefined : people };
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
