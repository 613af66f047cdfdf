// Cơ quan, đơn vị. Owns the tree of units and whom to ask at each. Units that a directory gave keep
// its name and place (directory/ writes those rows); contacts are always ours. Who holds a post in a
// unit is kept in accounts/.
import type { Change, Database, Statement } from '../core/database.ts';
import type { Clock } from '../core/clock.ts';
import { AppError, isDuplicate } from '../core/errors.ts';
import { directed, keysetSql, slice, type Key, type Reading, type Slice } from '../core/keyset.ts';
import { isId, newId } from '../core/random.ts';
import { clean, cut, escapeLike, searchKey } from '../core/text.ts';
import type { Unit as Row } from '../generated/prisma/client.ts';
import type { Actor } from '../journal/actor.ts';
import { difference, type Fields } from '../journal/difference.ts';
import { record } from '../journal/journal.ts';
import type { EventName } from '../journal/events.ts';
import { createUnitChoices } from './unit-choices.ts';
import { createUnitTree } from './unit-tree.ts';
import { unitSearchKey, wouldLoop, type Unit } from './unit.ts';

export type Units = ReturnType<typeof createUnits>;

type Contact = Partial<Pick<Unit, 'contactName' | 'contactMail' | 'contactPhone'>>;
export type UnitInput = Contact & { name: string; code?: string | null; parentId?: string | null };
export type UnitChange = Contact & { name?: string; parentId?: string | null };

export const unitOrders = ['name', 'code'] as const;
type UnitOrder = (typeof unitOrders)[number];
export type UnitSort = UnitOrder | `-${UnitOrder}`;

const keys: Record<UnitOrder, Key> = {
  name: { sql: `(vietnamese_key(u.name) COLLATE "C")`, type: 'text' },
  code: { sql: `(coalesce(u.code, '') COLLATE "C")`, type: 'text' },
};
const id: Key = { sql: 'u.id', type: 'uuid' };
/** `parentName`: many divisions have the same name. */
export type UnitListItem = Unit & { parentName: string | null };
type ListRow = UnitListItem & { nameKey: string };

function itemOf(row: ListRow): UnitListItem {
  const { nameKey: _, ...unit } = row;
  return unit;
}

// Unnamed on purpose (Prisma sends it so): planned for its values.
const columns = `u.id, u.code, u.name, u.parent_id AS "parentId", u.state, u.contact_name AS "contactName",
    u.contact_mail AS "contactMail", u.contact_phone AS "contactPhone", u.source_id AS "sourceId"`;
const childrenOf: Statement = {
  name: 'unit-children',
  text: `SELECT ${columns} FROM unit u WHERE u.parent_id = $1::uuid ORDER BY ${keys.name.sql}, u.id`,
};

const pageSql = (where: string, orderBy: string) => `
  SELECT ${columns}, ${keys.name.sql} AS "nameKey",
    (SELECT above.name FROM unit above WHERE above.id = u.parent_id) AS "parentName"
  FROM unit u WHERE ($1::text IS NULL OR u.search_key LIKE $1) AND ${where}
  ORDER BY ${orderBy} LIMIT $2::int`;

const unitOf = (row: Row): Unit => {
  const { id, code, name, parentId, state, contactName, contactMail, contactPhone, sourceId } = row;
  const own = {
    id,
    code,
    name,
    parentId,
    state: state === 'closed' ? 'closed' : 'active',
  } as const;
  return { ...own, contactName, contactMail, contactPhone, sourceId };
};

export function createUnits(deps: { db: Database; clock: Clock }) {
  const { db, clock } = deps;

  async function find(id: string): Promise<Unit | undefined> {
    if (!isId(id)) return undefined;
    const row = await db.prisma.unit.findUnique({ where: { id } });
    return row ? unitOf(row) : undefined;
  }

  async function findByCode(code: string): Promise<Unit | undefined> {
    const row = await db.prisma.unit.findUnique({ where: { code: clean(code) } });
    return row ? unitOf(row) : undefined;
  }

  /** Those right below a unit, by name. */
  const children = (id: string): Promise<Unit[]> => db.sql.query<Unit>(childrenOf, [id]);

  /** By part of a name or code, blind to marks; those without a code stand before the others by code. */
  async function search(query: {
    text?: string;
    sort?: UnitSort; // by name unless told otherwise
    after?: string; // a cursor: `next`, `previous`, or `lastPage`
    limit: number;
  }): Promise<Slice<UnitListItem>> {
    const { sort = 'name', after: at, limit } = query;
    const { by, descending } = directed<UnitOrder>(sort);
    const contains = escapeLike(searchKey(query.text ?? ''));
    const read = (reading: Reading) => {
      const { where, orderBy, values } = keysetSql({ key: keys[by], id, descending }, reading, 3);
      const filters = [contains ? `%${contains}%` : null, reading.take];
      return db.prisma.$queryRawUnsafe<ListRow[]>(pageSql(where, orderBy), ...filters, ...values);
    };
    const placeOf = ({ nameKey, code, id: own }: ListRow) => {
      return { key: by === 'name' ? nameKey : (code ?? ''), id: own };
    };
    const page = await slice({ sort, at, limit, read, placeOf });
    return { ...page, items: page.items.map(itemOf) };
  }

  /** @throws AppError `unit.name-missing`, `unit.code-taken`, `unit.not-found` (the parent), `unit.closed`. */
  async function create(by: Actor, input: UnitInput): Promise<Unit> {
    const values = { name: nameOf(input.name), code: textOf(input.code), ...contactOf(input) };
    const parentId = input.parentId ?? null;
    const made = db.change(async (tx) => {
      if (parentId) await checkParent(tx, null, parentId);
      const id = newId(clock.now());
      const key = unitSearchKey(values);
      const row = await tx.prisma.unit.create({
        data: { id, parentId, ...values, searchKey: key },
      });
      await note(tx, by, 'unit.created', row, { after: { ...values, parentId } });
      return unitOf(row);
    });
    return made.catch((error: unknown) => {
      throw isDuplicate(error) ? new AppError('unit.code-taken', { cause: error }) : error;
    });
  }

  /** Name and parent of a unit from a directory are the directory's. @throws AppError `unit.…` */
  async function update(by: Actor, id: string, change: UnitChange): Promise<Unit> {
    return db.change(async (tx) => {
      const old = unitOf(await lock(tx, id));
      const wanted = {
        ...(change.name === undefined ? {} : { name: nameOf(change.name) }),
        ...(change.parentId === undefined ? {} : { parentId: change.parentId }),
        ...contactOf(change),
      };
      const changed = difference(asJson(old), wanted);
      if (!changed) return old;
      const { name, parentId } = changed.after;
      if (old.sourceId && (name !== undefined || parentId !== undefined))
        throw new AppError('unit.from-directory');
      if (typeof parentId === 'string') await checkParent(tx, id, parentId);
      const key = unitSearchKey({ ...old, ...wanted });
      const data = { ...wanted, searchKey: key, updatedAt: clock.now() };
      const row = await tx.prisma.unit.update({ where: { id }, data });
      await note(tx, by, 'unit.updated', row, changed);
      return unitOf(row);
    });
  }

  /** A closed unit stays readable, and gives nothing to those who hold posts in it. */
  async function close(by: Actor, id: string): Promise<void> {
    await db.change(async (tx) => {
      const old = await lock(tx, id);
      if (old.sourceId) throw new AppError('unit.from-directory');
      if (old.state === 'closed') return;
      const data = { state: 'closed', updatedAt: clock.now() };
      const row = await tx.prisma.unit.update({ where: { id }, data });
      await note(tx, by, 'unit.closed', row, {
        before: { state: old.state },
        after: { state: data.state },
      });
    });
  }

  return {
    find,
    findByCode,
    children,
    search,
    create,
    update,
    close,
    choices: createUnitChoices(deps),
    tree: createUnitTree(deps),
  };
}

const textOf = (text: string | null | undefined): string | null =>
  cut(clean(text ?? ''), 300) || null;

function nameOf(text: string): string {
  const name = textOf(text);
  if (!name) throw new AppError('unit.name-missing');
  return name;
}

function contactOf(input: Contact): Contact {
  const fields = ['contactName', 'contactMail', 'contactPhone'] as const;
  const given = fields.filter((field) => input[field] !== undefined);
  return Object.fromEntries(given.map((field) => [field, textOf(input[field])]));
}

function asJson(unit: Unit) {
  const { name, code, parentId, contactName, contactMail, contactPhone } = unit;
  return { name, code, parentId, contactName, contactMail, contactPhone };
}

async function lock(tx: Change, id: string): Promise<Row> {
  if (!isId(id)) throw new AppError('unit.not-found');
  const statement = {
    name: 'unit-lock',
    text: 'SELECT id FROM unit WHERE id = $1::uuid FOR NO KEY UPDATE',
  };
  const [locked] = await tx.sql.query(statement, [id]);
  if (!locked) throw new AppError('unit.not-found');
  return tx.prisma.unit.findUniqueOrThrow({ where: { id } });
}

async function checkParent(tx: Change, unitId: string | null, parentId: string): Promise<void> {
  const units = await tx.prisma.unit.findMany({
    select: { id: true, parentId: true, state: true },
  });
  const parent = units.find((unit) => unit.id === parentId);
  if (!parent) throw new AppError('unit.not-found');
  if (parent.state === 'closed') throw new AppError('unit.closed');
  const parentOf = new Map(units.map((unit) => [unit.id, unit.parentId]));
  if (unitId && wouldLoop(unitId, parentId, parentOf)) throw new AppError('unit.parent-loop');
}

function note(tx: Change, by: Actor, event: EventName, unit: Row, detail: Fields): Promise<void> {
  return record(tx, by, { event, object: { type: 'unit', id: unit.id, name: unit.name }, detail });
}
