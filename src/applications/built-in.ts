// Our own pages as relying applications: the portal and the console sign in like any other, so that
// one decision and one journal serve them too. What they say of themselves follows from the
// configuration; their secret is derived (core/sealing.ts) and stored nowhere. Pure.
import type { ClientMetadata } from './client-metadata.ts';

const builtInClients = ['portal', 'console'] as const;
export type BuiltInClient = (typeof builtInClients)[number];

export const isBuiltInClient = (clientId: string): clientId is BuiltInClient =>
  (builtInClients as readonly string[]).includes(clientId);

/** The purpose from which `sealing.derive` makes the secret. */
export const secretPurpose = (client: BuiltInClient): string => `client ${client}`;

export function builtInMetadata(urls: {
  publicUrl: URL;
  consoleUrl: URL;
}): Record<BuiltInClient, ClientMetadata> {
  const site = (url: URL): ClientMetadata => ({
    redirect_uris: [new URL('/callback', url).href],
    post_logout_redirect_uris: [new URL('/', url).href],
    backchannel_logout_uri: new URL('/backchannel-logout', url).href,
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
    id_token_signed_response_alg: 'PS256',
    scope: 'openid profile',
  });
  return { portal: site(urls.publicUrl), console: site(urls.consoleUrl) };
}
