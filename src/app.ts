// The composition root: the only file that constructs anything. It reads as the product's table of
// contents. createApp builds; start() opens connections and ports; stop() ends in the reverse order.
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createAccess } from './access/access.ts';
import { createDoor } from './access/door.ts';
import { createGrants } from './access/grants.ts';
import { seedGrants } from './access/seeds.ts';
import { createSubjects } from './access/subjects.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createGroups } from './accounts/groups.ts';
import { seedBuiltInGroup } from './accounts/seeds.ts';
import { createApplications } from './applications/applications.ts';
import { secretPurpose } from './applications/built-in.ts';
import { createTrials } from './applications/trial.ts';
import { seedApplications } from './applications/seeds.ts';
import { createCatalogs } from './catalogs/catalogs.ts';
import { seedCatalogs } from './catalogs/seeds.ts';
import type { Config } from './config.ts';
import { createConsoleRooms } from './console-rooms.ts';
import { createFinder } from './console/finder.ts';
import { createGuard } from './console/guard.ts';
import { createOverview } from './console/overview.ts';
import { systemClock, type Clock } from './core/clock.ts';
import { createDatabase, within, type Database } from './core/database.ts';
import { createLogger, type Logger } from './core/logger.ts';
import { migrate } from './core/migrations.ts';
import { createNotifications } from './core/notifications.ts';
import { createScheduler, type Job } from './core/scheduler.ts';
import { createSealing } from './core/sealing.ts';
import { createPasswords } from './credentials/passwords.ts';
import { createThrottle } from './credentials/throttle.ts';
import { createListExports } from './journal/list-exports.ts';
import { createImports } from './imports/imports.ts';
import { createJournal } from './journal/search.ts';
import { createDirectorySignIn } from './directory/sign-in.ts';
import { createLive } from './directory/live.ts';
import { createLiveStatuses } from './directory/live-status.ts';
import { createSetUp } from './directory/set-up.ts';
import { createSourceSafe } from './directory/source-safe.ts';
import { createSources } from './directory/sources.ts';
import { createSync } from './directory/sync.ts';
import { createLogoutTokens } from './oidc/logout-token.ts';
import { createOidc } from './oidc/oidc.ts';
import { acr } from './oidc/claims.ts';
import { createUnits } from './organization/units.ts';
import { createFavourites } from './portal/favourites.ts';
import { createPortal } from './portal/pages.ts';
import { deviceOf } from './portal/user-agent.ts';
import { createAuthenticate } from './sign-in/authenticate.ts';
import { createChangePassword } from './sign-in/change-password.ts';
import { createSignIn } from './sign-in/dispatcher.ts';
import { createRefused } from './sign-in/refused.ts';
import { createEdits } from './web/edits.ts';
import { createOwnClient } from './web/own-client.ts';
import { createTrialClient } from './web/trial-client.ts';
import { createOwnSignIn } from './web/own-sign-in.ts';
import { close, listen } from './web/servers.ts';
import { createSite, type Mount } from './web/site.ts';
import { createWebSessions, type SiteName } from './web/web-sessions.ts';

export type App = ReturnType<typeof createApp>;

export const migrations = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

export function createApp(config: Config, options: { clock?: Clock; logger?: Logger } = {}) {
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? createLogger(config.logLevel);

  // core
  const db = createDatabase({ ...config.database, logger });
  const sealing = createSealing(config.sealingKeys);
  const notifications = createNotifications({ url: config.database.url, logger });
  const scheduler = createScheduler({ db, clock, logger });

  // rooms: verbs
  const catalogs = createCatalogs({ db });
  const units = createUnits({ db, clock });
  const changing = (at: Database) => {
    const own = { db: at, clock };
    return { accounts: createAccounts(own), groups: createGroups(own), grants: createGrants(own) };
  };
  const { accounts, groups, grants } = changing(db);
  const applications = createApplications({ db, clock, ...config });
  const access = createAccess({ db, clock });
  const journal = createJournal({ db });
  const imports = createImports({ db, clock, verbsIn: (tx) => changing(within(db, tx)) });
  const edits = createEdits(db);
  const listExports = createListExports({ db });
  const people = { accounts, groups, units, grants, access };
  const verbs = { ...people, applications, catalogs, journal, clock, edits, listExports };
  const jobs: Job[] = [imports.sweep];

  // credentials
  const passwords = createPasswords({ db, clock });
  const throttle = createThrottle({ db, clock, secret: sealing.derive('throttle') });
  jobs.push(throttle.sweep);

  // directory
  const safe = createSourceSafe({ db, sealing });
  const sources = createSources({ db, clock, safe });
  const sync = createSync({ db, clock, logger, sources, safe });
  const statuses = createLiveStatuses({ db, clock });
  const live = createLive({ db, clock, logger, notifications, safe, sync, statuses });
  const setUp = createSetUp({ safe });
  const directorySignIn = createDirectorySignIn({ db, logger, safe });
  jobs.push(sync.job);

  // oidc
  const trials = createTrials({ db, clock, sealing });
  const door = createDoor({ access, trials });
  const kernel = { db, clock, logger, sealing, notifications };
  const oidc = createOidc({ ...config, ...kernel, access: door, trials });
  jobs.push(...oidc.jobs);

  // sign-in
  const { findByLoginName, find: findAccount } = accounts;
  const authenticate = createAuthenticate({
    db,
    clock,
    throttle,
    passwords,
    directorySignIn,
    findByLoginName,
  });
  const signIn = createSignIn({
    ...oidc,
    authenticate,
    acr: acr.password,
    changePassword: createChangePassword({
      clock,
      sealing,
      passwords,
      authenticate,
      findAccount,
      acr: acr.password,
    }),
    refused: createRefused({ explain: door.decisionByClient, listGrants: grants.list }),
  });

  // our own pages as relying applications
  const logoutTokens = createLogoutTokens({ keys: oidc.keys, issuer: config.issuer });
  const ownSignIn = (name: SiteName, site: URL) => {
    const sessions = createWebSessions({ db, clock, sealing, site: name });
    jobs.push(sessions.sweep);
    const secret = sealing.derive(secretPurpose(name));
    const about = { site, issuer: config.issuer, clientId: name, secret, listener: config.listen };
    return createOwnSignIn({
      ...about,
      name,
      clock,
      sealing,
      sessions,
      client: createOwnClient(about),
      ask: (accountId) => access.decisionByClient(accountId, name),
      verifyLogoutToken: (token) => logoutTokens.verify(token, name),
    });
  };
  const portalSignIn = ownSignIn('portal', config.publicUrl);
  const consoleSignIn = ownSignIn('console', config.consoleUrl);
  const portal = createPortal({
    ...portalSignIn,
    ...verbs,
    consoleUrl: config.consoleUrl,
    favourites: createFavourites({ db, clock }),
    sessions: oidc.sessions,
  });

  // console
  const trialClient = createTrialClient({ ...config, listener: config.listen });
  const consoleRooms = createConsoleRooms({
    ...config,
    ...verbs,
    ...oidc,
    trials,
    door,
    sealing,
    trialClient,
    passwords,
    imports,
    sources,
    sync,
    statuses,
    setUp,
    deviceOf,
    subjects: createSubjects(verbs),
    endSessions: oidc.sessions.endAll,
    overview: createOverview({ db, clock }),
    finder: createFinder({ db, people: accounts.search }),
    guards: [consoleSignIn.required, createGuard(consoleSignIn)],
  });

  // sites
  const ready = async () => void (await db.sql.query({ name: 'ping', text: 'SELECT 1' }));
  const common = { trustedProxies: config.trustedProxies, demo: config.demo, logger, ready };
  const beforeBody: Mount[] = [{ path: config.issuer.pathname, handler: oidc.handler }];
  const publicPages: Mount[] = [
    { path: '/sign-in', handler: signIn },
    { path: '/', handler: portalSignIn.router },
    { path: '/', handler: portal },
  ];
  const consolePages: Mount[] = [
    { path: '/', handler: consoleSignIn.router },
    { path: '/', handler: consoleRooms },
  ];
  const publicSite = createSite({
    ...common,
    url: config.publicUrl,
    beforeBody,
    pages: publicPages,
  });
  const consoleSite = createSite({ ...common, url: config.consoleUrl, pages: consolePages });
  const servers: Server[] = [];

  /** Migrates, seeds and opens what a command of the command line needs; no ports, no jobs. */
  async function prepare(): Promise<void> {
    await migrate({ url: config.database.url, folder: migrations, logger });
    await seed();
  }

  /** What a new installation starts with. What is there already stays as an administrator left it. */
  async function seed(): Promise<void> {
    await db.transaction(async (tx) => {
      await seedCatalogs(tx);
      await seedBuiltInGroup(tx);
      await seedGrants(tx, await seedApplications(tx));
    });
  }

  async function start(): Promise<void> {
    await prepare();
    await oidc.start();
    await notifications.start();
    const { host, port, consolePort } = config.listen;
    servers.push(
      await listen(publicSite, host, port),
      await listen(consoleSite, host, consolePort),
    );
    scheduler.start(jobs);
    live.start();
    logger.info(
      { publicUrl: config.publicUrl.origin, consoleUrl: config.consoleUrl.origin },
      'ready',
    );
  }

  /** Lets requests that are under way end, within ten seconds. */
  async function stop(): Promise<void> {
    await Promise.all(servers.map(close));
    await scheduler.stop();
    await live.stop();
    await sync.stop();
    directorySignIn.stop();
    await oidc.stop();
    await notifications.stop();
    await db.close();
  }

  return {
    config,
    clock,
    logger,
    db,
    sealing,
    catalogs,
    units,
    accounts,
    groups,
    applications,
    access,
    grants,
    journal,
    passwords,
    consoleSignIn,
    consoleRooms,
    imports,
    oidc,
    sources,
    sync,
    statuses,
    live,
    directorySignIn,
    prepare,
    start,
    stop,
  };
}
