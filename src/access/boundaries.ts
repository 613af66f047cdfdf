// Rules and posts begin and end by time, without anyone touching them. Finds out whether something did
// since the last look; how far was looked stands in the database, so that any node goes on from there.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { passesDaily } from './conditions.ts';

export type Boundaries = ReturnType<typeof createBoundaries>;

const begin: Statement = {
  name: 'access-boundary-begin',
  text: `INSERT INTO access_boundary (id, passed) VALUES (1, $1) ON CONFLICT (id) DO NOTHING`,
};
const position: Statement = {
  name: 'access-boundary',
  text: 'SELECT passed FROM access_boundary WHERE id = 1',
};
const move: Statement = {
  name: 'access-boundary-move',
  text: 'UPDATE access_boundary SET passed = $1 WHERE id = 1 AND passed < $1',
};
const passedOnce: Statement = {
  name: 'access-boundary-passed',
  text: `SELECT EXISTS (SELECT FROM "grant" WHERE valid_from > $1 AND valid_from <= $2)
    OR EXISTS (SELECT FROM "grant" WHERE valid_to > $1 AND valid_to <= $2)
    OR EXISTS (SELECT FROM post WHERE valid_from > $1 AND valid_from <= $2)
    OR EXISTS (SELECT FROM post WHERE valid_to > $1 AND valid_to <= $2) AS passed`,
};
/** Of days too: they end at midnight. */
const dailyMinutes: Statement = {
  name: 'access-boundary-daily',
  text: `SELECT DISTINCT unnest(ARRAY[from_minute, to_minute, CASE WHEN days <> '{}' THEN 0 END]) AS minute
    FROM "grant" WHERE from_minute IS NOT NULL OR days <> '{}'`,
};

export function createBoundaries({ db, clock }: { db: Database; clock: Clock }) {
  async function passed(from: Date, to: Date): Promise<boolean> {
    const [once] = await db.sql.query<{ passed: boolean }>(passedOnce, [from, to]);
    if (once?.passed) return true;
    const rows = await db.sql.query<{ minute: number | null }>(dailyMinutes);
    return passesDaily(
      rows.flatMap(({ minute }) => minute ?? []),
      from,
      to,
    );
  }

  return {
    /**
     * Does `work` where something began or ended since the last look; it gives false where it could not
     * be done now, and is then asked for again.
     */
    async follow(work: () => Promise<boolean>): Promise<void> {
      const now = clock.now();
      await db.sql.query(begin, [now]);
      const [row] = await db.sql.query<{ passed: Date }>(position);
      const from = row!.passed;
      if (from >= now) return;
      if ((await passed(from, now)) && !(await work())) return;
      await db.sql.query(move, [now]);
    },
  };
}
