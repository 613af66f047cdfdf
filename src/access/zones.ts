// Vùng mạng: the named parts of the network that rules can ask for, kept by administrators. In which of
// them an address lies is zone.ts's to say.
import type { Change, Database, Statement } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import { clean, cut } from '../core/text.ts';
import type { Actor } from '../journal/actor.ts';
import { difference } from '../journal/difference.ts';
import { record, type Json } from '../journal/journal.ts';
import { isInner, rangeOf, type Zone } from './zone.ts';

export type Zones = ReturnType<typeof createZones>;
export type NetworkZone = Zone & { name: string; nameEn: string; ranges: string[]; order: number };
export type ZoneInput = {
  code: string;
  name: string;
  nameEn?: string | null;
  ranges: readonly string[];
  inner: boolean;
  order?: number;
};

const mostRanges = 500;
const allRanges: Statement = {
  name: 'zone-ranges',
  text: 'SELECT code, ranges, rest, "inner" FROM network_zone',
};
const takeTurn: Statement = {
  name: 'zone-turn',
  text: `SELECT true AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended('motchia:zones', 0))) l`,
};
const inUse: Statement = {
  name: 'zone-in-use',
  text: 'SELECT count(*)::int AS count FROM "grant" WHERE $1 = ANY(zones)',
};

/** @throws AppError `zone.range-malformed` with the first text that is none. */
function rangesOf(texts: readonly string[]): string[] {
  const ranges = texts.map((text) => {
    const range = rangeOf(text);
    if (!range) throw new AppError('zone.range-malformed', { params: { value: cut(text, 60) } });
    return range;
  });
  return [...new Set(ranges)].slice(0, mostRanges);
}

function checked(input: ZoneInput, rest: boolean): NetworkZone {
  const code = clean(input.code);
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(code)) throw new AppError('zone.code-malformed');
  const name = cut(clean(input.name), 100);
  if (!name) throw new AppError('zone.name-missing');
  const nameEn = cut(clean(input.nameEn ?? ''), 100) || name;
  const ranges = rangesOf(input.ranges);
  if (rest && ranges.length > 0) throw new AppError('zone.rest');
  return { code, name, nameEn, ranges, rest, inner: input.inner, order: input.order ?? 100 };
}

const fieldsOf = ({ name, nameEn, ranges, inner, order }: NetworkZone): Record<string, Json> => ({
  name,
  nameEn,
  ranges,
  inner,
  order,
});

export function createZones({ db }: { db: Database }) {
  const list = (): Promise<NetworkZone[]> =>
    db.prisma.networkZone.findMany({ orderBy: [{ order: 'asc' }, { code: 'asc' }] });

  const note = (
    tx: Change,
    by: Actor,
    event: 'zone.saved' | 'zone.deleted',
    { code, name }: NetworkZone,
    detail: Record<string, Json>,
  ) => record(tx, by, { event, object: { type: 'zone', id: code, name }, detail });

  const inTurn = <T>(work: (tx: Change) => Promise<T>): Promise<T> =>
    db.change(async (tx) => {
      await tx.sql.query(takeTurn);
      return work(tx);
    });

  /** @throws AppError `zone.code-taken`, `zone.…`. */
  async function create(by: Actor, input: ZoneInput): Promise<void> {
    const zone = checked(input, false);
    await inTurn(async (tx) => {
      const there = await tx.prisma.networkZone.findUnique({ where: { code: zone.code } });
      if (there) throw new AppError('zone.code-taken');
      await tx.prisma.networkZone.create({ data: zone });
      await note(tx, by, 'zone.saved', zone, { after: fieldsOf(zone) });
    });
  }

  /** @throws AppError `zone.not-found`, `zone.…`. */
  async function update(by: Actor, input: ZoneInput): Promise<void> {
    await inTurn(async (tx) => {
      const where = { code: input.code };
      const old = await tx.prisma.networkZone.findUnique({ where });
      if (!old) throw new AppError('zone.not-found');
      const zone = checked({ ...input, order: input.order ?? old.order }, old.rest);
      const changed = difference(fieldsOf(old), fieldsOf(zone));
      if (!changed) return;
      await tx.prisma.networkZone.update({ where, data: zone });
      await note(tx, by, 'zone.saved', zone, changed);
    });
  }

  /** @throws AppError `zone.not-found`, `zone.rest`, `zone.in-use`. */
  async function remove(by: Actor, code: string): Promise<void> {
    await inTurn(async (tx) => {
      // Whoever makes a rule holds its zones until it is made (grant-checks.ts).
      const old = await tx.prisma.networkZone.findUnique({ where: { code } });
      if (!old) throw new AppError('zone.not-found');
      if (old.rest) throw new AppError('zone.rest');
      await tx.prisma.networkZone.delete({ where: { code } });
      const [used] = await tx.sql.query<{ count: number }>(inUse, [code]);
      if (used!.count > 0) throw new AppError('zone.in-use', { params: { count: used!.count } });
      await note(tx, by, 'zone.deleted', old, { before: fieldsOf(old) });
    });
  }

  return {
    list,
    /** Whether an address lies in the province's own networks; false where nobody knows the address. */
    isInside: async (address: string | null): Promise<boolean> =>
      isInner(await db.sql.query<Zone>(allRanges), address),
    find: async (code: string): Promise<NetworkZone | undefined> =>
      (await db.prisma.networkZone.findUnique({ where: { code } })) ?? undefined,
    create,
    update,
    remove,
  };
}
