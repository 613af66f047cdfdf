// What a person has, as the pages of joining and splitting show it before and after: read within the
// transaction of the deed, which a preview rolls back. Who may enter what is access/'s to decide.
import type { State } from '../accounts/account.ts';
import type { Sql, Statement } from '../core/database.ts';

export type Application = { id: string; name: string; nameEn: string };
/** A rule for this person alone; what it is for and what it asks are in the words of access/. */
export type RuleSeen = {
  id: string;
  effect: 'allow' | 'deny';
  target: 'application' | 'class' | 'set';
  targetId: string;
  targetName: string;
  targetNameEn: string;
  conditions: {
    validFrom: number | null;
    validTo: number | null;
    days: readonly number[];
    fromMinute: number | null;
    toMinute: number | null;
    zones: readonly string[];
    strong: boolean;
  } | null;
  roles: readonly string[];
};
/** What access/ says of a person, as the rows are within this transaction. */
export type RulesOf = (
  sql: Sql,
  accountId: string,
) => Promise<{
  answers: readonly { application: Application & { clientId: string }; allowed: boolean }[];
  rules: readonly RuleSeen[];
}>;

export type ShareSeen = {
  id: string;
  sourceId: string;
  sourceName: string;
  username: string;
  state: State;
  stateReason: string | null;
};

export type Look = {
  id: string;
  fullName: string;
  username: string;
  kind: string;
  state: State;
  stateReason: string | null;
  mail: string | null;
  phone: string | null;
  employeeNumber: string | null;
  joinedToId: string | null;
  sourceId: string | null;
  externalId: string | null;
  sourceName: string | null;
  loginNames: string[];
  posts: { unit: string; title: string | null; main: boolean }[];
  groups: { name: string; byDirectory: boolean }[];
  rules: RuleSeen[];
  favourites: number;
  shares: ShareSeen[]; // none: one directory knows him, or none
  applications: Application[]; // that he may enter
  console: boolean; // may administer
};

const find: Statement = {
  name: 'join-look',
  text: `
    SELECT a.id, a.full_name AS "fullName", a.username, a.kind, a.state, a.state_reason AS "stateReason", a.mail, a.phone,
      a.employee_number AS "employeeNumber", a.joined_to_id AS "joinedToId", a.source_id AS "sourceId",
      a.external_id AS "externalId", s.name AS "sourceName",
      ARRAY(SELECT name FROM login_name WHERE account_id = a.id ORDER BY created_at, name) AS "loginNames",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('unit', unit_full_name(p.unit_id), 'title', p.title, 'main', p.main)
        ORDER BY p.main DESC, p.id), '[]') FROM post p WHERE p.account_id = a.id) AS posts,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'byDirectory', m.origin = 'directory')
        ORDER BY g.name, g.id), '[]')
        FROM group_account m JOIN "group" g ON g.id = m.group_id WHERE m.account_id = a.id) AS groups,
      (SELECT count(*)::int FROM favourite f WHERE f.account_id = a.id) AS favourites,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'sourceId', h.source_id, 'sourceName', o.name,
        'username', h.username, 'state', h.state, 'stateReason', h.state_reason) ORDER BY o.rank, o.id), '[]')
        FROM account_share h JOIN source o ON o.id = h.source_id WHERE h.account_id = a.id) AS shares
    FROM account a LEFT JOIN source s ON s.id = a.source_id WHERE a.id = $1`,
};

const seen = (rule: RuleSeen): RuleSeen => {
  const { id, effect, target, targetId, targetName, targetNameEn, conditions, roles } = rule;
  return { id, effect, target, targetId, targetName, targetNameEn, conditions, roles };
};

/** Undefined where there is no such account. */
export async function lookAt(sql: Sql, id: string, rulesOf: RulesOf): Promise<Look | undefined> {
  const [row] = await sql.query<Omit<Look, 'applications' | 'console' | 'rules'>>(find, [id]);
  if (!row) return undefined;
  const { answers, rules } = await rulesOf(sql, id);
  const allowed = answers.filter((answer) => answer.allowed);
  const own = ({ application: { id: applicationId, name, nameEn } }: (typeof answers)[number]) => ({
    id: applicationId,
    name,
    nameEn,
  });
  return {
    ...row,
    rules: rules.map(seen),
    applications: allowed.map(own),
    console: allowed.some(({ application }) => application.clientId === 'console'),
  };
}
