// Groups with their members, and rules, as they are: in the columns in which they can be brought in
// again, to be changed in a spreadsheet.
import type { Database, Statement } from '../core/database.ts';
import type { Field, ImportKind } from './import.ts';
import { beginSql, endSql, plainSql } from './validity.ts';

export type CurrentRow = Partial<Record<Field, string | null>>;

const groups: Statement = {
  name: 'import-current-groups',
  text: `SELECT g.code AS "group", g.name AS "groupName", g.description, a.username
    FROM "group" g LEFT JOIN group_account m ON m.group_id = g.id
    LEFT JOIN account a ON a.id = m.account_id
    ORDER BY g.code, a.sort_key, a.id LIMIT $1::int`,
};
const grants: Statement = {
  name: 'import-current-grants',
  text: `SELECT coalesce(p.client_id, 'class:' || g.class_code, 'set:' || s.name) AS application,
      g.subject AS "subjectType",
      coalesce(u.code, g.position_code, n.code, g.account_kind, a.username) AS subject, g.effect,
      ${beginSql('g.valid_from')} AS "validFrom", ${endSql('g.valid_to')} AS "validTo", g.reason
    FROM "grant" g LEFT JOIN application p ON p.id = g.application_id
    LEFT JOIN application_set s ON s.id = g.set_id
    LEFT JOIN unit u ON u.id = g.unit_id LEFT JOIN "group" n ON n.id = g.group_id
    LEFT JOIN account a ON a.id = g.account_id WHERE ${plainSql('g')}
    ORDER BY p.client_id, application, g.subject, subject LIMIT $1::int`,
};

export function createCurrent({ db }: { db: Database }) {
  /** People are the list of people. */
  return (kind: Exclude<ImportKind, 'people'>, limit: number): Promise<CurrentRow[]> =>
    db.sql.query<CurrentRow>(kind === 'groups' ? groups : grants, [limit]);
}
