// Which parts of the protocol the engine offers, and who may ask what at its endpoints.
import { errors, type Configuration } from 'oidc-provider';
import { isFapiClient } from './fapi.ts';
import { createLogoutPages } from './pages.ts';
import type { ProviderParts } from './provider.ts';

type Parts = Pick<ProviderParts, 'clients' | 'persons' | 'nonceSecret'>;
type CookieOptions = Parameters<typeof createLogoutPages>[0]['cookie'];

/** `cookie`: how our pages inside the engine set theirs. */
export function featuresOf(
  { clients, persons, nonceSecret }: Parts,
  cookie: CookieOptions,
): NonNullable<Configuration['features']> {
  return {
    devInteractions: { enabled: false },
    userinfo: { enabled: true },
    clientCredentials: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      ...createLogoutPages({ clients, cookie }),
    },
    introspection: {
      enabled: true,
      allowedPolicy: async (_ctx, client, token) => {
        if (client.clientAuthMethod === 'none' && token.clientId !== client.clientId) return false;
        // A refresh token has no business anywhere but with its own client (RFC 7662, section 4).
        if (token.kind === 'RefreshToken' && token.clientId !== client.clientId) return false;
        if ((await clients.metadata(token.clientId ?? '')) === undefined) return false;
        const accountId = (token as { accountId?: string }).accountId;
        return accountId === undefined || (await persons.mayStill(accountId, token));
      },
    },
    revocation: {
      enabled: true,
      // RFC 7009, section 2.1: only the client a token was issued to may revoke it.
      allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
    },
    // RFC 8707: no application is a resource of its own yet, so each one asked for is unknown.
    resourceIndicators: {
      enabled: true,
      defaultResource: (_ctx, _client, oneOf) => oneOf ?? [],
      useGrantedResource: () => false,
      getResourceServerInfo: () => {
        throw new errors.InvalidTarget();
      },
    },
    // RFC 9449. Nonces are understood and not asked for: the clock of an isolated network may run off.
    dPoP: { enabled: true, nonceSecret, requireNonce: () => false },
    // RFC 9126. Whoever must push says so in the application's metadata.
    pushedAuthorizationRequests: { enabled: true },
    // RFC 9101, by value or pushed. By reference (request_uri of the application's own) does not exist here.
    requestObjects: { enabled: true },
    jwtResponseModes: { enabled: true }, // JARM
    jwtIntrospection: { enabled: true }, // RFC 9701
    jwtUserinfo: { enabled: true },
    encryption: { enabled: true },
    claimsParameter: { enabled: true },
    fapi: { enabled: true, profile: (_ctx, client) => (isFapiClient(client) ? '2.0' : undefined) },
  };
}
