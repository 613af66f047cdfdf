// Someone must always be able to administer: no change of ours may take the last one away.
import type { Change, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';

/** The built-in group whose members may use the console. */
export const administratorsGroup = 'quan-tri-he-thong';

const lockAdministrators: Statement = {
  name: 'administrators-lock',
  text: `SELECT true AS locked
    FROM (SELECT pg_advisory_xact_lock(hashtextextended('motchia:administrators', 0))) l`,
};

const countAdministrators: Statement = {
  name: 'administrators-count',
  // UNION drops what was seen before, so that groups nested in a loop end.
  text: `WITH RECURSIVE inside (id) AS (
      SELECT id FROM "group" WHERE code = '${administratorsGroup}'
      UNION
      SELECT n.child_id FROM inside i
        JOIN group_nesting n ON n.parent_id = i.id
        JOIN "group" g ON g.id = n.child_id AND g.state = 'active'
    )
    SELECT count(DISTINCT a.id)::int AS count
    FROM inside i
    JOIN group_account m ON m.group_id = i.id
    JOIN account a ON a.id = m.account_id
    WHERE a.state = 'active' AND a.kind = 'administrator'`,
};

/**
 * Runs `work`, which may take away an administrator. One at a time on all nodes, so that two
 * administrators cannot remove each other at once.
 * @throws AppError `account.last-administrator` where there was one before and is none after.
 */
export async function keepingAnAdministrator<T>(tx: Change, work: () => Promise<T>): Promise<T> {
  await tx.sql.query(lockAdministrators);
  const before = await count(tx);
  const result = await work();
  if (before > 0 && (await count(tx)) === 0) throw new AppError('account.last-administrator');
  return result;
}

async function count(tx: Change): Promise<number> {
  const [row] = await tx.sql.query<{ count: number }>(countAdministrators);
  return row?.count ?? 0;
}
