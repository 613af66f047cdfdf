// What a key is to sign next (Web Authentication Level 3, section 13.4.3): random, in the database so that
// any node can take the answer, and taken away by whoever asks for it. One for each owner: a stranger
// who opens the page a thousand times leaves one row.
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { randomToken } from '../core/random.ts';
import type { Job } from '../core/scheduler.ts';

export type Challenges = ReturnType<typeof createChallenges>;

const seconds = 5 * 60;

const keep: Statement = {
  name: 'challenge-keep',
  text: `INSERT INTO webauthn_challenge (owner, challenge, expires_at) VALUES ($1, $2, $3)
         ON CONFLICT (owner) DO UPDATE SET challenge = $2, expires_at = $3`,
};
const take: Statement = {
  name: 'challenge-take',
  text: `WITH gone AS (DELETE FROM webauthn_challenge WHERE owner = $1 RETURNING challenge, expires_at)
         SELECT challenge FROM gone WHERE expires_at > $2`,
};
const removeOld: Statement = {
  name: 'challenge-remove-old',
  text: 'DELETE FROM webauthn_challenge WHERE expires_at <= $1',
};

export function createChallenges(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;
  return {
    async make(owner: string): Promise<string> {
      const challenge = randomToken();
      await db.sql.query(keep, [owner, challenge, after(clock.now(), seconds)]);
      return challenge;
    },
    /** Undefined where there is none, it is too old, or another took it. */
    async take(owner: string): Promise<string | undefined> {
      const [row] = await db.sql.query<{ challenge: string }>(take, [owner, clock.now()]);
      return row?.challenge;
    },
    sweep: {
      name: 'challenge-sweep',
      everySeconds: 600,
      run: async () => void (await db.sql.query(removeOld, [clock.now()])),
    } satisfies Job,
  };
}
