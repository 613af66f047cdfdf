// Which applications a person finds on their first page, and in which order. Pure.
import { searchKey } from '../core/text.ts';

export type Tile = {
  id: string;
  name: string;
  nameEn: string;
  description: string | null;
  owner: string | null;
  href: string | null; // null: it cannot be opened from here
  scopes: string[];
  favourite: boolean;
};

/** A section of the page; `other` is for what stands in no class of the catalogue any more. */
export type TileGroup = {
  kind: 'favourites' | 'class' | 'other';
  code: string;
  name: string;
  nameEn: string;
  tiles: Tile[];
};

export type ListedApplication = {
  id: string;
  clientId: string;
  name: string;
  nameEn: string;
  description: string | null;
  class: string;
  builtIn: boolean;
  link: string | null;
  order: number;
  ownerUnitName: string | null;
  metadata: Readonly<Record<string, unknown>>;
};
export type ApplicationClass = { code: string; name: string; nameEn: string };

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const tileOf = (application: ListedApplication, favourite: boolean): Tile => ({
  id: application.id,
  name: application.name,
  nameEn: application.nameEn,
  description: application.description,
  owner: application.ownerUnitName,
  // OpenID Connect Core 1.0, section 4: the application starts the sign-in itself.
  href: application.link ?? textOf(application.metadata['initiate_login_uri']),
  scopes: (textOf(application.metadata['scope']) ?? '').split(' ').filter(Boolean),
  favourite,
});

const byName = new Intl.Collator('vi');

/** As the administrator ordered them, then by name; our own pages are not among them. */
export const inOrder = <A extends Pick<ListedApplication, 'order' | 'name'>>(
  applications: readonly A[],
): A[] => applications.toSorted((a, b) => a.order - b.order || byName.compare(a.name, b.name));

/**
 * Favourites first, then by class in the order of the catalogue, each by order and name. A favourite
 * stands at the top only.
 */
export function launcher(
  applications: readonly ListedApplication[],
  allowedIds: ReadonlySet<string>,
  classes: readonly ApplicationClass[],
  favouriteIds: ReadonlySet<string> = new Set(),
): TileGroup[] {
  const mine = inOrder(applications.filter(({ builtIn, id }) => !builtIn && allowedIds.has(id)));
  const tilesOf = (wanted: (application: ListedApplication) => boolean, favourite = false) =>
    mine
      .filter((one) => favouriteIds.has(one.id) === favourite && wanted(one))
      .map((one) => tileOf(one, favourite));
  const known = new Set(classes.map(({ code }) => code));
  const unnamed = { name: '', nameEn: '' };
  const groups: TileGroup[] = [
    { kind: 'favourites', code: 'favourites', ...unnamed, tiles: tilesOf(() => true, true) },
    ...classes.map(({ code, name, nameEn }) => ({
      kind: 'class' as const,
      code,
      name,
      nameEn,
      tiles: tilesOf((one) => one.class === code),
    })),
    // A class that was closed takes nobody's application away.
    { kind: 'other', code: 'other', ...unnamed, tiles: tilesOf((one) => !known.has(one.class)) },
  ];
  return groups.filter(({ tiles }) => tiles.length > 0);
}

/** The tiles whose names, description or owner hold every word asked for, blind to marks. */
export function searchTiles(groups: readonly TileGroup[], text: string | undefined): TileGroup[] {
  const words = searchKey(text ?? '')
    .split(' ')
    .filter(Boolean);
  const holds = ({ name, nameEn, description, owner }: Tile) => {
    const key = searchKey([name, nameEn, description, owner].filter(Boolean).join(' '));
    return words.every((word) => key.includes(word));
  };
  return groups
    .map((group) => ({ ...group, tiles: group.tiles.filter(holds) }))
    .filter(({ tiles }) => tiles.length > 0);
}
