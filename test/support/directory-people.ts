// People of a directory at the front door: what each meets, and what the journal says of it.
import { commandLine as by } from '../../src/journal/actor.ts';
import type { SourceInput } from '../../src/directory/sources.ts';
import { createBrowser, type Page } from './browser.ts';
import { startWorld } from './world.ts';

export type DirectoryPeople = Awaited<ReturnType<typeof startWithDirectory>>;

/** A product that reads a directory. */
export async function startWithDirectory(input: Omit<SourceInput, 'name'>) {
  const world = await startWorld();
  const { app } = world;
  const source = await app.sources.save(by, { name: 'Thư mục', everyMinutes: 0, ...input });

  const account = (username: string) =>
    app.db.prisma.account.findUniqueOrThrow({ where: { username } });

  async function latest(event: string) {
    const [entry] = await app.db.prisma.journalEntry.findMany({
      where: { event },
      orderBy: { id: 'desc' },
      take: 1,
    });
    return entry;
  }

  return {
    ...world,
    source,
    sync: () => app.sync.run(by, source.id, { dryRun: false }),
    /** Changes settings of the source; the rest stays. */
    change: (settings: Partial<SourceInput['settings']>) =>
      app.sources.save(by, {
        id: source.id,
        name: source.name,
        settings: { ...input.settings, ...settings },
      }),
    account,
    groupsOf: async (username: string) => {
      const { id } = await account(username);
      const rows = await app.db.prisma.groupAccount.findMany({
        where: { accountId: id },
        include: { group: true },
      });
      return rows.map(({ group }) => group.name).toSorted();
    },
    /** The page that a sign-in ends on. */
    signIn: async (login: string, password: string): Promise<Page> => {
      const browser = createBrowser(world.publicUrl);
      await browser.get('/');
      return browser.submit({ login, password });
    },
    latest,
    /** Nobody waits for what another test did. */
    forgetWaits: () => app.db.pool.query('DELETE FROM throttle'),
  };
}
