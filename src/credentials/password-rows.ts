// Rows of local_password and password_history: reading and writing them is passwords.ts's.
import type { Statement } from '../core/database.ts';

export type PasswordRow = { hash: string; must_change: boolean; changed_at: Date };
export type OwnerRow = {
  full_name: string;
  source_id: string | null;
  names: (string | null)[];
  units: string[];
};

export const find: Statement = {
  name: 'password-find',
  text: 'SELECT hash, must_change, changed_at FROM local_password WHERE account_id = $1',
};
/** What was there before goes into the history. */
export const save: Statement = {
  name: 'password-save',
  text: `WITH old AS (
           INSERT INTO password_history (account_id, hash, set_at)
           SELECT account_id, hash, changed_at FROM local_password WHERE account_id = $1
           ON CONFLICT (account_id, hash) DO NOTHING)
         INSERT INTO local_password (account_id, hash, must_change, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id) DO UPDATE SET hash = $2, must_change = $3, changed_at = $4`,
};
export const rehash: Statement = {
  name: 'password-rehash',
  text: 'UPDATE local_password SET hash = $3 WHERE account_id = $1 AND hash = $2',
};
export const owner: Statement = {
  name: 'password-owner',
  text: `SELECT a.full_name, a.source_id,
           ARRAY(SELECT n.name FROM login_name n WHERE n.account_id = a.id) AS names,
           ARRAY(SELECT u.name FROM post p JOIN unit u ON u.id = p.unit_id WHERE p.account_id = a.id) AS units
         FROM account a WHERE a.id = $1`,
};
/** The newest first; the present one counts as well. */
export const earlier: Statement = {
  name: 'password-earlier',
  text: `SELECT hash FROM (
           SELECT hash, changed_at AS at FROM local_password WHERE account_id = $1
           UNION ALL SELECT hash, set_at FROM password_history WHERE account_id = $1) h
         ORDER BY at DESC LIMIT $2`,
};
/** Only as many as can ever be asked for: the upper bound of the setting. */
export const forgetOldest: Statement = {
  name: 'password-history-bound',
  text: `DELETE FROM password_history WHERE account_id = $1 AND hash NOT IN (
           SELECT hash FROM password_history WHERE account_id = $1 ORDER BY set_at DESC LIMIT 24)`,
};
