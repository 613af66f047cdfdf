// Danh mục dùng chung. Owns the items of the shared catalogues: codes, names, order, dates of
// validity. Codes are for ever: an item that no longer counts gets an end date, because applications
// keep the code. Units, groups and applications are not here; their own rooms hold them.
import type { Change, Database, Transaction } from '../core/database.ts';
import { numbersFor, sameThings } from '../core/order.ts';
import { AppError } from '../core/errors.ts';
import type { Actor } from '../journal/actor.ts';
import { difference, type Fields } from '../journal/difference.ts';
import { record } from '../journal/journal.ts';
import {
  checkItem,
  isCatalog,
  type CatalogItem,
  type CatalogItemInput,
  type CatalogName,
} from './catalog.ts';

export type Catalogs = ReturnType<typeof createCatalogs>;

export function createCatalogs(deps: { db: Database }) {
  const { db } = deps;

  /** Every item of a catalogue in its order; with `at`, those valid at that moment. */
  async function items(catalog: CatalogName, options: { at?: Date } = {}): Promise<CatalogItem[]> {
    if (!isCatalog(catalog)) return [];
    const { at } = options;
    const rows = await db.prisma.catalogItem.findMany({
      where: { catalog },
      orderBy: [{ order: 'asc' }, { code: 'asc' }],
    });
    return rows
      .map((row) => ({ ...row, catalog }))
      .filter(
        (item) => !at || ((item.validFrom ?? at) <= at && (!item.validTo || item.validTo > at)),
      );
  }

  /**
   * Adds an item or replaces the one of that code; with `mustBeNew` it adds only.
   * @throws AppError `catalog.…`, `catalog.code-taken` with `mustBeNew`.
   */
  async function save(
    by: Actor,
    input: CatalogItemInput,
    { mustBeNew = false } = {},
  ): Promise<CatalogItem> {
    let item = checkItem(input);
    const key = { catalog_code: { catalog: item.catalog, code: item.code } };
    await db.change(async (tx) => {
      await lockCatalog(tx, item.catalog);
      const old = await tx.prisma.catalogItem.findUnique({ where: key });
      if (old && mustBeNew) throw new AppError('catalog.code-taken');
      item = { ...item, ...unasked(input, old) };
      const changed = difference(
        old ? asJson({ ...old, catalog: item.catalog }) : {},
        asJson(item),
      );
      if (!changed) return;
      await tx.prisma.catalogItem.upsert({ where: key, create: item, update: item });
      await note(tx, by, item, { before: old ? changed.before : null, after: changed.after });
    });
    return item;
  }

  /** Puts all items of a catalogue in that order. @throws AppError `order.outdated` where they are others by now. */
  async function reorder(by: Actor, catalog: CatalogName, codes: readonly string[]): Promise<void> {
    await db.change(async (tx) => {
      await lockCatalog(tx, catalog);
      const rows = await tx.prisma.catalogItem.findMany({ where: { catalog } });
      const all = new Map(rows.map((row) => [row.code, { ...row, catalog }]));
      if (!sameThings(codes, [...all.keys()])) throw new AppError('order.outdated');
      const now = rows.map(({ code, order }) => ({ id: code, order }));
      for (const [code, order] of numbersFor(codes, now)) {
        const item = all.get(code)!;
        const where = { catalog_code: { catalog, code } };
        await tx.prisma.catalogItem.update({ where, data: { order } });
        await note(tx, by, item, { before: { order: item.order }, after: { order } });
      }
    });
  }

  return {
    items,
    save,
    reorder,
    /** In a transaction (core/database.ts, `within`): nobody else changes this catalogue until it ends. */
    takeTurn: (catalog: CatalogName) => lockCatalog(db, catalog),
  };
}

/** What forms do not ask for stays as it is. */
function unasked(
  input: CatalogItemInput,
  old: Pick<CatalogItem, 'replacedBy' | 'alsoCalled'> | null,
) {
  return {
    ...(input.replacedBy === undefined && { replacedBy: old?.replacedBy ?? null }),
    ...(input.alsoCalled === undefined && { alsoCalled: old?.alsoCalled ?? [] }),
  };
}

/** Two who save one item at once take turns, so that each entry tells the true state before. */
async function lockCatalog(tx: Pick<Transaction, 'sql'>, catalog: CatalogName): Promise<void> {
  await tx.sql.query(
    {
      name: 'catalog-lock',
      text: 'SELECT true AS locked FROM (SELECT pg_advisory_xact_lock(hashtextextended($1, 0))) l',
    },
    [`motchia:catalog:${catalog}`],
  );
}

function asJson(item: CatalogItem) {
  const { name, nameEn, order, validFrom, validTo, replacedBy, alsoCalled } = item;
  return {
    name,
    nameEn,
    order,
    replacedBy,
    alsoCalled,
    validFrom: validFrom?.toISOString() ?? null,
    validTo: validTo?.toISOString() ?? null,
  };
}

function note(tx: Change, by: Actor, item: CatalogItem, detail: Fields): Promise<void> {
  const id = `${item.catalog}/${item.code}`;
  const object = { type: 'catalog-item', id, name: item.name };
  return record(tx, by, { event: 'catalog.item-saved', object, detail });
}
