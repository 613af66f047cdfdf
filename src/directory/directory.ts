// Directories: where people come from and where their passwords are checked. This room owns sources,
// their servers and how they do, and the synchronisation; it leaves people themselves to accounts/, and
// what happens to a sign-in while a directory is lost to sign-in/.
import { hostname } from 'node:os';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';
import type { Notifications } from '../core/notifications.ts';
import type { Job } from '../core/scheduler.ts';
import type { Sealing } from '../core/sealing.ts';
import { createConflicts } from './conflicts.ts';
import { createDecisions } from './decisions.ts';
import { createJoining } from './joining.ts';
import { createLive } from './live.ts';
import { createLiveStatuses } from './live-status.ts';
import { createMonitor } from './monitor.ts';
import { createPasswordChange } from './password-change.ts';
import { createPrecedence } from './precedence.ts';
import { createReports } from './reports.ts';
import type { KeptDays } from './runs.ts';
import { createServerStatus } from './server-status.ts';
import { createServers } from './servers.ts';
import { createSetUp } from './set-up.ts';
import { createDirectorySignIn } from './sign-in.ts';
import { createSourceSafe } from './source-safe.ts';
import { createSources } from './sources.ts';
import { createSync } from './sync.ts';

type JoiningDeps = Parameters<typeof createJoining>[0];

export function createDirectory(deps: {
  db: Database;
  clock: Clock;
  logger: Logger;
  sealing: Sealing;
  notifications: Notifications;
  listen: { port: number };
  keptDays: () => Promise<KeptDays>;
  rulesOf: JoiningDeps['rulesOf'];
  endSessions: JoiningDeps['endSessions'];
}) {
  const safe = createSourceSafe(deps);
  const sources = createSources({ ...deps, safe });
  const servers = createServers(deps);
  // Two nodes of one machine differ by their port.
  const node = `${hostname()}:${deps.listen.port}`;
  const serverStatus = createServerStatus({ ...deps, node });
  const monitor = createMonitor({ ...deps, safe, servers, status: serverStatus });
  const sync = createSync({ ...deps, sources, safe, servers });
  const statuses = createLiveStatuses(deps);
  const live = createLive({ ...deps, safe, servers, sync, statuses });
  const jobs: Job[] = [sync.job];
  return {
    sources,
    sync,
    live,
    statuses,
    serverStatus,
    conflicts: createConflicts(deps),
    decisions: createDecisions(deps),
    joining: createJoining(deps),
    precedence: createPrecedence(deps),
    reports: createReports(deps),
    setUp: createSetUp({ ...deps, safe }),
    passwordChange: createPasswordChange({ ...deps, safe }),
    directorySignIn: createDirectorySignIn({ ...deps, safe, servers }),
    jobs,
    start(): void {
      monitor.start();
      live.start();
    },
    /** Lets runs that were started come to their end. */
    async stop(): Promise<void> {
      await live.stop();
      await monitor.stop();
      await sync.stop();
      servers.stop();
    },
  };
}
