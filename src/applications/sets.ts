// Tập ứng dụng: applications that rules can name together. Our own pages belong to none.
import type { Clock } from '../core/clock.ts';
import type { Change, Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { difference } from '../journal/difference.ts';
import { record, type Json } from '../journal/journal.ts';

export type ApplicationSets = ReturnType<typeof createApplicationSets>;
export type ApplicationSet = {
  id: string;
  name: string;
  description: string | null;
  applicationIds: string[];
};
export type SetInput = {
  name: string;
  description?: string | null;
  applicationIds: readonly string[];
};

const lockOne: Statement = {
  name: 'application-set-lock',
  text: 'SELECT id FROM application_set WHERE id = $1::uuid FOR UPDATE',
};
const members: Statement = {
  name: 'application-set-members',
  text: `SELECT id, name FROM application WHERE id = ANY($1::uuid[]) AND NOT built_in
    ORDER BY id FOR KEY SHARE`,
};

const withMembers = {
  members: { select: { applicationId: true }, orderBy: { applicationId: 'asc' } },
} as const;
type Row = {
  id: string;
  name: string;
  description: string | null;
  members: { applicationId: string }[];
};
const setOf = ({ id, name, description, members: all }: Row): ApplicationSet => ({
  id,
  name,
  description,
  applicationIds: all.map(({ applicationId }) => applicationId),
});

export function createApplicationSets({ db, clock }: { db: Database; clock: Clock }) {
  const list = async (): Promise<ApplicationSet[]> =>
    (
      await db.prisma.applicationSet.findMany({ include: withMembers, orderBy: { name: 'asc' } })
    ).map(setOf);

  async function find(id: string): Promise<ApplicationSet | undefined> {
    if (!isId(id)) return undefined;
    const row = await db.prisma.applicationSet.findUnique({ where: { id }, include: withMembers });
    return row ? setOf(row) : undefined;
  }

  /** @throws AppError `set.name-missing`, `set.application-unknown`. */
  async function checked(tx: Change, input: SetInput) {
    const name = cut(clean(input.name), 200);
    if (!name) throw new AppError('set.name-missing');
    const ids = [...new Set(input.applicationIds)].filter(isId);
    const found = await tx.sql.query<{ id: string; name: string }>(members, [ids]);
    if (found.length < new Set(input.applicationIds).size)
      throw new AppError('set.application-unknown');
    return { name, description: cut(clean(input.description ?? ''), 500) || null, found };
  }
  type Checked = Awaited<ReturnType<typeof checked>>;

  const fieldsOf = ({ name, description, found }: Checked): Record<string, Json> => ({
    name,
    description,
    applications: found.map((each) => each.name).toSorted(),
  });

  async function put(tx: Change, id: string, { name, description, found }: Checked) {
    const taken = await tx.prisma.applicationSet.findFirst({ where: { name, NOT: { id } } });
    if (taken) throw new AppError('set.name-taken');
    const data = { name, description, updatedAt: clock.now() };
    await tx.prisma.applicationSet.upsert({ where: { id }, create: { id, ...data }, update: data });
    await tx.prisma.applicationSetMember.deleteMany({ where: { setId: id } });
    const rows = found.map((each) => ({ setId: id, applicationId: each.id }));
    await tx.prisma.applicationSetMember.createMany({ data: rows });
  }

  const note = (
    tx: Change,
    by: Actor,
    event: 'application-set.saved' | 'application-set.deleted',
    object: { id: string; name: string },
    detail: Record<string, Json>,
  ) => record(tx, by, { event, object: { type: 'application-set', ...object }, detail });

  /** @throws AppError `set.…`. */
  async function create(by: Actor, input: SetInput): Promise<string> {
    const id = newId(clock.now());
    await db.change(async (tx) => {
      const wanted = await checked(tx, input);
      await put(tx, id, wanted);
      const detail = { after: fieldsOf(wanted) };
      await note(tx, by, 'application-set.saved', { id, name: wanted.name }, detail);
    });
    return id;
  }

  async function held(tx: Change, id: string): Promise<ApplicationSet> {
    if (isId(id)) await tx.sql.query(lockOne, [id]);
    const row =
      isId(id) &&
      (await tx.prisma.applicationSet.findUnique({ where: { id }, include: withMembers }));
    if (!row) throw new AppError('set.not-found');
    return setOf(row);
  }

  /** @throws AppError `set.not-found`, `set.…`. */
  async function update(by: Actor, id: string, input: SetInput): Promise<void> {
    await db.change(async (tx) => {
      const old = await held(tx, id);
      const before = await checked(tx, old);
      const wanted = await checked(tx, input);
      const changed = difference(fieldsOf(before), fieldsOf(wanted));
      if (!changed) return;
      await put(tx, id, wanted);
      await note(tx, by, 'application-set.saved', { id, name: wanted.name }, changed);
    });
  }

  /** @throws AppError `set.not-found`, `set.in-use`. */
  async function remove(by: Actor, id: string): Promise<void> {
    await db.change(async (tx) => {
      const old = await held(tx, id);
      const count = await tx.prisma.grant.count({ where: { setId: id } });
      if (count > 0) throw new AppError('set.in-use', { params: { count } });
      const before = fieldsOf(await checked(tx, old));
      await tx.prisma.applicationSet.delete({ where: { id } });
      await note(tx, by, 'application-set.deleted', { id, name: old.name }, { before });
    });
  }

  return { list, find, create, update, remove };
}
