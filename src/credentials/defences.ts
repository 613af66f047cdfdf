// What stands between strangers and passwords, put together: waits, browsers that are known, attacks seen.
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';
import type { Job } from '../core/scheduler.ts';
import type { Sealing } from '../core/sealing.ts';
import { createAttacks } from './attacks.ts';
import { createKnownDevices } from './known-devices.ts';
import { createThrottle } from './throttle.ts';

export function createDefences(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  sealing: Sealing;
}) {
  const { sealing } = deps;
  const throttle = createThrottle({ ...deps, secret: sealing.derive('throttle') });
  const attacks = createAttacks({ ...deps, ...throttle });
  const knownDevices = createKnownDevices({ ...deps, secret: sealing.derive('known devices') });
  const jobs: Job[] = [throttle.sweep, attacks.job];
  return { throttle, attacks, knownDevices, jobs };
}
