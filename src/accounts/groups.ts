// Nhóm. Owns groups, who belongs to them and which group counts as part of which. Loops of nesting
// are allowed and harmless: whoever walks them drops what was seen. Members that a directory gave
// are the directory's; what a group opens is decided in access/.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { AppError, isDuplicate } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut, escapeLike, searchKey } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { difference } from '../journal/difference.ts';
import { keepingAnAdministrator } from './administrators.ts';
import { groupOf, groupSearchKey, isGroupCode, type Group } from './group.ts';
import { createGroupMembers } from './group-members.ts';
import { lockGroup, noteGroup } from './group-rows.ts';

export type Groups = ReturnType<typeof createGroups>;

export type GroupListItem = Group & { accounts: number; groups: number };

const count = { _count: { select: { accounts: true, children: true } } };

export function createGroups(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  async function find(id: string): Promise<Group | undefined> {
    if (!isId(id)) return undefined;
    const row = await db.prisma.group.findUnique({ where: { id } });
    return row ? groupOf(row) : undefined;
  }

  async function findByCode(code: string): Promise<Group | undefined> {
    const row = await db.prisma.group.findUnique({ where: { code: clean(code) } });
    return row ? groupOf(row) : undefined;
  }

  /** By part of a name or code, blind to marks; with the number of direct members. */
  async function search(query: { text?: string; state?: string; after?: string; limit: number }) {
    const contains = escapeLike(searchKey(query.text ?? ''));
    const rows = await db.prisma.group.findMany({
      where: {
        ...(contains ? { searchKey: { contains } } : {}),
        ...(query.state ? { state: query.state } : {}),
      },
      include: count,
      orderBy: [{ searchKey: 'asc' }, { id: 'asc' }],
      take: query.limit + 1,
      ...(isId(query.after) ? { cursor: { id: query.after }, skip: 1 } : {}),
    });
    const items = rows.slice(0, query.limit).map(({ _count, ...row }): GroupListItem => {
      return { ...groupOf(row), accounts: _count.accounts, groups: _count.children };
    });
    return { items, next: rows.length > query.limit ? items.at(-1)?.id : undefined };
  }

  /** @throws AppError `group.code-malformed`, `group.name-missing`, `group.code-taken`. */
  async function create(
    by: Actor,
    input: { code: string; name: string; description?: string | null },
  ): Promise<Group> {
    const code = clean(input.code);
    if (!isGroupCode(code)) throw new AppError('group.code-malformed');
    const name = nameOf(input.name);
    const values = { code, name, description: descriptionOf(input.description) };
    const made = db.change(async (tx) => {
      const row = await tx.prisma.group.create({
        data: { id: newId(clock.now()), ...values, searchKey: groupSearchKey(values) },
      });
      await noteGroup(tx, by, 'group.created', row, { after: values });
      return groupOf(row);
    });
    return made.catch((error: unknown) => {
      throw isDuplicate(error) ? new AppError('group.code-taken', { cause: error }) : error;
    });
  }

  /** The code stays: applications know it. @throws AppError `group.from-directory`. */
  async function rename(
    by: Actor,
    id: string,
    change: { name: string; description?: string | null },
  ): Promise<Group> {
    return db.change(async (tx) => {
      const old = await lockGroup(tx, id);
      const { description = old.description } = change;
      const wanted = { name: nameOf(change.name), description: descriptionOf(description) };
      const changed = difference({ name: old.name, description: old.description }, wanted);
      if (!changed) return old;
      if (old.sourceId && 'name' in changed.after) throw new AppError('group.from-directory');
      const key = groupSearchKey({ code: old.code, name: wanted.name });
      const data = { ...wanted, searchKey: key, updatedAt: clock.now() };
      const row = await tx.prisma.group.update({ where: { id }, data });
      await noteGroup(tx, by, 'group.updated', row, changed);
      return groupOf(row);
    });
  }

  /** Keeps its members and rules to be read, and opens nothing any more. @throws AppError `group.built-in`. */
  async function close(by: Actor, id: string): Promise<void> {
    await db.change(async (tx) => {
      const old = await lockGroup(tx, id);
      if (old.builtIn) throw new AppError('group.built-in');
      if (old.sourceId) throw new AppError('group.from-directory');
      if (old.state === 'closed') return;
      await keepingAnAdministrator(tx, () =>
        tx.prisma.group.update({
          where: { id },
          data: { state: 'closed', updatedAt: clock.now() },
        }),
      );
      const detail = { before: { state: old.state }, after: { state: 'closed' } };
      await noteGroup(tx, by, 'group.closed', old, detail);
    });
  }

  return { find, findByCode, search, create, rename, close, ...createGroupMembers(db) };
}

function nameOf(text: string): string {
  const name = cut(clean(text), 300);
  if (!name) throw new AppError('group.name-missing');
  return name;
}

const descriptionOf = (text: string | null | undefined) => cut(clean(text ?? ''), 1000) || null;
