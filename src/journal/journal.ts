// Nhật ký: what was done, by whom, to whom, with which application. Written inside the transaction
// of the deed, so that neither exists without the other; the database refuses to change it later.
// Names are frozen as they were at the time. Never holds a password, code or token.
import type { Transaction, Statement } from '../core/database.ts';
import type { Actor } from './actor.ts';
import type { EventName } from './events.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type Entry = {
  event: EventName;
  outcome?: 'success' | 'failure'; // success unless told otherwise
  accountId?: string | null; // the person it is about
  applicationId?: string | null;
  object?: { type: string; id: string; name: string }; // anything else it is about
  detail?: Record<string, Json>; // { before, after } for changes
};

const columns = `event, outcome, actor_id, actor_name, account_id, account_name, unit_id, unit_name,
  application_id, application_name, object_type, object_id, object_name, address, user_agent, request_id, detail`;

// Names come from the tables in the same statement: no caller can freeze a wrong one.
const insert: Statement = {
  name: 'journal-insert',
  text: `
    INSERT INTO journal (${columns})
    SELECT $1, $2, $3::uuid, $4, $5::uuid,
      (SELECT full_name FROM account WHERE id = $5::uuid),
      main.unit_id, unit_full_name(main.unit_id), $6::uuid,
      (SELECT name FROM application WHERE id = $6::uuid),
      $7, $8, $9, $10, $11, $12, $13::jsonb
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (
      SELECT p.unit_id FROM post p
      WHERE p.account_id = $5::uuid ORDER BY p.main DESC LIMIT 1
    ) main ON true`,
};

/** The same for many entries of one actor; they stand in the order given. */
const insertMany = (before = '') => `
    INSERT INTO journal (${columns})
    SELECT n.event, n.outcome, $2::uuid, $3, n.account_id, a.full_name,
      main.unit_id, unit_full_name(main.unit_id), n.application_id, p.name,
      n.object_type, n.object_id, n.object_name, $4, $5, $6, n.detail
    FROM ${before} ROWS FROM (jsonb_to_recordset($1::jsonb) AS (event text, outcome text, account_id uuid,
      application_id uuid, object_type text, object_id text, object_name text, detail jsonb)
    ) WITH ORDINALITY AS n (event, outcome, account_id, application_id, object_type, object_id,
      object_name, detail, nth)
    LEFT JOIN account a ON a.id = n.account_id
    LEFT JOIN application p ON p.id = n.application_id
    LEFT JOIN LATERAL (
      SELECT o.unit_id FROM post o
      WHERE o.account_id = n.account_id ORDER BY o.main DESC LIMIT 1
    ) main ON true
    ORDER BY n.nth`;

const insertAll: Statement = { name: 'journal-insert-all', text: insertMany() };

/** Writes one entry in the transaction `tx` of the deed. */
export async function record(tx: Transaction, actor: Actor, entry: Entry): Promise<void> {
  const { origin } = actor;
  await tx.sql.query(insert, [
    entry.event,
    entry.outcome ?? 'success',
    actor.accountId,
    actor.name,
    entry.accountId ?? null,
    entry.applicationId ?? null,
    entry.object?.type ?? null,
    entry.object?.id ?? null,
    entry.object?.name ?? null,
    origin.address,
    origin.userAgent?.slice(0, 300) ?? null,
    origin.requestId,
    JSON.stringify(entry.detail ?? {}),
  ]);
}

/** As `record`, many at once: what a verb does to many rows costs one statement. */
export async function recordAll(
  tx: Transaction,
  actor: Actor,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length > 0) await tx.sql.query(insertAll, valuesOf(actor, entries));
}

/**
 * A way to write entries in one round trip with the deed they are of: a function of the database that
 * takes one jsonb. Where it raises an error, nothing is written at all.
 */
export function recorderAfter(deed: string) {
  const text = `WITH deed AS MATERIALIZED (SELECT ${deed}($7::jsonb)) ${insertMany('deed CROSS JOIN')}`;
  const statement: Statement = { name: `journal-insert-${deed}`, text };
  return async (tx: Transaction, actor: Actor, entries: readonly Entry[], given: string) =>
    void (await tx.sql.query(statement, [...valuesOf(actor, entries), given]));
}

/** What `insertMany` takes. */
function valuesOf(actor: Actor, entries: readonly Entry[]): unknown[] {
  const rows = entries.map(({ event, outcome, accountId, applicationId, object, detail }) => ({
    event,
    outcome: outcome ?? 'success',
    account_id: accountId ?? null,
    application_id: applicationId ?? null,
    object_type: object?.type ?? null,
    object_id: object?.id ?? null,
    object_name: object?.name ?? null,
    detail: detail ?? {},
  }));
  const { address, userAgent, requestId } = actor.origin;
  return [
    JSON.stringify(rows),
    actor.accountId,
    actor.name,
    address,
    userAgent?.slice(0, 300) ?? null,
    requestId,
  ];
}
