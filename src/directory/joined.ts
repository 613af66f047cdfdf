// Puts joined people together anew after their shares were written: by a run, by undoing one, by joining
// and splitting, or because the order of the sources has changed. Always in the transaction of the deed.
import { accountSearchKey, accountSortKey } from '../accounts/account.ts';
import type { Sql, Statement, Transaction } from '../core/database.ts';
import type { Actor } from '../journal/actor.ts';
import { recordAll, type Entry, type Json } from '../journal/journal.ts';
import { writeRows, type Columns } from './rows.ts';
import { inOrder, joinedOf, type Joined, type Share, type Standing } from './share.ts';

type Person = Standing & { id: string; username: string };
type Row = Person & { joined: Joined; shares: readonly Share[] };

/** A person whose right to sign in is another now. */
export type Turned = { id: string; before: Standing; after: Standing };

const any: Statement = { name: 'joined-any', text: 'SELECT 1 AS yes FROM account_share LIMIT 1' };
// Asked before the posts are written: of one that is gone nobody can say whose it was.
const ofRun: Statement = {
  name: 'joined-of-run',
  text: `SELECT DISTINCT account_id AS id FROM account_share WHERE id IN (
           SELECT id FROM run_account UNION SELECT account_id FROM run_post
           UNION SELECT p.share_id FROM run_post_gone g JOIN post p ON p.id = g.id)`,
};
const ofUndo: Statement = {
  name: 'joined-of-undo',
  text: `SELECT DISTINCT account_id AS id FROM account_share WHERE id IN (
           SELECT entity_id FROM run_undo WHERE entity = 'account'
           UNION SELECT (coalesce(before, after)->>'account_id')::uuid FROM run_undo WHERE entity = 'post')`,
};
const everybody: Statement = {
  name: 'joined-everybody',
  text: 'SELECT DISTINCT account_id AS id FROM account_share',
};
const people: Statement = {
  name: 'joined-people',
  text: `SELECT id, username, state, state_reason AS "stateReason" FROM account
         WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
};
const sharesOf: Statement = {
  name: 'joined-shares',
  text: `SELECT h.id, h.account_id AS "accountId", h.source_id AS "sourceId", h.dn, h.username, h.kind, h.state,
           h.state_reason AS "stateReason", h.full_name AS "fullName", h.family_name AS "familyName",
           h.middle_name AS "middleName", h.given_name AS "givenName", h.mail, h.phone,
           h.employee_number AS "employeeNumber", s.rank
         FROM account_share h JOIN source s ON s.id = h.source_id WHERE h.account_id = ANY($1::uuid[])`,
};
const save: Statement = {
  name: 'joined-save',
  text: `
    UPDATE account a SET state = n.state, state_reason = n.state_reason,
      state_note = CASE WHEN a.state = n.state THEN a.state_note END,
      full_name = n.full_name, family_name = n.family_name, middle_name = n.middle_name, given_name = n.given_name,
      source_id = n.source_id, dn = n.dn, mail = n.mail, phone = n.phone, employee_number = n.employee_number,
      search_key = n.search_key, sort_key = n.sort_key, updated_at = now()
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::uuid[],
      $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[]) AS n (id, state, state_reason,
      full_name, family_name, middle_name, given_name, source_id, dn, mail, phone, employee_number, search_key, sort_key)
    WHERE a.id = n.id`,
};
const columns: Columns<Row> = [
  (row) => row.id,
  (row) => row.joined.state,
  (row) => row.joined.stateReason,
  (row) => row.joined.fullName,
  (row) => row.joined.familyName,
  (row) => row.joined.middleName,
  (row) => row.joined.givenName,
  (row) => row.joined.sourceId,
  (row) => row.joined.dn,
  (row) => row.joined.mail,
  (row) => row.joined.phone,
  (row) => row.joined.employeeNumber,
  // Found by every user name of his.
  ({ joined, username, shares }) =>
    accountSearchKey({
      ...joined,
      username: [...new Set([username, ...shares.map((share) => share.username)])].join(' '),
    }),
  (row) => accountSortKey(row.joined),
];
// A main post that an administrator gave stays the main one; else the first share that has one gives it.
const best = `WITH place AS (SELECT * FROM unnest($1::uuid[]) WITH ORDINALITY AS o (share_id, place)),
  best AS (
    SELECT DISTINCT ON (p.account_id) p.id FROM place o JOIN post p ON p.share_id = o.share_id
    WHERE p.share_main AND NOT EXISTS (
      SELECT FROM post h WHERE h.account_id = p.account_id AND h.main AND h.share_id IS NULL)
    ORDER BY p.account_id, o.place, p.id)`;
const mains: readonly Statement[] = [
  {
    name: 'joined-main-off',
    text: `${best} UPDATE post SET main = false
           WHERE share_id = ANY($1) AND main AND id NOT IN (SELECT id FROM best)`,
  },
  {
    name: 'joined-main-on',
    text: `${best} UPDATE post SET main = true FROM best WHERE post.id = best.id AND NOT main`,
  },
];

const idsOf = async (sql: Sql, which: Statement): Promise<string[]> => {
  if ((await sql.query(any)).length === 0) return [];
  return (await sql.query<{ id: string }>(which)).map(({ id }) => id);
};

/** Whose shares the run in the workspace will write. */
export const joinedOfRun = (sql: Sql) => idsOf(sql, ofRun);
/** Whose shares the undoing in the workspace has written. */
export const joinedOfUndo = (sql: Sql) => idsOf(sql, ofUndo);
export const allJoined = (sql: Sql) => idsOf(sql, everybody);

/** @returns those whose state has changed. */
export async function putTogether(sql: Sql, ids: readonly string[]): Promise<Turned[]> {
  if (ids.length === 0) return [];
  const found = await sql.query<Person>(people, [ids]);
  const shares = await sql.query<Share>(sharesOf, [ids]);
  const byAccount = Map.groupBy(shares, ({ accountId }) => accountId);
  const rows = found.map((person): Row => {
    const own = inOrder(byAccount.get(person.id) ?? []);
    return { ...person, joined: joinedOf(person, own), shares: own };
  });
  await writeRows(sql, save, rows, columns);
  const order = rows.flatMap((row) => row.shares.map(({ id }) => id));
  for (const each of mains) await sql.query(each, [order]);
  const standing = ({ state, stateReason }: Standing): Standing => ({ state, stateReason });
  return rows
    .map((row) => ({ id: row.id, before: standing(row), after: standing(row.joined) }))
    .filter(({ before, after }) => before.state !== after.state);
}

/** The journal of those whose right to sign in has changed. */
export const tellTurned = (
  tx: Transaction,
  by: Actor,
  turned: readonly Turned[],
  detail: Record<string, Json>,
) =>
  recordAll(
    tx,
    by,
    turned.map(({ id, before, after }): Entry => ({
      event: after.state === 'active' ? 'account.restored' : 'account.suspended',
      accountId: id,
      detail: { before, after, ...detail },
    })),
  );
