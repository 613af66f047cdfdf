// Favourites: what a person keeps at the top of their own page. They give nobody any right and concern
// nobody else, so they are the one thing a person changes that the journal does not hold.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { isId } from '../core/random.ts';

export type Favourites = ReturnType<typeof createFavourites>;

const ofAccount: Statement = {
  name: 'favourite-list',
  text: 'SELECT application_id AS id FROM favourite WHERE account_id = $1',
};
const keep: Statement = {
  name: 'favourite-keep',
  text: `INSERT INTO favourite (account_id, application_id, at) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING`,
};
const forget: Statement = {
  name: 'favourite-forget',
  text: 'DELETE FROM favourite WHERE account_id = $1 AND application_id = $2',
};

export function createFavourites(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;
  return {
    /** Ids of applications; whether they may still be used is access/'s to say. */
    async of(accountId: string): Promise<Set<string>> {
      const rows = await db.sql.query<{ id: string }>(ofAccount, [accountId]);
      return new Set(rows.map(({ id }) => id));
    },
    /** The application must exist. */
    async keep(accountId: string, applicationId: string): Promise<void> {
      await db.sql.query(keep, [accountId, applicationId, clock.now()]);
    },
    async forget(accountId: string, applicationId: string): Promise<void> {
      if (isId(applicationId)) await db.sql.query(forget, [accountId, applicationId]);
    },
  };
}
