// Works through what was confirmed, a few at a time, one bulk after the other and on one node at a time.
// How far it is stands in the database, so that any node shows it and another goes on where one died:
// each thing is looked at again before it is touched, and what was done then counts as already so.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Actor } from '../journal/actor.ts';
import type { Bulk, BulkOutcome } from './bulk.ts';
import { deedOf, type BulkVerbs } from './deeds.ts';
import { waitingOf, type Waiting } from './facts.ts';

export type Runnable = Pick<Bulk, 'id' | 'action' | 'targetId' | 'reason' | 'createdById'> & {
  actor: Actor;
};

const oldest: Statement = {
  name: 'bulk-oldest',
  text: `SELECT id, action, target_id AS "targetId", reason, actor, created_by_id AS "createdById"
    FROM bulk WHERE state = 'running' ORDER BY started_at, id LIMIT 1`,
};
const stateOf: Statement = {
  name: 'bulk-state',
  text: 'SELECT state FROM bulk WHERE id = $1::uuid',
};
const note: Statement = {
  name: 'bulk-note',
  text: `WITH seen AS (
      SELECT * FROM unnest($2::int[], $3::text[], $4::text[], $5::jsonb[]) AS s (seq, outcome, reason, detail)
    ), noted AS (
      UPDATE bulk_item i SET outcome = s.outcome, reason = s.reason, detail = s.detail
      FROM seen s WHERE i.bulk_id = $1::uuid AND i.seq = s.seq AND i.outcome IS NULL
      RETURNING i.outcome
    )
    UPDATE bulk SET
      done = done + (SELECT count(*) FROM noted WHERE outcome = 'done'),
      skipped = skipped + (SELECT count(*) FROM noted WHERE outcome = 'skipped'),
      refused = refused + (SELECT count(*) FROM noted WHERE outcome = 'refused')
    WHERE id = $1::uuid`,
};
const finish: Statement = {
  name: 'bulk-finish',
  text: `UPDATE bulk SET state = $2, ended_at = $3 WHERE id = $1::uuid AND state = 'running'`,
};

const few = 25; // at a time: a second or less, after which others get their turn

type Seen = { seq: number; outcome: BulkOutcome; reason: string | null; detail: object | null };

export function createRunner(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  verbs: BulkVerbs;
  /** May this person still administer? Asked before every few. */
  mayAct: (accountId: string) => Promise<boolean>;
}) {
  const { db, clock, logger, verbs } = deps;
  const now = { stopping: false }; // this node is about to end
  let working: Promise<void> | undefined;

  /** A refusal is an answer; that the database cannot be reached is none: the rest waits. */
  async function perform(bulk: Runnable, waiting: Waiting): Promise<Seen> {
    const { seq, obstacle, objectId } = waiting;
    if (obstacle) return { seq, outcome: 'skipped', reason: obstacle, detail: null };
    try {
      await deedOf(verbs, bulk)(bulk.actor, objectId);
      return { seq, outcome: 'done', reason: null, detail: null };
    } catch (error) {
      if (error instanceof AppError && error.code === 'database.unreachable') throw error;
      if (!(error instanceof AppError)) logger.error({ err: error, bulk: bulk.id }, 'bulk deed');
      const refusal = error instanceof AppError ? error : new AppError('internal');
      return { seq, outcome: 'refused', reason: refusal.code, detail: refusal.params };
    }
  }

  async function noteAll(id: string, seen: readonly Seen[]): Promise<void> {
    await db.sql.query(note, [
      id,
      seen.map(({ seq }) => seq),
      seen.map(({ outcome }) => outcome),
      seen.map(({ reason }) => reason),
      seen.map(({ detail }) => detail && JSON.stringify(detail)),
    ]);
  }

  const end = (id: string, state: 'done' | 'stopped') =>
    db.sql.query(finish, [id, state, clock.now()]);

  async function work(bulk: Runnable): Promise<void> {
    let after = 0;
    while (!now.stopping) {
      const [row] = await db.sql.query<{ state: string }>(stateOf, [bulk.id]);
      if (row?.state !== 'running') return;
      if (!(await deps.mayAct(bulk.createdById))) return void (await end(bulk.id, 'stopped'));
      const waiting = await waitingOf(db.sql, bulk, after, few);
      const last = waiting.at(-1);
      if (!last) return void (await end(bulk.id, 'done'));
      const seen: Seen[] = [];
      for (const one of waiting) seen.push(await perform(bulk, one));
      await noteAll(bulk.id, seen);
      after = last.seq;
    }
  }

  async function drain(): Promise<void> {
    while (!now.stopping) {
      const [bulk] = await db.sql.query<Runnable>(oldest);
      if (!bulk) return;
      await work(bulk);
    }
  }

  /** Begins what waits, unless somebody is at it. Never rejects: the job tries again. */
  function poke(): void {
    if (working || now.stopping) return;
    working = db
      .exclusively('bulk', drain)
      .then(() => undefined)
      .catch((error: unknown) => logger.warn({ err: error }, 'bulk deeds wait'))
      .finally(() => (working = undefined));
  }

  return {
    poke,
    /** Resolves when nothing is under way on this node. */
    stop: async () => {
      now.stopping = true;
      await working;
    },
  };
}
