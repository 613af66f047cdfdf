// The record of what was synchronised: runs, their changes, what they could not take. A run ends in
// the transaction that applied it, so the record and the deed are one.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import type { Json } from '../journal/journal.ts';
import type { Change, Plan } from './plan.ts';
import type { Rejection } from './rejection.ts';

export type RunState = 'running' | 'applied' | 'held' | 'released' | 'dismissed' | 'failed';

export type Run = {
  id: string;
  sourceId: string;
  sourceName: string;
  startedAt: Date;
  endedAt: Date | null;
  startedById: string | null;
  startedByName: string | null; // null: the schedule
  dryRun: boolean; // then `applied` and `held` say what would have been
  state: RunState;
  reason: string | null; // of the brake, or the code of the error
  reasonDetail: Record<string, Json>;
  counts: Counts;
};

export type Counts = Partial<
  Record<
    | 'people'
    | 'units'
    | 'groups'
    | 'created'
    | 'updated'
    | 'suspended'
    | 'restored'
    | 'closed'
    | 'leaving'
    | 'changes'
    | 'rejected'
    | 'warnings',
    number
  >
>;

const columns = `r.id, r.source_id AS "sourceId", s.name AS "sourceName", r.started_at AS "startedAt",
  r.ended_at AS "endedAt", r.started_by_id AS "startedById", r.started_by_name AS "startedByName",
  r.dry_run AS "dryRun", r.state, r.reason, r.reason_detail AS "reasonDetail", r.counts
  FROM sync_run r JOIN source s ON s.id = r.source_id`;

const find: Statement = { name: 'run-find', text: `SELECT ${columns} WHERE r.id = $1` };
const list: Statement = {
  name: 'run-list',
  text: `SELECT ${columns} WHERE ($1::uuid IS NULL OR r.source_id = $1) AND ($2::uuid IS NULL OR r.id < $2)
         ORDER BY r.id DESC LIMIT $3`,
};
const start: Statement = {
  name: 'run-start',
  text: `INSERT INTO sync_run (id, source_id, started_at, started_by_id, started_by_name, dry_run, state)
         VALUES ($1, $2, $3, $4, $5, $6, 'running')`,
};
const end: Statement = {
  name: 'run-end',
  text: `UPDATE sync_run SET state = $2, reason = $3, reason_detail = $4, counts = $5, ended_at = $6
         WHERE id = $1 AND state IN ('running', 'held') RETURNING id`,
};
const interrupt: Statement = {
  name: 'run-interrupt',
  text: `UPDATE sync_run SET state = 'failed', reason = 'interrupted', ended_at = $2
         WHERE source_id = $1 AND state = 'running'`,
};
const mark: Statement = {
  name: 'run-mark',
  text: `UPDATE sync_run SET state = $2 WHERE id = $1 AND state = 'held' RETURNING id`,
};
const saveChanges: Statement = {
  name: 'run-save-changes',
  text: `INSERT INTO sync_change (run_id, seq, entity, op, entity_id, name, attribute, old, new)
    SELECT $1::uuid, * FROM unnest($2::int[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[])`,
};
const saveRejections: Statement = {
  name: 'run-save-rejections',
  text: `INSERT INTO sync_rejection (run_id, seq, dn, level, reason, detail)
    SELECT $1::uuid, * FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::jsonb[])`,
};
const leavingOf: Statement = {
  name: 'run-leaving',
  text: `SELECT DISTINCT entity_id AS id FROM sync_change
         WHERE run_id = $1 AND (op IN ('suspend', 'close') OR (entity = 'account' AND attribute = 'kind'))`,
};
// A later run of the source says anew what the held one said: only the newest can be released.
const supersede: Statement = {
  name: 'run-supersede',
  text: `WITH old AS (
           UPDATE sync_run SET state = 'dismissed'
           WHERE source_id = $1 AND state = 'held' AND NOT dry_run AND id <> ALL($2::uuid[]) RETURNING id)
         DELETE FROM sync_change USING old WHERE run_id = old.id`,
};
const forget: Statement = {
  name: 'run-forget',
  text: `DELETE FROM sync_run WHERE state <> 'running'
         AND (started_at < $1::timestamptz - interval '400 days'
           OR (dry_run AND started_at < $1::timestamptz - interval '30 days'))`,
};
// Warnings stand in every run until somebody mends the entry: the last runs are enough to know them by.
const forgetWarnings: Statement = {
  name: 'run-forget-warnings',
  text: `DELETE FROM sync_rejection WHERE level = 'warning' AND run_id IN (
           SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY source_id ORDER BY id DESC) AS age
             FROM sync_run) AS run WHERE age > 20)`,
};

/** Numbers people look at first. */
export function countsOf(plan: Plan, read: Pick<Counts, 'people' | 'units' | 'groups'>): Counts {
  const ops = (op: Change['op']) =>
    new Set(plan.changes.filter((one) => one.op === op).map(({ entityId }) => entityId)).size;
  const level = (wanted: Rejection['level']) =>
    plan.rejections.filter((one) => one.level === wanted).length;
  return {
    ...read,
    created: ops('create'),
    updated: ops('update'),
    suspended: ops('suspend'),
    restored: ops('restore'),
    closed: ops('close'),
    leaving: plan.leaving.length,
    changes: plan.changes.length,
    rejected: level('rejected'),
    warnings: level('warning'),
  };
}

export type Ending = {
  state: Exclude<RunState, 'running'>;
  reason?: string | null;
  reasonDetail?: Record<string, Json>;
  counts?: Counts;
};

export function createRuns({ db, clock }: { db: Database; clock: Clock }) {
  /** Only for the holder of the source's lock: a run that still says `running` then has no node behind it. */
  async function begin(by: Actor, sourceId: string, dryRun: boolean): Promise<string> {
    const id = newId(clock.now());
    const name = by.name === 'system' ? null : by.name;
    await db.sql.query(interrupt, [sourceId, clock.now()]);
    await db.sql.query(start, [id, sourceId, clock.now(), by.accountId, name, dryRun]);
    return id;
  }

  async function finish(tx: Transaction, id: string, ending: Ending): Promise<void> {
    const { state, reason = null, reasonDetail = {}, counts = {} } = ending;
    const detail = [JSON.stringify(reasonDetail), JSON.stringify(counts)];
    const [ended] = await tx.sql.query(end, [id, state, reason, ...detail, clock.now()]);
    if (!ended) throw new AppError('sync.not-held');
  }

  async function keep(tx: Transaction, id: string, plan: Plan): Promise<void> {
    for (let at = 0; at < plan.changes.length; at += 5_000) {
      const part = plan.changes.slice(at, at + 5_000);
      const column = <K extends keyof Change>(key: K) => part.map((change) => change[key]);
      await tx.sql.query(saveChanges, [
        id,
        part.map((_, i) => at + i + 1),
        column('entity'),
        column('op'),
        column('entityId'),
        column('name'),
        column('attribute'),
        column('old'),
        column('new'),
      ]);
    }
    for (let at = 0; at < plan.rejections.length; at += 5_000) {
      const part = plan.rejections.slice(at, at + 5_000);
      await tx.sql.query(saveRejections, [
        id,
        part.map((_, i) => at + i + 1),
        part.map(({ dn }) => dn),
        part.map(({ level }) => level),
        part.map(({ reason }) => reason),
        part.map(({ detail }) => JSON.stringify(detail)),
      ]);
    }
  }

  /** @throws AppError `sync.run-not-found`. */
  async function get(id: string): Promise<Run> {
    const [run] = isId(id) ? await db.sql.query<Run>(find, [id]) : [];
    if (!run) throw new AppError('sync.run-not-found');
    return run;
  }

  return {
    begin,
    finish,
    keep,
    get,
    /** Takes a run that is held; false where somebody else was quicker. */
    mark: async (tx: Transaction, id: string, state: 'released' | 'dismissed') =>
      (await tx.sql.query(mark, [id, state])).length === 1,
    /** Newest first; `before` is the id of the last one seen. */
    list: (sourceId: string | undefined, page: { before?: string | undefined; limit?: number }) =>
      db.sql.query<Run>(list, [
        isId(sourceId) ? sourceId : null,
        isId(page.before) ? page.before : null,
        Math.min(page.limit ?? 50, 200),
      ]),
    /** Whatever a run took away from somebody: accounts, units and groups. */
    leaving: async (tx: Transaction, id: string) =>
      new Set((await tx.sql.query<{ id: string }>(leavingOf, [id])).map((row) => row.id)),
    /** Dismisses held runs of a source but those named. */
    supersede: (tx: Transaction, sourceId: string, but: readonly string[]) =>
      tx.sql.query(supersede, [sourceId, but]),
    /** What nobody will look at again. */
    forget: async () => {
      await db.sql.query(forget, [clock.now()]);
      await db.sql.query(forgetWarnings);
    },
  };
}
