// Rows of the table throttle: reading and writing them is throttle.ts's.
import type { Sql, Statement } from '../core/database.ts';
import type { Counter } from './waits.ts';

export type ThrottleRow = Counter & { key: string; goodUntil: Date | null; toldAt: Date | null };

const columns =
  'key, failures, last_at AS "lastAt", open_at AS "openAt", good_until AS "goodUntil", told_at AS "toldAt"';
export const read: Statement = {
  name: 'throttle-read',
  text: `SELECT ${columns} FROM throttle WHERE key = ANY($1::text[])`,
};
/** In the order of keys, so that two attempts never wait for each other crosswise. */
export const lock: Statement = {
  name: 'throttle-lock',
  text: `INSERT INTO throttle (key, of_name, failures, last_at, open_at)
         SELECT key, of_name, 0, $3, to_timestamp(0) FROM unnest($1::text[], $2::text[]) AS n (key, of_name)
         ORDER BY key
         ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING ${columns}`,
};
const save: Statement = {
  name: 'throttle-save',
  text: `UPDATE throttle t SET failures = n.failures, last_at = n.last_at, open_at = n.open_at
         FROM unnest($1::text[], $2::int[], $3::timestamptz[], $4::timestamptz[])
           AS n (key, failures, last_at, open_at) WHERE t.key = n.key`,
};
export const tell: Statement = {
  name: 'throttle-tell',
  text: `UPDATE throttle SET told_at = $2 WHERE key = $1 AND (told_at IS NULL OR told_at < last_at)
         RETURNING key`,
};
export const good: Statement = {
  name: 'throttle-good',
  text: `INSERT INTO throttle (key, of_name, failures, last_at, open_at, good_until)
         SELECT key, of_name, 0, $3, to_timestamp(0), $4 FROM unnest($1::text[], $2::text[]) AS n (key, of_name)
         ORDER BY key
         ON CONFLICT (key) DO UPDATE SET failures = 0, last_at = $3, open_at = to_timestamp(0), good_until = $4`,
};
export const forget: Statement = {
  name: 'throttle-forget',
  text: `DELETE FROM throttle WHERE last_at < $1::timestamptz - interval '1 day'
         AND (good_until IS NULL OR good_until < $1)`,
};
/** Attempts that were not looked at, counted where their wait is. */
export const addRefused: Statement = {
  name: 'throttle-refused',
  text: `WITH mine AS (
           SELECT t.key, n.count FROM throttle t JOIN unnest($1::text[], $2::int[]) AS n (key, count)
             ON n.key = t.key ORDER BY t.key FOR UPDATE OF t)
         UPDATE throttle t SET refused = t.refused + mine.count FROM mine WHERE t.key = mine.key`,
};
export const waitingOf: Statement = {
  name: 'throttle-waiting',
  text: `SELECT max(open_at) AS until FROM throttle WHERE of_name = ANY($1::text[]) AND open_at > $2`,
};
export const release: Statement = {
  name: 'throttle-release',
  text: `WITH mine AS (
           SELECT key FROM throttle WHERE of_name = ANY($1::text[]) AND failures > 0 ORDER BY key FOR UPDATE)
         UPDATE throttle t SET failures = 0, open_at = to_timestamp(0) FROM mine WHERE t.key = mine.key`,
};
export const namesOf: Statement = {
  name: 'throttle-names',
  text: 'SELECT name FROM login_name WHERE account_id = $1',
};
export const everyName: Statement = {
  name: 'throttle-every-name',
  text: 'SELECT name, account_id AS "accountId" FROM login_name WHERE account_id IS NOT NULL',
};
/** For attacks.ts: who failed, from where, without what was typed. */
export const addTry: Statement = {
  name: 'sign-in-try-add',
  text: 'INSERT INTO sign_in_try (at, of_name, address, subnet, known) VALUES ($1, $2, $3, $4, $5)',
};
/** A mistake that was put right by the same person from the same place was no attack. */
export const forgetTries: Statement = {
  name: 'sign-in-try-forget',
  text: 'DELETE FROM sign_in_try WHERE of_name = ANY($1::text[]) AND address = $2',
};

export async function store(sql: Sql, rows: readonly ThrottleRow[]): Promise<void> {
  await sql.query(save, [
    rows.map((row) => row.key),
    rows.map((row) => row.failures),
    rows.map((row) => row.lastAt),
    rows.map((row) => row.openAt),
  ]);
}
