// Rules for one person alone when two accounts are joined, and split again. A rule moves as it stands, with
// its id and everything it says, and comes back as it is then. Of two that are the same one (as the unique
// index grant_once has it: one target, one set of conditions) the one of the account that stays is kept.
import type { Sql, Statement } from '../core/database.ts';

const target = (r: string) =>
  `coalesce(${r}.application_id::text, 'class ' || ${r}.class_code, ${r}.set_id::text)`;
const slot = (r: string) =>
  `(${target(r)}, ${r}.days, ${r}.from_minute, ${r}.to_minute, ${r}.zones, ${r}.strong, ${r}.roles)`;
const same = (a: string, b: string) => `${slot(a)} IS NOT DISTINCT FROM ${slot(b)}`;
const says = (r: string) => `(${r}.effect, ${r}.valid_from, ${r}.valid_to)`;

/**
 * What came along: the rule as it was, and `like`, the same one of the account that stays; null where it
 * has none, and the rule itself went over. $1 the account that stays, $2 the one that goes.
 */
export const collectRules = `(SELECT coalesce(jsonb_agg(jsonb_build_object('rule', to_jsonb(r), 'like',
    (SELECT o.id FROM "grant" o WHERE o.account_id = $1 AND ${same('o', 'r')})) ORDER BY r.id), '[]')
  FROM "grant" r WHERE r.account_id = $2)`;

/** The row of `brought`, of which everything but the two keys is told by the database. */
export type BroughtRule = { rule: { id: string }; like: string | null };

const clashing: Statement = {
  name: 'join-rules-clash',
  text: `SELECT coalesce(x.name, k.name, s.name, a.class_code) AS name, a.effect <> b.effect AS opposite
         FROM "grant" a JOIN "grant" b ON ${target('b')} = ${target('a')}
         LEFT JOIN application x ON x.id = a.application_id LEFT JOIN application_set s ON s.id = a.set_id
         LEFT JOIN catalog_item k ON k.catalog = 'application-class' AND k.code = a.class_code
         WHERE a.account_id = $1 AND b.account_id = $2
           AND (a.effect <> b.effect OR (${same('a', 'b')} AND ${says('a')} IS DISTINCT FROM ${says('b')}))
         ORDER BY opposite DESC, name LIMIT 1`,
};

/** Two rules of which one would be lost: of opposite effects on one target, or the same but for their dates. */
export async function clashOf(
  sql: Sql,
  staying: string,
  going: string,
): Promise<{ name: string; opposite: boolean } | undefined> {
  return (await sql.query<{ name: string; opposite: boolean }>(clashing, [staying, going]))[0];
}

/** $1 the account that stays, $2 the one that goes. */
export const takeRules: readonly Statement[] = [
  {
    name: 'join-take-rules',
    text: `UPDATE "grant" t SET account_id = $1 WHERE t.account_id = $2
             AND NOT EXISTS (SELECT FROM "grant" o WHERE o.account_id = $1 AND ${same('o', 't')})`,
  },
  {
    name: 'join-drop-rules',
    text: 'DELETE FROM "grant" WHERE account_id = $2 AND account_id <> $1',
  },
];

const brought = `account_share s CROSS JOIN LATERAL
  jsonb_to_recordset(coalesce(s.brought->'grants', '[]')) AS b (rule jsonb, "like" uuid)`;
const none = 'NOT EXISTS (SELECT FROM "grant" n WHERE n.account_id = $2 AND';

/** $1 the account, $2 the share that becomes an account again: what is still there, as it is now. */
export const giveBackRules: readonly Statement[] = [
  // Changed since: what it says now. Else with its own reason, decision and author.
  {
    name: 'join-give-rules-like',
    text: `INSERT INTO "grant" SELECT own.* FROM ${brought}
           JOIN "grant" o ON o.id = b."like" AND o.account_id = $1
           CROSS JOIN LATERAL jsonb_populate_record(o, CASE WHEN o.updated_at > s.joined_at THEN '{}' ELSE b.rule END
             || jsonb_build_object('id', b.rule->>'id', 'account_id', $2::uuid)) AS own
           WHERE s.id = $2 AND ${none} ${same('n', 'o')})`,
  },
  {
    name: 'join-give-rules',
    text: `UPDATE "grant" g SET account_id = $2 FROM ${brought}
           WHERE s.id = $2 AND b."like" IS NULL AND g.id = (b.rule->>'id')::uuid AND g.account_id = $1
             AND ${none} ${same('n', 'g')})`,
  },
];
