// What an administrator decides about a conflict of names, and takes back. Journalled with the reason;
// whoever it is about is planned anew by the next run of his source.
import { usernameOf } from '../accounts/account.ts';
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { newId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { isOpen, type ConflictSeen, type Decision } from './conflicts.ts';
import type { Clash } from './names-of-people.ts';

/** `leave`: nothing is given, and nobody is told of it again. */
export type Wish = { reason: string } & (
  { kind: 'rename'; given: string } | { kind: 'leave' | 'move' }
);

type Entry = { sourceId: string; externalId: string; what: Clash };

export type Decisions = ReturnType<typeof createDecisions>;

// Two decisions at once could promise one mail to two people.
const lock: Statement = {
  name: 'decision-lock',
  text: `SELECT pg_advisory_xact_lock(hashtextextended('directory-decisions', 0))`,
};
const still: Statement = {
  name: 'decision-still',
  text: `SELECT 1 AS yes FROM directory_conflict c
         LEFT JOIN directory_decision d ON d.source_id = c.source_id AND d.external_id = c.external_id AND d.what = c.what
         WHERE c.id = $1 AND c.value = $2 AND c.holder_id IS NOT DISTINCT FROM $3 AND ${isOpen} FOR UPDATE OF c`,
};
const free: Statement = {
  name: 'decision-name-free',
  text: `SELECT 1 AS yes FROM login_name n LEFT JOIN known_person a ON a.id = coalesce(n.share_id, n.account_id) AND a.external_id IS NOT NULL
         WHERE n.name = $1 AND (a.source_id IS DISTINCT FROM $2 OR a.external_id IS DISTINCT FROM $3)
         UNION ALL SELECT 1 FROM directory_decision
         WHERE given = $1 AND (source_id, external_id) <> ($2, $3)`,
};
const save: Statement = {
  name: 'decision-save',
  text: `INSERT INTO directory_decision (id, source_id, external_id, what, kind, asked, given, name, reason, by_id, by_name, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (source_id, external_id, what) DO UPDATE SET id = $1, kind = $5, asked = $6, given = $7, name = $8,
           reason = $9, by_id = $10, by_name = $11, at = $12`,
};
const promisedElse: Statement = {
  name: 'decision-promised-else',
  text: `UPDATE directory_decision SET kind = 'leave'
         WHERE kind = 'move' AND asked = $1 AND (source_id, external_id) <> ($2, $3)`,
};
const remove: Statement = {
  name: 'decision-remove',
  text: `DELETE FROM directory_decision WHERE id = $1
         RETURNING source_id AS "sourceId", external_id AS "externalId", what`,
};
/** What was decided together with a mail that was moved: that others do not ask for it again. */
const removeOther: Statement = {
  name: 'decision-remove-other',
  text: `DELETE FROM directory_decision WHERE kind = 'leave' AND what = 'mail' AND asked = $1
         RETURNING source_id AS "sourceId", external_id AS "externalId", what`,
};
const planAgain: Statement = {
  name: 'decision-plan-again',
  text: 'UPDATE directory_outcome SET print = NULL WHERE source_id = $1 AND external_id = $2',
};
const entryOfHolder: Statement = {
  name: 'decision-holder',
  text: `SELECT source_id AS "sourceId", external_id AS "externalId", full_name AS name FROM known_person
         WHERE account_id = $1 AND source_id IS NOT NULL AND external_id IS NOT NULL`,
};

export function createDecisions({ db, clock }: { db: Database; clock: Clock }) {
  async function write(
    tx: Transaction,
    by: Actor,
    entry: Entry,
    row: Pick<Decision, 'kind' | 'asked' | 'given' | 'name' | 'reason'>,
  ): Promise<void> {
    const { sourceId, externalId, what } = entry;
    const { kind, asked, given, name, reason } = row;
    const id = newId(clock.now());
    const who = [by.accountId, by.name, clock.now()];
    const values = [id, sourceId, externalId, what, kind, asked, given, name, reason, ...who];
    await tx.sql.query(save, values);
    await tx.sql.query(planAgain, [sourceId, externalId]);
  }

  /** Whoever has the mail would ask for it again at the next run of his own source. */
  async function leaveToOther(tx: Transaction, by: Actor, conflict: ConflictSeen, reason: string) {
    const { asked, sourceId, externalId, holderId } = conflict;
    await tx.sql.query(promisedElse, [asked, sourceId, externalId]);
    type Found = Omit<Entry, 'what'> & { name: string };
    for (const holder of await tx.sql.query<Found>(entryOfHolder, [holderId])) {
      const row = { kind: 'leave', asked, given: null, name: holder.name, reason } as const;
      await write(tx, by, { ...holder, what: 'mail' }, row);
    }
  }

  async function givenOf(tx: Transaction, conflict: ConflictSeen, wish: Wish) {
    if (wish.kind !== 'rename') return null;
    const given = usernameOf(wish.given);
    const { sourceId, externalId, asked } = conflict;
    const taken = await tx.sql.query(free, [given, sourceId, externalId]);
    if (given === asked || taken.length > 0) throw new AppError('account.username-taken');
    return given;
  }

  return {
    /**
     * @param conflict as it was shown: what has changed since is not decided.
     * @throws AppError `conflict.changed`, `conflict.not-possible`, `account.username-malformed`,
     *   `account.username-taken`.
     */
    async decide(by: Actor, conflict: ConflictSeen, wish: Wish): Promise<void> {
      const { id, sourceId, sourceName, what, asked, value, holderId, name, dn } = conflict;
      const { kind, reason } = wish;
      if (kind === (what === 'mail' ? 'rename' : 'move'))
        throw new AppError('conflict.not-possible');
      await db.transaction(async (tx) => {
        await tx.sql.query(lock);
        const [same] = await tx.sql.query(still, [id, value, holderId]);
        if (!same) throw new AppError('conflict.changed');
        const given = await givenOf(tx, conflict, wish);
        await write(tx, by, conflict, { kind, asked, given, name, reason });
        if (kind === 'move') await leaveToOther(tx, by, conflict, reason);
        await record(tx, by, {
          event: 'conflict.decided',
          object: { type: 'source', id: sourceId, name: sourceName },
          accountId: kind === 'move' ? holderId : conflict.asking.accountId,
          detail: { what, decision: kind, asked, given, person: name, dn, holderId, reason },
        });
      });
    },
    /** What it has brought about stays. @throws AppError `conflict.changed`. */
    async takeBack(by: Actor, decision: Decision, reason: string): Promise<void> {
      const { id, sourceId, sourceName, what, kind, asked, given, name } = decision;
      await db.transaction(async (tx) => {
        await tx.sql.query(lock);
        const gone = await tx.sql.query<Entry>(remove, [id]);
        if (gone.length === 0) throw new AppError('conflict.changed');
        if (kind === 'move') gone.push(...(await tx.sql.query<Entry>(removeOther, [asked])));
        for (const each of gone) await tx.sql.query(planAgain, [each.sourceId, each.externalId]);
        await record(tx, by, {
          event: 'conflict.taken-back',
          object: { type: 'source', id: sourceId, name: sourceName },
          detail: { what, decision: kind, asked, given, person: name, reason },
        });
      });
    },
  };
}
