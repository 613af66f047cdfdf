// The main posts of local accounts: where people work, as an administrator sets it.
import type { Change, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut } from '../core/text.ts';
import type { Fields } from '../journal/difference.ts';

export type MainPost = {
  accountId: string;
  unitId: string;
  positionCode?: string | null;
  title?: string | null;
};
type Place = { unitId: string; positionCode: string | null; title: string | null };
export type Move = { before: Fields; after: Fields };

const shape =
  'jsonb_to_recordset($1::jsonb) AS n (id uuid, account_id uuid, unit_id uuid, position_code text, title text)';
const insert: Statement = {
  name: 'posts-insert',
  text: `INSERT INTO post (id, account_id, unit_id, position_code, title, main)
    SELECT id, account_id, unit_id, position_code, title, true FROM ${shape}`,
};
const saveMoved: Statement = {
  name: 'posts-save-moved',
  text: `UPDATE post p SET unit_id = n.unit_id, position_code = n.position_code, title = n.title
    FROM ${shape} WHERE p.id = n.id`,
};

/**
 * Puts the main post of each account into a unit, in place of the one before. Each account once.
 * @returns what changed, by account. @throws AppError `unit.not-found`, `unit.closed`.
 */
export async function putMainPosts(
  tx: Change,
  posts: readonly MainPost[],
): Promise<Map<string, Move>> {
  const moves = new Map<string, Move>();
  if (posts.length === 0) return moves;
  await checkUnits(tx, [...new Set(posts.map(({ unitId }) => unitId))]);
  const accountIds = posts.map(({ accountId }) => accountId);
  const rows = await tx.prisma.post.findMany({
    where: { accountId: { in: accountIds }, main: true },
  });
  const olds = new Map(rows.map((row) => [row.accountId, row]));
  const fresh = [];
  const moved = [];
  for (const post of posts) {
    const old = olds.get(post.accountId);
    const after = placeOf(post, old);
    const before = old && { unitId: old.unitId, positionCode: old.positionCode, title: old.title };
    if (before && JSON.stringify(before) === JSON.stringify(after)) continue;
    const columns = columnsOf(post.accountId, after);
    if (old) moved.push({ id: old.id, ...columns });
    else fresh.push({ id: newId(), ...columns });
    moves.set(post.accountId, { before: before ?? { unitId: null }, after });
  }
  if (fresh.length > 0) await tx.sql.query(insert, [JSON.stringify(fresh)]);
  if (moved.length > 0) await tx.sql.query(saveMoved, [JSON.stringify(moved)]);
  return moves;
}

/** What is not told stays as it was. */
const placeOf = (post: MainPost, old: Place | undefined): Place => ({
  unitId: post.unitId,
  positionCode: post.positionCode ?? old?.positionCode ?? null,
  title: cut(clean(post.title ?? old?.title ?? ''), 200) || null,
});

const columnsOf = (accountId: string, { unitId, positionCode, title }: Place) => ({
  account_id: accountId,
  unit_id: unitId,
  position_code: positionCode,
  title,
});

async function checkUnits(tx: Change, ids: readonly string[]): Promise<void> {
  if (!ids.every(isId)) throw new AppError('unit.not-found');
  const found = await tx.prisma.unit.findMany({
    where: { id: { in: [...ids] } },
    select: { state: true },
  });
  if (found.length < ids.length) throw new AppError('unit.not-found');
  if (found.some(({ state }) => state === 'closed')) throw new AppError('unit.closed');
}
