// Where applications stand in the portal, as administrators arrange them. Each application that comes to
// stand elsewhere has its own entry in the journal.
import type { Clock } from '../core/clock.ts';
import type { Change, Database } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { numbersFor, sameThings } from '../core/order.ts';
import type { Actor } from '../journal/actor.ts';
import { difference } from '../journal/difference.ts';
import { record } from '../journal/journal.ts';
import type { Application } from './application.ts';
import { lockApplication } from './application-rows.ts';

const turn = {
  name: 'application-arrangement-turn',
  text: `SELECT true AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended('motchia:arrangement', 0))) l`,
};

export function createArrangement({ db, clock }: { db: Database; clock: Clock }) {
  async function write(
    tx: Change,
    by: Actor,
    old: Pick<Application, 'id' | 'section' | 'order'>,
    wanted: Partial<Pick<Application, 'section' | 'order'>>,
  ): Promise<void> {
    const changed = difference({ section: old.section, order: old.order }, wanted);
    if (!changed) return;
    const data = { ...wanted, updatedAt: clock.now() };
    await tx.prisma.application.update({ where: { id: old.id }, data });
    const entry = { event: 'application.updated', applicationId: old.id, detail: changed } as const;
    await record(tx, by, entry);
  }

  return {
    /** Puts applications that stand together in that order. @throws AppError `order.outdated` where one is gone. */
    async arrange(by: Actor, ids: readonly string[]): Promise<void> {
      await db.change(async (tx) => {
        await tx.sql.query(turn);
        const where = { id: { in: [...ids] }, builtIn: false };
        const rows = await tx.prisma.application.findMany({ where });
        const found = new Map(rows.map((row) => [row.id, row]));
        if (!sameThings(ids, [...found.keys()])) throw new AppError('order.outdated');
        for (const [id, order] of numbersFor(ids, rows))
          await write(tx, by, found.get(id)!, { order });
      });
    },

    /**
     * Puts an application at the end of a section of the portal; null: of no section.
     * @throws AppError `application.not-found`, `application.built-in`, `application.section-unknown`.
     */
    async place(by: Actor, id: string, section: string | null): Promise<void> {
      await db.change(async (tx) => {
        await tx.sql.query(turn);
        const old = await lockApplication(tx, id);
        if (old.builtIn) throw new AppError('application.built-in');
        if (old.section === section) return;
        const key = { catalog: 'launcher-section', code: section ?? '' };
        const known =
          section && (await tx.prisma.catalogItem.findUnique({ where: { catalog_code: key } }));
        if (section && !known) throw new AppError('application.section-unknown');
        const last = await tx.prisma.application.aggregate({
          _max: { order: true },
          where: { section, builtIn: false },
        });
        await write(tx, by, old, {
          section,
          order: Math.max(old.order, (last._max.order ?? 0) + 10),
        });
      });
    },
  };
}
