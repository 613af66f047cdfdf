// The two web sites put together: which handler stands at which path, in which order. Part of the
// composition root; whatever they need is made in app.ts and arrives here.
import type { Config } from './config.ts';
import type { Clock } from './core/clock.ts';
import type { Database } from './core/database.ts';
import type { Logger } from './core/logger.ts';
import { createAddressBudget } from './web/address-budget.ts';
import { createSite, type Mount, type SiteOptions } from './web/site.ts';

type Handler = Mount['handler'];

export function createSites(deps: {
  config: Config;
  clock: Clock;
  logger: Logger;
  db: Database;
  settings: SiteOptions['settings'];
  engine: Handler; // the protocol
  signIn: Handler;
  portal: readonly Handler[];
  console: readonly Handler[];
}) {
  const { config, clock, logger, db, settings } = deps;
  const ready = async () => void (await db.sql.query({ name: 'ping', text: 'SELECT 1' }));
  const { trustedProxies, demo } = config;
  const common = { trustedProxies, demo, logger, ready, settings };
  const atRoot = (handlers: readonly Handler[]) =>
    handlers.map((handler) => ({ path: '/', handler }));
  const { pathname } = config.issuer;
  const budget = createAddressBudget({
    clock,
    perMinute: config.signInsPerMinute,
    costs: (status, location) => status === 303 && location.startsWith('/sign-in/'),
  });
  // Codes of devices are short: whoever guesses is slowed, and strangers do not fill the table with sessions.
  const guesses = createAddressBudget({ clock, perMinute: 20, costs: () => true });
  return {
    publicSite: createSite({
      ...common,
      url: config.publicUrl,
      beforeBody: [
        { path: new RegExp(`^${pathname}/auth/?$`), handler: budget },
        { path: new RegExp(`^${pathname}/device(/|$)`), handler: guesses },
        { path: pathname, handler: deps.engine },
      ],
      pages: [{ path: '/sign-in', handler: deps.signIn }, ...atRoot(deps.portal)],
    }),
    consoleSite: createSite({ ...common, url: config.consoleUrl, pages: atRoot(deps.console) }),
  };
}
