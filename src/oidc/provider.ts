// The configuration of the protocol engine (oidc-provider), and nothing else: behaviour lives in the
// files it names. A provider cannot change its keys, so each change of keys builds a new one (oidc.ts).
import { Provider, type Configuration } from 'oidc-provider';
import type { createPersons } from './account.ts';
import { acr, claimsByScope, scopes } from './claims.ts';
import { algorithms } from './algorithms.ts';
import type { Clients } from './clients.ts';
import { createCookieSigner } from './cookie-signer.ts';
import { featuresOf } from './features.ts';
import { assertJwtClientAuthClaimsAndHeader, isFapiClient } from './fapi.ts';
import { loadExistingGrant } from './grants.ts';
import type { KeySet } from './keys.ts';
import { lifetimes, sessionSeconds } from './lifetimes.ts';
import type { Outgoing } from './outgoing.ts';
import { renderError } from './pages.ts';
import { createPolicy, type PolicyOptions } from './policy.ts';
import type { Storage } from './storage.ts';

export type ProviderParts = {
  issuer: URL;
  keys: KeySet;
  storage: Storage;
  clients: Clients;
  persons: ReturnType<typeof createPersons>;
  outgoing: Outgoing;
  /** 32 bytes, the same on every node: any of them must know a nonce that another gave. */
  nonceSecret: Buffer;
} & PolicyOptions;

const cookieOptions = (issuer: URL) =>
  ({
    httpOnly: true,
    sameSite: 'lax',
    secure: issuer.protocol === 'https:',
    signed: true,
  }) as const;

function cookiesFor({ issuer, keys }: ProviderParts): Configuration['cookies'] {
  const secure = issuer.protocol === 'https:';
  // __Host- asks for the path "/", which the two short-lived ones do not have.
  const [host, limited] = secure ? ['__Host-', '__Secure-'] : ['', ''];
  const options = cookieOptions(issuer);
  return {
    names: {
      session: `${host}motchia_sso`,
      interaction: `${limited}motchia_interaction`,
      resume: `${limited}motchia_resume`,
    },
    long: options,
    short: options,
    keys: createCookieSigner(keys.cookieKeys) as never,
  };
}

const ttlOf = ({ longestSession }: ProviderParts): Configuration['ttl'] => ({
  AuthorizationCode: lifetimes.authorizationCode,
  AccessToken: lifetimes.accessToken,
  ClientCredentials: lifetimes.clientCredentials,
  IdToken: lifetimes.idToken,
  Interaction: lifetimes.interaction,
  Grant: lifetimes.grant,
  RefreshToken: (_ctx, token) =>
    token.expiresWithSession
      ? sessionSeconds(token.authTime, longestSession())
      : lifetimes.offlineRefreshToken,
  // Never shorter than the page on which somebody signs in anew: what is finished there must still be found.
  // A session that is too old opens nothing meanwhile, policy.ts sees to that.
  Session: (_ctx, session) =>
    Math.max(lifetimes.interaction, sessionSeconds(session.loginTs, longestSession())),
});

const configurationOf = (parts: ProviderParts): Configuration => ({
  adapter: parts.storage.adapter,
  findAccount: parts.persons.findAccount,
  loadExistingGrant,
  renderError,
  jwks: { keys: parts.keys.jwks },
  cookies: cookiesFor(parts)!,
  features: featuresOf(parts, cookieOptions(parts.issuer)),
  enabledJWA: algorithms,
  extraClientMetadata: { properties: ['security_profile'] },
  assertJwtClientAuthClaimsAndHeader,
  ttl: ttlOf(parts)!,
  interactions: {
    policy: createPolicy(parts),
    url: (_ctx, interaction) => `/sign-in/${interaction.uid}`,
  },
  responseTypes: ['code'],
  pkce: { required: () => true },
  scopes,
  claims: claimsByScope,
  acrValues: Object.values(acr),
  // Names and addresses come from userinfo, asked server to server: an ID token travels through
  // address bars as a hint at sign-out.
  conformIdTokenClaims: true,
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
  allowOmittingSingleRegisteredRedirectUri: false,
  // Without offline_access a refresh token ends with the session.
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
  expiresWithSession: (_ctx, source) => !source.scopes.has('offline_access'),
  // FAPI 2.0 Security Profile, section 5.3.2.1: a token bound to a key is not rotated, since an answer that
  // is lost on the way would lock the application out. Every other one is, to find out who has a copy.
  rotateRefreshToken: (ctx) => !isFapiClient(ctx.oidc.client),
  // Programs in the browser: from where they are registered, and only where no secret is expected.
  clientBasedCORS: (_ctx, origin, client) =>
    client.clientAuthMethod === 'none' &&
    (client.redirectUris ?? []).some((uri) => URL.canParse(uri) && new URL(uri).origin === origin),
  fetch: (url, options) => parts.outgoing.fetch(url, options),
  extraTokenClaims: () => undefined,
});

export function createProvider(parts: ProviderParts): Provider {
  const provider = new Provider(parts.issuer.href, configurationOf(parts));
  provider.proxy = true; // host and scheme are pinned before it (handler.ts)
  // Our secrets are digests; the engine would compare texts.
  provider.Client.prototype.compareClientSecret = function compare(given: string) {
    return parts.clients.isSecret(this.clientSecret ?? '', given);
  };
  // Every ID token names its session, also for applications without back-channel logout.
  provider.Client.prototype.includeSid = () => true;
  return provider;
}
