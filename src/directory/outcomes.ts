// What became of each person's entry when it was planned last: where he belongs, and a print of the
// account as it was left. While entry and print are the same there is nothing to plan, so that a
// reading without news touches nobody; one who did not get what he asks for is planned every time.
import type { Sql, Statement } from '../core/database.ts';

/** Everything of an account, or of a share, that a plan decides; `a` is its row of known_person. */
const printOf = `md5(ROW(a.dn, a.username, a.kind, a.state, a.state_reason, a.full_name, a.family_name,
  a.middle_name, a.given_name, a.mail, a.phone, a.employee_number,
  (SELECT string_agg(ROW(p.unit_id, p.title, p.position_code, coalesce(p.share_main, p.main), p.origin)::text, ',' ORDER BY p.id)
   FROM post p WHERE p.account_id = a.account_id AND coalesce(p.share_id, a.id) = a.id AND (p.origin = 'directory' OR p.main)))::text)::uuid`;

const unsettled: Statement = {
  name: 'outcome-unsettled',
  text: `INSERT INTO run_touched SELECT 'people', external_id FROM directory_outcome
         WHERE source_id = $1 AND print IS NULL ON CONFLICT DO NOTHING`,
};
const changedSince: Statement = {
  name: 'outcome-changed-since',
  text: `
    INSERT INTO run_touched SELECT 'people', o.external_id FROM directory_outcome o
    JOIN known_person a ON a.source_id = o.source_id AND a.external_id = o.external_id
    WHERE o.source_id = $1 AND o.print <> ${printOf} ON CONFLICT DO NOTHING`,
};
const everybody: Statement = {
  name: 'outcome-everybody',
  text: `INSERT INTO run_touched SELECT 'people', external_id FROM directory_entry
         WHERE source_id = $1 AND kind = 'people' ON CONFLICT DO NOTHING`,
};
const forgetOld: Statement = {
  name: 'outcome-forget-old',
  text: `DELETE FROM directory_outcome o USING run_person r WHERE o.source_id = $1 AND o.external_id = r.external_id`,
};
const save: Statement = {
  name: 'outcome-save',
  text: `
    INSERT INTO directory_outcome (source_id, external_id, home, home_label, part, part_label, print)
    SELECT $1::uuid, r.external_id, r.home, r.home_label, r.part, r.part_label,
      CASE WHEN r.open OR a.id IS NULL THEN NULL ELSE ${printOf} END
    FROM run_person r LEFT JOIN known_person a ON a.source_id = $1 AND a.external_id = r.external_id`,
};

/** Adds to what is touched: whoever must be planned although his entry has not changed. */
export async function touchUnsettled(
  sql: Sql,
  sourceId: string,
  how: 'delta' | 'full' | 'everybody',
): Promise<void> {
  await sql.query(unsettled, [sourceId]);
  if (how === 'full') await sql.query(changedSince, [sourceId]);
  if (how === 'everybody') await sql.query(everybody, [sourceId]);
}

/** After the plan was written. */
export async function saveOutcomes(sql: Sql, sourceId: string): Promise<void> {
  await sql.query(forgetOld, [sourceId]);
  await sql.query(save, [sourceId]);
}
