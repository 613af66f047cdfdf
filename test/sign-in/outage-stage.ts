// Two servers of one directory, one of another, two nodes of the product: what may be lost in a test.
import { createApp } from '../../src/app.ts';
import { commandLine as by } from '../../src/journal/actor.ts';
import { addAdministrator, atConsole } from '../console/desk.ts';

import { createBrowser, type Page } from '../support/browser.ts';
import { person, personPassword, root, suffix, unit } from '../support/organization.ts';
import { addPerson } from '../support/people.ts';
import { freePort } from '../support/ports.ts';
import { startSlapd, type Slapd } from '../support/slapd.ts';
import { until } from '../support/until.ts';
import { startWorld } from '../support/world.ts';

export type OutageStage = Awaited<ReturnType<typeof startOutageStage>>;
type Outage = { policy: 'accept' | 'refuse'; hours: number };

export const crowd = Array.from({ length: 40 }, (_, i) => `dong.${i}`);
const people = ['an', 'binh', 'chi', 'dung', 'giang', ...crowd];
const ldif = (uids: readonly string[], ou: string, code: string) =>
  [root, unit(ou, 'Sở Khoa học', code), ...uids.map((uid) => person(uid, ou, `Lê ${uid}`))].join(
    '\n',
  );

/** The directory of `an`, `binh` … with two servers; `khac` is of another, `noibo` and `quantri` are local. */
export async function startOutageStage() {
  const start = () => startSlapd({ ldif: ldif(people, 'skhcn', 'H01.14') });
  const servers = [await start(), await start()];
  const elsewhere = await startSlapd({ ldif: ldif(['khac'], 'snv', 'H01.01') });
  const world = await startWorld();
  const { config, clock, logger, db } = world.app;
  const listen = { ...config.listen, port: await freePort(), consolePort: await freePort() };
  const otherNode = createApp({ ...config, listen }, { clock, logger });
  await otherNode.start();

  const save = (name: string, slapds: readonly Slapd[], outage: Outage, id?: string) =>
    world.app.sources.save(by, {
      ...(id !== undefined && { id }),
      name,
      everyMinutes: 0,
      settings: {
        urls: slapds.map(({ url }) => url),
        security: 'plain',
        allowPlain: true,
        bindDn: slapds[0]!.adminDn,
        bases: { people: `ou=units,${suffix}` },
        outage,
      },
      password: slapds[0]!.adminPassword,
    });
  const accepts: Outage = { policy: 'accept', hours: 12 };
  const { id: sourceId } = await save('Thư mục tỉnh', servers, accepts);
  const { id: otherId } = await save('Nguồn khác', [elsewhere], accepts);
  for (const id of [sourceId, otherId]) await world.app.sync.run(by, id);
  await addPerson(world.app, 'noibo');
  await addAdministrator(world, 'quantri');

  async function signIn(login: string, password = personPassword): Promise<Page> {
    const browser = createBrowser(world.publicUrl);
    await browser.get('/');
    return browser.submit({ login, password });
  }
  const verifierOf = (username: string) =>
    db.prisma.outageVerifier.findFirst({ where: { account: { username } } });

  return {
    world,
    servers,
    sourceId,
    console: await atConsole(world, 'quantri'),
    signIn,
    verifierOf,
    verifierGone: (username: string) => until(async () => (await verifierOf(username)) === null),
    /** Signs in, and waits for the verifier that this leaves. */
    goodSignIn: async (username: string) => {
      const { url } = await signIn(username);
      if (url !== `${world.publicUrl}/`) throw new Error(`${username} did not get in`);
      await until(async () => (await verifierOf(username)) !== null);
      return (await verifierOf(username))!;
    },
    countVerifiers: () => db.prisma.outageVerifier.count({ where: { sourceId } }),
    policy: (policy: Outage['policy']) =>
      save('Thư mục tỉnh', servers, { policy, hours: 12 }, sourceId),
    idOf: async (username: string) =>
      (await db.prisma.account.findUniqueOrThrow({ where: { username } })).id,
    /** The details of such entries, oldest first. */
    journal: async (event: string, accountId?: string) => {
      const entries = await db.prisma.journalEntry.findMany({
        where: { event, ...(accountId !== undefined && { accountId }) },
        orderBy: { id: 'asc' },
      });
      return entries.map(({ detail }) => detail as Record<string, unknown>);
    },
    down: () => Promise.all(servers.map((slapd) => slapd.kill())),
    back: () => Promise.all(servers.map((slapd) => slapd.start())),
    async end() {
      await otherNode.stop();
      await world.end();
      for (const slapd of [...servers, elsewhere]) await slapd.end();
    },
  };
}
