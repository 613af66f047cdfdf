// What every change of a group does first and last: take the row, write the journal.
import type { Change, Transaction } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import type { Fields } from '../journal/difference.ts';
import type { EventName } from '../journal/events.ts';
import { record, type Entry } from '../journal/journal.ts';
import { groupOf, type Group } from './group.ts';

const lock = {
  name: 'group-lock',
  text: 'SELECT id FROM "group" WHERE id = $1::uuid FOR NO KEY UPDATE',
};

/** @throws AppError `group.not-found`. */
export async function lockGroup(tx: Change, id: string): Promise<Group> {
  if (!isId(id)) throw new AppError('group.not-found');
  const [locked] = await tx.sql.query(lock, [id]);
  if (!locked) throw new AppError('group.not-found');
  return groupOf(await tx.prisma.group.findUniqueOrThrow({ where: { id } }));
}

/** `accountId` where the change is about one person's membership. */
export function groupEntry(
  event: EventName,
  group: Pick<Group, 'id' | 'name'>,
  detail: Fields,
  accountId: string | null = null,
): Entry {
  return { event, accountId, object: { type: 'group', id: group.id, name: group.name }, detail };
}

export const noteGroup = (
  tx: Transaction,
  by: Actor,
  ...entry: Parameters<typeof groupEntry>
): Promise<void> => record(tx, by, groupEntry(...entry));
