// Nhóm. Owns groups, who belongs to them and which group counts as part of which. Loops of nesting
// are allowed and harmless: whoever walks them drops what was seen. Members that a directory gave
// are the directory's; what a group opens is decided in access/.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import { AppError, isDuplicate } from '../core/errors.ts';
import { directed, keysetSql, slice, type Key, type Reading, type Slice } from '../core/keyset.ts';
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
export const groupOrders = ['name', 'code'] as const;
type GroupOrder = (typeof groupOrders)[number];
export type GroupSort = GroupOrder | `-${GroupOrder}`;

const keys: Record<GroupOrder, Key> = {
  name: { sql: `(vietnamese_key(g.name) COLLATE "C")`, type: 'text' },
  code: { sql: `(g.code COLLATE "C")`, type: 'text' },
};
const id: Key = { sql: 'g.id', type: 'uuid' };
type ListRow = GroupListItem & { nameKey: string };

function itemOf(row: ListRow): GroupListItem {
  const { nameKey: _, ...item } = row;
  return item;
}

// Unnamed on purpose (Prisma sends it so): planned for its values.
const pageSql = (where: string, orderBy: string) => `
  SELECT g.id, g.code, g.name, g.description, g.built_in AS "builtIn", g.source_id AS "sourceId",
    g.state, ${keys.name.sql} AS "nameKey",
    (SELECT count(*)::int FROM group_account m WHERE m.group_id = g.id) AS accounts,
    (SELECT count(*)::int FROM group_nesting n WHERE n.parent_id = g.id) AS groups
  FROM "group" g
  WHERE ($1::text IS NULL OR g.search_key LIKE $1) AND ($2::text IS NULL OR g.state = $2)
    AND ${where}
  ORDER BY ${orderBy} LIMIT $3::int`;

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
  async function search(query: {
    text?: string;
    state?: string;
    sort?: GroupSort; // by name unless told otherwise
    after?: string; // a cursor: `next`, `previous`, or `lastPage`
    limit: number;
  }): Promise<Slice<GroupListItem>> {
    const { sort = 'name', after: at, limit } = query;
    const { by, descending } = directed<GroupOrder>(sort);
    const contains = escapeLike(searchKey(query.text ?? ''));
    const read = (reading: Reading) => {
      const { where, orderBy, values } = keysetSql({ key: keys[by], id, descending }, reading, 4);
      const filters = [contains ? `%${contains}%` : null, query.state ?? null, reading.take];
      return db.prisma.$queryRawUnsafe<ListRow[]>(pageSql(where, orderBy), ...filters, ...values);
    };
    const placeOf = (row: ListRow) => ({ key: by === 'name' ? row.nameKey : row.code, id: row.id });
    const page = await slice({ sort, at, limit, read, placeOf });
    return { ...page, items: page.items.map(itemOf) };
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
