// The second step put together: its parts are files of their own, and other rooms are handed what they need of it.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import type { Job } from '../core/scheduler.ts';
import type { Sealing } from '../core/sealing.ts';
import { createChallenges } from './challenges.ts';
import { createCodeThrottle } from './code-throttle.ts';
import { createDemands } from './demands.ts';
import { createPasskeys } from './passkeys.ts';
import { createRecoveryCodes } from './recovery-codes.ts';
import { createSecondFactorCheck } from './second-factor-check.ts';
import { createSecondFactorGate } from './second-factor-gate.ts';
import type { SecondFactorRules } from './second-factor-policy.ts';
import { createSecondFactors } from './second-factors.ts';
import { createTotps } from './totp.ts';
import { createTrustedDevices } from './trusted-devices.ts';

export type SecondStep = ReturnType<typeof createSecondStep>;

export function createSecondStep(deps: {
  db: Database;
  clock: Clock;
  sealing: Sealing;
  issuer: URL;
  secondFactorRules: () => Promise<SecondFactorRules & { graceDays: number }>;
  isInside: (address: string | null) => Promise<boolean>;
}) {
  const { sealing, isInside } = deps;
  const challenges = createChallenges(deps);
  const passkeys = createPasskeys({ ...deps, challenges });
  const totps = createTotps(deps);
  const recoveryCodes = createRecoveryCodes({ ...deps, secret: sealing.derive('recovery codes') });
  const codeThrottle = createCodeThrottle({ ...deps, secret: sealing.derive('throttle') });
  const devices = createTrustedDevices(deps);
  const parts = { ...deps, passkeys, totps, recoveryCodes, codeThrottle, devices };
  return {
    passkeys,
    totps,
    devices,
    factors: createSecondFactors(parts),
    check: createSecondFactorCheck(parts),
    gate: createSecondFactorGate({ ...parts, rules: deps.secondFactorRules }),
    isInside,
    demands: createDemands(deps),
    jobs: [challenges.sweep, devices.sweep] satisfies Job[],
  };
}
