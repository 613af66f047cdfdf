// The end of a run, in one transaction: merge → plan → brake → apply, the record of the run, the
// journal and the cookie. What is held, and what is only tried out, is rolled back whole; its record
// alone is carried over into a transaction of its own.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { newId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import type { EventName } from '../journal/events.ts';
import { record, type Json } from '../journal/journal.ts';
import { applyPlan } from './apply.ts';
import { brake, type Braked } from './brake.ts';
import { saveConflicts } from './conflict-rows.ts';
import { settingsKeyOf } from './drafts.ts';
import type { Feed, FeedEnding } from './feed.ts';
import { tellTurned, type Turned } from './joined.ts';
import { saveStateOfSource, type SourceState } from './mirror.ts';
import { saveOutcomes } from './outcomes.ts';
import { planRun, type Planned } from './planning.ts';
import type { Report } from './progress.ts';
import { carryOver, publish, recordOf, type RunChange } from './record.ts';
import { pagesOf } from './rows.ts';
import type { Counts, Ending, Run, Runs } from './runs.ts';
import type { Source } from './source-safe.ts';
import { keepImages } from './undo-images.ts';
import { countFilled, openWorkspace, overAll } from './workspace.ts';

/** One run, from its beginning to its end. */
export type Errand = {
  by: Actor;
  source: Source;
  runId: string;
  dryRun: boolean;
  releases: Run | undefined;
  report: Report;
  /** Whether what was staged is all there still. @throws AppError `database.unreachable` */
  ours(): Promise<void>;
  /** Makes the record of the run, once. */
  begin(): Promise<void>;
  hasBegun(): boolean;
  /** Of the following of changes: where nothing changes it need not be recorded. */
  quiet: boolean;
};

/** What was read, staged under the id of the run. */
export type Read = { mode: Feed['mode']; state: SourceState | undefined } & FeedEnding;

const statement = (name: string, text: string): Statement => ({ name, text });
// What an administrator changes while we apply makes the transaction fail and start over, never lose his change.
const isolate = statement('sync-isolate', 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
// The pool's limit is meant for requests; a first run of a million people writes for minutes.
const patient = statement('sync-patient', `SET LOCAL statement_timeout = '30min'`);
const statesChanged = statement(
  'sync-states-changed',
  `SELECT seq, seq::text AS "externalId", op, entity_id AS "entityId", old, new FROM run_change
   WHERE entity = 'account' AND attribute = 'state' AND old IS NOT NULL AND seq > $1
     AND NOT EXISTS (SELECT FROM account_share s WHERE s.id = entity_id)
   ORDER BY seq LIMIT 1000`,
);

const lostRace = /^(40001|40P01|23505)$/;
const tries = 4;
const many = 1_000; // changes, after which the tables are counted anew

/** Thrown to roll the work back; what the record needs of it has been kept. */
class RolledBack extends Error {}

export function createConclusion(deps: { db: Database; clock: Clock; logger: Logger; runs: Runs }) {
  const { db, clock, logger, runs } = deps;

  async function tell(
    tx: Transaction,
    errand: Pick<Errand, 'by' | 'source' | 'runId'>,
    event: EventName,
    detail: Record<string, Json>,
  ) {
    const { by, source, runId } = errand;
    const object = { type: 'run', id: runId, name: source.name };
    const outcome = event === 'sync.failed' ? 'failure' : 'success';
    await record(tx, by, { event, outcome, object, detail: { sourceId: source.id, ...detail } });
  }

  /** The journal of each person whose right to sign in the directory took or gave back; of joined ones `turned` says it. */
  async function tellPeople(
    tx: Transaction,
    { by, runId }: Errand,
    turned: readonly Turned[],
  ): Promise<void> {
    await tellTurned(tx, by, turned, { runId });
    const page = (after: string) =>
      tx.sql.query<RunChange & { externalId: string }>(statesChanged, [Number(after || 0)]);
    for await (const rows of pagesOf(page))
      for (const { op, entityId, old, new: now } of rows)
        await record(tx, by, {
          event: op === 'suspend' ? 'account.suspended' : 'account.restored',
          accountId: entityId,
          detail: { before: { state: old }, after: { state: now }, runId },
        });
  }

  /** A held run may be released only for what it showed: whoever leaves beyond that was not looked at. */
  async function braked(
    tx: Transaction,
    { source, releases }: Errand,
    { mode, complete }: Read,
    planned: Planned,
  ): Promise<Braked | undefined> {
    const { size, leaving, unitsClosing, groupsClosing } = planned;
    if (releases) {
      const beyond = await runs.beyond(tx, releases.id, [...unitsClosing, ...groupsClosing]);
      return beyond === 0 ? undefined : { reason: 'more-than-shown', detail: { beyond } };
    }
    const closing = { unitsClosing: unitsClosing.length, groupsClosing: groupsClosing.length };
    const active = await runs.active(tx, source.id);
    const leftLately = mode === 'delta' ? await runs.leftLately(tx, source.id) : 0;
    const outlook = { mode, complete, size, leaving, leftLately, active, ...closing };
    return brake(outlook, source.settings.brake);
  }

  async function takeHeld(tx: Transaction, run: Run, state: 'released' | 'dismissed') {
    if (!(await runs.mark(tx, run.id, state))) throw new AppError('sync.not-held');
  }

  /** The record of the run and its journal, in the transaction that stays. */
  async function finish(tx: Transaction, errand: Errand, ending: Ending): Promise<void> {
    const { runId, source, releases, dryRun } = errand;
    await runs.finish(tx, runId, ending);
    if (dryRun) return;
    const held = ending.state === 'held';
    await runs.supersede(tx, source.id, [runId, releases?.id ?? runId]);
    if (releases) await takeHeld(tx, releases, held ? 'dismissed' : 'released');
    if (releases && !held) await tell(tx, errand, 'sync.released', { heldRunId: releases.id });
    await tell(tx, errand, held ? 'sync.held' : 'sync.applied', {
      counts: ending.counts ?? {},
      ...(held ? { reason: ending.reason ?? null } : {}),
    });
  }

  async function apply(
    tx: Transaction,
    errand: Errand,
    { planned, mode }: { planned: Planned; mode: Feed['mode'] },
  ): Promise<Turned[]> {
    errand.report.phase('applying');
    const units = [...new Set([...planned.units.map(({ id }) => id), ...planned.unitsToRecode])];
    let turned: Turned[] = [];
    const write = async () => {
      turned = await applyPlan(tx.sql, errand.source.id, planned);
    };
    // What is only tried out needs no way back.
    if (errand.dryRun) await write();
    else await keepImages(tx.sql, { runId: errand.runId, units }, write);
    const { source, runId } = errand;
    const settle = async () => {
      await saveOutcomes(tx.sql, source.id);
      await saveConflicts(tx.sql, { sourceId: source.id, runId, at: clock.now() });
    };
    await (mode === 'full' ? overAll(tx.sql, settle) : settle());
    return turned;
  }

  const endingOf = (held: Braked | undefined, counts: Counts, mode: Feed['mode']): Ending =>
    held
      ? { state: 'held', reason: held.reason, reasonDetail: held.detail, counts, mode }
      : { state: 'applied', counts, mode };

  /** @returns false where there was nothing to record. */
  async function work(tx: Transaction, errand: Errand, read: Read): Promise<boolean> {
    const { runId, source, dryRun } = errand;
    await tx.sql.query(isolate);
    await tx.sql.query(patient);
    await openWorkspace(tx.sql);
    const lines = recordOf(tx.sql, runId);
    const planned = await planRun(tx.sql, {
      sourceId: source.id,
      runId,
      mode: read.mode,
      state: read.state,
      record: lines,
      settings: source.settings,
      newId: () => newId(clock.now()),
    });
    await errand.ours(); // asked when all was read: what breaks from here on breaks this transaction
    const held = await braked(tx, errand, read, planned);
    const counts = await runs.countsOf(tx, { ...planned.read, leaving: planned.leaving });
    const ending = endingOf(held, counts, read.mode);
    const turned = !held || dryRun ? await apply(tx, errand, { planned, mode: read.mode }) : [];
    if (held || dryRun) {
      await db.transaction(async (kept) => {
        await carryOver(tx.sql, kept.sql, runId);
        await finish(kept, errand, ending);
      });
      throw new RolledBack();
    }
    await saveStateOfSource(tx.sql, source.id, {
      cookie: read.cookie,
      settingsKey: settingsKeyOf(source.settings),
      positionsKey: planned.positionsKey,
      checkedAt: clock.now(),
      fullAt: read.mode === 'full' ? clock.now() : null,
    });
    if (errand.quiet && lines.isEmpty(read.mode)) return false;
    await publish(tx.sql, runId);
    await tellPeople(tx, errand, turned);
    await finish(tx, errand, ending);
    return true;
  }

  async function countIfMany({ runId, source }: Errand): Promise<void> {
    const { state, dryRun, counts } = await runs.get(runId);
    if (state !== 'applied' || dryRun || (counts.changes ?? 0) < many) return;
    const failed = (error: unknown) =>
      logger.warn({ err: error, source: source.name }, 'rows of a sync not counted');
    await countFilled(db.sql).catch(failed);
  }

  return {
    tell,
    /**
     * Once more where something changed meanwhile.
     * @returns false where nothing was said that is worth a record.
     */
    async conclude(errand: Errand, read: Read): Promise<boolean> {
      for (let left = tries; ; left--) {
        try {
          const worthIt = await db.transaction((tx) => work(tx, errand, read));
          if (read.mode === 'full') await countIfMany(errand);
          return worthIt;
        } catch (error) {
          if (error instanceof RolledBack) return true;
          const { code } = error as { code?: string };
          if (left === 1 || !lostRace.test(code ?? '')) throw error;
          logger.info(
            { source: errand.source.name },
            'sync begins again: something changed meanwhile',
          );
        }
      }
    },
  };
}
