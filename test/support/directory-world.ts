// A slapd, a database of its own and the verbs of directory/ over both.
import { createDatabase, type Database } from '../../src/core/database.ts';
import { createLogger } from '../../src/core/logger.ts';
import { createSealing } from '../../src/core/sealing.ts';
import { createServers } from '../../src/directory/servers.ts';
import { createDirectorySignIn } from '../../src/directory/sign-in.ts';
import { createSourceSafe } from '../../src/directory/source-safe.ts';
import { createSources, type SourceInput } from '../../src/directory/sources.ts';
import { createSync } from '../../src/directory/sync.ts';
import { system } from '../../src/journal/actor.ts';
import { createTestDatabase } from './database.ts';
import { suffix } from './organization.ts';
import { startSlapd, type Slapd } from './slapd.ts';

export type DirectoryWorld = Awaited<ReturnType<typeof startDirectoryWorld>>;

/** What a row of account, its posts and its groups come to, as a test wants to read it. */
export type PersonSeen = {
  id: string;
  username: string;
  state: string;
  stateReason: string | null;
  kind: string;
  fullName: string;
  mail: string | null;
  phone: string | null;
  dn: string;
  posts: { unit: string; title: string | null; main: boolean }[];
  groups: string[];
};

export async function startDirectoryWorld(options: {
  ldif: string;
  sizeLimit?: number | 'unlimited';
  sessionLog?: number;
}) {
  const slapd = await startSlapd(options);
  const verbs = await startVerbs();
  const settings = (): SourceInput['settings'] => ({
    urls: [slapd.url],
    security: 'startTls',
    ca: slapd.ca,
    bindDn: slapd.adminDn,
    bases: { people: `ou=units,${suffix}`, groups: `ou=groups,${suffix}` },
  });
  return {
    ...verbs,
    slapd,
    settings,
    /** A source of this slapd; `changes` go over its settings. */
    addSource: async (name: string, changes: Partial<SourceInput['settings']> = {}) => {
      const wanted = { ...settings(), ...changes };
      return verbs.sources.save(system, { name, settings: wanted, password: passwordOf(slapd) });
    },
    end: async () => {
      await verbs.end();
      await slapd.end();
    },
  };
}

const passwordOf = (slapd: Slapd) => slapd.adminPassword;

export async function startVerbs() {
  const database = await createTestDatabase();
  const logger = createLogger('silent');
  const clock = { now: () => new Date() };
  const db = createDatabase({ url: database.url, maxConnections: 8, logger });
  const safe = createSourceSafe({ db, sealing: createSealing(['5e'.repeat(32)]) });
  const sources = createSources({ db, clock, safe });
  const keptDays = () => Promise.resolve({ runs: 400, trials: 30 });
  const servers = createServers({ clock, logger });
  const sync = createSync({ db, clock, logger, sources, safe, servers, keptDays });
  const signIn = createDirectorySignIn({ db, logger, safe, servers });
  return {
    db,
    safe,
    sources,
    servers,
    sync,
    signIn,
    person: (username: string) => personSeen(db, username),
    end: async () => {
      servers.stop();
      await db.close();
      await database.drop();
    },
  };
}

async function personSeen(db: Database, username: string): Promise<PersonSeen> {
  const { posts, groups, ...row } = await db.prisma.account.findUniqueOrThrow({
    where: { username },
    include: {
      posts: { include: { unit: true }, orderBy: { title: 'asc' } },
      groups: { include: { group: true } },
    },
  });
  const { id, state, stateReason, kind, fullName, mail, phone } = row;
  return {
    id,
    username,
    state,
    stateReason,
    kind,
    fullName,
    mail,
    phone,
    dn: row.dn ?? '',
    posts: posts.map(({ unit, title, main }) => ({ unit: unit.name, title, main })),
    groups: groups.map(({ group }) => group.name).sort(),
  };
}
