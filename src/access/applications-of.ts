// Which applications a unit or a group gets its people into, and by which rule: what access/decide.ts
// would answer to somebody who is active and has nothing but that one post or membership, at this moment,
// on the inner network and with a second factor.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { ApplicationState } from '../applications/application.ts';
import { decide, type Decision, type GrantFact } from './decide.ts';
import { conditionsSql } from './rule-sql.ts';
import { contextOf } from './seen.ts';
import type { Graph } from './walk.ts';
import type { Zone } from './zone.ts';

export type ApplicationOf = {
  application: {
    id: string;
    clientId: string;
    name: string;
    nameEn: string;
    state: ApplicationState;
    builtIn: boolean;
  };
  decision: Decision;
};

type Node = { id: string; name: string; open: boolean; up: string[] };
type Row = {
  units: Node[];
  groups: Node[];
  applications: (ApplicationOf['application'] & { class: string; sets: string[] })[];
  grants: (GrantFact & { targetId: string })[];
  zones: Zone[];
};

// $1 a unit or null, $2 a group or null. UNION ends loops.
const load: Statement = {
  name: 'access-applications-of',
  text: `
  WITH RECURSIVE above (id) AS (
    SELECT id FROM unit WHERE id = $1::uuid
    UNION SELECT u.parent_id FROM above x JOIN unit u ON u.id = x.id WHERE u.parent_id IS NOT NULL
  ), inside (id) AS (
    SELECT id FROM "group" WHERE id = $2::uuid
    UNION SELECT n.parent_id FROM inside x JOIN group_nesting n ON n.child_id = x.id
  )
  SELECT
    (SELECT coalesce(json_agg(json_build_object('id', u.id, 'name', u.name,
      'open', u.state = 'active', 'up', array_remove(ARRAY[u.parent_id], NULL))), '[]')
      FROM above JOIN unit u ON u.id = above.id) AS units,
    (SELECT coalesce(json_agg(json_build_object('id', g.id, 'name', g.name,
      'open', g.state = 'active',
      'up', ARRAY(SELECT n.parent_id FROM group_nesting n WHERE n.child_id = g.id))), '[]')
      FROM inside JOIN "group" g ON g.id = inside.id) AS groups,
    (SELECT coalesce(json_agg(json_build_object('id', a.id, 'clientId', a.client_id,
      'name', a.name, 'nameEn', a.name_en, 'state', a.state, 'builtIn', a.built_in, 'class', a.class,
      'sets', ARRAY(SELECT m.set_id FROM application_set_member m WHERE m.application_id = a.id))
      ORDER BY a.built_in, a."order", a.name), '[]')
      FROM application a WHERE a.state <> 'retired') AS applications,
    (SELECT coalesce(json_agg(json_build_object('id', r.id,
      'targetId', coalesce(r.application_id::text, r.class_code, r.set_id::text),
      'target', CASE WHEN r.class_code IS NOT NULL THEN 'class' WHEN r.set_id IS NOT NULL THEN 'set'
        ELSE 'application' END, 'targetName', coalesce(s.name, k.name),
      'subject', r.subject, 'effect', r.effect, 'subtree', r.subtree, 'roles', r.roles,
      'conditions', ${conditionsSql('r')}, 'subjectId', coalesce(r.unit_id, r.group_id))), '[]')
      FROM "grant" r LEFT JOIN application_set s ON s.id = r.set_id
      LEFT JOIN catalog_item k ON k.catalog = 'application-class' AND k.code = r.class_code
      WHERE r.subject = 'everyone' OR r.unit_id IN (SELECT id FROM above)
        OR r.group_id IN (SELECT id FROM inside)) AS grants,
    (SELECT coalesce(json_agg(json_build_object(
      'code', z.code, 'ranges', z.ranges, 'rest', z.rest, 'inner', z."inner")), '[]')
      FROM network_zone z) AS zones`,
};

const graphOf = (nodes: readonly Node[]): Graph => new Map(nodes.map((node) => [node.id, node]));

export function createApplicationsOf({ db, clock }: { db: Database; clock: Clock }) {
  /** Those that some rule reaches from here, in the order of the catalogue. */
  return async function applicationsOf(
    subject: { unitId: string } | { groupId: string },
  ): Promise<ApplicationOf[]> {
    const unitId = 'unitId' in subject ? subject.unitId : null;
    const groupId = 'groupId' in subject ? subject.groupId : null;
    if (!isId(unitId ?? groupId)) return [];
    const [row] = await db.sql.query<Row>(load, [unitId, groupId]);
    const { units, groups, applications, grants, zones } = row!;
    const rules = Map.groupBy(grants, (grant) => grant.targetId);
    const context = contextOf('inside', clock.now(), '', { zones, sightings: new Map() });
    // An administrator, because the console asks for one: the question here is about the rules.
    const account = { id: '', fullName: '', state: 'active', kind: 'administrator' } as const;
    const somebody = {
      account,
      posts: unitId ? [{ unitId, positionCode: null, positionName: null }] : [],
      memberGroups: groupId ? [groupId] : [],
      units: graphOf(units),
      groups: graphOf(groups),
    };
    const answers = applications.map((application) => {
      const { id, class: kind, sets, builtIn } = application;
      const targets = [id, ...sets, ...(builtIn ? [] : [kind])];
      const own = targets.flatMap((target) => rules.get(target) ?? []);
      return { application, decision: decide({ ...somebody, application, grants: own }, context) };
    });
    return answers.filter(
      ({ decision: { because, unmet } }) => because.length > 0 || unmet.length > 0,
    );
  };
}
