// Mails that pass from the account that had them to another, as an administrator decided: the one case
// in which a name changes hands. Planned with the people of a run, done when it is applied.
import { accountSearchKey } from '../accounts/account.ts';
import type { Sql, Statement } from '../core/database.ts';
import { mailName } from './names-of-people.ts';
import type { Change } from './plan.ts';
import type { Move } from './plan-people.ts';
import { writeRows } from './rows.ts';

type Holder = { id: string; name: string; fullName: string; username: string; mail: string | null };

const keep: Statement = {
  name: 'move-keep',
  text: 'INSERT INTO run_move SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[])',
};
// As they stand now: before the run where it is planned, after it where it is applied.
const holders: Statement = {
  name: 'move-holders',
  text: `SELECT a.id, m.name, a.full_name AS "fullName", a.username, a.mail
         FROM run_move m JOIN account a ON a.id = m.from_id WHERE m.name = ANY($1::text[])`,
};
const allHolders: Statement = {
  name: 'move-all-holders',
  text: `SELECT a.id, m.name, a.full_name AS "fullName", a.username, a.mail
         FROM run_move m JOIN account a ON a.id = m.from_id`,
};
const clear: Statement = {
  name: 'move-clear',
  text: 'UPDATE account SET mail = NULL, search_key = $2, updated_at = now() WHERE id = $1',
};
const clearShares: Statement = {
  name: 'move-clear-shares',
  text: `UPDATE account_share s SET mail = NULL FROM run_move m
         WHERE s.account_id = m.from_id AND lower(s.mail) = m.name`,
};
const pass: Statement = {
  name: 'move-pass',
  text: `UPDATE login_name n SET account_id = coalesce(s.account_id, m.to_id), share_id = s.id, kind = 'mail'
         FROM run_move m LEFT JOIN account_share s ON s.id = m.to_id
         WHERE n.name = m.name AND n.account_id = m.from_id`,
};

const shows = ({ mail, name }: Holder): boolean => mail !== null && mailName(mail) === name;

/** @returns what changes for those who have the names. */
export async function planMoves(sql: Sql, moves: readonly Move[]): Promise<Change[]> {
  if (moves.length === 0) return [];
  await writeRows(sql, keep, moves, [({ name }) => name, ({ from }) => from, ({ to }) => to]);
  const rows = await sql.query<Holder>(holders, [moves.map(({ name }) => name)]);
  return rows.filter(shows).map(({ id, fullName, mail }) => ({
    entity: 'account',
    op: 'update',
    entityId: id,
    name: fullName,
    attribute: 'mail',
    old: mail,
    new: null,
  }));
}

/** After the accounts were written, before their names are. */
export async function applyMoves(sql: Sql): Promise<void> {
  for (const holder of (await sql.query<Holder>(allHolders)).filter(shows))
    await sql.query(clear, [holder.id, accountSearchKey({ ...holder, mail: null })]);
  await sql.query(clearShares);
  await sql.query(pass);
}
