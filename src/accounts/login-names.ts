// The names people sign in by. Rows are for ever: no name passes from one person to another.
import type { Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { foldLoginName } from '../core/text.ts';

const claim: Statement = {
  name: 'login-name-claim',
  // Gives a row where the name is this account's afterwards, none where it is another's.
  text: `INSERT INTO login_name (name, account_id, kind) VALUES ($1, $2::uuid, $3)
    ON CONFLICT (name) DO UPDATE SET kind = $3 WHERE login_name.account_id = $2::uuid
    RETURNING name`,
};

const owner: Statement = {
  name: 'login-name-owner',
  text: 'SELECT account_id FROM login_name WHERE name = $1',
};

/** @throws AppError `account.username-taken` where anyone ever had that name. */
export async function checkUsername(tx: Transaction, username: string): Promise<void> {
  const [taken] = await tx.sql.query(owner, [foldLoginName(username)]);
  if (taken) throw new AppError('account.username-taken');
}

/** Takes a user name; `former` stays a name of the account. @throws AppError `account.username-taken`. */
export async function takeUsername(
  tx: Transaction,
  accountId: string,
  username: string,
  former?: string,
): Promise<void> {
  const [own] = await tx.sql.query(claim, [foldLoginName(username), accountId, 'username']);
  if (!own) throw new AppError('account.username-taken');
  if (former) await tx.sql.query(claim, [foldLoginName(former), accountId, 'former']);
}

/** A mail that is another person's name already is not added: that person goes on signing in by it. */
export async function addMailName(tx: Transaction, accountId: string, mail: string): Promise<void> {
  await tx.sql.query(claim, [foldLoginName(mail), accountId, 'mail']);
}
