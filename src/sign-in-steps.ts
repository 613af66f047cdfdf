// The sign-in put together: who checks a password, where it is changed, and the steps a person goes
// through. Part of the composition root; what it needs is made in app.ts and arrives here.
import { opensWithFactor } from './access/decide.ts';
import type { createDoor } from './access/door.ts';
import type { Grants } from './access/grants.ts';
import type { Accounts } from './accounts/accounts.ts';
import type { Clock } from './core/clock.ts';
import type { Database } from './core/database.ts';
import type { Sealing } from './core/sealing.ts';
import { createDirectoryPassword } from './credentials/directory-password.ts';
import type { OutageVerifiers } from './credentials/outage-verifiers.ts';
import type { Passwords } from './credentials/passwords.ts';
import type { SecondStep } from './credentials/second-step.ts';
import type { Throttle } from './credentials/throttle.ts';
import type { PasswordChange } from './directory/password-change.ts';
import type { createDirectorySignIn } from './directory/sign-in.ts';
import type { Oidc } from './oidc/oidc.ts';
import { createAuthenticate } from './sign-in/authenticate.ts';
import { createDirectoryDoor } from './sign-in/change-directory-password.ts';
import { createLocalDoor } from './sign-in/change-local-password.ts';
import { createChangePassword } from './sign-in/change-password.ts';
import { createSignIn } from './sign-in/dispatcher.ts';
import { createEnrol } from './sign-in/enrol.ts';
import { createPasskeyAlone } from './sign-in/passkey.ts';
import { createSecondFactor } from './sign-in/second-factor.ts';
import { createStepUp } from './sign-in/step-up.ts';
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
  passwords: Passwords;
  verifiers: OutageVerifiers;
  directorySignIn: ReturnType<typeof createDirectorySignIn>;
  passwordChange: PasswordChange;
  secondStep: SecondStep;
  deviceCookie: string;
  publicUrl: URL;
};

export function createSignInSteps(deps: Deps) {
  const { accounts, door, passwordChange, oidc } = deps;
  const authenticate = createAuthenticate({
    ...deps,
    offersPassword: passwordChange.offers,
    findByLoginName: accounts.findToSignIn,
  });
  const directoryPassword = createDirectoryPassword({
    ...deps,
    directory: passwordChange,
    endOthers: oidc.sessions.endOthers,
  });
  const changePassword = createChangePassword({
    ...deps,
    authenticate,
    findAccount: accounts.find,
    doors: {
      here: createLocalDoor(deps),
      'in-directory': createDirectoryDoor({ directoryPassword }),
    },
  });
  const stepUp = createSecondStepUp(deps);
  const passkeyAlone = createPasskeyAlone({
    ...deps.secondStep,
    db: deps.db,
    authenticate,
    findAccount: accounts.find,
  });
  const signIn = createSignIn({
    ...oidc,
    clock: deps.clock,
    authenticate,
    changePassword,
    passkeyAlone,
    stepUp,
    refused: createRefused({
      explain: door.decisionByClient,
      findGrant: deps.grants.find,
      isOpen: opensWithFactor,
    }),
  });
  return { signIn, directoryPassword };
}

function createSecondStepUp(deps: Deps) {
  const { secondStep, accounts, publicUrl } = deps;
  const secondFactor = createSecondFactor({
    ...secondStep,
    findAccount: accounts.find,
    standing: secondStep.factors.standing,
    keepDevice: ({ res }, token, days) =>
      void res.cookie(deps.deviceCookie, token, {
        httpOnly: true,
        sameSite: 'lax',
        secure: publicUrl.protocol === 'https:',
        path: '/',
        maxAge: days * 24 * 3600 * 1000,
      }),
  });
  const { finish } = secondFactor;
  const enrol = createEnrol({ ...deps, ...secondStep, finish, putOff: secondStep.gate.putOff });
  return createStepUp({ secondFactor, enrol });
}
