// The protocol engine: OpenID Connect under /oidc, on top of oidc-provider. This room owns what the
// engine stores, its keys, the sessions people hold and how applications learn that one has ended. It
// leaves to sign-in/ how a person proves who they are, and to access/ who may enter where.
import { Router } from 'express';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Trials } from '../applications/trial.ts';
import type { Access } from '../access/access.ts';
import type { Boundaries } from '../access/boundaries.ts';
import type { Clock } from '../core/clock.ts';
import type { Database } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';
import type { Notifications } from '../core/notifications.ts';
import type { Job } from '../core/scheduler.ts';
import type { Sealing } from '../core/sealing.ts';
import { createPersons } from './account.ts';
import { createClients } from './clients.ts';
import { createEntries } from './entries.ts';
import { boundRequest, createHandler, pinTo, type EngineCallback } from './handler.ts';
import { createInteractions } from './interactions.ts';
import { createKeys, type KeySet } from './keys.ts';
import { createLogoutDelivery } from './logout-delivery.ts';
import { redirectLogouts } from './logout-sender.ts';
import { createOutgoing } from './outgoing.ts';
import { requestOrigin } from './pages.ts';
import type { PolicyOptions } from './policy.ts';
import { createProvider } from './provider.ts';
import { createRevocation } from './revocation.ts';
import { createSessionOrigins } from './session-origins.ts';
import { createSessionSearch } from './session-search.ts';
import { createSessions } from './sessions.ts';
import { createStorage } from './storage.ts';
import { createUnitsOfWork } from './unit-of-work.ts';

export type Oidc = ReturnType<typeof createOidc>;

export type OidcDeps = {
  db: Database;
  clock: Clock;
  logger: Logger;
  sealing: Sealing;
  notifications: Notifications;
  issuer: URL;
  publicUrl: URL;
  consoleUrl: URL;
  privateHosts: readonly string[];
  access: Pick<Access, 'decisionByClient' | 'decisionsForMany'>;
  boundaries: Boundaries;
  trials: Pick<Trials, 'read' | 'secretOf'>;
  /** In seconds, from the sign-in. */
  longestSession: () => number;
  keyDays: () => Promise<number>;
} & Pick<PolicyOptions, 'longestIdle' | 'deviceCookie' | 'secondFactorDue'>;

export function createOidc(deps: OidcDeps) {
  const { db, clock, logger, notifications, issuer } = deps;
  const units = createUnitsOfWork({ db });
  const clients = createClients(deps);
  const storage = createStorage({ db, units, clients });
  const keys = createKeys(deps);
  const persons = createPersons({
    ask: deps.access.decisionByClient,
    addressOf: (ctx) => requestOrigin(ctx).address,
  });
  // Our own pages are told of logouts like any application, and often live on a private network.
  const own = [deps.publicUrl.hostname, deps.consoleUrl.hostname];
  const outgoing = createOutgoing({ privateHosts: [...deps.privateHosts, ...own] });
  const logouts = createLogoutDelivery({ db, clock, logger, clients });
  const sessions = createSessions({ db, logouts });
  const revocation = createRevocation({
    ...deps,
    clients,
    sessions,
    decideMany: deps.access.decisionsForMany,
  });
  const origins = createSessionOrigins({ db });
  const entries = createEntries({ db, logger, units, clients, origins, originOf: requestOrigin });
  const door = createHandler({ logger, units, clients, entries });

  const nonceSecret = Buffer.from(deps.sealing.derive('dpop nonce'), 'base64url');

  let current: { provider: Provider; callback: EngineCallback; version: string } | undefined;
  const onRefused = (ctx: KoaContextWithOIDC) => entries.refused(ctx);

  function build(set: KeySet): Provider {
    const provider = createProvider({
      ...deps,
      keys: set,
      storage,
      clients,
      persons,
      outgoing,
      nonceSecret,
      onRefused,
      idleSeconds: origins.idleSeconds,
      addressOf: (ctx) => requestOrigin(ctx).address,
    });
    door.attach(provider);
    entries.listen(provider);
    logouts.sendBy(redirectLogouts(provider, { units, clients, logouts }));
    return provider;
  }

  /** Builds the engine anew where keys have changed; requests under way end with the old one. */
  async function reload(): Promise<void> {
    const set = await keys.load();
    if (set.version === current?.version) return;
    const provider = build(set);
    current = { provider, callback: provider.callback(), version: set.version };
  }

  async function start(): Promise<void> {
    await keys.ensure();
    await reload();
    notifications.on(['key'], () => {
      reload().catch((error: unknown) => logger.error({ err: error }, 'keys could not be loaded'));
    });
    revocation.start();
  }

  const jobs: Job[] = [
    { name: 'oidc sweep', everySeconds: 300, run: storage.sweep },
    { name: 'oidc keys', everySeconds: 60, run: keys.advance },
    { name: 'oidc logouts', everySeconds: 30, run: logouts.deliver },
    {
      // What a rule or a post gave until now ends as if somebody had changed it.
      name: 'access boundaries',
      everySeconds: 15,
      run: () => deps.boundaries.follow(revocation.sweep),
    },
    {
      name: 'oidc revocation',
      everySeconds: 300,
      run: async () => void (await revocation.sweep()),
    },
  ];

  const handler = Router().use(
    boundRequest,
    pinTo(issuer),
    door.run(() => current?.callback),
  );

  return {
    handler,
    ...createInteractions({ issuer, units, clients, provider: () => current?.provider }),
    sessions,
    /** One of our own pages was used. */
    usedAtSite: origins.usedAtSite,
    sessionSearch: createSessionSearch(deps),
    revocation,
    keys,
    logouts,
    jobs,
    reload,
    /** Needs a migrated database; makes the keys at the very first start. */
    start,
    async stop(): Promise<void> {
      await revocation.stop();
      await logouts.settle();
    },
  };
}
