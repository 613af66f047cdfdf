// Which applications a unit or a group gets its people into, and by which rule: what access/decide.ts
// would answer to somebody who is active and has nothing but that one post or membership.
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';
import type { ApplicationState } from '../applications/application.ts';
import { decide, type Decision, type GrantFact } from './decide.ts';
import type { Graph } from './walk.ts';

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
  applications: ApplicationOf['application'][];
  grants: (GrantFact & { applicationId: string })[];
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
      'name', a.name, 'nameEn', a.name_en, 'state', a.state, 'builtIn', a.built_in)
      ORDER BY a.built_in, a."order", a.name), '[]')
      FROM application a WHERE a.state <> 'retired') AS applications,
    (SELECT coalesce(json_agg(json_build_object('id', r.id, 'applicationId', r.application_id,
      'subject', r.subject, 'effect', r.effect,
      'subjectId', coalesce(r.unit_id, r.group_id))), '[]')
      FROM "grant" r WHERE r.subject = 'everyone' OR r.unit_id IN (SELECT id FROM above)
        OR r.group_id IN (SELECT id FROM inside)) AS grants`,
};

const graphOf = (nodes: readonly Node[]): Graph => new Map(nodes.map((node) => [node.id, node]));

export function createApplicationsOf({ db }: { db: Database }) {
  /** Those that some rule reaches from here, in the order of the catalogue. */
  return async function applicationsOf(
    subject: { unitId: string } | { groupId: string },
  ): Promise<ApplicationOf[]> {
    const unitId = 'unitId' in subject ? subject.unitId : null;
    const groupId = 'groupId' in subject ? subject.groupId : null;
    if (!isId(unitId ?? groupId)) return [];
    const [row] = await db.sql.query<Row>(load, [unitId, groupId]);
    const { units, groups, applications, grants } = row!;
    const rules = Map.groupBy(grants, (grant) => grant.applicationId);
    // An administrator, because the console asks for one: the question here is about the rules.
    const account = { id: '', fullName: '', state: 'active', kind: 'administrator' } as const;
    const somebody = {
      account,
      postUnits: unitId ? [unitId] : [],
      memberGroups: groupId ? [groupId] : [],
      units: graphOf(units),
      groups: graphOf(groups),
    };
    const answers = applications.map((application) => {
      const facts = { ...somebody, application, grants: rules.get(application.id) ?? [] };
      return { application, decision: decide(facts) };
    });
    return answers.filter(({ decision }) => decision.because.length > 0);
  };
}
