// The main post of a local account: where the person works, as an administrator sets it.
import type { Change } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Fields } from '../journal/difference.ts';

type Post = { unitId: string; positionCode?: string | null; title?: string | null };

/**
 * Puts the account's main post into a unit, in place of the one before.
 * @returns what changed, or undefined. @throws AppError `unit.not-found`, `unit.closed`.
 */
export async function putMainPost(
  tx: Change,
  accountId: string,
  post: Post,
): Promise<{ before: Fields; after: Fields } | undefined> {
  if (!isId(post.unitId)) throw new AppError('unit.not-found');
  const unit = await tx.prisma.unit.findUnique({ where: { id: post.unitId } });
  if (!unit) throw new AppError('unit.not-found');
  if (unit.state === 'closed') throw new AppError('unit.closed');
  const old = await tx.prisma.post.findFirst({ where: { accountId, main: true } });
  const after = {
    unitId: post.unitId,
    positionCode: post.positionCode ?? old?.positionCode ?? null,
    title: cut(clean(post.title ?? old?.title ?? ''), 200) || null,
  };
  const before = old && { unitId: old.unitId, positionCode: old.positionCode, title: old.title };
  if (before && JSON.stringify(before) === JSON.stringify(after)) return undefined;
  await (old
    ? tx.prisma.post.update({ where: { id: old.id }, data: after })
    : tx.prisma.post.create({ data: { id: newId(), accountId, main: true, ...after } }));
  return { before: before ?? { unitId: null }, after };
}
