// Which applications a person finds on their first page. Pure.

export type Tile = {
  name: string;
  nameEn: string;
  description: string | null;
  owner: string | null;
  href: string | null; // null: it cannot be opened from here
  scopes: string[];
};

export type TileGroup = { code: string; name: string; nameEn: string; tiles: Tile[] };

type Application = {
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
type ApplicationClass = { code: string; name: string; nameEn: string };

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const tileOf = (application: Application): Tile => ({
  name: application.name,
  nameEn: application.nameEn,
  description: application.description,
  owner: application.ownerUnitName,
  // OpenID Connect Core 1.0, section 4: the application starts the sign-in itself.
  href: application.link ?? textOf(application.metadata['initiate_login_uri']),
  scopes: (textOf(application.metadata['scope']) ?? '').split(' ').filter(Boolean),
});

/** By class in the order of the catalogue, then by order and name; our own pages are not among them. */
export function launcher(
  applications: readonly Application[],
  allowedIds: ReadonlySet<string>,
  classes: readonly ApplicationClass[],
): TileGroup[] {
  const byName = new Intl.Collator('vi');
  const mine = applications
    .filter((application) => !application.builtIn && allowedIds.has(application.id))
    .toSorted((a, b) => a.order - b.order || byName.compare(a.name, b.name));
  return classes
    .map(({ code, name, nameEn }) => {
      const tiles = mine.filter((application) => application.class === code).map(tileOf);
      return { code, name, nameEn, tiles };
    })
    .filter(({ tiles }) => tiles.length > 0);
}
