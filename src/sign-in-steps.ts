// The sign-in put together: who checks a password, where it is changed, and the steps a person goes
// through. Part of the composition root; what it needs is made in app.ts and arrives here.
import type { createDoor } from './access/door.ts';
import type { Grants } from './access/grants.ts';
import type { Account } from './accounts/account.ts';
import type { Accounts } from './accounts/accounts.ts';
import { after, type Clock } from './core/clock.ts';
import type { Database } from './core/database.ts';
import type { Sealing } from './core/sealing.ts';
import { createDirectoryPassword } from './credentials/directory-password.ts';
import { knownDays, type KnownDevices } from './credentials/known-devices.ts';
import type { OutageVerifiers } from './credentials/outage-verifiers.ts';
import type { PasswordRules } from './credentials/password-policy.ts';
import type { Passwords } from './credentials/passwords.ts';
import type { Throttle } from './credentials/throttle.ts';
import type { PasswordChange } from './directory/password-change.ts';
import type { createDirectorySignIn } from './directory/sign-in.ts';
import { acr } from './oidc/claims.ts';
import type { Oidc } from './oidc/oidc.ts';
import { createAuthenticate } from './sign-in/authenticate.ts';
import { createDirectoryDoor } from './sign-in/change-directory-password.ts';
import { createLocalDoor } from './sign-in/change-local-password.ts';
import { createChangePassword } from './sign-in/change-password.ts';
import { createSignIn } from './sign-in/dispatcher.ts';
import { createDeviceCookie } from './web/device-cookie.ts';
import { createRefused } from './sign-in/refused.ts';

type Deps = {
  db: Database;
  clock: Clock;
  sealing: Sealing;
  accounts: Accounts;
  grants: Grants;
  oidc: Oidc;
  door: ReturnType<typeof createDoor>;
  throttle: Throttle;
  knownDevices: KnownDevices;
  publicUrl: URL;
  passwords: Passwords;
  verifiers: OutageVerifiers;
  directorySignIn: ReturnType<typeof createDirectorySignIn>;
  passwordChange: PasswordChange;
  passwordRules: () => Promise<PasswordRules>;
};

const daySeconds = 24 * 3600;

export function createSignInSteps(deps: Deps) {
  const { accounts, door, passwordChange, oidc } = deps;
  /** TCVN 14423:2026, 5.6.2.2b: administrators change theirs every two months. */
  async function isTooOld({ kind }: Account, changedAt: Date): Promise<boolean> {
    const { administratorDays: days } = await deps.passwordRules();
    return (
      kind === 'administrator' &&
      days > 0 &&
      after(changedAt, days * daySeconds) <= deps.clock.now()
    );
  }
  const authenticate = createAuthenticate({
    ...deps,
    offersPassword: passwordChange.offers,
    isTooOld,
    findByLoginName: accounts.findByLoginName,
  });
  const directoryPassword = createDirectoryPassword({
    ...deps,
    directory: passwordChange,
    endOthers: oidc.sessions.endOthers,
  });
  const changePassword = createChangePassword({
    ...deps,
    authenticate,
    acr: acr.password,
    findAccount: accounts.find,
    doors: {
      here: createLocalDoor(deps),
      'in-directory': createDirectoryDoor({ directoryPassword }),
    },
  });
  const deviceCookie = createDeviceCookie({
    site: deps.publicUrl,
    days: knownDays,
    devices: deps.knownDevices,
  });
  const signIn = createSignIn({
    ...oidc,
    clock: deps.clock,
    deviceCookie,
    authenticate,
    acr: acr.password,
    changePassword,
    refused: createRefused({ explain: door.decisionByClient, findGrant: deps.grants.find }),
  });
  return { signIn, directoryPassword, deviceCookie };
}
