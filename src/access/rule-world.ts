// All rules of some applications with the whole tree of units and the nesting of groups: what decisions
// about very many people rest on, people apart. facts.ts loads what a few people need.
import type { Sql, Statement } from '../core/database.ts';
import type { Facts, GrantFact } from './decide.ts';
import { conditionsSql } from './rule-sql.ts';
import type { Zone } from './zone.ts';

export type WorldApplication = {
  id: string;
  clientId: string;
  name: string;
  nameEn: string;
  builtIn: boolean;
};
export type RuleWorld = {
  applications: ReadonlyMap<string, WorldApplication>;
  units: Facts['units'];
  groups: Facts['groups'];
  /** By subject, as `unit <id>`; a rule of a class once for each of its applications. */
  rulesOf: ReadonlyMap<string, readonly { applicationId: string; grant: GrantFact }[]>;
  zones: readonly Zone[];
};

type Row = {
  applications: (WorldApplication & { class: string; sets: string[] })[];
  nodes: [id: string, open: boolean, up: string | string[] | null, isUnit: boolean][];
  grants: (GrantFact & { targetId: string })[];
  zones: Zone[];
};

// $1 applications or null.
const load: Statement = {
  name: 'access-rule-world',
  text: `WITH apps AS MATERIALIZED (
    SELECT * FROM application WHERE state <> 'retired' AND ($1::uuid[] IS NULL OR id = ANY($1))
  ), nested AS (
    SELECT child_id AS id, json_agg(parent_id) AS up FROM group_nesting GROUP BY child_id
  )
  SELECT
    (SELECT coalesce(json_agg(json_build_object('id', a.id, 'clientId', a.client_id, 'name', a.name,
      'nameEn', a.name_en, 'builtIn', a.built_in, 'class', a.class,
      'sets', ARRAY(SELECT m.set_id FROM application_set_member m WHERE m.application_id = a.id))
      ORDER BY a.built_in, a."order", a.name), '[]') FROM apps a) AS applications,
    (SELECT coalesce(json_agg(node), '[]') FROM (
      SELECT json_build_array(id, state = 'active', parent_id, true) AS node FROM unit
      UNION ALL SELECT json_build_array(g.id, g.state = 'active', n.up, false)
        FROM "group" g LEFT JOIN nested n ON n.id = g.id) every) AS nodes,
    (SELECT coalesce(json_agg(json_build_object('id', r.id,
      'targetId', coalesce(r.application_id::text, r.class_code, r.set_id::text),
      'target', CASE WHEN r.class_code IS NOT NULL THEN 'class' WHEN r.set_id IS NOT NULL THEN 'set'
        ELSE 'application' END, 'targetName', null,
      'subject', r.subject, 'effect', r.effect, 'subtree', r.subtree, 'roles', r.roles,
      'conditions', ${conditionsSql('r')}, 'subjectId', coalesce(r.unit_id::text, r.position_code,
        r.group_id::text, r.account_kind, r.account_id::text))), '[]')
      FROM "grant" r WHERE r.application_id IN (SELECT id FROM apps) OR r.set_id IS NOT NULL
        OR r.class_code IN (SELECT class FROM apps WHERE NOT built_in)) AS grants,
    (SELECT coalesce(json_agg(json_build_object(
      'code', z.code, 'ranges', z.ranges, 'rest', z.rest, 'inner', z."inner")), '[]')
      FROM network_zone z) AS zones`,
};

/** `applicationIds` undefined: all; retired ones are left out. */
export async function loadRuleWorld(
  sql: Sql,
  applicationIds: readonly string[] | undefined,
): Promise<RuleWorld> {
  const [row] = await sql.query<Row>(load, [applicationIds ?? null]);
  const { applications, nodes, grants, zones } = row!;
  const graphOf = (units: boolean): Facts['units'] =>
    new Map(
      nodes.flatMap(([id, open, up, isUnit]) =>
        isUnit === units ? [[id, { name: '', open, up: up === null ? [] : [up].flat() }]] : [],
      ),
    );
  const at = Map.groupBy(
    applications.flatMap(({ id, class: kind, sets, builtIn }) =>
      [id, ...sets, ...(builtIn ? [] : [kind])].map((target) => ({ target, id })),
    ),
    ({ target }) => target,
  );
  const rules = grants.flatMap((grant) =>
    (at.get(grant.targetId) ?? []).map(({ id }) => ({ applicationId: id, grant })),
  );
  return {
    applications: new Map(applications.map((each) => [each.id, each])),
    units: graphOf(true),
    groups: graphOf(false),
    rulesOf: Map.groupBy(rules, ({ grant }) => `${grant.subject} ${grant.subjectId ?? ''}`),
    zones,
  };
}
