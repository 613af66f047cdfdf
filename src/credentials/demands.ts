// Which applications and which groups ask for a second factor of their own: a mark on each, set here with
// its journal entry, read by second-factor-gate.ts.
import type { Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { isId } from '../core/random.ts';
import type { Actor } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';

export type Demands = ReturnType<typeof createDemands>;

export type Demanding = { id: string; name: string; secondFactor: boolean };

const read: Record<'application' | 'group', Statement> = {
  application: {
    name: 'demand-of-application',
    text: 'SELECT id, name, second_factor AS "secondFactor" FROM application WHERE id = $1 AND NOT built_in',
  },
  group: {
    name: 'demand-of-group',
    text: 'SELECT id, name, second_factor AS "secondFactor" FROM "group" WHERE id = $1',
  },
};
const write: Record<'application' | 'group', Statement> = {
  application: {
    name: 'demand-set-application',
    text: 'UPDATE application SET second_factor = $2, updated_at = now() WHERE id = $1 AND second_factor <> $2 RETURNING id',
  },
  group: {
    name: 'demand-set-group',
    text: 'UPDATE "group" SET second_factor = $2, updated_at = now() WHERE id = $1 AND second_factor <> $2 RETURNING id',
  },
};

export function createDemands({ db }: { db: Database }) {
  /** Undefined where there is none; the built-in applications go by the kind of the account. */
  async function find(kind: 'application' | 'group', id: string): Promise<Demanding | undefined> {
    return isId(id) ? (await db.sql.query<Demanding>(read[kind], [id]))[0] : undefined;
  }

  /** @throws AppError `application.not-found`, `group.not-found` */
  async function set(
    by: Actor,
    kind: 'application' | 'group',
    id: string,
    on: boolean,
  ): Promise<void> {
    const found = await find(kind, id);
    if (!found) throw new AppError(`${kind}.not-found`);
    await db.transaction(async (tx) => {
      if ((await tx.sql.query(write[kind], [id, on])).length === 0) return;
      const detail = { before: { secondFactor: !on }, after: { secondFactor: on } };
      if (kind === 'application')
        return record(tx, by, { event: 'application.updated', applicationId: id, detail });
      const object = { type: 'group', id, name: found.name };
      await record(tx, by, { event: 'group.updated', object, detail });
    });
  }

  return { find, set };
}
