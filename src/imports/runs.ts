// The record of imports: what was read from each file, the difference it would make, how far it is and
// what became of it, until it expires. Every step is taken from the state before it or not at all, so
// that one who was stopped, or taken for dead, cannot come back and finish.
import { after, type Clock } from '../core/clock.ts';
import type { Change, Database, Sql, Statement } from '../core/database.ts';
import { AppError, type ErrorCode, type ErrorParams } from '../core/errors.ts';
import { digest, isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import {
  countsOf,
  type FileRead,
  type ImportCounts,
  type ImportKind,
  type ImportLine,
  type ImportRow,
  type LineOutcome,
} from './import.ts';

export type ImportState = 'reading' | 'ready' | 'applying' | 'applied' | 'failed' | 'cancelled';
export type ImportPhase = 'reading' | 'planning' | 'applying';

export type ImportRun = {
  id: string;
  kind: ImportKind;
  fileName: string;
  state: ImportState;
  phase: ImportPhase;
  done: number; // deeds, of `total`, while they are applied
  total: number;
  startedAt: Date; // of the reading, or of the applying
  heardAt: Date;
  reason: ErrorCode | null; // why it failed
  reasonDetail: ErrorParams;
  compared: boolean; // there is a difference to look at
  counts: ImportCounts;
  unknownTitles: string[]; // titles in the file that nothing was read from
  createdByName: string | null;
  createdAt: Date;
  appliedAt: Date | null;
  appliedByName: string | null;
  expiresAt: Date;
};

const previewSeconds = 3600;
const runningSeconds = 24 * 3600; // nothing under way is swept
const reportSeconds = 90 * 24 * 3600;
const previewsEach = 5; // a person's older ones make room

const columns = `id, kind, file_name AS "fileName", state, phase, done, total,
  started_at AS "startedAt", heard_at AS "heardAt", reason, reason_detail AS "reasonDetail",
  digest IS NOT NULL AS compared, '{"new": 0, "changed": 0, "same": 0, "error": 0}' || counts AS counts,
  unknown_titles AS "unknownTitles",
  created_by_name AS "createdByName", created_at AS "createdAt", applied_at AS "appliedAt",
  applied_by_name AS "appliedByName", expires_at AS "expiresAt"`;

const insert: Statement = {
  name: 'import-insert',
  text: `INSERT INTO import (id, kind, file_name, state, created_by_id, created_by_name, created_at,
      started_at, heard_at, expires_at)
    VALUES ($1::uuid, $2, $3, 'reading', $4::uuid, $5, $6, $6, $6, $7)`,
};
const makeRoom: Statement = {
  name: 'import-make-room',
  text: `DELETE FROM import WHERE state IN ('ready', 'failed', 'cancelled') AND created_by_id = $1::uuid
    AND id NOT IN (
      SELECT id FROM import WHERE state IN ('ready', 'failed', 'cancelled') AND created_by_id = $1::uuid
      ORDER BY created_at DESC, id DESC LIMIT ${previewsEach - 1})`,
};
const find: Statement = {
  name: 'import-find',
  text: `SELECT ${columns} FROM import WHERE id = $1::uuid AND expires_at > $2::timestamptz`,
};
const latest: Statement = {
  name: 'import-latest',
  text: `SELECT ${columns} FROM import WHERE expires_at > $1::timestamptz
    ORDER BY created_at DESC, id DESC LIMIT 20`,
};
const readLines: Statement = {
  name: 'import-lines',
  text: `SELECT t.n::int AS n, t.line FROM import,
      jsonb_array_elements(lines) WITH ORDINALITY AS t (line, n)
    WHERE id = $1::uuid AND ($2::text IS NULL OR t.line->>'outcome' = $2) AND t.n > $3::int
    ORDER BY t.n LIMIT $4::int`,
};
const tell: Statement = {
  name: 'import-tell',
  text: `UPDATE import SET phase = $2, done = $3, heard_at = $4
    WHERE id = $1::uuid AND state IN ('reading', 'applying') RETURNING id`,
};
const show: Statement = {
  name: 'import-show',
  text: `UPDATE import SET state = 'ready', rows = $2::jsonb, lines = $3::jsonb, digest = $4,
      counts = $5::jsonb, expires_at = $6, unknown_titles = $7::text[]
    WHERE id = $1::uuid AND state = 'reading' RETURNING id`,
};
const beginApply: Statement = {
  name: 'import-begin-apply',
  text: `UPDATE import SET state = 'applying', phase = 'applying', done = 0, total = $2,
      started_at = $3, heard_at = $3, reason = NULL, reason_detail = '{}', expires_at = $4
    WHERE id = $1::uuid AND state IN ('ready', 'failed') AND digest IS NOT NULL RETURNING id`,
};
const held: Statement = {
  name: 'import-held',
  text: `SELECT kind, file_name AS "fileName", rows, digest, counts FROM import WHERE id = $1::uuid AND state = 'applying'`,
};
const finish: Statement = {
  name: 'import-finish',
  text: `UPDATE import SET state = 'applied', applied_at = $2, applied_by_name = $3, expires_at = $4
    WHERE id = $1::uuid AND state = 'applying' RETURNING id`,
};
const fail: Statement = {
  name: 'import-fail',
  text: `UPDATE import SET state = 'failed', reason = $2, reason_detail = $3::jsonb, expires_at = $4
    WHERE id = $1::uuid AND state IN ('reading', 'applying') RETURNING file_name AS "fileName", phase`,
};
const cancel: Statement = {
  name: 'import-cancel',
  text: `UPDATE import SET state = 'cancelled', expires_at = $2
    WHERE id = $1::uuid AND state IN ('reading', 'ready', 'applying', 'failed') RETURNING id`,
};
const underWay: Statement = {
  name: 'import-under-way',
  text: `SELECT id FROM import WHERE state IN ('reading', 'applying')`,
};
const forget: Statement = {
  name: 'import-forget',
  text: 'DELETE FROM import WHERE expires_at <= $1::timestamptz',
};

/** Whether the difference is still the one that was shown: JSON in the database keeps no order of keys. */
export const digestOf = (lines: readonly ImportLine[]): string => digest(JSON.stringify(lines));

export type Held = Pick<ImportRun, 'kind' | 'fileName' | 'counts'> & {
  rows: ImportRow[];
  digest: string;
};

export function createRuns({ db, clock }: { db: Database; clock: Clock }) {
  const did = async (sql: Sql, statement: Statement, values: readonly unknown[]) =>
    (await sql.query(statement, values)).length > 0;

  return {
    newId: () => newId(clock.now()),

    begin: (id: string, by: Actor, file: { kind: ImportKind; name: string }): Promise<void> =>
      db.transaction(async (tx) => {
        const [now, name] = [clock.now(), cut(clean(file.name), 200)];
        await tx.sql.query(makeRoom, [by.accountId]);
        const author = [by.accountId, by.name, now];
        await tx.sql.query(insert, [id, file.kind, name, ...author, after(now, runningSeconds)]);
      }),

    async find(id: string): Promise<ImportRun | undefined> {
      if (!isId(id)) return undefined;
      return (await db.sql.query<ImportRun>(find, [id, clock.now()]))[0];
    },

    latest: () => db.sql.query<ImportRun>(latest, [clock.now()]),

    /** Lines of the difference in the order of the file; `after` and `next` count them. */
    lines: async (
      id: string,
      query: { outcome?: LineOutcome; after?: number; limit: number },
    ): Promise<{ items: ImportLine[]; next: number | undefined }> => {
      const values = [id, query.outcome ?? null, query.after ?? 0, query.limit + 1];
      const rows = await db.sql.query<{ n: number; line: ImportLine }>(readLines, values);
      const page = rows.slice(0, query.limit);
      const next = rows.length > query.limit ? page.at(-1)?.n : undefined;
      return { items: page.map(({ line }) => line), next };
    },

    /** Written outside the transaction that applies. False where it is not to go on. */
    tell: (id: string, phase: ImportPhase, done: number): Promise<boolean> =>
      did(db.sql, tell, [id, phase, done, clock.now()]),

    /** The difference is there to be looked at, for an hour. */
    async show(id: string, file: FileRead, lines: readonly ImportLine[]) {
      const json = [file.rows, lines].map((each) => JSON.stringify(each));
      const counts = JSON.stringify(countsOf(lines));
      const expires = after(clock.now(), previewSeconds);
      const values = [id, ...json, digestOf(lines), counts, expires, file.unknownTitles];
      await db.sql.query(show, values);
    },

    /** False where it is being applied, or was. */
    beginApply(id: string, total: number): Promise<boolean> {
      const now = clock.now();
      return did(db.sql, beginApply, [id, total, now, after(now, runningSeconds)]);
    },

    /** @throws AppError `import.cancelled`. */
    async held(tx: Change, id: string): Promise<Held> {
      const [run] = await tx.sql.query<Held>(held, [id]);
      if (!run) throw new AppError('import.cancelled');
      return run;
    },

    /** @throws AppError `import.cancelled`, which undoes the transaction. */
    async finish(tx: Change, by: Actor, id: string): Promise<void> {
      const now = clock.now();
      if (!(await did(tx.sql, finish, [id, now, by.name, after(now, reportSeconds)])))
        throw new AppError('import.cancelled');
    },

    /** Which file it was, and where it was; undefined where it was over already. */
    async fail(tx: { sql: Sql }, id: string, reason: ErrorCode, params: ErrorParams) {
      type Failed = { fileName: string; phase: ImportPhase };
      const expires = after(clock.now(), previewSeconds);
      const values = [id, reason, JSON.stringify(params), expires];
      return (await tx.sql.query<Failed>(fail, values))[0];
    },

    cancel: (id: string): Promise<boolean> =>
      did(db.sql, cancel, [id, after(clock.now(), previewSeconds)]),

    underWay: () => db.sql.query<{ id: string }>(underWay),
    forget: async () => void (await db.sql.query(forget, [clock.now()])),
  };
}
