// What the engine does, as journal entries in the same transaction. Its events are heard synchronously:
// nothing here waits or throws, each entry is only laid into the unit of work.
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { Database, Statement, Transaction } from '../core/database.ts';
import type { Logger } from '../core/logger.ts';
import { digest } from '../core/random.ts';
import type { Actor, Origin } from '../journal/actor.ts';
import { record } from '../journal/journal.ts';
import { personOf, type Person } from './account.ts';
import { keyOf } from './artifact.ts';
import type { Clients } from './clients.ts';
import type { SessionOrigins } from './session-origins.ts';
import type { Found, UnitsOfWork } from './unit-of-work.ts';

export type Entries = ReturnType<typeof createEntries>;

type UsedToken = { sessionUid?: string; expiresWithSession?: boolean };

const nameOf: Statement = {
  name: 'oidc-account-name',
  text: 'SELECT full_name AS name FROM account WHERE id = $1',
};

export function createEntries(deps: {
  db: Database;
  logger: Logger;
  units: UnitsOfWork;
  clients: Clients;
  origins: Pick<SessionOrigins, 'keep' | 'entered' | 'used'>;
  originOf: (ctx: KoaContextWithOIDC) => Origin;
}) {
  const { db, units, clients, originOf, origins } = deps;

  const asPerson = (ctx: KoaContextWithOIDC, { accountId, entry }: Person): Actor => ({
    accountId,
    name: entry.account.fullName,
    origin: originOf(ctx),
  });

  /** The person by whose session or token something happens, where only the id is at hand. */
  async function asAccount(
    tx: Transaction,
    accountId: string | null,
    origin: Origin,
  ): Promise<Actor> {
    if (accountId === null) return { accountId, name: '', origin };
    const [row] = await tx.sql.query<{ name: string }>(nameOf, [accountId]);
    return { accountId, name: row?.name ?? '', origin };
  }

  async function applicationId(clientId: string | null | undefined): Promise<string | null> {
    return clientId ? ((await clients.find(clientId))?.id ?? null) : null;
  }

  function wasUsed(uid: string | undefined): void {
    if (uid !== undefined) units.get().stage((tx) => origins.used(tx, uid));
  }

  function entered(ctx: KoaContextWithOIDC): void {
    const person = personOf(ctx);
    if (!person) return;
    const by = asPerson(ctx, person);
    const sso = (ctx.oidc as { result?: { login?: unknown } }).result?.login === undefined;
    units.get().stage((tx) =>
      record(tx, by, {
        event: 'application.entered',
        accountId: person.accountId,
        applicationId: person.entry.application.id,
        detail: { sso },
      }),
    );
    const { session } = ctx.oidc;
    // Who has just signed in was written down by `began`.
    if (sso && session)
      units.get().stage((tx) => origins.entered(tx, session.uid, by.origin.address));
  }

  /** Somebody has just signed in: the session remembers from where, whatever the application answers. */
  function began(ctx: KoaContextWithOIDC): void {
    const { session } = ctx.oidc;
    const { result } = ctx.oidc as { result?: { login?: unknown } };
    if (!result?.login || !session?.accountId || !units.get().savedSession(session.uid)) return;
    const { address, userAgent } = originOf(ctx);
    const { uid, accountId, amr = [] } = session;
    const origin = { uid, accountId, address, userAgent: userAgent?.slice(0, 300) ?? null, amr };
    units.get().stage((tx) => origins.keep(tx, origin));
  }

  function refused(ctx: KoaContextWithOIDC): void {
    const person = personOf(ctx);
    if (!person) return;
    const by = asPerson(ctx, person);
    units.get().stage((tx) =>
      record(tx, by, {
        event: 'application.refused',
        outcome: 'failure',
        accountId: person.accountId,
        applicationId: person.entry.application.id,
        detail: { code: person.entry.decision.code },
      }),
    );
  }

  function refreshed(ctx: KoaContextWithOIDC, person: Person): void {
    const by = asPerson(ctx, person);
    units.get().stage((tx) =>
      record(tx, by, {
        event: 'token.refreshed',
        accountId: person.accountId,
        applicationId: person.entry.application.id,
      }),
    );
  }

  function issued(ctx: KoaContextWithOIDC): void {
    const { clientId = '', clientName = '' } = ctx.oidc.client ?? {};
    const by: Actor = { accountId: null, name: clientName, origin: originOf(ctx) };
    const scope = ctx.oidc.entities.ClientCredentials?.scope ?? '';
    units.get().stage(async (tx) =>
      record(tx, by, {
        event: 'token.issued',
        applicationId: await applicationId(clientId),
        detail: { scope },
      }),
    );
  }

  function granted(ctx: KoaContextWithOIDC): void {
    const grantType = ctx.oidc.params?.['grant_type'];
    const person = personOf(ctx);
    if (grantType === 'client_credentials') issued(ctx);
    const { AccessToken: token } = ctx.oidc.entities as { AccessToken?: UsedToken };
    // With offline_access a program works while the person is away: that is no use of theirs.
    if (grantType === 'refresh_token' && token?.expiresWithSession) wasUsed(token.sessionUid);
    // Our own pages refresh as people click about: that is no news.
    if (grantType === 'refresh_token' && person && !person.entry.application.builtIn)
      refreshed(ctx, person);
  }

  /** At the token endpoint a grant is revoked for one reason: its code or token came a second time. */
  function revoked(ctx: KoaContextWithOIDC, grantId: string): void {
    if (ctx.oidc.route !== 'token') return;
    const grant = units.get().read.get(keyOf('Grant', digest(grantId)));
    const kind = String(ctx.oidc.params?.['grant_type']);
    const found = {
      account_id: grant?.account_id ?? null,
      client_id: ctx.oidc.client?.clientId ?? null,
    };
    units.get().stage((tx) => writeReplayed(tx, originOf(ctx), found, kind));
  }

  async function writeReplayed(
    tx: Transaction,
    origin: Origin,
    found: Pick<Found, 'account_id' | 'client_id'>,
    kind: string,
  ): Promise<void> {
    await record(tx, await asAccount(tx, found.account_id, origin), {
      event: 'token.replayed',
      outcome: 'failure',
      accountId: found.account_id,
      applicationId: await applicationId(found.client_id),
      detail: { kind },
    });
  }

  function signedOut(ctx: KoaContextWithOIDC): void {
    const accountId = ctx.oidc.session?.accountId;
    if (accountId === undefined) return;
    // Without the question (logout-now.ts) it is always everywhere.
    const everywhere = ctx.oidc.route === 'end_session' || Boolean(ctx.oidc.params?.['logout']);
    const origin = originOf(ctx);
    const clientId = ctx.oidc.client?.clientId;
    units.get().stage(async (tx) =>
      record(tx, await asAccount(tx, accountId, origin), {
        event: 'sign-out',
        accountId,
        applicationId: await applicationId(clientId),
        detail: { everywhere },
      }),
    );
  }

  return {
    began,
    refused,
    listen(provider: Provider): void {
      provider.on('authorization.success', entered);
      provider.on('grant.success', granted);
      provider.on('grant.revoked', revoked);
      provider.on('end_session.success', signedOut);
    },
    /** Something was spent twice at the same moment: nothing of the request is kept but this. */
    replayed: (ctx: KoaContextWithOIDC, found: Found): Promise<void> =>
      db.transaction((tx) => writeReplayed(tx, originOf(ctx), found, found.model)),
  };
}
