// Rules as SQL: the words that every statement about them shares.

/** Conditions (conditions.ts) of the rule `r` as JSON; null where it has none. */
export const conditionsSql = (r: string): string => `CASE WHEN
  num_nonnulls(${r}.valid_from, ${r}.valid_to, ${r}.from_minute) > 0
    OR ${r}.days <> '{}' OR ${r}.zones <> '{}' OR ${r}.strong
  THEN json_build_object(
    'validFrom', round(extract(epoch FROM ${r}.valid_from) * 1000),
    'validTo', round(extract(epoch FROM ${r}.valid_to) * 1000),
    'days', ${r}.days, 'fromMinute', ${r}.from_minute, 'toMinute', ${r}.to_minute,
    'zones', ${r}.zones, 'strong', ${r}.strong) END`;

/** `$n` the id of an application: all rules for it, its class (not of our own pages) and its sets. */
export const rulesAtSql = (
  place: string,
): string => `SELECT g.* FROM "grant" g WHERE g.application_id = ${place}
  UNION ALL SELECT g.* FROM application a JOIN "grant" g ON g.class_code = a.class
    WHERE a.id = ${place} AND NOT a.built_in
  UNION ALL SELECT g.* FROM application_set_member m JOIN "grant" g ON g.set_id = m.set_id
    WHERE m.application_id = ${place}`;
