// The rows of joining and splitting. Everything of the account that goes is given to the one that stays,
// marked with the share it came with; splitting gives back by those marks. Nothing in here asks whether it
// may be done (joining.ts).
import type { Sql, Statement } from '../core/database.ts';
import { collectRules, giveBackRules, takeRules } from './join-rules.ts';

const statement = (name: string, text: string): Statement => ({ name: `join-${name}`, text });

/** What came by hand, but for rules, for splitting to find: `fresh` where the one that stays had none like it. */
type Brought = {
  groups: { id: string; fresh: boolean }[];
  favourites: { applicationId: string; at: string; fresh: boolean }[];
};

const shareColumns = `source_id, external_id, dn, username, kind, state, state_reason, state_note, full_name,
  family_name, middle_name, given_name, mail, phone, employee_number`;

// $1 the account that stays, $2 the one that goes, of all below.
const collect = statement(
  'collect',
  `SELECT jsonb_build_object(
    'groups', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.group_id, 'fresh', NOT EXISTS (
        SELECT FROM group_account o WHERE o.account_id = $1 AND o.group_id = m.group_id))), '[]')
      FROM group_account m WHERE m.account_id = $2 AND m.origin <> 'directory'),
    'grants', ${collectRules},
    'favourites', (SELECT coalesce(jsonb_agg(jsonb_build_object('applicationId', f.application_id, 'at', f.at,
        'fresh', NOT EXISTS (SELECT FROM favourite o
          WHERE o.account_id = $1 AND o.application_id = f.application_id))), '[]')
      FROM favourite f WHERE f.account_id = $2)) AS brought`,
);
const shareOf = statement(
  'share',
  `INSERT INTO account_share (id, account_id, ${shareColumns}, brought, joined_at)
   SELECT id, $1::uuid, ${shareColumns}, $3::jsonb, $4::timestamptz FROM account WHERE id = $2 AND external_id IS NOT NULL`,
);
const take = (table: string, same: string) => [
  statement(
    `take-${table}`,
    `UPDATE "${table}" t SET account_id = $1 WHERE t.account_id = $2 AND NOT EXISTS (
       SELECT FROM "${table}" o WHERE o.account_id = $1 AND o.${same} = t.${same})`,
  ),
  statement(`drop-${table}`, `DELETE FROM "${table}" WHERE account_id = $2 AND account_id <> $1`),
];
const joining: readonly Statement[] = [
  statement(
    'own-posts',
    `UPDATE post SET share_id = account_id, share_main = main
     WHERE account_id = $1 AND $2::uuid IS NOT NULL AND share_id IS NULL AND origin = 'directory'`,
  ),
  statement(
    'posts',
    `UPDATE post SET account_id = $1, share_id = $2, share_main = main, main = false WHERE account_id = $2`,
  ),
  statement(
    'own-names',
    `UPDATE login_name SET share_id = account_id WHERE account_id = $1 AND $2::uuid IS NOT NULL AND share_id IS NULL`,
  ),
  statement('names', `UPDATE login_name SET account_id = $1, share_id = $2 WHERE account_id = $2`),
  // What was given to one of them by hand stays, whatever the directory of the other does with its group.
  statement(
    'by-hand',
    `UPDATE group_account t SET origin = 'manual' FROM group_account o WHERE t.account_id = $1 AND t.origin = 'directory'
     AND o.account_id = $2 AND o.group_id = t.group_id AND o.origin <> 'directory'`,
  ),
  ...take('group_account', 'group_id'),
  ...takeRules,
  ...take('favourite', 'application_id'),
  statement(
    'ends',
    `UPDATE account SET source_id = NULL, external_id = NULL, dn = NULL, state = 'retired', state_reason = 'joined',
       state_note = NULL, joined_to_id = $1, updated_at = now() WHERE id = $2`,
  ),
  statement(
    'stays',
    `UPDATE account SET external_id = NULL, updated_at = now() WHERE id = $1 AND $2::uuid IS NOT NULL`,
  ),
  // As a run would have it (plan-posts.ts, memberships.ts): a share that is not active gives nothing.
  statement(
    'rest-posts',
    `DELETE FROM post p USING account_share s WHERE s.account_id = $1 AND $2::uuid IS NOT NULL AND s.state <> 'active'
     AND p.share_id = s.id AND p.origin = 'directory'`,
  ),
  statement(
    'rest-groups',
    `DELETE FROM group_account m USING account_share s, "group" g WHERE s.account_id = $1 AND $2::uuid IS NOT NULL
     AND s.state <> 'active' AND m.account_id = $1 AND m.origin = 'directory' AND g.id = m.group_id AND g.source_id = s.source_id`,
  ),
  statement('conflicts', `UPDATE directory_conflict SET holder_id = $1 WHERE holder_id = $2`),
  statement(
    'settled',
    `DELETE FROM directory_conflict c USING account_share s WHERE s.account_id = $1 AND $2::uuid IS NOT NULL
     AND c.holder_id = $1 AND c.source_id = s.source_id AND c.external_id = s.external_id`,
  ),
];
const planAgain = statement(
  'plan-again',
  `UPDATE directory_outcome o SET print = NULL FROM account_share s
   WHERE s.account_id = $1 AND o.source_id = s.source_id AND o.external_id = s.external_id`,
);

/** @param first whether `survivor` has had one source until now. */
export async function writeJoin(
  sql: Sql,
  { survivor, other, first, at }: { survivor: string; other: string; first: boolean; at: Date },
): Promise<void> {
  const [row] = await sql.query<{ brought: Brought }>(collect, [survivor, other]);
  if (first) await sql.query(shareOf, [survivor, survivor, '{}', at]);
  await sql.query(shareOf, [survivor, other, JSON.stringify(row?.brought ?? {}), at]);
  for (const each of joining) await sql.query(each, [survivor, other]);
  await sql.query(planAgain, [survivor]);
}

// $1 the account, $2 the share that becomes an account again.
const splitting: readonly Statement[] = [
  // A name that both shares use stays with the one that had it first; the next run tells.
  statement(
    'split-account',
    `UPDATE account a SET source_id = s.source_id, external_id = s.external_id, dn = s.dn, joined_to_id = NULL,
       username = CASE WHEN EXISTS (SELECT FROM login_name n WHERE n.name = s.username AND n.share_id = s.id)
         THEN s.username ELSE a.username END,
       mail = CASE WHEN EXISTS (SELECT FROM login_name n WHERE n.name = lower(s.mail) AND n.share_id = s.id) THEN s.mail END,
       kind = s.kind, full_name = s.full_name, family_name = s.family_name, middle_name = s.middle_name,
       given_name = s.given_name, phone = s.phone, employee_number = s.employee_number,
       state = CASE WHEN o.state_reason = 'by-administrator' THEN o.state ELSE s.state END,
       state_reason = CASE WHEN o.state_reason = 'by-administrator' THEN o.state_reason ELSE s.state_reason END,
       state_note = CASE WHEN o.state_reason = 'by-administrator' THEN o.state_note END, updated_at = now()
     FROM account_share s JOIN account o ON o.id = s.account_id WHERE s.account_id = $1 AND s.id = $2 AND a.id = s.id`,
  ),
  statement(
    'split-posts',
    `UPDATE post SET account_id = $2, main = coalesce(share_main, false), share_id = NULL, share_main = NULL
     WHERE account_id = $1 AND share_id = $2`,
  ),
  statement(
    'split-names',
    `UPDATE login_name SET account_id = $2, share_id = NULL WHERE account_id = $1 AND share_id = $2`,
  ),
  statement(
    'split-groups',
    `UPDATE group_account m SET account_id = $2 FROM "group" g, account_share s WHERE m.account_id = $1
     AND m.origin = 'directory' AND g.id = m.group_id AND s.id = $2 AND g.source_id = s.source_id`,
  ),
];
const broughtBy = statement('brought', 'SELECT brought FROM account_share WHERE id = $1');
const dropShare = statement('drop-share', 'DELETE FROM account_share WHERE id = $1');
const giveGroup = statement(
  'give-group',
  `INSERT INTO group_account (group_id, account_id, origin)
   SELECT group_id, $2::uuid, 'manual' FROM group_account WHERE account_id = $1 AND group_id = $3 ON CONFLICT DO NOTHING`,
);
const giveFavourite = statement(
  'give-favourite',
  `INSERT INTO favourite (account_id, application_id, at)
   SELECT $2::uuid, application_id, $4::timestamptz FROM favourite WHERE account_id = $1 AND application_id = $3`,
);
const lose = {
  group: statement(
    'lose-group',
    `DELETE FROM group_account WHERE account_id = $1 AND group_id = $2 AND origin <> 'directory'`,
  ),
  favourite: statement(
    'lose-favourite',
    'DELETE FROM favourite WHERE account_id = $1 AND application_id = $2',
  ),
};

/** Of what came along, whatever the person still has. */
async function giveBack(
  sql: Sql,
  { account, share }: { account: string; share: string },
): Promise<void> {
  const [row] = await sql.query<{ brought: Partial<Brought> }>(broughtBy, [share]);
  const { groups = [], favourites = [] } = row?.brought ?? {};
  for (const { id, fresh } of groups) {
    await sql.query(giveGroup, [account, share, id]);
    if (fresh) await sql.query(lose.group, [account, id]);
  }
  for (const each of giveBackRules) await sql.query(each, [account, share]);
  for (const { applicationId, at, fresh } of favourites) {
    await sql.query(giveFavourite, [account, share, applicationId, at]);
    if (fresh) await sql.query(lose.favourite, [account, applicationId]);
  }
}

const planOne = statement(
  'plan-one-again',
  `UPDATE directory_outcome o SET print = NULL FROM known_person p
   WHERE p.id = $1 AND p.external_id = o.external_id AND p.source_id = o.source_id`,
);

/** What the share has becomes an account's again; the account goes on with what is left. */
export async function writeSplit(sql: Sql, of: { account: string; share: string }): Promise<void> {
  for (const each of splitting) await sql.query(each, [of.account, of.share]);
  await giveBack(sql, of);
  await sql.query(dropShare, [of.share]);
  await sql.query(planOne, [of.share]);
}

// $1 an account of which one share is left: its own.
const dissolving: readonly Statement[] = [
  statement(
    'dissolve-account',
    `UPDATE account a SET external_id = s.external_id, source_id = s.source_id, dn = s.dn, updated_at = now()
     FROM account_share s WHERE a.id = $1 AND s.id = a.id`,
  ),
  statement(
    'dissolve-posts',
    'UPDATE post SET share_id = NULL, share_main = NULL WHERE account_id = $1 AND share_id = $1',
  ),
  statement(
    'dissolve-names',
    'UPDATE login_name SET share_id = NULL WHERE account_id = $1 AND share_id = $1',
  ),
  dropShare,
  planOne,
];

/** After it was put together for the last time. */
export async function writeDissolve(sql: Sql, account: string): Promise<void> {
  for (const each of dissolving) await sql.query(each, [account]);
}
