// The names people sign in by. Rows are for ever: no name passes from one person to another.
import type { Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { foldLoginName } from '../core/text.ts';

const claim: Statement = {
  name: 'login-name-claim',
  // Gives the names that are that account's afterwards; one that is another's, or that comes twice,
  // stays with whom it met first.
  text: `INSERT INTO login_name (name, account_id, kind)
    SELECT DISTINCT ON (name) name, account_id, kind
    FROM unnest($1::text[], $2::uuid[], $3::text[]) WITH ORDINALITY AS n (name, account_id, kind, nth)
    ORDER BY name, nth
    ON CONFLICT (name) DO UPDATE SET kind = excluded.kind
      WHERE login_name.account_id = excluded.account_id
    RETURNING name, account_id AS "accountId"`,
};

const taken: Statement = {
  name: 'login-name-taken',
  text: 'SELECT name FROM login_name WHERE name = ANY($1::text[]) LIMIT 1',
};

export type OwnName = { accountId: string; name: string };

async function claimAll(
  tx: Transaction,
  names: readonly OwnName[],
  kind: 'username' | 'mail' | 'former',
): Promise<OwnName[]> {
  if (names.length === 0) return [];
  return tx.sql.query<OwnName>(claim, [
    names.map(({ name }) => foldLoginName(name)),
    names.map(({ accountId }) => accountId),
    names.map(() => kind),
  ]);
}

/** @throws AppError `account.username-taken` where anyone ever had one of those names. */
export async function checkUsernames(tx: Transaction, names: readonly string[]): Promise<void> {
  const rows = await tx.sql.query(taken, [names.map(foldLoginName)]);
  if (rows.length > 0) throw new AppError('account.username-taken');
}

/** Takes user names, each for its account. @throws AppError `account.username-taken`. */
export async function takeUsernames(tx: Transaction, names: readonly OwnName[]): Promise<void> {
  const own = await claimAll(tx, names, 'username');
  if (own.length < names.length) throw new AppError('account.username-taken');
}

/** Names the accounts had stay names of theirs. */
export const keepFormerNames = async (tx: Transaction, names: readonly OwnName[]): Promise<void> =>
  void (await claimAll(tx, names, 'former'));

/** A mail that is another person's name already is not added: that person goes on signing in by it. */
export const addMailNames = async (tx: Transaction, mails: readonly OwnName[]): Promise<void> =>
  void (await claimAll(tx, mails, 'mail'));
