// Which source goes before which: it is read first where several are due, and names that its people ask
// for are not given to new people of the sources behind it.
import type { Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { allJoined, putTogether } from './joined.ts';

export type Precedence = ReturnType<typeof createPrecedence>;

const inOrder: Statement = {
  name: 'precedence-list',
  text: 'SELECT id, name FROM source ORDER BY rank, id FOR UPDATE',
};
const save: Statement = {
  name: 'precedence-save',
  text: `UPDATE source SET rank = n.rank FROM unnest($1::uuid[]) WITH ORDINALITY AS n (id, rank)
         WHERE source.id = n.id`,
};

export function createPrecedence({ db }: { db: Database }) {
  return {
    /** One place up, or down; at the end nothing happens. Joined people are put together by the new order. @throws AppError `source.not-found`. */
    async move(by: Actor, id: string, direction: 'up' | 'down'): Promise<void> {
      await db.transaction(async (tx) => {
        const all = await tx.sql.query<{ id: string; name: string }>(inOrder);
        const from = all.findIndex((source) => source.id === id);
        const moved = all[from];
        if (!moved) throw new AppError('source.not-found');
        const to = from + (direction === 'up' ? -1 : 1);
        if (to < 0 || to >= all.length) return;
        all.splice(to, 0, ...all.splice(from, 1));
        await tx.sql.query(save, [all.map((source) => source.id)]);
        await putTogether(tx.sql, await allJoined(tx.sql)); // whose word counts first
        await record(tx, by, {
          event: 'source.updated',
          object: { type: 'source', id, name: moved.name },
          detail: { before: { precedence: from + 1 }, after: { precedence: to + 1 } },
        });
      });
    },
  };
}
