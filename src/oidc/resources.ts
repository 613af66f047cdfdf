// Applications as resources (RFC 8707): who may ask for a token that another application takes. Asked anew
// at every token: the resource must be active and list the client, and the person must be allowed into
// the resource as well. A permission for one application never opens the one behind it.
import {
  errors,
  type Client,
  type KoaContextWithOIDC,
  type ResourceServer,
  type Grant,
} from 'oidc-provider';
import type { Entry } from '../access/access.ts';
import type { ClientMetadata } from '../applications/client-metadata.ts';
import { accessTokenSecondsOf } from '../applications/resource.ts';
import type { createPersons, SeenToken } from './account.ts';
import type { ClientApplication, Clients } from './clients.ts';

export type Resources = ReturnType<typeof createResources>;

/** Notes a person turned away from the application behind the one they are in. */
export type OnRefused = (ctx: KoaContextWithOIDC, entry: Entry | undefined) => void;

const metadataOf = ({ metadata }: ClientApplication) => metadata as ClientMetadata;

/** By what the client asks: it tells of the session from where the person came. */
const sourceOf = ({ oidc: { entities } }: KoaContextWithOIDC): SeenToken | undefined =>
  entities.RefreshToken ?? entities.AuthorizationCode ?? entities.DeviceCode;

const refusal = (description: string): Error => new errors.InvalidTarget(description);

/** What the engine makes the token of. */
export function serverOf(target: ClientApplication): ResourceServer {
  const metadata = metadataOf(target);
  const format = metadata.access_token_format ?? 'opaque';
  const alg = metadata.id_token_signed_response_alg ?? 'RS256'; // which RFC 9068, section 2.1 asks of everyone
  return {
    audience: metadata.resource!,
    scope: (metadata.resource_scopes ?? []).join(' '),
    accessTokenTTL: accessTokenSecondsOf(metadata),
    accessTokenFormat: format,
    ...(format === 'jwt' && { jwt: { sign: { alg } } }),
  };
}

export function createResources(deps: {
  clients: Clients;
  persons: Pick<ReturnType<typeof createPersons>, 'at' | 'mayStill'>;
  onRefused: OnRefused;
}) {
  const { clients, persons, onRefused } = deps;
  const roles = new WeakMap<KoaContextWithOIDC, readonly string[]>();

  /** The active application of that name, where it lists the client. */
  async function find(resource: string, clientId: string): Promise<ClientApplication | undefined> {
    const target = await clients.byResource(resource);
    if (target?.state !== 'active') return undefined;
    return metadataOf(target).resource_clients?.includes(clientId) ? target : undefined;
  }

  /** @throws InvalidTarget */
  async function checkPerson(
    ctx: KoaContextWithOIDC,
    accountId: string,
    target: ClientApplication,
    token?: SeenToken,
  ): Promise<void> {
    const entry = await persons.at(ctx, accountId, target.clientId, token);
    if (entry?.decision.allowed) return void roles.set(ctx, entry.decision.roles);
    onRefused(ctx, entry);
    throw refusal('the person may not use the resource');
  }

  /** @throws InvalidTarget, for whichever reason: it tells nobody what there is. */
  async function targetOf(resource: string, clientId: string): Promise<ClientApplication> {
    const target = await find(resource, clientId);
    if (!target) throw refusal('the resource is unknown, or not open to this client');
    return target;
  }

  async function getResourceServerInfo(
    ctx: KoaContextWithOIDC,
    resource: string,
    client: Client,
  ): Promise<ResourceServer> {
    const target = await targetOf(resource, client.clientId);
    // At the door the person is not known yet: `grant` asks.
    if (ctx.oidc.account) await checkPerson(ctx, ctx.oidc.account.accountId, target, sourceOf(ctx));
    return serverOf(target);
  }

  /** Before a refresh token is spent for what the engine would refuse afterwards. @throws InvalidTarget */
  async function checkRefresh(ctx: KoaContextWithOIDC): Promise<void> {
    const { client, params, entities } = ctx.oidc;
    const known = entities.RefreshToken;
    // The engine's own rule: with `openid`, a token for no resource is one for userinfo.
    const { resource: given } = (params ?? {}) as { resource?: string | string[] };
    const asked = given ?? (known?.scopes.has('openid') ? [] : known?.resource);
    for (const resource of [asked ?? []].flat())
      await getResourceServerInfo(ctx, resource, client!);
  }

  /**
   * Adds what was asked for and is there to what the person has given the client.
   * @returns whether that was more than before. @throws InvalidTarget
   */
  async function grant(ctx: KoaContextWithOIDC, accountId: string, to: Grant): Promise<boolean> {
    let more = false;
    for (const [resource, { scopes }] of Object.entries(ctx.oidc.resourceServers ?? {})) {
      const target = await targetOf(resource, ctx.oidc.client!.clientId);
      await checkPerson(ctx, accountId, target);
      const had = new Set(to.getResourceScope(resource).split(' '));
      const asked = [...ctx.oidc.requestParamScopes].filter((scope) => scopes.has(scope));
      const missing = asked.filter((scope) => !had.has(scope));
      if (missing.length > 0) to.addResourceScope(resource, missing);
      more ||= missing.length > 0;
    }
    return more;
  }

  /** Whether a token for a resource is still good, and the business of the client that asks about it. */
  async function isGood(client: Client, token: SeenToken, aud: string): Promise<boolean> {
    const { clientId = '', accountId } = token as SeenToken & { accountId?: string };
    const target = await find(aud, clientId);
    if (!target || ![target.clientId, clientId].includes(client.clientId)) return false;
    const { sessionUid, amr } = token;
    const there = { clientId: target.clientId, sessionUid, amr };
    return accountId === undefined || (await persons.mayStill(accountId, there));
  }

  /** What the person is at the resource this request was checked for. */
  const rolesFor = (ctx: KoaContextWithOIDC): readonly string[] => roles.get(ctx) ?? [];

  return { getResourceServerInfo, checkRefresh, grant, isGood, targetOf, checkPerson, rolesFor };
}
