// What stands in the way of a deed on each of the chosen, as things are now: for all of them at once
// before the question, and again for each few just before they are dealt with. The verbs have the last
// word; this says beforehand what they would refuse, and what nobody wants done to many at a time.
import type { Sql, Statement } from '../core/database.ts';
import { actionOf, type BulkAction, type BulkShare, type Obstacle } from './bulk.ts';

const consoleClient = 'console';
const administratorsGroup = 'quan-tri-he-thong';

const ofPeople = 'LEFT JOIN account a ON a.id = i.object_id::uuid';
const ofApplications = 'LEFT JOIN application a ON a.id = i.object_id::uuid';
const rule = (effect: string) => `EXISTS (SELECT FROM "grant" g
  WHERE g.application_id = q.target AND g.account_id = a.id AND g.effect = '${effect}')`;
const ruled = (effect: string) => `a.id IN (SELECT g.account_id FROM "grant" g
  WHERE g.application_id = $3::uuid AND g.effect = '${effect}')`;
const self = `WHEN a.id = q.actor THEN 'self'`;
const otherAdministrator = `WHEN a.kind = 'administrator' THEN 'administrator'`;

type Case = {
  join: string;
  when: string; // the first that applies; `a.id` is null where the thing is gone
  among?: string; // holds for every account that `when` could find, and can be asked of all accounts at once
};
const cases: Record<BulkAction, Case> = {
  'people.suspend': {
    join: ofPeople,
    among: `a.id = $2::uuid OR a.kind = 'administrator' OR a.state IN ('suspended', 'retired')`,
    when: `${self} ${otherAdministrator} WHEN a.state = 'suspended' THEN 'already'
      WHEN a.state = 'retired' THEN 'retired'`,
  },
  'people.restore': {
    join: ofPeople,
    when: `WHEN a.state = 'active' THEN 'already'
      WHEN a.state IN ('initial', 'retired') THEN a.state`,
  },
  'people.group': {
    join: ofPeople,
    among: `a.id IN (SELECT account_id FROM group_account WHERE group_id = $3::uuid)`,
    when: `WHEN EXISTS (SELECT FROM group_account m
      WHERE m.group_id = q.target AND m.account_id = a.id) THEN 'already'`,
  },
  'people.allow': {
    join: ofPeople,
    among: ruled('allow'),
    when: `WHEN ${rule('allow')} THEN 'already'`,
  },
  'people.deny': {
    join: ofPeople,
    among: `a.id = $2::uuid OR a.kind = 'administrator' OR ${ruled('deny')}`,
    when: `WHEN ${rule('deny')} THEN 'already' ${self}
      WHEN a.kind = 'administrator' AND q.target =
        (SELECT id FROM application WHERE client_id = '${consoleClient}') THEN 'administrator'`,
  },
  'people.sessions': {
    join: ofPeople,
    when: `${self} WHEN NOT EXISTS (SELECT FROM oidc_artifact s WHERE s.account_id = a.id::text
      AND s.model = 'Session' AND s.expires_at > now()) THEN 'none'`,
  },
  'members.remove': {
    join: `${ofPeople} LEFT JOIN group_account m ON m.group_id = q.target AND m.account_id = a.id`,
    when: `WHEN m.account_id IS NULL THEN 'already' WHEN m.origin = 'directory' THEN 'directory'
      WHEN a.id = q.actor AND q.target =
        (SELECT id FROM "group" WHERE code = '${administratorsGroup}') THEN 'self'`,
  },
  'applications.suspend': {
    join: ofApplications,
    when: `WHEN a.built_in THEN 'built-in' WHEN a.state = 'suspended' THEN 'already'
      WHEN a.state <> 'active' THEN a.state`,
  },
  'applications.activate': {
    join: ofApplications,
    when: `WHEN a.built_in THEN 'built-in' WHEN a.state = 'active' THEN 'already'
      WHEN a.state = 'retired' THEN 'retired'`,
  },
  'grants.remove': {
    join: `LEFT JOIN "grant" a ON a.id = i.object_id::uuid
      LEFT JOIN application p ON p.id = a.application_id`,
    when: `WHEN p.built_in THEN 'built-in'`,
  },
  'sessions.end': {
    join: `LEFT JOIN session_origin o ON o.uid = i.object_id
      LEFT JOIN account a ON a.id = o.account_id`,
    when: `${self} WHEN NOT EXISTS (SELECT FROM oidc_artifact s WHERE s.uid = i.object_id
      AND s.model = 'Session' AND s.account_id = a.id::text) THEN 'gone'`,
  },
};

/** `$1` the bulk, `$2` who does it, `$3` the target, `$4` after which row, `$5` how many. */
const facts = (action: BulkAction) => `WITH q AS (
    SELECT $1::uuid AS bulk, $2::uuid AS actor, $3::uuid AS target
  ), i AS MATERIALIZED (
    SELECT seq, object_id, name FROM bulk_item
    WHERE bulk_id = $1::uuid AND outcome IS NULL AND seq > $4::int ORDER BY seq LIMIT $5::int
  )
  SELECT i.seq, i.object_id AS "objectId", i.name,
    CASE WHEN a.id IS NULL THEN 'gone' ${cases[action].when} END AS obstacle
  FROM q CROSS JOIN i ${cases[action].join} ORDER BY i.seq`;

/** An account is never gone (the database refuses to delete one): whom `among` leaves out, nothing hinders. */
function obstacles({ join, when, among }: Case): { join: string; when: string } {
  if (among === undefined) return { join, when: `WHEN a.id IS NULL THEN 'gone' ${when}` };
  const few = `(SELECT a.id, a.kind, a.state FROM account a WHERE ${among})`;
  return { join: `LEFT JOIN ${few} a ON a.id = i.object_id::uuid`, when };
}

// Materialized: the planner then expects few different obstacles and counts without sorting. Names are
// looked up for the few that are shown. `$1` to `$3` as above.
function shares(action: BulkAction): Statement {
  const { join, when } = obstacles(cases[action]);
  const first = 'SELECT s.seq FROM unnest(c.seqs) AS s (seq) ORDER BY s.seq LIMIT 5';
  const text = `WITH q AS (
      SELECT $1::uuid AS bulk, $2::uuid AS actor, $3::uuid AS target
    ), facts AS MATERIALIZED (
      SELECT i.seq, CASE ${when} END AS obstacle
      FROM q CROSS JOIN bulk_item i ${join}
      WHERE i.bulk_id = $1::uuid AND i.outcome IS NULL
    ), counted AS (
      SELECT obstacle, count(*)::int AS count, array_agg(seq) AS seqs FROM facts GROUP BY obstacle
    )
    SELECT c.obstacle, c.count, ARRAY(SELECT i.name FROM (${first}) f
      JOIN bulk_item i ON i.bulk_id = $1::uuid AND i.seq = f.seq ORDER BY i.seq) AS names
    FROM counted c ORDER BY c.obstacle NULLS FIRST`;
  return { name: `bulk-shares-${action}`, text };
}
const next = (action: BulkAction): Statement => ({
  name: `bulk-next-${action}`,
  text: facts(action),
});

type Asked = { id: string; action: BulkAction; targetId: string | null; createdById: string };
export type Waiting = { seq: number; objectId: string; name: string; obstacle: Obstacle | null };

export const sharesOf = (sql: Sql, { id, action, targetId, createdById }: Asked) =>
  sql.query<BulkShare>(shares(action), [id, createdById, targetId]);

/** The next few that were not dealt with yet. */
export const waitingOf = (sql: Sql, asked: Asked, after: number, limit: number) =>
  sql.query<Waiting>(next(asked.action), [
    asked.id,
    asked.createdById,
    asked.targetId,
    after,
    limit,
  ]);

const names = {
  person: `SELECT id::text, full_name || ' (' || username || ')' AS name FROM account
    WHERE id = ANY($1::uuid[])`,
  application: `SELECT id::text, name FROM application WHERE id = ANY($1::uuid[])`,
  grant: `SELECT g.id::text, coalesce(u.name, n.name, c.full_name, '*') || ' → ' || a.name AS name
    FROM "grant" g JOIN application a ON a.id = g.application_id
    LEFT JOIN unit u ON u.id = g.unit_id LEFT JOIN "group" n ON n.id = g.group_id
    LEFT JOIN account c ON c.id = g.account_id WHERE g.id = ANY($1::uuid[])`,
  session: `SELECT o.uid AS id, a.full_name || ' (' || a.username || ')' AS name
    FROM session_origin o JOIN account a ON a.id = o.account_id WHERE o.uid = ANY($1::text[])`,
};

/** Names of the things, by id, as they are now; what is not known is left out. */
export async function namesOf(
  sql: Sql,
  action: BulkAction,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { of } = actionOf(action);
  const statement = { name: `bulk-names-${of}`, text: names[of] };
  const rows = await sql.query<{ id: string; name: string }>(statement, [ids]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
