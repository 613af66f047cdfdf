// The relying applications of the measurement, the same at both servers: one that everybody signs in
// to, eight that a session is carried on into, and a machine that also introspects.

export type Client = { clientId: string; secret: string; redirectUri: string };
export type Clients = { first: Client; further: Client[]; machine: Client };

export const signingAlg = 'ES256' as const;
export const scope = 'openid profile email';
const further = Array.from({ length: 8 }, (_, i) => `further-${i + 1}`);
export const interactive = ['first', ...further];

const redirectUri = (clientId: string) => `http://localhost:9/${clientId}/callback`;

/** Client metadata (OpenID Connect Registration 1.0, section 2), without the secret. */
export const metadataOf = (clientId: string) =>
  clientId === 'machine'
    ? {
        client_id: clientId,
        grant_types: ['client_credentials' as const],
        redirect_uris: [],
        id_token_signed_response_alg: signingAlg,
        scope: 'openid',
      }
    : {
        client_id: clientId,
        grant_types: ['authorization_code' as const, 'refresh_token' as const],
        redirect_uris: [redirectUri(clientId)],
        id_token_signed_response_alg: signingAlg,
        scope,
      };

export function clientsWith(secretOf: (clientId: string) => string): Clients {
  const client = (clientId: string): Client => ({
    clientId,
    secret: secretOf(clientId),
    redirectUri: redirectUri(clientId),
  });
  return { first: client('first'), further: further.map(client), machine: client('machine') };
}
