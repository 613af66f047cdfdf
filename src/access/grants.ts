// Cấp phép. Owns the rules: subject × application × allow or deny. One rule per subject and
// application, so that a second one with the other effect takes the place of the first.
import type { Clock } from '../core/clock.ts';
import type { Change, Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { keepingConsoleOpen } from './console-open.ts';
import type { Effect, SubjectType } from './decide.ts';

export type Grants = ReturnType<typeof createGrants>;

export type Subject =
  { type: 'everyone'; id?: undefined } | { type: 'unit' | 'group' | 'account'; id: string };

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
    ORDER BY a."order", a.name, g.subject, "subjectName", g.id
    LIMIT $5::int OFFSET $6::int`,
};
const find: Statement = {
  name: 'grant-find',
  text: `SELECT ${grantColumns} WHERE g.id = $1::uuid`,
};
const findSame: Statement = {
  name: 'grant-find-same',
  text: `SELECT ${grantColumns} WHERE g.application_id = $1::uuid AND g.subject = $2
    AND coalesce(g.unit_id, g.group_id, g.account_id) IS NOT DISTINCT FROM $3::uuid`,
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
   * Idempotent; the other effect for the same subject replaces the rule there was.
   * @throws AppError `application.not-found`, `grant.subject-unknown`, `account.last-administrator`.
   */
  async function add(
    by: Actor,
    input: { subject: Subject; applicationId: string; effect: Effect; reason?: string | null },
  ): Promise<{ grant: Grant; changed: boolean }> {
    return db.change(async (tx) => {
      const application = await lock(tx, input.applicationId);
      const subjectId = await checkSubject(tx, input.subject);
      const key = [application.id, input.subject.type, subjectId];
      const [old] = await tx.sql.query<Grant>(findSame, key);
      if (old?.effect === input.effect) return { grant: old, changed: false };
      return keepingConsoleOpen(tx, application, clock.now(), async () => {
        if (old) await takeAway(tx, by, old);
        const grant = await put(tx, by, application.id, { ...input, subjectId });
        return { grant, changed: true };
      });
    });
  }

  async function put(
    tx: Change,
    by: Actor,
    applicationId: string,
    input: { subject: Subject; subjectId: string | null; effect: Effect; reason?: string | null },
  ): Promise<Grant> {
    const { subject, subjectId, effect } = input;
    const id = newId(clock.now());
    const whose = subject.type === 'everyone' ? {} : { [`${subject.type}Id`]: subjectId };
    const reason = cut(clean(input.reason ?? ''), 500) || null;
    const author = { createdById: by.accountId, createdByName: by.name };
    await tx.prisma.grant.create({
      data: { id, subject: subject.type, ...whose, applicationId, effect, reason, ...author },
    });
    const [grant] = await tx.sql.query<Grant>(find, [id]);
    if (!grant) throw new AppError('grant.not-found');
    await note(tx, by, 'grant.added', grant);
    return grant;
  }

  async function takeAway(tx: Change, by: Actor, grant: Grant): Promise<void> {
    await tx.prisma.grant.delete({ where: { id: grant.id } });
    await note(tx, by, 'grant.removed', grant);
  }

  /** @throws AppError `grant.not-found`, `account.last-administrator`. */
  async function remove(by: Actor, grantId: string): Promise<void> {
    await db.change(async (tx) => {
      const [grant] = isId(grantId) ? await tx.sql.query<Grant>(find, [grantId]) : [];
      if (!grant) throw new AppError('grant.not-found');
      const application = await lock(tx, grant.applicationId);
      await keepingConsoleOpen(tx, application, clock.now(), () => takeAway(tx, by, grant));
    });
  }

  /** Those that match every filter given, by application and subject; 1,000 at most unless told otherwise. */
  async function listGrants(
    query: {
      applicationId?: string;
      accountId?: string;
      groupId?: string;
      unitId?: string;
      limit?: number;
      offset?: number;
    } = {},
  ): Promise<Grant[]> {
    const { applicationId, accountId, groupId, unitId, limit = 1000, offset = 0 } = query;
    const filters = [applicationId, accountId, groupId, unitId];
    if (filters.some((id) => id !== undefined && !isId(id))) return [];
    const values = [...filters.map((id) => id ?? null), Math.min(limit, 1000), offset];
    return db.sql.query<Grant>(list, values);
  }

  return { add, remove, list: listGrants };
}

async function lock(tx: Change, applicationId: string): Promise<LockedApplication> {
  const [row] = isId(applicationId)
    ? await tx.sql.query<LockedApplication>(lockApplication, [applicationId])
    : [];
  if (!row) throw new AppError('application.not-found');
  return row;
}

/** The subject's id, null for everyone. */
async function checkSubject(tx: Change, { type, id }: Subject): Promise<string | null> {
  if (type === 'everyone') return null;
  if (!isId(id)) throw new AppError('grant.subject-unknown');
  const where = { where: { id }, select: { id: true } };
  const found =
    type === 'unit'
      ? await tx.prisma.unit.findUnique(where)
      : type === 'group'
        ? await tx.prisma.group.findUnique(where)
        : await tx.prisma.account.findUnique(where);
  if (!found) throw new AppError('grant.subject-unknown');
  return id;
}

function note(
  tx: Change,
  by: Actor,
  event: 'grant.added' | 'grant.removed',
  grant: Grant,
): Promise<void> {
  const { subject, subjectId, subjectName, effect, reason, applicationId } = grant;
  const rule = { subject, subjectId, subjectName, effect, reason };
  return record(tx, by, {
    event,
    applicationId,
    accountId: subject === 'account' ? subjectId : null,
    object: { type: 'grant', id: grant.id, name: subjectName ?? subject },
    detail: event === 'grant.added' ? { after: rule } : { before: rule },
  });
}
