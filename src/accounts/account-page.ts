// Everything that the page of one person shows, read at once.
import type { Database } from '../core/database.ts';
import { isId } from '../core/random.ts';
import { unitFullName } from '../organization/unit.ts';
import type { Account } from './account.ts';
import { accountOf } from './rows.ts';

export type PagePost = {
  id: string;
  unitId: string;
  unitName: string;
  unitCode: string | null;
  positionCode: string | null;
  title: string | null;
  main: boolean;
  origin: string;
  validFrom: Date | null;
  validTo: Date | null;
};
export type PageGroup = { id: string; code: string; name: string; state: string; origin: string };
export type AccountPage = {
  account: Account;
  hasLocalPassword: boolean;
  sourceName: string | null;
  loginNames: { name: string; kind: string }[];
  posts: PagePost[]; // the main one first
  groups: PageGroup[]; // direct membership only; access/ explains what comes through nesting
};

const include = {
  source: { select: { name: true } },
  password: { select: { accountId: true } },
  loginNames: { select: { name: true, kind: true }, orderBy: { createdAt: 'asc' } },
  posts: { include: { unit: { include: { parent: true } } }, orderBy: { main: 'desc' } },
  groups: { include: { group: true }, orderBy: { group: { name: 'asc' } } },
} as const;

export function createAccountPage(db: Database) {
  return async function page(id: string): Promise<AccountPage | undefined> {
    if (!isId(id)) return undefined;
    const row = await db.prisma.account.findUnique({ where: { id }, include });
    if (!row) return undefined;
    const { source, password, loginNames, posts, groups, ...account } = row;
    return {
      account: accountOf(account),
      hasLocalPassword: password !== null,
      sourceName: source?.name ?? null,
      loginNames,
      posts: posts.map(({ unit, accountId: _a, ...post }) => {
        return { ...post, unitName: unitFullName(unit), unitCode: unit.code };
      }),
      groups: groups.map(({ group, origin }) => {
        const { id: groupId, code, name, state } = group;
        return { id: groupId, code, name, state, origin };
      }),
    };
  };
}
