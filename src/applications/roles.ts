// Vai trò: what an application knows its people as. It declares them, rules give them (access/), the
// token tells them. Owns the declarations alone.
import type { Change, Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { difference } from '../journal/difference.ts';
import { record, type Json } from '../journal/journal.ts';

export type ApplicationRoles = ReturnType<typeof createApplicationRoles>;
export type ApplicationRole = { code: string; name: string; nameEn: string; order: number };
export type RoleInput = { code: string; name: string; nameEn?: string | null; order?: number };

const lockApplication: Statement = {
  name: 'application-role-lock',
  text: 'SELECT id FROM application WHERE id = $1::uuid FOR NO KEY UPDATE',
};

/** Applications put codes into conditions of their own: no spaces, no marks. */
function checked({ code, name, nameEn, order }: RoleInput): ApplicationRole {
  const known = clean(code);
  if (!/^[A-Za-z0-9][A-Za-z0-9.:_-]{0,63}$/.test(known)) throw new AppError('role.code-malformed');
  const called = cut(clean(name), 100);
  if (!called) throw new AppError('role.name-missing');
  const english = cut(clean(nameEn ?? ''), 100) || called;
  return { code: known, name: called, nameEn: english, order: order ?? 0 };
}

const fieldsOf = ({ name, nameEn, order }: ApplicationRole): Record<string, Json> => ({
  name,
  nameEn,
  order,
});

export function createApplicationRoles({ db }: { db: Database }) {
  async function list(applicationId: string): Promise<ApplicationRole[]> {
    if (!isId(applicationId)) return [];
    return db.prisma.applicationRole.findMany({
      where: { applicationId },
      orderBy: [{ order: 'asc' }, { code: 'asc' }],
      select: { code: true, name: true, nameEn: true, order: true },
    });
  }

  const inTurn = <T>(applicationId: string, work: (tx: Change) => Promise<T>): Promise<T> =>
    db.change(async (tx) => {
      const [row] = isId(applicationId) ? await tx.sql.query(lockApplication, [applicationId]) : [];
      if (!row) throw new AppError('application.not-found');
      return work(tx);
    });

  const note = (
    tx: Change,
    by: Actor,
    event: 'application.role-saved' | 'application.role-deleted',
    applicationId: string,
    { code, name }: ApplicationRole,
    detail: Record<string, Json>,
  ) =>
    record(tx, by, {
      event,
      applicationId,
      object: { type: 'application-role', id: `${applicationId}/${code}`, name },
      detail: { code, ...detail },
    });

  const keyOf = (applicationId: string, code: string) => ({
    applicationId_code: { applicationId, code },
  });

  /** @throws AppError `application.not-found`, `role.code-taken`, `role.…`. */
  async function create(by: Actor, applicationId: string, input: RoleInput): Promise<void> {
    const role = checked(input);
    await inTurn(applicationId, async (tx) => {
      const where = keyOf(applicationId, role.code);
      if (await tx.prisma.applicationRole.findUnique({ where }))
        throw new AppError('role.code-taken');
      await tx.prisma.applicationRole.create({ data: { applicationId, ...role } });
      const detail = { after: fieldsOf(role) };
      await note(tx, by, 'application.role-saved', applicationId, role, detail);
    });
  }

  /** The code stays: applications and rules know the role by it. @throws AppError `role.not-found`, `role.…`. */
  async function update(by: Actor, applicationId: string, input: RoleInput): Promise<void> {
    await inTurn(applicationId, async (tx) => {
      const where = keyOf(applicationId, input.code);
      const old = await tx.prisma.applicationRole.findUnique({ where });
      if (!old) throw new AppError('role.not-found');
      const role = checked({ ...input, order: input.order ?? old.order });
      const changed = difference(fieldsOf(old), fieldsOf(role));
      if (!changed) return;
      await tx.prisma.applicationRole.update({ where, data: role });
      await note(tx, by, 'application.role-saved', applicationId, role, changed);
    });
  }

  /** @throws AppError `role.not-found`, `role.in-use`. */
  async function remove(by: Actor, applicationId: string, code: string): Promise<void> {
    await inTurn(applicationId, async (tx) => {
      const where = keyOf(applicationId, code);
      const old = await tx.prisma.applicationRole.findUnique({ where });
      if (!old) throw new AppError('role.not-found');
      const count = await tx.prisma.grant.count({ where: { applicationId, roles: { has: code } } });
      if (count > 0) throw new AppError('role.in-use', { params: { count } });
      await tx.prisma.applicationRole.delete({ where });
      const detail = { before: fieldsOf(old) };
      await note(tx, by, 'application.role-deleted', applicationId, old, detail);
    });
  }

  return { list, create, update, remove };
}
