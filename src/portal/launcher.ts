// Which applications a person finds on their first page, and in which order. Pure.
import { bySection, inOrder, type Section } from '../applications/sections.ts';
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

/** A section of the page; `other` is for what stands in no section. */
export type TileGroup = {
  kind: 'favourites' | 'section' | 'other';
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
  section: string | null;
  builtIn: boolean;
  link: string | null;
  order: number;
  ownerUnitName: string | null;
  metadata: Readonly<Record<string, unknown>>;
};

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

/**
 * Favourites first, then by section in the order that administrators set; our own pages are not among
 * them. A favourite stands at the top only.
 */
export function launcher(
  applications: readonly ListedApplication[],
  allowedIds: ReadonlySet<string>,
  sections: readonly Section[],
  favouriteIds: ReadonlySet<string> = new Set(),
): TileGroup[] {
  const mine = applications.filter(({ builtIn, id }) => !builtIn && allowedIds.has(id));
  const [favourites, others] = [true, false].map((wanted) =>
    mine.filter(({ id }) => favouriteIds.has(id) === wanted),
  );
  const groups: TileGroup[] = [
    {
      kind: 'favourites',
      ...unnamed,
      code: 'favourites',
      tiles: inOrder(favourites!).map((one) => tileOf(one, true)),
    },
    ...bySection(others!, sections).map(({ section, applications: standing }) => ({
      kind: section ? ('section' as const) : ('other' as const),
      ...(section ? { code: section.code, name: section.name, nameEn: section.nameEn } : unnamed),
      tiles: standing.map((one) => tileOf(one, false)),
    })),
  ];
  return groups.filter(({ tiles }) => tiles.length > 0);
}

const unnamed = { code: 'other', name: '', nameEn: '' };

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
