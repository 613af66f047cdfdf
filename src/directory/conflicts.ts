// Names that entries of directories ask for and do not get, for an administrator to settle: both sides
// of each, and what was decided. A decision changes nobody by itself: the next run of the source keeps
// to it (names-of-people.ts), and so does every run after it, until it is taken back.
import type { Database, Statement } from '../core/database.ts';
import { searchKey } from '../core/text.ts';
import type { Clash } from './names-of-people.ts';

export type OpenConflict = {
  id: string;
  sourceId: string;
  sourceName: string;
  externalId: string;
  what: Clash;
  dn: string;
  asked: string;
  value: string;
  holderId: string | null;
  holderName: string | null;
  name: string; // of the person who asks
  firstAt: Date;
  lastAt: Date;
};

export type Side = {
  accountId: string | null; // null: the entry has no account yet
  fullName: string;
  username: string;
  unit: string | null;
  titles: string[];
  mail: string | null;
  phone: string | null;
  source: string | null; // null: a local account
  lastSignInAt: Date | null;
};

export type ConflictSeen = OpenConflict & {
  asking: Side;
  holder: Side | undefined;
  /** Others who ask for the same where nobody has it: at most five. */
  rivals: OpenConflict[];
  firstRunId: string | null; // null: no longer kept
  lastRunId: string | null;
};

export type Decision = {
  id: string;
  sourceId: string;
  sourceName: string;
  what: Clash;
  kind: 'rename' | 'leave' | 'move';
  asked: string;
  given: string | null;
  name: string;
  reason: string;
  byId: string | null;
  byName: string;
  at: Date;
  pending: boolean; // no run has kept to it yet
};

export type Conflicts = ReturnType<typeof createConflicts>;

const columns = `c.id, c.source_id AS "sourceId", s.name AS "sourceName", c.external_id AS "externalId", c.what, c.dn,
  c.asked, c.value, c.holder_id AS "holderId", h.full_name AS "holderName", e.draft->>'fullName' AS name,
  c.first_at AS "firstAt", c.last_at AS "lastAt"`;
const rows = `FROM directory_conflict c JOIN source s ON s.id = c.source_id
  JOIN directory_entry e ON e.source_id = c.source_id AND e.kind = 'people' AND e.external_id = c.external_id
  LEFT JOIN account h ON h.id = c.holder_id
  LEFT JOIN directory_decision d ON d.source_id = c.source_id AND d.external_id = c.external_id AND d.what = c.what`;
/** Not decided, or what was decided clashes in its turn. */
export const isOpen = '(d.asked IS DISTINCT FROM c.asked OR d.given IS NOT DISTINCT FROM c.value)';

const list: Statement = {
  name: 'conflict-list',
  text: `SELECT ${columns} ${rows} WHERE ${isOpen} AND ($1::uuid IS NULL OR c.source_id = $1)
           AND ($2::text IS NULL OR c.what = $2) AND ($3::uuid IS NULL OR c.id > $3) ORDER BY c.id LIMIT $4`,
};
const count: Statement = {
  name: 'conflict-count',
  text: `SELECT count(*)::int AS total ${rows} WHERE ${isOpen}`,
};
const find: Statement = {
  name: 'conflict-find',
  text: `SELECT ${columns}, f.id AS "firstRunId", l.id AS "lastRunId" ${rows}
         LEFT JOIN sync_run f ON f.id = c.first_run_id LEFT JOIN sync_run l ON l.id = c.last_run_id
         WHERE c.id = $1 AND ${isOpen}`,
};
const rivals: Statement = {
  name: 'conflict-rivals',
  text: `SELECT ${columns} ${rows} WHERE ${isOpen} AND c.value = $1 AND c.id <> $2 ORDER BY c.id LIMIT 5`,
};
const asking: Statement = {
  name: 'conflict-asking',
  text: `
    SELECT a.account_id AS "accountId", e.draft->>'fullName' AS "fullName", e.draft->>'username' AS username,
      coalesce(o.part_label, p.name, o.home_label, u.name) AS unit,
      ARRAY(SELECT jsonb_array_elements_text(e.draft->'titles')) AS titles, e.draft->>'mail' AS mail,
      e.draft->>'phone' AS phone, s.name AS source, (SELECT last_sign_in_at FROM account WHERE id = a.account_id) AS "lastSignInAt"
    FROM directory_entry e JOIN source s ON s.id = e.source_id
    LEFT JOIN known_person a ON a.source_id = e.source_id AND a.external_id = e.external_id
    LEFT JOIN directory_outcome o ON o.source_id = e.source_id AND o.external_id = e.external_id
    LEFT JOIN unit p ON p.source_id = e.source_id AND p.external_id = o.part
    LEFT JOIN unit u ON u.source_id = e.source_id AND u.external_id = o.home
    WHERE e.source_id = $1 AND e.kind = 'people' AND e.external_id = $2`,
};
const holder: Statement = {
  name: 'conflict-holder',
  text: `
    SELECT a.id AS "accountId", a.full_name AS "fullName", a.username, u.name AS unit,
      array_remove(ARRAY[p.title], NULL) AS titles, a.mail, a.phone, s.name AS source,
      a.last_sign_in_at AS "lastSignInAt"
    FROM account a LEFT JOIN source s ON s.id = a.source_id
    LEFT JOIN post p ON p.account_id = a.id AND p.main LEFT JOIN unit u ON u.id = p.unit_id
    WHERE a.id = $1 LIMIT 1`,
};
const decided: Statement = {
  name: 'decision-list',
  text: `
    SELECT d.id, d.source_id AS "sourceId", s.name AS "sourceName", d.what, d.kind, d.asked, d.given, d.name,
      d.reason, d.by_id AS "byId", d.by_name AS "byName", d.at, c.id IS NOT NULL AS pending
    FROM directory_decision d JOIN source s ON s.id = d.source_id
    LEFT JOIN directory_conflict c ON c.source_id = d.source_id AND c.external_id = d.external_id AND c.what = d.what
    WHERE ($1::uuid IS NULL OR d.id = $1) AND ($2::uuid IS NULL OR d.id < $2) ORDER BY d.id DESC LIMIT $3`,
};
const taken: Statement = {
  name: 'conflict-names-taken',
  text: `SELECT name FROM login_name WHERE name = ANY($1::text[])
         UNION SELECT given FROM directory_decision WHERE given = ANY($1::text[])
         UNION SELECT value FROM directory_conflict WHERE value = ANY($1::text[])`,
};

/** The last two words of a source's name, as officials shorten them: `Kiên Giang` is kg. Pure. */
const shortOf = (source: string): string =>
  searchKey(source)
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(-2)
    .map((word) => word[0])
    .join('');

/** User names that a person may have instead, the best first. Pure. */
function suggestionsFor(asked: string, source: string): string[] {
  const base = asked.slice(0, 58);
  const short = shortOf(source);
  return [...(short ? [`${base}.${short}`] : []), ...[2, 3, 4, 5].map((n) => `${base}${n}`)];
}

export function createConflicts({ db }: { db: Database }) {
  const one = async <T>(statement: Statement, values: readonly unknown[]) =>
    (await db.sql.query<T & object>(statement, values))[0];

  return {
    /** Oldest first. */
    list: (
      of: { sourceId?: string | undefined; what?: Clash | undefined; after?: string | undefined },
      limit: number,
    ) =>
      db.sql.query<OpenConflict>(list, [
        of.sourceId ?? null,
        of.what ?? null,
        of.after ?? null,
        limit,
      ]),
    count: async (): Promise<number> => (await one<{ total: number }>(count, []))?.total ?? 0,
    /** Undefined where it was settled, or no longer arises. */
    async find(id: string): Promise<ConflictSeen | undefined> {
      type Found = OpenConflict & Pick<ConflictSeen, 'firstRunId' | 'lastRunId'>;
      const conflict = await one<Found>(find, [id]);
      const person =
        conflict && (await one<Side>(asking, [conflict.sourceId, conflict.externalId]));
      if (!conflict || !person) return undefined;
      const { holderId, value } = conflict;
      return {
        ...conflict,
        asking: person,
        holder: holderId === null ? undefined : await one<Side>(holder, [holderId]),
        rivals: holderId === null ? await db.sql.query<OpenConflict>(rivals, [value, id]) : [],
      };
    },
    /** User names that are free, the best first: at most three. */
    async suggestions({ asked, sourceName }: OpenConflict): Promise<string[]> {
      const names = suggestionsFor(asked, sourceName);
      const gone = await db.sql.query<{ name: string }>(taken, [names]);
      const not = new Set(gone.map(({ name }) => name));
      return names.filter((name) => !not.has(name)).slice(0, 3);
    },
    /** Newest first. */
    decisions: (before: string | undefined, limit: number) =>
      db.sql.query<Decision>(decided, [null, before ?? null, limit]),
    decision: (id: string) => one<Decision>(decided, [id, null, 1]),
  };
}
