// The composition root: the only file that constructs anything. It reads as the product's table of
// contents. createApp builds; start() opens connections and ports; stop() ends in the reverse order.
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createDoor } from './access/door.ts';
import { createGrants } from './access/grants.ts';
import { seedGrants } from './access/seeds.ts';
import { createSubjects } from './access/subjects.ts';
import { createTargets } from './access/targets.ts';
import { createAccounts } from './accounts/accounts.ts';
import { createPositions } from './accounts/positions.ts';
import { createGroups } from './accounts/groups.ts';
import { seedBuiltInGroup } from './accounts/seeds.ts';
import { createApplications } from './applications/applications.ts';
import { createTrials } from './applications/trial.ts';
import { seedApplications } from './applications/seeds.ts';
import { createBulks } from './bulk/bulks.ts';
import { createCatalogs } from './catalogs/catalogs.ts';
import { seedCatalogs } from './catalogs/seeds.ts';
import type { Config } from './config.ts';
import { createConsoleRooms } from './console-rooms.ts';
import { createFinder } from './console/finder.ts';
import { createGuard } from './console/guard.ts';
import { createListViews } from './console/list-views.ts';
import { createOverview } from './console/overview.ts';
import { systemClock, type Clock } from './core/clock.ts';
import { createDatabase, within, type Change, type Database } from './core/database.ts';
import { createLogger, type Logger } from './core/logger.ts';
import { migrate } from './core/migrations.ts';
import { createNotifications } from './core/notifications.ts';
import { createScheduler, type Job } from './core/scheduler.ts';
import { createSealing } from './core/sealing.ts';
import { createDefences } from './credentials/defences.ts';
import { createOutageVerifiers } from './credentials/outage-verifiers.ts';
import { createPasswords } from './credentials/passwords.ts';
import { createSecondStep } from './credentials/second-step.ts';
import { createListExports } from './journal/list-exports.ts';
import { createImports } from './imports/imports.ts';
import { createJournal } from './journal/search.ts';
import { createDirectory } from './directory/directory.ts';
import { createOidc } from './oidc/oidc.ts';
import { settingReaders } from './settings/readers.ts';
import { createSettings } from './settings/settings.ts';
import { createUnits } from './organization/units.ts';
import { createOwnSites } from './own-sites.ts';
import { createFavourites } from './portal/favourites.ts';
import { createPortal } from './portal/pages.ts';
import { deviceOf } from './portal/user-agent.ts';
import { createRuleEffects, createRuleRooms, createRulesOf } from './rule-rooms.ts';
import { createSignInSteps } from './sign-in-steps.ts';
import { createSites } from './sites.ts';
import { cookieName } from './web/cookies.ts';
import { createEdits } from './web/edits.ts';
import { createTableReader } from './web/foreign-table.ts';
import { createListSender } from './web/list-sender.ts';
import { createTrialClient } from './web/trial-client.ts';
import { close, listen } from './web/servers.ts';

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
  const settings = createSettings({ db, clock, notifications });
  const set = settingReaders(settings);
  const units = createUnits({ db, clock });
  const changing = (at: Database) => {
    const own = { db: at, clock };
    const [catalogs, grants] = [createCatalogs(own), createGrants(own)];
    return { accounts: createAccounts(own), groups: createGroups(own), grants, catalogs };
  };
  const { accounts, groups, grants, catalogs } = changing(db);
  const verbsIn = (tx: Change) => changing(within(db, tx));
  const whatIf = createRuleEffects({ db, clock, config, verbsIn });
  const positions = createPositions({ db, clock, verbsIn });
  const applications = createApplications({ db, clock, ...config });
  const rules = createRuleRooms({ db, clock });
  const { access } = rules;
  const journal = createJournal({ db, ...set });
  const imports = createImports({ db, clock, logger, verbsIn });
  const listExports = createListExports({ db });
  const sendList = createListSender({ listExports, clock });
  const tools = { clock, edits: createEdits(db), listExports, sendList };
  const people = { accounts, positions, groups, units, grants };
  const verbs = { ...people, ...rules, whatIf, applications, catalogs, journal, ...tools };
  const jobs: Job[] = [imports.sweep];

  // credentials
  const kernel = { db, clock, logger, sealing, notifications };
  const hasSecondFactor = async (id: string) => (await secondStep.factors.standing(id)).enrolled;
  const passwords = createPasswords({ ...kernel, ...set, hasSecondFactor });
  const defences = createDefences(kernel);
  const verifiers = createOutageVerifiers({ db, clock, logger, sealing, passwords });
  const secondStep = createSecondStep({
    ...config,
    ...kernel,
    ...set,
    isInside: rules.zones.isInside,
  });
  jobs.push(...defences.jobs, verifiers.sweep, ...secondStep.jobs);

  // oidc
  const trials = createTrials({ db, clock, sealing });
  const door = createDoor({ access, trials });
  const deviceCookie = cookieName(config.publicUrl, 'motchia_device');
  const secondFactorDue = secondStep.gate.asks;
  const asked = { access: door, trials, deviceCookie, secondFactorDue };
  const oidc = createOidc({ ...config, ...kernel, ...set, ...rules, ...asked });
  jobs.push(...oidc.jobs);

  // directory
  const directory = createDirectory({
    ...config,
    ...kernel,
    ...set,
    rulesOf: createRulesOf(kernel),
    endSessions: oidc.sessions.endAll,
  });
  const { directorySignIn, passwordChange } = directory;
  jobs.push(...directory.jobs);

  // one deed on many
  const bulks = createBulks({
    ...kernel,
    verbs: { ...verbs, sessions: oidc.sessions },
    mayAct: async (id) =>
      (await access.decisionByClient(id, 'console', 'inside'))?.decision.allowed ?? false,
  });
  jobs.push(...bulks.jobs);

  // sign-in
  const { signIn, directoryPassword, knownCookie } = createSignInSteps({
    ...kernel,
    ...verbs,
    ...set,
    oidc,
    door,
    ...defences,
    passwords,
    directorySignIn,
    verifiers,
    passwordChange,
    secondStep,
    deviceCookie,
    ...config,
  });

  // our own pages as relying applications
  const ownSites = createOwnSites({ ...kernel, config, access, oidc, set });
  const { portalSignIn, consoleSignIn } = ownSites;
  jobs.push(...ownSites.jobs);
  const portal = createPortal({
    ...portalSignIn,
    ...verbs,
    consoleUrl: config.consoleUrl,
    ...defences,
    knownCookie,
    favourites: createFavourites({ db, clock }),
    sessions: oidc.sessions,
    secondStep,
    directoryPassword,
    offersPassword: passwordChange.offers,
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
    throttle: defences.throttle,
    imports,
    readTable: createTableReader(),
    bulks,
    listViews: createListViews({ db }),
    ...directory,
    verifiers,
    deviceOf,
    subjects: createSubjects(verbs),
    targets: createTargets(verbs),
    endSessions: oidc.sessions.endAll,
    resetSecondStep: secondStep.factors.reset,
    demands: secondStep.demands,
    settings,
    overview: createOverview({ ...kernel, ...defences, conflicts: directory.conflicts, ...set }),
    finder: createFinder({ db, people: accounts.search }),
    guards: [consoleSignIn.required, createGuard(consoleSignIn)],
  });

  // sites
  const { publicSite, consoleSite } = createSites({
    config,
    clock,
    logger,
    db,
    settings: settings.current,
    engine: oidc.handler,
    signIn,
    portal: [portalSignIn.router, portal],
    console: [consoleSignIn.router, consoleRooms],
  });
  const sites: Server[] = [];

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
    sites.push(await listen(publicSite, host, port), await listen(consoleSite, host, consolePort));
    scheduler.start(jobs);
    directory.start();
    logger.info(
      { publicUrl: config.publicUrl.origin, consoleUrl: config.consoleUrl.origin },
      'ready',
    );
  }

  /** Lets requests that are under way end, within ten seconds. */
  async function stop(): Promise<void> {
    await Promise.all(sites.map(close));
    await scheduler.stop();
    await bulks.end();
    await imports.stop();
    await directory.stop();
    await verifiers.stop();
    await defences.throttle.stop();
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
    ...rules,
    whatIf,
    grants,
    journal,
    settings,
    set,
    defences,
    passwords,
    secondStep,
    consoleSignIn,
    consoleRooms,
    imports,
    bulks,
    oidc,
    ...directory,
    verifiers,
    prepare,
    start,
    stop,
  };
}
