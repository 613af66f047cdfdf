// Thao tác hàng loạt. Owns what an administrator chose for one deed on many things, until it expires:
// who and what, the question before it, how far it is, and the report. The deeds are the rooms' own.
import { after, type Clock } from '../core/clock.ts';
import type { Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { isId, newId } from '../core/random.ts';
import type { Job } from '../core/scheduler.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import {
  actionOf,
  most,
  type Bulk,
  type BulkAction,
  type BulkItem,
  type BulkOutcome,
} from './bulk.ts';
import type { BulkVerbs } from './deeds.ts';
import { namesOf, sharesOf } from './facts.ts';
import { createRunner } from './runner.ts';

export type Bulks = ReturnType<typeof createBulks>;

const askSeconds = 3600;
const reportSeconds = 30 * 24 * 3600;

const columns = `b.id, b.action, b.state, b.target_id AS "targetId", b.reason, b.back, b.total, b.done,
  b.skipped, b.refused, b.created_by_id AS "createdById", b.started_at AS "startedAt",
  b.ended_at AS "endedAt", b.expires_at AS "expiresAt",
  coalesce((SELECT name FROM "group" WHERE id = b.target_id),
    (SELECT name FROM application WHERE id = b.target_id)) AS "targetName",
  coalesce((SELECT name FROM "group" WHERE id = b.target_id),
    (SELECT name_en FROM application WHERE id = b.target_id)) AS "targetNameEn"`;

const insert: Statement = {
  name: 'bulk-insert',
  text: `INSERT INTO bulk (id, action, target_id, back, total, actor, created_by_id, created_at, expires_at)
    VALUES ($1::uuid, $2, $3::uuid, $4, $5, $6::jsonb, $7::uuid, $8, $9)`,
};
const insertItems: Statement = {
  name: 'bulk-insert-items',
  text: `INSERT INTO bulk_item (bulk_id, seq, object_id, name)
    SELECT $1::uuid, i.n, i.id, i.name
    FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS i (id, name, n)`,
};
const find: Statement = {
  name: 'bulk-find',
  text: `SELECT ${columns} FROM bulk b
    WHERE b.id = $1::uuid AND b.created_by_id = $2::uuid AND b.expires_at > $3::timestamptz`,
};
const setTarget: Statement = {
  name: 'bulk-target',
  text: `UPDATE bulk SET target_id = $2::uuid WHERE id = $1::uuid AND state = 'ready'`,
};
const begin: Statement = {
  name: 'bulk-begin',
  text: `UPDATE bulk SET state = 'running', reason = $2, started_at = $3, expires_at = $4
    WHERE id = $1::uuid AND state = 'ready' RETURNING id`,
};
const halt: Statement = {
  name: 'bulk-halt',
  text: `UPDATE bulk SET state = 'stopped', ended_at = $2 WHERE id = $1::uuid AND state = 'running'`,
};
const readItems: Statement = {
  name: 'bulk-items',
  text: `SELECT seq, object_id AS "objectId", name, outcome, reason, detail FROM bulk_item
    WHERE bulk_id = $1::uuid AND seq > $2 AND ($3::text IS NULL OR outcome = $3)
    ORDER BY seq LIMIT $4`,
};
const forget: Statement = {
  name: 'bulk-forget',
  text: `DELETE FROM bulk WHERE expires_at <= $1::timestamptz AND state <> 'running'`,
};

export function createBulks(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  verbs: BulkVerbs;
  mayAct: (accountId: string) => Promise<boolean>;
}) {
  const { db, clock } = deps;
  const runner = createRunner(deps);

  const ownerOf = (by: Actor): string => {
    if (by.accountId === null) throw new AppError('request.not-found');
    return by.accountId;
  };

  /**
   * Keeps what was chosen, each once; unknown ids fall away. Nothing is done yet.
   * @throws AppError `bulk.nothing-chosen`, `bulk.too-many`.
   */
  async function prepare(
    by: Actor,
    chosen: { action: BulkAction; ids: readonly string[]; targetId?: string; back: string },
  ): Promise<string> {
    const { action, targetId = null, back } = chosen;
    const session = actionOf(action).of === 'session';
    const ids = [...new Set(chosen.ids)].filter((id) => session || isId(id));
    if (ids.length > most) throw new AppError('bulk.too-many', { params: { most } });
    const names = await namesOf(db.sql, action, ids);
    const known = ids.filter((id) => names.has(id));
    if (known.length === 0) throw new AppError('bulk.nothing-chosen');
    const now = clock.now();
    const id = newId(now);
    const head = [id, action, targetId, back, known.length, JSON.stringify(by), ownerOf(by)];
    await db.transaction(async (tx) => {
      await tx.sql.query(insert, [...head, now, after(now, askSeconds)]);
      await tx.sql.query(insertItems, [id, known, known.map((one) => names.get(one))]);
    });
    return id;
  }

  /** Only for who chose: others see what was done in the journal. */
  async function findBulk(by: Actor, id: string): Promise<Bulk | undefined> {
    if (!isId(id)) return undefined;
    const [bulk] = await db.sql.query<Bulk>(find, [id, ownerOf(by), clock.now()]);
    return bulk;
  }

  async function mustFind(by: Actor, id: string): Promise<Bulk> {
    const bulk = await findBulk(by, id);
    if (!bulk) throw new AppError('request.not-found');
    return bulk;
  }

  /** The group or the application it is about. The caller has seen that there is one. */
  async function aim(by: Actor, id: string, targetId: string): Promise<void> {
    const bulk = await mustFind(by, id);
    await db.sql.query(setTarget, [bulk.id, targetId]);
  }

  /** Begins; a second time it does nothing. @throws AppError `bulk.not-ready`, `account.reason-missing`. */
  async function start(by: Actor, id: string, reasonTyped: string | null): Promise<void> {
    const bulk = await mustFind(by, id);
    const action = actionOf(bulk.action);
    const reason = cut(clean(reasonTyped ?? ''), 500) || null;
    if (action.target && bulk.targetId === null) throw new AppError('bulk.not-ready');
    if (action.reason === 'needed' && !reason) throw new AppError('account.reason-missing');
    const now = clock.now();
    await db.transaction(async (tx) => {
      const [begun] = await tx.sql.query(begin, [id, reason, now, after(now, reportSeconds)]);
      if (!begun) return;
      const detail = { action: bulk.action, chosen: bulk.total, target: bulk.targetName, reason };
      const object = { type: 'bulk', id, name: bulk.action };
      await record(tx, by, { event: 'bulk.started', object, detail });
    });
    runner.poke();
  }

  /** What is under way is finished, the rest is left. */
  async function stop(by: Actor, id: string): Promise<void> {
    const bulk = await mustFind(by, id);
    await db.sql.query(halt, [bulk.id, clock.now()]);
  }

  /** In the order they were chosen; `after` and `next` count them. */
  async function items(
    id: string,
    query: { outcome?: BulkOutcome; after?: number; limit: number },
  ): Promise<{ items: BulkItem[]; next: number | undefined }> {
    const { outcome = null, after: from = 0, limit } = query;
    const rows = await db.sql.query<BulkItem>(readItems, [id, from, outcome, limit + 1]);
    const page = rows.slice(0, limit);
    return { items: page, next: rows.length > limit ? page.at(-1)?.seq : undefined };
  }

  const jobs: Job[] = [
    {
      name: 'bulk-sweep',
      everySeconds: 3600,
      run: async () => void (await db.sql.query(forget, [clock.now()])),
    },
    // Takes up what a node that died has left. In the background: it may take minutes.
    { name: 'bulk-resume', everySeconds: 30, run: async () => runner.poke() },
  ];

  return {
    prepare,
    find: findBulk,
    shares: (bulk: Bulk) => sharesOf(db.sql, bulk),
    aim,
    start,
    stop,
    items,
    end: runner.stop,
    jobs,
  };
}
