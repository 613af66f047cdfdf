// Rules of the shared catalogues: which there are, and what an item must be.
import { AppError } from '../core/errors.ts';
import { clean, cut } from '../core/text.ts';

export const catalogs = [
  'position',
  'application-class',
  'launcher-section',
  'sector',
  'account-kind',
] as const;
export type CatalogName = (typeof catalogs)[number];

/** `validFrom` is the first moment it counts, `validTo` the first it no longer does. */
export type CatalogItem = {
  catalog: CatalogName;
  code: string;
  name: string;
  nameEn: string;
  order: number;
  validFrom: Date | null;
  validTo: Date | null;
  replacedBy: string | null; // code of the item it was merged into
  alsoCalled: string[]; // other names of it, as directories write them
};

/** An item as it may come from outside. */
export type CatalogItemInput = Pick<CatalogItem, 'catalog' | 'code' | 'name'> &
  Partial<CatalogItem>;

export function isCatalog(name: string): name is CatalogName {
  return (catalogs as readonly string[]).includes(name);
}

/** @throws AppError `catalog.unknown`, `catalog.code-malformed`, `catalog.name-missing`, `catalog.dates`. */
export function checkItem(input: CatalogItemInput): CatalogItem {
  if (!isCatalog(input.catalog)) throw new AppError('catalog.unknown');
  const code = clean(input.code);
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$/.test(code)) throw new AppError('catalog.code-malformed');
  const name = cut(clean(input.name), 300);
  if (!name) throw new AppError('catalog.name-missing');
  const { validFrom = null, validTo = null, order = 0, replacedBy = null } = input;
  const alsoCalled = [...new Set(input.alsoCalled?.map(clean))].filter(Boolean);
  if (validFrom && validTo && validTo <= validFrom) throw new AppError('catalog.dates');
  const nameEn = cut(clean(input.nameEn ?? ''), 300) || name;
  const own = { catalog: input.catalog, code, name, nameEn, order };
  return { ...own, validFrom, validTo, replacedBy, alsoCalled };
}
