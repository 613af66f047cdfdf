// The whole demo put together: PostgreSQL, directory, the product itself as npm start runs it, and
// three applications. Everything starts in this order and stops in the reverse one.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createApp, type App } from '../app.ts';
import { loadConfig } from '../config.ts';
import { createLogger } from '../core/logger.ts';
import { applications, demoPassword } from './cast.ts';
import { ensureDatabase } from './database.ts';
import { startDirectoryServer, type DirectoryServer } from './directory-server/directory-server.ts';
import { openFolder, type DemoFolder } from './folder.ts';
import { requireFreePorts } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startRelyingApplication } from './relying-application/application.ts';
import { seed } from './seed.ts';
import type { DemoSettings } from './settings.ts';

export type Demonstration = {
  app: App;
  publicUrl: string;
  consoleUrl: string;
  applicationUrls: string[]; // in the order of cast.ts
  directory: DirectoryServer;
  stop(): Promise<void>;
};

const organization = fileURLToPath(new URL('organization.ldif', import.meta.url));

type Stop = () => Promise<void> | void;

function environmentOf(settings: DemoSettings, folder: DemoFolder, databaseUrl: string) {
  const { ports } = settings;
  return {
    DATABASE_URL: databaseUrl,
    PUBLIC_URL: `http://localhost:${ports.port}`,
    CONSOLE_URL: `http://localhost:${ports['console-port']}`,
    HOST: '127.0.0.1',
    PORT: String(ports.port),
    CONSOLE_PORT: String(ports['console-port']),
    SEALING_KEYS: folder.sealingKey(),
    PRIVATE_HOSTS: 'localhost,127.0.0.1',
    LOG_LEVEL: 'warn',
    DEMO: '1',
  };
}

const applicationAddresses = ({ ports }: DemoSettings): URL[] =>
  ([1, 2, 3] as const).map((i) => new URL(`http://localhost:${ports[`application-${i}-port`]}`));

/** @param say hears what is being started, for whoever waits. */
export async function startDemonstration(
  settings: DemoSettings,
  say: (line: string) => void = () => undefined,
): Promise<Demonstration> {
  const stops: Stop[] = [];
  const stop = async () => {
    for (let next = stops.pop(); next; next = stops.pop()) await next();
  };
  try {
    return { ...(await build(settings, say, (next) => stops.push(next))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(
  settings: DemoSettings,
  say: (line: string) => void,
  onStop: (stop: Stop) => void,
): Promise<Omit<Demonstration, 'stop'>> {
  const { ports } = settings;
  const folder = openFolder(settings.folder, settings.fresh);
  onStop(folder.release);
  await requireFreePorts(ports);

  say('PostgreSQL …');
  const postgres = await startPostgres({ folder: folder.database, port: ports['database-port'] });
  onStop(() => postgres.stop());
  const environment = environmentOf(settings, folder, await ensureDatabase(postgres));
  folder.keepEnvironment(environment);

  say('LDAP directory …');
  const directory = await startDirectoryServer({
    port: ports['directory-port'],
    ldif: readFileSync(organization, 'utf8'),
    password: demoPassword,
  });
  onStop(() => directory.stop());

  say('Một Chìa …');
  const config = loadConfig(environment);
  const app = createApp(config, { logger: createLogger(config.logLevel) });
  onStop(() => app.stop());
  await app.prepare();
  const addresses = applicationAddresses(settings);
  const secrets = await seed(app, {
    directoryUrl: directory.url,
    addresses,
    secrets: folder.secrets(),
  });
  folder.keepSecrets(secrets);
  await app.start();

  say('Applications …');
  for (const [i, application] of applications.entries()) {
    const url = addresses[i] ?? new URL('http://localhost');
    const secret = secrets[application.clientId] ?? '';
    const running = await startRelyingApplication(
      { issuer: config.issuer, clientId: application.clientId, secret, url },
      { name: application.name, colour: i + 1, portal: config.publicUrl.href },
    );
    onStop(running.stop);
  }
  return {
    app,
    publicUrl: config.publicUrl.origin,
    consoleUrl: config.consoleUrl.origin,
    applicationUrls: addresses.map(({ origin }) => origin),
    directory,
  };
}
