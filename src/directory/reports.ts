// What is told of runs afterwards: their changes and what they could not take, searched; what runs did
// to one person, unit or group; and how one run differs from another. Reads only; runs.ts writes.
import type { Database, Statement } from '../core/database.ts';
import { likePattern, searchKey } from '../core/text.ts';
import type { Change } from './plan.ts';
import type { RunChange, RunRejection } from './record.ts';

export const entities = ['account', 'unit', 'group'] as const;
export const changeOps = ['create', 'update', 'suspend', 'restore', 'close'] as const;

/** A change as the history of one thing tells it. */
export type ChangeOf = Pick<Change, 'op' | 'entity' | 'attribute' | 'old' | 'new'> & {
  runId: string;
  seq: number;
  at: Date;
  sourceName: string;
};

/** `gone`: said by the earlier run and no more by the later. */
export type Compared<Row> = { added: Row[]; gone: Row[]; addedCount: number; goneCount: number };
export type Comparison = { changes: Compared<RunChange>; rejections: Compared<RunRejection> };

export type ChangeFilter = {
  after?: number;
  limit?: number;
  entity?: string;
  op?: string;
  text?: string; // in names, old and new values; of people also without marks
};
export type RejectionFilter = { after?: number; limit?: number; text?: string };
export type Reports = ReturnType<typeof createReports>;

const change = `c.seq, c.entity, c.op, c.entity_id AS "entityId", c.name, c.attribute, c.old, c.new`;
const listChanges: Statement = {
  name: 'report-changes',
  text: `SELECT ${change} FROM sync_change c
    WHERE c.run_id = $1 AND c.seq > $2
      AND ($4::text IS NULL OR c.entity = $4) AND ($5::text IS NULL OR c.op = $5)
      AND ($6::text IS NULL OR c.name ILIKE $6 OR c.old ILIKE $6 OR c.new ILIKE $6
        OR (c.entity = 'account' AND c.entity_id IN (SELECT id FROM account WHERE search_key LIKE $7))
        OR (c.entity = 'unit' AND c.entity_id IN (SELECT id FROM unit WHERE search_key LIKE $7)))
    ORDER BY c.seq LIMIT $3`,
};
const rejection = 'r.seq, r.dn, r.level, r.reason, r.detail';
const listRejections: Statement = {
  name: 'report-rejections',
  text: `SELECT ${rejection} FROM sync_rejection r
    WHERE r.run_id = $1 AND r.seq > $2
      AND ($4::text IS NULL OR r.dn ILIKE $4 OR r.detail::text ILIKE $4)
    ORDER BY r.seq LIMIT $3`,
};
const changesOf: Statement = {
  name: 'report-changes-of',
  text: `SELECT c.run_id AS "runId", c.seq, c.entity, c.op, c.attribute, c.old, c.new,
      r.started_at AS at, s.name AS "sourceName"
    FROM sync_change c JOIN sync_run r ON r.id = c.run_id JOIN source s ON s.id = r.source_id
    WHERE c.entity_id = $1 AND NOT r.dry_run AND r.state IN ('applied', 'undone')
      AND ($2::uuid IS NULL OR (c.run_id, c.seq) < ($2, $3))
    ORDER BY c.run_id DESC, c.seq DESC LIMIT $4`,
};

/** Lines of run $1 that run $2 does not have, and how many there are. */
const missing = (table: string, columns: string, alias: string, same: string) => `
  SELECT ${columns}, count(*) OVER ()::int AS total FROM ${table} ${alias}
  WHERE ${alias}.run_id = $1
    AND NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.run_id = $2 AND ${same})
  ORDER BY ${alias}.seq LIMIT $3`;
const changesMissing: Statement = {
  name: 'report-changes-missing',
  // An id of something new is made anew by each run: of that the name tells whether it is the same.
  text: missing(
    'sync_change',
    change,
    'c',
    `o.entity = c.entity AND o.op = c.op AND o.attribute IS NOT DISTINCT FROM c.attribute
     AND o.old IS NOT DISTINCT FROM c.old AND o.new IS NOT DISTINCT FROM c.new
     AND (o.entity_id = c.entity_id OR (c.op = 'create' AND o.name = c.name))`,
  ),
};
const rejectionsMissing: Statement = {
  name: 'report-rejections-missing',
  text: missing(
    'sync_rejection',
    rejection,
    'r',
    'o.dn = r.dn AND o.reason = r.reason AND o.detail = r.detail',
  ),
};

const most = 1_000;
const comparedAtMost = 100;
const bounded = (limit = 100) => Math.min(limit, most);

export function createReports({ db }: { db: Database }) {
  async function compared<Row>(statement: Statement, earlier: string, later: string) {
    const read = (runId: string, other: string) =>
      db.sql.query<Row & { total: number }>(statement, [runId, other, comparedAtMost]);
    const [added, gone] = [await read(later, earlier), await read(earlier, later)];
    const counts = { addedCount: added[0]?.total ?? 0, goneCount: gone[0]?.total ?? 0 };
    return { added, gone, ...counts } satisfies Compared<Row>;
  }

  return {
    /** In the order they were planned; `after` is the `seq` of the last one seen. */
    changes: (runId: string, filter: ChangeFilter = {}) => {
      const { after = 0, limit, entity = null, op = null, text } = filter;
      const words = text ? [likePattern(text), likePattern(searchKey(text))] : [null, null];
      const values = [runId, after, bounded(limit), entity, op, ...words];
      return db.sql.query<RunChange>(listChanges, values);
    },
    rejections: (runId: string, { after = 0, limit, text }: RejectionFilter = {}) => {
      const words = text ? likePattern(text) : null;
      return db.sql.query<RunRejection>(listRejections, [runId, after, bounded(limit), words]);
    },
    /** What runs did to one account, unit or group, newest first. */
    of: (
      entityId: string,
      page: { before?: { runId: string; seq: number } | undefined; limit?: number } = {},
    ) => {
      const { before, limit } = page;
      const place = [before?.runId ?? null, before?.seq ?? null];
      return db.sql.query<ChangeOf>(changesOf, [entityId, ...place, bounded(limit)]);
    },
    /** The first hundred of each difference, and how many there are. */
    compare: async (earlier: string, later: string): Promise<Comparison> => ({
      changes: await compared<RunChange>(changesMissing, earlier, later),
      rejections: await compared<RunRejection>(rejectionsMissing, earlier, later),
    }),
  };
}
