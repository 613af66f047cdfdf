// Who is in which group: what the mirror names × what we have, as sets in the database, so that a
// group of a hundred thousand is no burden to the process. What an administrator added by hand stays;
// a group that is gone from the directory loses the members it had from there. Members are people and
// groups of the same source; nesting may run in circles, which is kept as it is.
import type { Sql, Statement } from '../core/database.ts';
import type { Feed } from './feed.ts';
import type { SourceSettings } from './settings.ts';
import { overAll } from './workspace.ts';

type Mode = Feed['mode'];
type GroupsFrom = SourceSettings['groupsFrom'];
type Kind = 'account' | 'group';

/** A share of a joined person that is not active, or will not be, gives no membership. */
const gives = `coalesce((SELECT r.state FROM run_account r WHERE r.id = s.id), s.state) = 'active'`;

/**
 * Accounts or groups, those that are only planned too, by the external ids in `column`: a delta looks up
 * each of them (an index serves no condition from outside a UNION), a full reading joins them all.
 */
function knownOf(
  kind: Kind,
  name: string,
  { column, mode, resting = false }: { column: string; mode: Mode; resting?: boolean },
) {
  const [table, planned] = { account: ['account', 'run_account'], group: ['"group"', 'run_group'] }[
    kind
  ];
  const also = mode === 'full' ? '' : ` AND external_id = ${column}`;
  const shares = `SELECT external_id, id, account_id FROM account_share s WHERE source_id = $1${also}`;
  const joined = resting ? shares : `${shares} AND ${gives}`;
  const both = `SELECT external_id, id, id AS holder FROM ${table} WHERE source_id = $1${also} UNION ALL
    SELECT external_id, id, id FROM ${planned} WHERE fresh${also}
    ${kind === 'account' ? `UNION ALL ${joined}` : ''}`;
  return mode === 'full'
    ? `JOIN (${both}) ${name} ON ${name}.external_id = ${column}`
    : `JOIN LATERAL (${both}) ${name} ON true`;
}
const kindOfEntry = { account: 'people', group: 'groups' } as const;
const tables = {
  account: { name: 'group_account', group: 'group_id', member: 'account_id' },
  group: { name: 'group_nesting', group: 'parent_id', member: 'child_id' },
} as const;

/** Touched entries of a kind, to begin a join with: a delta looks at those alone. */
const touched = (kind: 'people' | 'groups') =>
  `(SELECT external_id FROM run_touched WHERE kind = '${kind}') t`;

/**
 * Members that groups name by DN. In a delta: of touched groups, and touched members of any group; each
 * join follows the one before it by an index, so their order counts.
 */
function wantedOfEntries(kind: Kind, mode: Mode): string {
  const entry = kindOfEntry[kind];
  const [named, e] = [
    `r.source_id = $1 AND r.kind = 'groups'`,
    `e.source_id = $1 AND e.kind = '${entry}'`,
  ];
  const ids = `${knownOf(kind, 'm', { column: 'e.external_id', mode })}
    ${knownOf('group', 'g', { column: 'r.external_id', mode })}`;
  const select = 'SELECT DISTINCT g.id AS group_id, m.id AS member FROM';
  const byDn = `directory_entry e ON ${e} AND e.dn_hash = r.dn_hash`;
  if (mode === 'full') return `${select} directory_reference r JOIN ${byDn} ${ids} WHERE ${named}`;
  return `
    ${select} ${touched('groups')}
    JOIN directory_reference r ON ${named} AND r.external_id = t.external_id JOIN ${byDn} ${ids}
    UNION
    ${select} ${touched(entry)} JOIN directory_entry e ON ${e} AND e.external_id = t.external_id
    JOIN directory_reference r ON ${named} AND r.dn_hash = e.dn_hash ${ids}`;
}

/** Groups that people name by DN: such a group has no entry, its DN is its id. */
function wantedOfPeople(mode: Mode): string {
  const named = `directory_reference r`;
  const where = `r.source_id = $1 AND r.kind = 'people'`;
  const from =
    mode === 'full'
      ? named
      : `${touched('people')} JOIN ${named} ON ${where} AND r.external_id = t.external_id`;
  return `
    SELECT DISTINCT g.id AS group_id, m.id AS member FROM ${from}
    ${knownOf('account', 'm', { column: 'r.external_id', mode })}
    ${knownOf('group', 'g', { column: `'dn:' || r.dn_key`, mode })} WHERE ${where}`;
}

const wantedOf = (kind: Kind, mode: Mode, from: GroupsFrom): string =>
  from === 'memberOf' ? wantedOfPeople(mode) : wantedOfEntries(kind, mode);

function haveOf(kind: Kind, mode: Mode): string {
  const { name, group, member } = tables[kind];
  const [share, id] =
    kind === 'account'
      ? [
          'LEFT JOIN account_share s ON s.account_id = m.account_id AND s.source_id = $1',
          'coalesce(s.id, m.account_id)',
        ]
      : ['', `m.${member}`];
  const select = `SELECT m.${group} AS group_id, ${id} AS member, m.origin`;
  if (mode === 'full')
    return `${select} FROM ${name} m JOIN "group" g ON g.id = m.${group} ${share} WHERE g.source_id = $1`;
  return `
    ${select} FROM ${touched('groups')}
    JOIN "group" g ON g.source_id = $1 AND g.external_id = t.external_id JOIN ${name} m ON m.${group} = g.id ${share}
    UNION
    SELECT m.${group} AS group_id, k.id AS member, m.origin FROM ${touched(kindOfEntry[kind])}
    ${knownOf(kind, 'k', { column: 't.external_id', mode, resting: true })}
    JOIN ${name} m ON m.${member} = k.holder JOIN "group" g ON g.id = m.${group} AND g.source_id = $1`;
}

const keepWanted = (kind: Kind, mode: Mode, from: GroupsFrom): Statement => ({
  name: `members-wanted-${kind}-${mode}-${from}`,
  text: `INSERT INTO run_wanted (group_id, member) ${wantedOf(kind, mode, from)}`,
});
const keepHave = (kind: Kind, mode: Mode): Statement => ({
  name: `members-have-${kind}-${mode}`,
  text: `INSERT INTO run_have (group_id, member, origin) ${haveOf(kind, mode)}`,
});
const compare = (kind: Kind): Statement => ({
  name: `members-compare-${kind}`,
  text: `
    INSERT INTO run_member (kind, added, group_id, member)
    SELECT '${kind}', true, w.group_id, w.member FROM run_wanted w
    WHERE NOT EXISTS (SELECT FROM run_have h WHERE h.group_id = w.group_id AND h.member = w.member)
    UNION ALL
    SELECT '${kind}', false, h.group_id, h.member FROM run_have h
    WHERE h.origin = 'directory'
      AND NOT EXISTS (SELECT FROM run_wanted w WHERE h.group_id = w.group_id AND h.member = w.member)`,
});
const forget: readonly Statement[] = ['run_wanted', 'run_have'].map((name) => ({
  name: `members-forget-${name}`,
  text: `TRUNCATE ${name}`,
}));

const tell: Statement = {
  name: 'members-tell',
  text: `
    WITH line AS (
      SELECT m.*, coalesce(rg.name, g.name) AS group_name,
        coalesce(ra.full_name, a.full_name, rc.name, c.name) AS member_name
      FROM run_member m
      LEFT JOIN run_group rg ON rg.id = m.group_id LEFT JOIN "group" g ON g.id = m.group_id
      LEFT JOIN run_account ra ON ra.id = m.member LEFT JOIN account_share s ON s.id = m.member
      LEFT JOIN account a ON a.id = coalesce(s.account_id, m.member)
      LEFT JOIN run_group rc ON rc.id = m.member LEFT JOIN "group" c ON c.id = m.member),
    told AS (
      INSERT INTO run_change (seq, entity, op, entity_id, name, attribute, old, new)
      SELECT $1::int + row_number() OVER (ORDER BY NOT added, group_name, group_id, member_name, member),
        'group', 'update', group_id, group_name, 'member',
        CASE WHEN NOT added THEN member_name END, CASE WHEN added THEN member_name END
      FROM line RETURNING 1)
    SELECT count(*)::int AS lines FROM told`,
};
const unknownMembers: (mode: Mode) => Statement = (mode) => ({
  name: `members-unknown-${mode}`,
  text: `
    SELECT g.dn, count(*)::int AS count, (array_agg(r.dn_key ORDER BY r.dn_key))[1:5] AS first
    FROM directory_reference r
    JOIN directory_entry g ON g.source_id = $1 AND g.kind = 'groups' AND g.external_id = r.external_id
    WHERE r.source_id = $1 AND r.kind = 'groups' AND NOT EXISTS (
      SELECT FROM directory_entry e
      WHERE e.source_id = $1 AND e.dn_hash = r.dn_hash AND e.kind IN ('people', 'groups'))
      ${mode === 'full' ? '' : `AND r.external_id IN (SELECT external_id FROM run_touched WHERE kind = 'groups')`}
    GROUP BY g.dn ORDER BY g.dn LIMIT 10000`,
});

const add = (kind: Kind): Statement => {
  const { name, group, member } = tables[kind];
  return {
    name: `members-add-${kind}`,
    text: `INSERT INTO ${name} (${group}, ${member}, origin)
           SELECT r.group_id, coalesce(s.account_id, r.member) AS member, 'directory' FROM run_member r
           LEFT JOIN account_share s ON s.id = r.member WHERE r.kind = '${kind}' AND r.added
           ORDER BY r.group_id, member`,
  };
};
const remove = (kind: Kind): Statement => {
  const { name, group, member } = tables[kind];
  return {
    name: `members-remove-${kind}`,
    text: `DELETE FROM ${name} m USING run_member r LEFT JOIN account_share s ON s.id = r.member
           WHERE r.kind = '${kind}' AND NOT r.added
           AND m.${group} = r.group_id AND m.${member} = coalesce(s.account_id, r.member) AND m.origin = 'directory'`,
  };
};

/** Leaves in the workspace what is to be added and removed. */
export async function planMembers(
  sql: Sql,
  sourceId: string,
  { mode, groupsFrom }: { mode: Mode; groupsFrom: GroupsFrom },
): Promise<void> {
  for (const kind of ['account', 'group'] as const) {
    const fill = async () => {
      const none = groupsFrom === 'memberOf' && kind === 'group';
      if (!none) await sql.query(keepWanted(kind, mode, groupsFrom), [sourceId]);
      await sql.query(keepHave(kind, mode), [sourceId]);
    };
    await (mode === 'full' ? overAll(sql, fill) : fill());
    await overAll(sql, () => sql.query(compare(kind)));
    for (const each of forget) await sql.query(each);
  }
}

/** Records a line for each member that comes or goes. @returns how many. */
export async function tellMembers(sql: Sql, lastSeq: number): Promise<number> {
  const [row] = await sql.query<{ lines: number }>(tell, [lastSeq]);
  return row?.lines ?? 0;
}

/** Groups with members that we do not read, and the first of these. */
export const groupsWithUnknownMembers = (sql: Sql, sourceId: string, mode: Mode) =>
  sql.query<{ dn: string; count: number; first: string[] }>(unknownMembers(mode), [sourceId]);

export async function applyMembers(sql: Sql): Promise<void> {
  for (const kind of ['account', 'group'] as const) {
    await sql.query(remove(kind));
    await sql.query(add(kind));
  }
}
