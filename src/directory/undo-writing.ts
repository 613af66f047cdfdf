// Puts back what a run changed, of the rows that are not obstructed. Accounts, units and groups that
// the run made are suspended or closed, never deleted; a login name stays with its account.
import { accountSearchKey, accountSortKey } from '../accounts/account.ts';
import { groupSearchKey } from '../accounts/group.ts';
import type { Sql, Statement } from '../core/database.ts';
import { unitSearchKey } from '../organization/unit.ts';
import { joinedOfUndo, putTogether, type Turned } from './joined.ts';
import { writeRows } from './rows.ts';
import { columnsOf, holderOf } from './undo-images.ts';

const free = 'r.obstacle IS NULL';
const changed = `${free} AND r.before IS NOT NULL AND r.after IS NOT NULL`;
const made = `${free} AND r.before IS NULL`;
const gone = `${free} AND r.after IS NULL`;
const statement = (name: string, text: string): Statement => ({ name: `undo-${name}`, text });

/** Only columns that the run changed: what was edited beside them stays. */
function putBack(
  entity: 'account' | 'unit' | 'group',
  row: string,
  also: { sets?: string; where?: string } = { sets: ', updated_at = now()' },
): Statement {
  const sets = columnsOf[entity].map((column) => {
    const value = `r.before->>'${column}'`;
    const typed = column === 'parent_id' ? `(${value})::uuid` : value;
    const differs = `r.before->'${column}' IS DISTINCT FROM r.after->'${column}'`;
    return `${column} = CASE WHEN ${differs} THEN ${typed} ELSE t.${column} END`;
  });
  return statement(
    `put-back-${row}`,
    `UPDATE ${row} t SET ${sets.join(', ')}${also.sets ?? ''}
     FROM run_undo r WHERE r.entity = '${entity}' AND t.id = r.entity_id AND ${changed}${also.where ?? ''}`,
  );
}

const close = (entity: 'unit' | 'group', row: string): Statement =>
  statement(
    `close-${entity}`,
    `UPDATE ${row} t SET state = 'closed', updated_at = now() FROM run_undo r
     WHERE r.entity = '${entity}' AND t.id = r.entity_id AND ${made} AND t.state <> 'closed'`,
  );

const holder: Record<'member' | 'nested', string> = {
  member: holderOf('r.part::uuid'),
  nested: 'r.part::uuid',
};
const members = (entity: 'member' | 'nested', row: string, owner: string, member: string) => [
  statement(
    `remove-${entity}`,
    `DELETE FROM ${row} t USING run_undo r WHERE r.entity = '${entity}' AND ${made}
     AND t.${owner} = r.entity_id AND t.${member} = CASE WHEN r.entity = '${entity}' THEN ${holder[entity]} END`,
  ),
  statement(
    `add-${entity}`,
    `INSERT INTO ${row} (${owner}, ${member}, origin)
     SELECT r.entity_id, ${holder[entity]}, r.before->>'origin' FROM run_undo r WHERE r.entity = '${entity}' AND ${gone}`,
  ),
];

/** A post of a joined person is his; which is the main one of all follows when he is put together. */
const ofPost: Readonly<Record<string, string>> = {
  account_id: 'coalesce(s.account_id, p.account_id)',
  main: 'p.main AND s.id IS NULL',
};

// In this order: what stands in the way of what comes back goes first.
const statements: readonly Statement[] = [
  statement(
    'free-codes',
    `UPDATE unit t SET code = NULL FROM run_undo r WHERE r.entity = 'unit' AND t.id = r.entity_id
     AND ${changed} AND r.before->'code' IS DISTINCT FROM r.after->'code'`,
  ),
  statement(
    'free-codes-made',
    `UPDATE unit t SET code = NULL FROM run_undo r WHERE r.entity = 'unit' AND t.id = r.entity_id AND ${made}
     AND EXISTS (SELECT FROM run_undo o WHERE o.entity = 'unit' AND o.obstacle IS NULL AND o.before->>'code' = t.code)`,
  ),
  statement(
    'remove-posts',
    `DELETE FROM post t USING run_undo r WHERE r.entity = 'post' AND t.id = r.entity_id AND ${made}`,
  ),
  putBack('unit', 'unit'),
  close('unit', 'unit'),
  putBack('account', 'account', {
    sets: ', updated_at = now()',
    where: ' AND t.external_id IS NOT NULL',
  }),
  putBack('account', 'account_share', {}),
  statement(
    'suspend-made',
    `UPDATE account t SET state = 'suspended', state_reason = 'run-undone', state_note = NULL, updated_at = now()
     FROM run_undo r WHERE r.entity = 'account' AND t.id = r.entity_id AND ${made} AND t.state IN ('active', 'initial') AND t.external_id IS NOT NULL`,
  ),
  statement(
    'suspend-made-shares',
    `UPDATE account_share t SET state = 'suspended', state_reason = 'run-undone', state_note = NULL
     FROM run_undo r WHERE r.entity = 'account' AND t.id = r.entity_id AND ${made} AND t.state = 'active'`,
  ),
  statement(
    'add-posts',
    `INSERT INTO post (id, ${columnsOf.post.join(', ')}, share_id, share_main)
     SELECT r.entity_id, ${columnsOf.post.map((column) => ofPost[column] ?? `p.${column}`).join(', ')},
       s.id, CASE WHEN s.id IS NOT NULL THEN p.main END
     FROM run_undo r CROSS JOIN LATERAL jsonb_to_record(r.before) AS p (account_id uuid, unit_id uuid, title text, position_code text,
       main boolean, origin text, valid_from timestamptz, valid_to timestamptz)
     LEFT JOIN account_share s ON s.id = p.account_id WHERE r.entity = 'post' AND ${gone}`,
  ),
  putBack('group', '"group"'),
  close('group', '"group"'),
  ...members('member', 'group_account', 'group_id', 'account_id'),
  ...members('nested', 'group_nesting', 'parent_id', 'child_id'),
  // Names of accounts that stay as they are stay too.
  statement(
    'names',
    `UPDATE login_name t SET kind = coalesce(r.before->>'kind', 'former') FROM run_undo r
     JOIN run_undo a ON a.entity = 'account' AND a.entity_id = r.entity_id AND a.obstacle IS NULL AND a.before IS NOT NULL
     WHERE r.entity = 'name' AND ${free} AND t.name = r.part AND coalesce(t.share_id, t.account_id) = r.entity_id`,
  ),
];

const rowsOf = (entity: string, row: string, columns: string) =>
  statement(
    `keys-of-${entity}`,
    `SELECT t.id, ${columns} FROM run_undo r JOIN ${row} t ON t.id = r.entity_id
     WHERE r.entity = '${entity}' AND ${changed}`,
  );
const accountRows = rowsOf(
  'account',
  'account',
  `t.full_name AS "fullName", t.username, t.mail, t.family_name AS "familyName",
   t.middle_name AS "middleName", t.given_name AS "givenName"`,
);
const unitRows = rowsOf('unit', 'unit', 't.name, t.code');
const groupRows = rowsOf('group', '"group"', 't.name, t.code');
const saveKeys = (entity: string, row: string) =>
  statement(
    `save-keys-${entity}`,
    `UPDATE ${row} t SET search_key = k.key FROM unnest($1::uuid[], $2::text[]) AS k (id, key) WHERE t.id = k.id`,
  );
const saveAccountKeys = statement(
  'save-keys-account',
  `UPDATE account t SET search_key = k.key, sort_key = k.sort
   FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k (id, key, sort) WHERE t.id = k.id`,
);

type Named = { id: string; name: string; code: string };
type Person = { id: string } & Parameters<typeof accountSearchKey>[0] &
  Parameters<typeof accountSortKey>[0];

/** What people are found and sorted by follows from what was put back and what was edited beside it. */
async function writeKeys(sql: Sql): Promise<void> {
  const people = await sql.query<Person>(accountRows);
  await writeRows(sql, saveAccountKeys, people, [({ id }) => id, accountSearchKey, accountSortKey]);
  const units = await sql.query<Named>(unitRows);
  await writeRows(sql, saveKeys('unit', 'unit'), units, [({ id }) => id, unitSearchKey]);
  const groups = await sql.query<Named>(groupRows);
  await writeRows(sql, saveKeys('group', '"group"'), groups, [({ id }) => id, groupSearchKey]);
}

/** After `judgeUndo`, in the same transaction. @returns joined people whose state has changed with it. */
export async function writeUndo(sql: Sql): Promise<Turned[]> {
  for (const each of statements) await sql.query(each);
  await writeKeys(sql);
  return putTogether(sql, await joinedOfUndo(sql));
}
