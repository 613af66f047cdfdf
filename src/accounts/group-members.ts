// Who belongs to a group: accounts, and other groups whose members count as its own.
import type { Change, Database } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { directed, keysetSql, slice, type Key, type Reading } from '../core/keyset.ts';
import { isId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { recordAll } from '../journal/journal.ts';
import type { Account } from './account.ts';
import { keepingAnAdministrator } from './administrators.ts';
import { groupOf, type Group } from './group.ts';
import { groupEntry, lockGroup, noteGroup } from './group-rows.ts';
import { accountColumns } from './rows.ts';

export type GroupMembers = {
  accounts: { account: Account; origin: string }[]; // in the order of lists of people
  next: string | undefined; // cursors of the accounts
  previous: string | undefined;
  groups: { group: Group; origin: string }[]; // nested in this one
  parents: { group: Group; origin: string }[]; // this one is nested in
};

export const memberOrders = ['name', 'username'] as const;
type MemberOrder = (typeof memberOrders)[number];
export type MemberSort = MemberOrder | `-${MemberOrder}`;
type MemberQuery = { sort?: MemberSort; after?: string; limit?: number };

const keys: Record<MemberOrder, Key> = {
  name: { sql: 'a.sort_key', type: 'text' },
  username: { sql: `(a.username COLLATE "C")`, type: 'text' },
};
const id: Key = { sql: 'a.id', type: 'uuid' };
type Row = Account & { sortKey: string; origin: string };

export function createGroupMembers(db: Database) {
  function membersPage(groupId: string, { sort = 'name', after: at, limit = 200 }: MemberQuery) {
    const { by, descending } = directed<MemberOrder>(sort);
    const read = (reading: Reading) => {
      const { where, orderBy, values } = keysetSql({ key: keys[by], id, descending }, reading, 3);
      const text = `SELECT ${accountColumns}, a.sort_key AS "sortKey", m.origin
        FROM group_account m JOIN account a ON a.id = m.account_id
        WHERE m.group_id = $1::uuid AND ${where} ORDER BY ${orderBy} LIMIT $2::int`;
      return db.prisma.$queryRawUnsafe<Row[]>(text, groupId, reading.take, ...values);
    };
    const placeOf = (row: Row) => ({ key: by === 'name' ? row.sortKey : row.username, id: row.id });
    return slice({ sort, at, limit, read, placeOf });
  }

  /** Direct members; `after` is a cursor of the page of accounts before. */
  async function members(id: string, query: MemberQuery = {}): Promise<GroupMembers> {
    if (!isId(id)) throw new AppError('group.not-found');
    const [page, children, parents] = await Promise.all([
      membersPage(id, query),
      db.prisma.groupNesting.findMany({ where: { parentId: id }, include: { child: true } }),
      db.prisma.groupNesting.findMany({ where: { childId: id }, include: { parent: true } }),
    ]);
    const { items, next, previous } = page;
    const accounts = items.map((row) => {
      const { sortKey: _, origin, ...account } = row;
      return { account, origin };
    });
    return {
      accounts,
      next,
      previous,
      groups: children.map(({ child, origin }) => ({ group: groupOf(child), origin })),
      parents: parents.map(({ parent, origin }) => ({ group: groupOf(parent), origin })),
    };
  }

  /** Passes over who is a member. @throws AppError `group.closed`, `account.not-found`. */
  async function addAccounts(
    by: Actor,
    groupId: string,
    accountIds: readonly string[],
  ): Promise<void> {
    await db.change(async (tx) => {
      const group = await openGroup(tx, groupId);
      const names = await accountNames(tx, accountIds);
      const data = accountIds.map((accountId) => ({ groupId, accountId }));
      const added = await tx.prisma.groupAccount.createManyAndReturn({
        data,
        skipDuplicates: true,
        select: { accountId: true },
      });
      const entries = added.map(({ accountId }) =>
        groupEntry(
          'group.member-added',
          group,
          { after: { member: names.get(accountId)! } },
          accountId,
        ),
      );
      await recordAll(tx, by, entries);
    });
  }

  const addAccount = (by: Actor, groupId: string, accountId: string): Promise<void> =>
    addAccounts(by, groupId, [accountId]);

  /** @throws AppError `group.from-directory`, `account.last-administrator`. */
  async function removeAccount(by: Actor, groupId: string, accountId: string): Promise<void> {
    await db.change(async (tx) => {
      const group = await lockGroup(tx, groupId);
      const name = (await accountNames(tx, [accountId])).get(accountId)!;
      const where = { groupId_accountId: { groupId, accountId } };
      const old = await tx.prisma.groupAccount.findUnique({ where });
      if (!old) return;
      if (old.origin === 'directory') throw new AppError('group.from-directory');
      await keepingAnAdministrator(tx, () => tx.prisma.groupAccount.delete({ where }));
      const detail = { before: { member: name } };
      await noteGroup(tx, by, 'group.member-removed', group, detail, accountId);
    });
  }

  /** Members of `childId` count as members of `parentId`. @throws AppError `group.own-member`, `group.closed`. */
  async function addGroup(by: Actor, parentId: string, childId: string): Promise<void> {
    if (parentId === childId) throw new AppError('group.own-member');
    await db.change(async (tx) => {
      const [parent, child] = await both(tx, parentId, childId);
      if (parent.state === 'closed' || child.state === 'closed') throw new AppError('group.closed');
      const key = { parentId, childId };
      if (await tx.prisma.groupNesting.findUnique({ where: { parentId_childId: key } })) return;
      await tx.prisma.groupNesting.create({ data: key });
      await noteGroup(tx, by, 'group.member-added', parent, { after: { group: child.code } });
    });
  }

  /** @throws AppError `group.from-directory`, `account.last-administrator`. */
  async function removeGroup(by: Actor, parentId: string, childId: string): Promise<void> {
    await db.change(async (tx) => {
      const [parent, child] = await both(tx, parentId, childId);
      const where = { parentId_childId: { parentId, childId } };
      const old = await tx.prisma.groupNesting.findUnique({ where });
      if (!old) return;
      if (old.origin === 'directory') throw new AppError('group.from-directory');
      await keepingAnAdministrator(tx, () => tx.prisma.groupNesting.delete({ where }));
      await noteGroup(tx, by, 'group.member-removed', parent, { before: { group: child.code } });
    });
  }

  return { members, addAccount, addAccounts, removeAccount, addGroup, removeGroup };
}

async function openGroup(tx: Change, id: string): Promise<Group> {
  const group = await lockGroup(tx, id);
  if (group.state === 'closed') throw new AppError('group.closed');
  return group;
}

/** Both rows, taken in one order always: two who nest two groups in each other do not wait for ever. */
async function both(tx: Change, parentId: string, childId: string): Promise<[Group, Group]> {
  const first = await lockGroup(tx, parentId < childId ? parentId : childId);
  const second = await lockGroup(tx, parentId < childId ? childId : parentId);
  return parentId < childId ? [first, second] : [second, first];
}

/** User names by id. @throws AppError `account.not-found`. */
async function accountNames(tx: Change, ids: readonly string[]): Promise<Map<string, string>> {
  if (!ids.every(isId)) throw new AppError('account.not-found');
  const accounts = await tx.prisma.account.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, username: true },
  });
  const names = new Map(accounts.map(({ id, username }) => [id, username]));
  if (!ids.every((id) => names.has(id))) throw new AppError('account.not-found');
  return names;
}
