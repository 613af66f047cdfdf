// Which columns of a list an administrator wants to see. A row and not a cookie: it follows the person to
// another machine, and two who share one machine keep their own. It gives nobody any right and changes
// nothing but a page, so the journal does not hold it.
import type { Database, Statement } from '../core/database.ts';

export type ListViews = ReturnType<typeof createListViews>;

const find: Statement = {
  name: 'list-view-find',
  text: 'SELECT columns FROM list_view WHERE account_id = $1::uuid AND list = $2',
};
const keep: Statement = {
  name: 'list-view-keep',
  text: `INSERT INTO list_view (account_id, list, columns) VALUES ($1::uuid, $2, $3)
         ON CONFLICT (account_id, list) DO UPDATE SET columns = $3`,
};
const forget: Statement = {
  name: 'list-view-forget',
  text: 'DELETE FROM list_view WHERE account_id = $1::uuid AND list = $2',
};

export function createListViews({ db }: { db: Database }) {
  return {
    /** Undefined where this person never chose. Names that a list no longer has do no harm. */
    async of(accountId: string, list: string): Promise<ReadonlySet<string> | undefined> {
      const [row] = await db.sql.query<{ columns: string[] }>(find, [accountId, list]);
      return row && new Set(row.columns);
    },
    async keep(accountId: string, list: string, columns: readonly string[]): Promise<void> {
      await db.sql.query(keep, [accountId, list, [...columns]]);
    },
    async forget(accountId: string, list: string): Promise<void> {
      await db.sql.query(forget, [accountId, list]);
    },
  };
}
