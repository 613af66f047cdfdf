// Bringing in people, groups and rules from a file. Owns what was read from each file, the difference
// it would make and what became of it, until it expires. The deeds themselves are the rooms': this one
// plans, shows, and has them done in one transaction, or not at all.
import { after, type Clock } from '../core/clock.ts';
import type { Change, Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { digest, isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import type { Job } from '../core/scheduler.ts';
import { createCurrent } from './current.ts';
import { perform, type ImportVerbs } from './deeds.ts';
import { planOf } from './facts.ts';
import {
  countsOf,
  type ImportCounts,
  type ImportKind,
  type ImportLine,
  type ImportRow,
  type LineOutcome,
} from './import.ts';

export type Imports = ReturnType<typeof createImports>;

export type ImportRun = {
  id: string;
  kind: ImportKind;
  fileName: string;
  state: 'ready' | 'applied';
  counts: ImportCounts;
  createdByName: string | null;
  createdAt: Date;
  appliedAt: Date | null;
  appliedByName: string | null;
  expiresAt: Date;
};

const previewSeconds = 3600;
const reportSeconds = 90 * 24 * 3600;
const applySeconds = 300; // ten thousand rows take about a minute
const previewsEach = 5; // a person's older ones make room

const columns = `id, kind, file_name AS "fileName", state, counts, created_by_name AS "createdByName",
  created_at AS "createdAt", applied_at AS "appliedAt", applied_by_name AS "appliedByName",
  expires_at AS "expiresAt"`;

const insert: Statement = {
  name: 'import-insert',
  text: `INSERT INTO import (id, kind, file_name, rows, lines, digest, counts, created_by_id,
      created_by_name, created_at, expires_at)
    VALUES ($1::uuid, $2, $3, $4::jsonb, $5::jsonb, $6, $7::jsonb, $8::uuid, $9, $10, $11)`,
};
const makeRoom: Statement = {
  name: 'import-make-room',
  text: `DELETE FROM import WHERE state = 'ready' AND created_by_id = $1::uuid AND id NOT IN (
    SELECT id FROM import WHERE state = 'ready' AND created_by_id = $1::uuid
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
const lock: Statement = {
  name: 'import-lock',
  text: `SELECT ${columns}, rows, digest FROM import WHERE id = $1::uuid FOR UPDATE`,
};
const finish: Statement = {
  name: 'import-finish',
  text: `UPDATE import SET state = 'applied', applied_at = $2, applied_by_name = $3, expires_at = $4
    WHERE id = $1::uuid`,
};
const forget: Statement = {
  name: 'import-forget',
  text: 'DELETE FROM import WHERE expires_at <= $1::timestamptz',
};

/** Whether the difference is still the one that was shown: JSON in the database keeps no order of keys. */
const digestOf = (lines: readonly ImportLine[]): string => digest(JSON.stringify(lines));

export function createImports(deps: {
  db: Database;
  clock: Clock;
  /** The verbs of the rooms, as part of a transaction under way. */
  verbsIn: (tx: Change) => ImportVerbs;
}) {
  const { db, clock, verbsIn } = deps;

  /** Works out the difference and keeps it for an hour. Changes nothing else. */
  async function prepare(
    by: Actor,
    file: { kind: ImportKind; name: string; rows: readonly ImportRow[] },
  ): Promise<string> {
    const { kind, rows } = file;
    const { lines } = await planOf(db.sql, kind, rows);
    const now = clock.now();
    const id = newId(now);
    const name = cut(clean(file.name), 200);
    const json = [rows, lines].map((each) => JSON.stringify(each));
    const counts = JSON.stringify(countsOf(lines));
    const expires = after(now, previewSeconds);
    await db.transaction(async (tx) => {
      await tx.sql.query(makeRoom, [by.accountId]);
      await tx.sql.query(insert, [
        id,
        kind,
        name,
        ...json,
        digestOf(lines),
        counts,
        by.accountId,
        by.name,
        now,
        expires,
      ]);
    });
    return id;
  }

  async function findRun(id: string): Promise<ImportRun | undefined> {
    if (!isId(id)) return undefined;
    const [run] = await db.sql.query<ImportRun>(find, [id, clock.now()]);
    return run;
  }

  /** Lines of the difference in the order of the file; `after` and `next` count them. */
  async function lines(
    id: string,
    query: { outcome?: LineOutcome; after?: number; limit: number },
  ): Promise<{ items: ImportLine[]; next: number | undefined }> {
    const values = [id, query.outcome ?? null, query.after ?? 0, query.limit + 1];
    const rows = await db.sql.query<{ n: number; line: ImportLine }>(readLines, values);
    const page = rows.slice(0, query.limit);
    const next = rows.length > query.limit ? page.at(-1)?.n : undefined;
    return { items: page.map(({ line }) => line), next };
  }

  /**
   * Does all of it in one transaction, where the difference is still the one that was shown. A second
   * time it does nothing.
   * @throws AppError `import.has-mistakes`, `import.outdated`, `import.expired`, and what a verb refuses.
   */
  async function apply(by: Actor, id: string): Promise<void> {
    await db.change(async (tx) => {
      const run = await lockRun(tx, id);
      if (run.state === 'applied') return;
      if (run.counts.error > 0) throw new AppError('import.has-mistakes');
      const plan = await planOf(tx.sql, run.kind, run.rows);
      if (digestOf(plan.lines) !== run.digest) throw new AppError('import.outdated');
      await perform(by, verbsIn(tx), plan);
      const now = clock.now();
      await tx.sql.query(finish, [id, now, by.name, after(now, reportSeconds)]);
      const { kind, counts } = run;
      const object = { type: 'import', id, name: run.fileName };
      await record(tx, by, { event: 'import.applied', object, detail: { kind, counts } });
    }, applySeconds);
  }

  async function lockRun(tx: Change, id: string) {
    type Locked = ImportRun & { rows: ImportRow[]; digest: string };
    const [run] = isId(id) ? await tx.sql.query<Locked>(lock, [id]) : [];
    if (!run) throw new AppError('import.not-found');
    if (run.state === 'ready' && run.expiresAt <= clock.now()) throw new AppError('import.expired');
    return run;
  }

  return {
    prepare,
    find: findRun,
    current: createCurrent(deps),
    latest: () => db.sql.query<ImportRun>(latest, [clock.now()]),
    lines,
    apply,
    sweep: {
      name: 'import-sweep',
      everySeconds: 3600,
      run: async () => void (await db.sql.query(forget, [clock.now()])),
    } satisfies Job,
  };
}
