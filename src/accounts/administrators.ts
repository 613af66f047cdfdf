// Someone must always be able to administer: no change of ours may take the last one away.
import type { Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';

/** The built-in group whose members may use the console. */
export const administratorsGroup = 'quan-tri-he-thong';

const lockAdministrators: Statement = {
  name: 'administrators-lock',
  text: `SELECT true AS locked
    FROM (SELECT pg_advisory_xact_lock(hashtextextended('motchia:administrators', 0))) l`,
};

// UNION drops what was seen before, so that groups nested in a loop end.
const inside = `WITH RECURSIVE inside (id) AS (
      SELECT id FROM "group" WHERE code = '${administratorsGroup}'
      UNION
      SELECT n.child_id FROM inside i
        JOIN group_nesting n ON n.parent_id = i.id
        JOIN "group" g ON g.id = n.child_id AND g.state = 'active'
    )`;
const administrators = `FROM inside i
    JOIN group_account m ON m.group_id = i.id
    JOIN account a ON a.id = m.account_id
    WHERE a.state = 'active' AND a.kind = 'administrator'`;
const counted: Statement = {
  name: 'administrators-count',
  text: `${inside} SELECT count(DISTINCT a.id)::int AS count ${administrators}`,
};
const holdOne: Statement = {
  name: 'administrators-hold-one',
  text: `${inside} SELECT a.id ${administrators} LIMIT 1 FOR SHARE OF m, a`,
};

/**
 * Runs `work`, which may take away an administrator. One at a time on all nodes, so that two
 * administrators cannot remove each other at once.
 * @throws AppError `account.last-administrator` where there was one before and is none after.
 */
export async function keepingAnAdministrator<T>(
  tx: Transaction,
  work: () => Promise<T>,
): Promise<T> {
  await tx.sql.query(lockAdministrators);
  const before = await countAdministrators(tx);
  const result = await work();
  if (before > 0 && (await countAdministrators(tx)) === 0)
    throw new AppError('account.last-administrator');
  return result;
}

/**
 * The same for a transaction whose snapshot is older than the lock (repeatable read): asks after the work,
 * and holds on to one who is left, so that it fails and starts over where he was taken away meanwhile.
 */
export async function keptAnAdministrator(tx: Transaction, before: number): Promise<boolean> {
  if ((await countAdministrators(tx)) >= before) return true;
  await tx.sql.query(lockAdministrators);
  return (await tx.sql.query(holdOne)).length > 0;
}

/** People who may use the console now. */
export async function countAdministrators(tx: Transaction): Promise<number> {
  const [row] = await tx.sql.query<{ count: number }>(counted);
  return row?.count ?? 0;
}
