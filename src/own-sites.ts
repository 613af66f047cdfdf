// Our own pages put together as relying applications: how portal and console sign their people in. Part of
// the composition root; what it needs is made in app.ts and arrives here.
import type { Access } from './access/access.ts';
import { secretPurpose } from './applications/built-in.ts';
import type { Config } from './config.ts';
import type { Clock } from './core/clock.ts';
import type { Database } from './core/database.ts';
import type { Sealing } from './core/sealing.ts';
import { acr } from './oidc/claims.ts';
import { createLogoutTokens } from './oidc/logout-token.ts';
import type { Oidc } from './oidc/oidc.ts';
import type { settingReaders } from './settings/readers.ts';
import { createOwnClient } from './web/own-client.ts';
import { createOwnSignIn } from './web/own-sign-in.ts';
import { createWebSessions, type SiteName } from './web/web-sessions.ts';

type Deps = {
  config: Config;
  db: Database;
  clock: Clock;
  sealing: Sealing;
  access: Pick<Access, 'decisionByClient'>;
  oidc: Oidc;
  set: Pick<ReturnType<typeof settingReaders>, 'limitsOf' | 'isEnoughFor'>;
};

export function createOwnSites(deps: Deps) {
  const { config, clock, sealing, access, oidc, set } = deps;
  const logoutTokens = createLogoutTokens({ keys: oidc.keys, issuer: config.issuer });

  function signInOf(name: SiteName, site: URL) {
    const used = (accountId: string, sid: string) => oidc.usedAtSite(accountId, name, sid);
    const sessions = createWebSessions({ ...deps, site: name, limits: set.limitsOf(name), used });
    const secret = sealing.derive(secretPurpose(name));
    const own = { clientId: name, secret, listener: config.listen, strongAcr: acr.strong };
    const about = { site, issuer: config.issuer, ...own };
    const signIn = createOwnSignIn({
      ...about,
      name,
      clock,
      sealing,
      sessions,
      client: createOwnClient(about),
      isEnough: set.isEnoughFor(name),
      ask: (accountId, browser) => access.decisionByClient(accountId, name, browser),
      goesOn: async (accountId, sid) =>
        (await oidc.sessions.list(accountId)).some(({ sids }) => sids.includes(sid)),
      verifyLogoutToken: (token) => logoutTokens.verify(token, name),
    });
    return { signIn, sweep: sessions.sweep };
  }

  const portal = signInOf('portal', config.publicUrl);
  const console = signInOf('console', config.consoleUrl);
  return {
    portalSignIn: portal.signIn,
    consoleSignIn: console.signIn,
    jobs: [portal.sweep, console.sweep],
  };
}
