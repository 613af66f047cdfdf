// Cấp phép. Owns the rules: subject × application × allow or deny. One rule per subject and
// application, so that a second one with the other effect takes the place of the first.
import type { Clock } from '../core/clock.ts';
import type { Change, Database, Sql, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { recordAll } from '../journal/journal.ts';
import { keepingConsoleOpen } from './console-open.ts';
import type { Effect, SubjectType } from './decide.ts';

export type Grants = ReturnType<typeof createGrants>;

export type Subject =
  { type: 'everyone'; id?: undefined } | { type: 'unit' | 'group' | 'account'; id: string };

export type NewGrant = { subject: Subject; effect: Effect; reason?: string | null };

export type Grant = {
  id: string;
  subject: SubjectType;
  subjectId: string | null;
  subjectName: string | null; // null for everyone
  applicationId: string;
  applicationName: string;
  clientId: string;
  effect: Effect;
  reason: string | null;
  createdByName: string | null;
  createdAt: Date;
};

/** What a grant is read as; the alias `g` is the rule. */
export const grantColumns = `g.id, g.subject, coalesce(g.unit_id, g.group_id, g.account_id) AS "subjectId",
  coalesce(u.name, n.name, c.full_name) AS "subjectName", g.application_id AS "applicationId",
  a.name AS "applicationName", a.client_id AS "clientId", g.effect, g.reason,
  g.created_by_name AS "createdByName", g.created_at AS "createdAt"
  FROM "grant" g JOIN application a ON a.id = g.application_id
  LEFT JOIN unit u ON u.id = g.unit_id LEFT JOIN "group" n ON n.id = g.group_id
  LEFT JOIN account c ON c.id = g.account_id`;

const list: Statement = {
  name: 'grant-list',
  text: `SELECT ${grantColumns}
    WHERE ($1::uuid IS NULL OR g.application_id = $1) AND ($2::uuid IS NULL OR g.account_id = $2)
      AND ($3::uuid IS NULL OR g.group_id = $3) AND ($4::uuid IS NULL OR g.unit_id = $4)
      AND ($7::text IS NULL OR g.subject = $7)
    ORDER BY a."order", a.name, g.subject, "subjectName", g.id
    LIMIT $5::int OFFSET $6::int`,
};
const find: Statement = {
  name: 'grant-find',
  text: `SELECT ${grantColumns} WHERE g.id = ANY($1::uuid[])`,
};
const findSame: Statement = {
  name: 'grant-find-same',
  text: `SELECT ${grantColumns} WHERE g.application_id = $1::uuid AND
    (g.unit_id = ANY($2::uuid[]) OR g.group_id = ANY($2::uuid[]) OR g.account_id = ANY($2::uuid[])
      OR g.subject = 'everyone')`,
};
/** Which of these are there. */
const findSubjects: Statement = {
  name: 'grant-find-subjects',
  text: `SELECT 'unit ' || id AS key FROM unit WHERE id = ANY($1::uuid[])
    UNION ALL SELECT 'group ' || id FROM "group" WHERE id = ANY($1::uuid[])
    UNION ALL SELECT 'account ' || id FROM account WHERE id = ANY($1::uuid[])`,
};
const lockApplication: Statement = {
  name: 'grant-lock-application',
  text: `SELECT id, client_id AS "clientId", built_in AS "builtIn" FROM application
    WHERE id = $1::uuid FOR NO KEY UPDATE`,
};

type LockedApplication = { id: string; clientId: string; builtIn: boolean };

export function createGrants(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  /**
   * Rules of one application, each subject once; all of them or none. Idempotent; the other effect for
   * the same subject replaces the rule there was.
   * @throws AppError `application.not-found`, `grant.subject-unknown`, `account.last-administrator`.
   */
  async function addAll(
    by: Actor,
    applicationId: string,
    inputs: readonly NewGrant[],
  ): Promise<{ grant: Grant; changed: boolean }[]> {
    return db.change(async (tx) => {
      const application = await lock(tx, applicationId);
      await checkSubjects(tx, inputs);
      const ids = inputs.flatMap(({ subject }) => subject.id ?? []);
      const there = await tx.sql.query<Grant>(findSame, [applicationId, ids]);
      const olds = new Map(there.map((grant) => [keyOf(grant.subject, grant.subjectId), grant]));
      const old = ({ subject: { type, id } }: NewGrant) => olds.get(keyOf(type, id));
      const wanted = inputs.filter((input) => old(input)?.effect !== input.effect);
      const replaced = wanted.flatMap((input) => old(input) ?? []);
      const made = await keepingConsoleOpen(tx, application, clock.now(), async () => {
        await takeAway(tx, by, replaced);
        return put(tx, by, applicationId, wanted);
      });
      return inputs.map((input) => {
        const { type, id } = input.subject;
        const fresh = made.get(keyOf(type, id));
        return { grant: (fresh ?? old(input))!, changed: fresh !== undefined };
      });
    });
  }

  /** The new rules by their subjects. */
  async function put(
    tx: Change,
    by: Actor,
    applicationId: string,
    inputs: readonly NewGrant[],
  ): Promise<Map<string, Grant>> {
    if (inputs.length === 0) return new Map();
    const author = { createdById: by.accountId, createdByName: by.name };
    const rows = inputs.map(({ subject, effect, reason }) => ({
      id: newId(clock.now()),
      subject: subject.type,
      ...(subject.type !== 'everyone' && { [`${subject.type}Id`]: subject.id }),
      applicationId,
      effect,
      reason: cut(clean(reason ?? ''), 500) || null,
      ...author,
    }));
    await tx.prisma.grant.createMany({ data: rows });
    const grants = await tx.sql.query<Grant>(find, [rows.map(({ id }) => id)]);
    await note(tx, by, 'grant.added', grants);
    return new Map(grants.map((grant) => [keyOf(grant.subject, grant.subjectId), grant]));
  }

  async function takeAway(tx: Change, by: Actor, grants: readonly Grant[]): Promise<void> {
    if (grants.length === 0) return;
    await tx.prisma.grant.deleteMany({ where: { id: { in: grants.map(({ id }) => id) } } });
    await note(tx, by, 'grant.removed', grants);
  }

  /** As `addAll`, of one rule. */
  const add = async (by: Actor, { applicationId, ...rule }: NewGrant & { applicationId: string }) =>
    (await addAll(by, applicationId, [rule]))[0]!;

  const findIn = async ({ sql }: { sql: Sql }, id: string): Promise<Grant | undefined> =>
    isId(id) ? (await sql.query<Grant>(find, [[id]]))[0] : undefined;

  /** @throws AppError `grant.not-found`, `account.last-administrator`. */
  async function remove(by: Actor, grantId: string): Promise<void> {
    await db.change(async (tx) => {
      const grant = await findIn(tx, grantId);
      if (!grant) throw new AppError('grant.not-found');
      const application = await lock(tx, grant.applicationId);
      await keepingConsoleOpen(tx, application, clock.now(), () => takeAway(tx, by, [grant]));
    });
  }

  /** Those that match every filter given, by application and subject; 1,000 at most unless told otherwise. */
  async function listGrants(
    query: {
      applicationId?: string;
      accountId?: string;
      groupId?: string;
      unitId?: string;
      subject?: SubjectType;
      limit?: number;
      offset?: number;
    } = {},
  ): Promise<Grant[]> {
    const { applicationId, accountId, groupId, unitId, subject } = query;
    const { limit = 1000, offset = 0 } = query;
    const filters = [applicationId, accountId, groupId, unitId];
    if (filters.some((id) => id !== undefined && !isId(id))) return [];
    const values = [...filters.map((id) => id ?? null), Math.min(limit, 1000), offset];
    return db.sql.query<Grant>(list, [...values, subject ?? null]);
  }

  return {
    add,
    addAll,
    remove,
    list: listGrants,
    find: (id: string): Promise<Grant | undefined> => findIn(db, id),
  };
}

async function lock(tx: Change, applicationId: string): Promise<LockedApplication> {
  const [row] = isId(applicationId)
    ? await tx.sql.query<LockedApplication>(lockApplication, [applicationId])
    : [];
  if (!row) throw new AppError('application.not-found');
  return row;
}

/** @throws AppError `grant.subject-unknown` where one of them is not there. */
async function checkSubjects(tx: Change, inputs: readonly NewGrant[]): Promise<void> {
  const named = inputs.flatMap(({ subject }) => (subject.type === 'everyone' ? [] : [subject]));
  if (!named.every(({ id }) => isId(id))) throw new AppError('grant.subject-unknown');
  const found = await tx.sql.query<{ key: string }>(findSubjects, [named.map(({ id }) => id)]);
  const there = new Set(found.map(({ key }) => key));
  if (!named.every(({ type, id }) => there.has(keyOf(type, id))))
    throw new AppError('grant.subject-unknown');
}

const keyOf = (type: SubjectType, id: string | null | undefined): string =>
  `${type} ${id?.toLowerCase() ?? ''}`;

function note(
  tx: Change,
  by: Actor,
  event: 'grant.added' | 'grant.removed',
  grants: readonly Grant[],
): Promise<void> {
  const entries = grants.map((grant) => {
    const { subject, subjectId, subjectName, effect, reason, applicationId } = grant;
    const rule = { subject, subjectId, subjectName, effect, reason };
    return {
      event,
      applicationId,
      accountId: subject === 'account' ? subjectId : null,
      object: { type: 'grant', id: grant.id, name: subjectName ?? subject },
      detail: event === 'grant.added' ? { after: rule } : { before: rule },
    };
  });
  return recordAll(tx, by, entries);
}
