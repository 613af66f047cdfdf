// From when until when a rule of a file counts, as it is written there: dd/mm/yyyy, with HH:mm or without.
// A last day is meant with all of it. Pure, but for the SQL that writes the same.

const zone = 'Asia/Ho_Chi_Minh';
const dayLength = 24 * 3_600_000;

/** Milliseconds since 1970; undefined where it is no moment. */
function read(text: string): { at: number; wholeDay: boolean } | undefined {
  const [, d = '', m = '', y = '', time] =
    /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s+(\d{1,2}:\d{2}))?$/.exec(text) ?? [];
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const at = Date.parse(`${day}T${(time ?? '0:00').padStart(5, '0')}:00+07:00`);
  // 31/02 must not become 3 March
  const same = !Number.isNaN(at) && new Date(at + 7 * 3_600_000).toISOString().startsWith(day);
  return same ? { at, wholeDay: time === undefined } : undefined;
}

export const beginOf = (text: string): number | undefined => read(text)?.at;
export const endOf = (text: string): number | undefined => {
  const found = read(text);
  return found && (found.wholeDay ? found.at + dayLength : found.at);
};

const format = `'DD/MM/YYYY HH24:MI'`;
const local = (column: string) => `(${column} AT TIME ZONE '${zone}')`;
const isMidnight = (column: string) => `${local(column)} = date_trunc('day', ${local(column)})`;
export const beginSql = (column: string): string =>
  `CASE WHEN ${isMidnight(column)} THEN to_char(${local(column)}, 'DD/MM/YYYY')
    ELSE to_char(${local(column)}, ${format}) END`;
export const endSql = (column: string): string =>
  `CASE WHEN ${isMidnight(column)} THEN to_char(${local(column)} - interval '1 day', 'DD/MM/YYYY')
    ELSE to_char(${local(column)}, ${format}) END`;

/** Rules that a row of a file can say: without conditions but from when until when. */
export const plainSql = (g: string): string =>
  `${g}.days = '{}' AND ${g}.from_minute IS NULL AND ${g}.zones = '{}' AND NOT ${g}.strong
    AND ${g}.roles = '{}' AND ${g}.subtree`;
