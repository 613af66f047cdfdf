// The record of what was synchronised: runs, their changes, what they could not take. A run ends in
// the transaction that applied it, so the record and the deed are one.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import type { Json } from '../journal/journal.ts';
import type { Feed } from './feed.ts';
import { dropOldImages } from './undo-images.ts';

export type RunState =
  'running' | 'applied' | 'undone' | 'held' | 'released' | 'dismissed' | 'failed';

export type Run = {
  id: string;
  sourceId: string;
  sourceName: string;
  startedAt: Date;
  endedAt: Date | null;
  startedById: string | null;
  startedByName: string | null; // null: the schedule
  mode: Feed['mode']; // whole reading, or what had changed
  dryRun: boolean; // then `applied` and `held` say what would have been
  state: RunState;
  reason: string | null; // of the brake, or the code of the error
  reasonDetail: Record<string, Json>;
  counts: Counts;
  undoneAt: Date | null;
  undoneByName: string | null;
  undoneReason: string | null;
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

/** How long runs are kept, and dry runs. */
export type KeptDays = { runs: number; trials: number };

const columns = `r.id, r.source_id AS "sourceId", s.name AS "sourceName", r.started_at AS "startedAt",
  r.ended_at AS "endedAt", r.started_by_id AS "startedById", r.started_by_name AS "startedByName",
  r.dry_run AS "dryRun", r.mode, r.state, r.reason, r.reason_detail AS "reasonDetail", r.counts,
  r.undone_at AS "undoneAt", r.undone_by_name AS "undoneByName", r.undone_reason AS "undoneReason"
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
  text: `UPDATE sync_run SET state = $2, reason = $3, reason_detail = $4, counts = $5, ended_at = $6, mode = $7
         WHERE id = $1 AND state IN ('running', 'held') RETURNING id`,
};
const interrupt: Statement = {
  name: 'run-interrupt',
  text: `UPDATE sync_run SET state = 'failed', reason = 'interrupted', ended_at = $2
         WHERE source_id = $1 AND state = 'running'`,
};
const drop: Statement = {
  name: 'run-drop',
  text: `DELETE FROM sync_run WHERE id = $1 AND state = 'running'`,
};
const mark: Statement = {
  name: 'run-mark',
  text: `UPDATE sync_run SET state = $2 WHERE id = $1 AND state = 'held' RETURNING id`,
};
// Whoever the workspace says would leave, and the units and groups given, but for what another run showed.
const beyond: Statement = {
  name: 'run-beyond',
  text: `SELECT count(*)::int AS count FROM (SELECT id FROM run_leaving UNION SELECT unnest($2::uuid[])) AS taken
         WHERE NOT EXISTS (SELECT FROM sync_change c WHERE c.run_id = $1 AND c.entity_id = taken.id
           AND (c.op IN ('suspend', 'close') OR (c.entity = 'account' AND c.attribute = 'kind')))`,
};
const countChanges: Statement = {
  name: 'run-count-changes',
  text: `SELECT op AS what, count(DISTINCT entity_id)::int AS entities, count(*)::int AS lines
         FROM run_change GROUP BY op`,
};
const countRejections: Statement = {
  name: 'run-count-rejections',
  text: `SELECT level AS what, count(*)::int AS entities, count(*)::int AS lines
         FROM run_rejection GROUP BY level`,
};
// Runs of the schedule alone: what an administrator started or released he has seen.
const leftLately: Statement = {
  name: 'run-left-lately',
  text: `SELECT coalesce(sum((counts->>'leaving')::int), 0)::int AS count FROM sync_run
         WHERE source_id = $1 AND mode = 'delta' AND state = 'applied' AND NOT dry_run
           AND started_by_name IS NULL AND started_at > $2::timestamptz - interval '1 day'
           AND started_at > coalesce((SELECT max(started_at) FROM sync_run
             WHERE source_id = $1 AND state IN ('applied', 'undone') AND NOT dry_run AND started_by_name IS NOT NULL), '-infinity')`,
};
const activeAccounts: Statement = {
  name: 'run-active',
  text: `SELECT count(*)::int AS count FROM known_person
         WHERE source_id = $1 AND external_id IS NOT NULL AND state = 'active'`,
};
// A later run of the source says anew what the held one said: only the newest can be released.
const supersede: Statement = {
  name: 'run-supersede',
  text: `WITH old AS (
           UPDATE sync_run SET state = 'dismissed'
           WHERE source_id = $1 AND state = 'held' AND NOT dry_run AND id <> ALL($2::uuid[]) RETURNING id)
         DELETE FROM sync_change USING old WHERE run_id = old.id`,
};
// No key ties the lines to their run: checking it would cost a first run as much as writing them does.
const forget: Statement = {
  name: 'run-forget',
  text: `WITH old AS (
           DELETE FROM sync_run WHERE state <> 'running'
             AND (started_at < $1::timestamptz - make_interval(days => $2)
               OR (dry_run AND started_at < $1::timestamptz - make_interval(days => $3))) RETURNING id)
         DELETE FROM sync_change USING old WHERE run_id = old.id`,
};
// Warnings stand in every run until somebody mends the entry: the last runs are enough to know them by.
const forgetWarnings: Statement = {
  name: 'run-forget-warnings',
  text: `DELETE FROM sync_rejection WHERE level = 'warning' AND run_id IN (
           SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY source_id ORDER BY id DESC) AS age
             FROM sync_run) AS run WHERE age > 20)`,
};

export type Runs = ReturnType<typeof createRuns>;

export type Ending = {
  state: Exclude<RunState, 'running' | 'undone'>;
  reason?: string | null;
  reasonDetail?: Record<string, Json>;
  counts?: Counts;
  mode?: Feed['mode'];
};

export function createRuns({ db, clock }: { db: Database; clock: Clock }) {
  /** Only for the holder of the source's lock: a run that still says `running` then has no node behind it. */
  const closeDead = (sourceId: string) => db.sql.query(interrupt, [sourceId, clock.now()]);

  async function begin(
    by: Actor,
    { id, sourceId, dryRun }: Pick<Run, 'id' | 'sourceId' | 'dryRun'>,
  ): Promise<void> {
    const name = by.name === 'system' ? null : by.name;
    await closeDead(sourceId);
    await db.sql.query(start, [id, sourceId, clock.now(), by.accountId, name, dryRun]);
  }

  async function finish(tx: Transaction, id: string, ending: Ending): Promise<void> {
    const { state, reason = null, reasonDetail = {}, counts = {}, mode = 'full' } = ending;
    const detail = [JSON.stringify(reasonDetail), JSON.stringify(counts)];
    const [ended] = await tx.sql.query(end, [id, state, reason, ...detail, clock.now(), mode]);
    if (!ended) throw new AppError('sync.not-held');
  }

  /** Numbers people look at first, of the lines in the workspace. */
  async function countsOf(
    { sql }: Transaction,
    known: Pick<Counts, 'people' | 'units' | 'groups' | 'leaving'>,
  ): Promise<Counts> {
    type Row = { what: string; entities: number; lines: number };
    const changes = await sql.query<Row>(countChanges);
    const rejections = await sql.query<Row>(countRejections);
    const of = (rows: readonly Row[], what: string) =>
      rows.find((row) => row.what === what)?.entities ?? 0;
    const { people = 0, units = 0, groups = 0, leaving = 0 } = known;
    return {
      people,
      units,
      groups,
      created: of(changes, 'create'),
      updated: of(changes, 'update'),
      suspended: of(changes, 'suspend'),
      restored: of(changes, 'restore'),
      closed: of(changes, 'close'),
      leaving,
      changes: changes.reduce((sum, { lines }) => sum + lines, 0),
      rejected: of(rejections, 'rejected'),
      warnings: of(rejections, 'warning'),
    };
  }

  const counted = async (tx: Transaction, statement: Statement, values: readonly unknown[]) =>
    (await tx.sql.query<{ count: number }>(statement, values))[0]?.count ?? 0;

  /** @throws AppError `sync.run-not-found`. */
  async function get(id: string): Promise<Run> {
    const [run] = isId(id) ? await db.sql.query<Run>(find, [id]) : [];
    if (!run) throw new AppError('sync.run-not-found');
    return run;
  }

  return {
    begin,
    closeDead,
    finish,
    countsOf,
    get,
    /** A run of which there is nothing to say. */
    drop: (id: string) => db.sql.query(drop, [id]),
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
    /** How many of those who would leave now, people, units and groups, a held run did not show. */
    beyond: (tx: Transaction, heldId: string, closing: readonly string[]) =>
      counted(tx, beyond, [heldId, closing]),
    /** Who left by deltas within a day, since an administrator last looked. */
    leftLately: (tx: Transaction, sourceId: string) =>
      counted(tx, leftLately, [sourceId, clock.now()]),
    active: (tx: Transaction, sourceId: string) => counted(tx, activeAccounts, [sourceId]),
    /** Dismisses held runs of a source but those named. */
    supersede: (tx: Transaction, sourceId: string, but: readonly string[]) =>
      tx.sql.query(supersede, [sourceId, but]),
    /** What nobody will look at again. */
    forget: async (keep: KeptDays) => {
      await db.sql.query(forget, [clock.now(), keep.runs, keep.trials]);
      await db.sql.query(forgetWarnings);
      await dropOldImages(db.sql, clock.now());
    },
  };
}
