// Back-channel logout (OpenID Connect Back-Channel Logout 1.0): an application is told that a session
// of its has ended. Queued in the transaction that ends the session, sent right after it, and retried
// with growing waits while the application cannot be reached. One node sends each.
import type { Clock } from '../core/clock.ts';
import type { Database, Statement, Transaction } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';
import { newId } from '../core/random.ts';
import { system } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import type { Clients } from './clients.ts';

export type LogoutDelivery = ReturnType<typeof createLogoutDelivery>;

/** `sid` is the session's name at this application. */
export type LogoutTarget = { clientId: string; accountId: string; sid: string | undefined };

/** Signs a logout token and posts it. Rejects unless the application answers 200 or 204. */
export type SendLogout = (clientId: string, accountId: string, sid: string) => Promise<void>;

type Delivery = {
  id: string;
  application_id: string;
  client_id: string;
  account_id: string;
  sid: string | null;
  attempts: number;
};

const minute = 60;
/** Seconds until the next try after the first, second … failed one: six tries in four and a half hours. */
const waits = [1 * minute, 5 * minute, 15 * minute, 60 * minute, 180 * minute];
const tries = waits.length + 1;
const atOnce = 20;

const insert: Statement = {
  name: 'logout-queue',
  text: `INSERT INTO logout_delivery (id, application_id, account_id, sid, state, created_at, next_at)
         VALUES ($1, $2, $3, $4, 'queued', $5, $5)`,
};
// Taking a delivery moves its next try ahead: should this node die, another sends it then.
const take: Statement = {
  name: 'logout-take',
  text: `
    UPDATE logout_delivery d SET attempts = attempts + 1,
      next_at = $1::timestamptz + make_interval(secs => ($2::int[])[least(attempts + 1, cardinality($2::int[]))])
    FROM application a
    WHERE a.id = d.application_id AND d.id IN (
      SELECT id FROM logout_delivery WHERE state = 'queued' AND next_at <= $1
      ORDER BY next_at LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING d.id, d.application_id, a.client_id, d.account_id, d.sid, d.attempts`,
};
const end: Statement = {
  name: 'logout-end',
  text: `UPDATE logout_delivery SET state = $2, last_error = $3, ended_at = $4,
           next_at = CASE WHEN $2 = 'queued' THEN next_at END
         WHERE id = $1`,
};

export function createLogoutDelivery(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  clients: Clients;
}) {
  const { db, clock, logger, clients } = deps;
  let send: SendLogout | undefined;
  const sending = new Set<Promise<void>>();

  /** Queues one logout per application that asked to be told. Gives how many. */
  async function queue(tx: Transaction, targets: readonly LogoutTarget[]): Promise<number> {
    let queued = 0;
    for (const { clientId, accountId, sid } of targets) {
      const application = await clients.find(clientId);
      if (!application?.metadata['backchannel_logout_uri'] || sid === undefined) continue;
      await tx.sql.query(insert, [newId(), application.id, accountId, sid, clock.now()]);
      queued += 1;
    }
    return queued;
  }

  async function note(delivery: Delivery, error: string | null): Promise<void> {
    const last = delivery.attempts >= tries;
    const state = error === null ? 'delivered' : last ? 'failed' : 'queued';
    await db.transaction(async (tx) => {
      const endedAt = state === 'queued' ? null : clock.now();
      await tx.sql.query(end, [delivery.id, state, error, endedAt]);
      if (state === 'queued') return;
      await record(tx, system, {
        event: error === null ? 'logout.delivered' : 'logout.failed',
        outcome: error === null ? 'success' : 'failure',
        accountId: delivery.account_id,
        applicationId: delivery.application_id,
        detail: { attempts: delivery.attempts, ...(error !== null && { error }) },
      });
    });
  }

  async function sendOne(delivery: Delivery): Promise<void> {
    let error: string | null = null;
    try {
      await send!(delivery.client_id, delivery.account_id, delivery.sid ?? '');
    } catch (cause) {
      error = reasonOf(cause).slice(0, 300);
    }
    await note(delivery, error);
  }

  /** Sends what is due. */
  async function deliver(): Promise<void> {
    if (!send) return;
    let taken: Delivery[];
    do {
      taken = await db.sql.query<Delivery>(take, [clock.now(), waits, atOnce]);
      await Promise.all(taken.map(sendOne));
    } while (taken.length === atOnce);
  }

  return {
    queue,
    deliver,
    /** Only a node that serves can sign; the command line leaves the queue to it. */
    sendBy(sender: SendLogout): void {
      send = sender;
    },
    /** Sends soon, without letting anyone wait: called after the commit that queued something. */
    nudge(): void {
      const work = deliver()
        .catch((error: unknown) => logger.warn({ err: error }, 'logouts wait for the next try'))
        .finally(() => sending.delete(work));
      sending.add(work);
    },
    /** Waits for what is being sent. */
    async settle(): Promise<void> {
      await Promise.all(sending);
    },
  };
}

/** For the record: what went wrong, without what was sent. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time';
  return typeof code === 'string' ? code : error.message;
}
