// Looks at everything the product stands on, without changing anything: no migration is applied.
import { createApp, migrations, type App } from '../../app.ts';
import type { Config } from '../../config.ts';
import { createLogger } from '../../core/logger.ts';
import { examineAddress } from './address.ts';
import { examineDatabase } from './database.ts';
import { examineDirectories } from './directories.ts';
import { ok, type Finding } from './finding.ts';
import { examineKeys } from './keys.ts';

/** What lies in the database can be looked at only where all its tables are there. */
async function insideOf(app: App, before: readonly Finding[]): Promise<Finding[]> {
  const upToDate = before.some(({ check, state }) => check === 'migrations' && state === 'ok');
  if (!upToDate) return [];
  return [
    ...(await examineKeys(app.oidc.keys, app.clock.now())),
    ...(await examineDirectories(app.sources, app.config.demo)),
  ];
}

export async function examine(config: Config): Promise<Finding[]> {
  const app = createApp(config, { logger: createLogger('silent') });
  try {
    const database = await examineDatabase(app.db, migrations);
    const [inside, site, console] = await Promise.all([
      insideOf(app, database),
      examineAddress('PUBLIC_URL', config.publicUrl, config.demo),
      examineAddress('CONSOLE_URL', config.consoleUrl, config.demo),
    ]);
    return [ok('configuration', 'complete'), ...database, ...inside, ...site, ...console];
  } finally {
    await app.stop();
  }
}
