// A trial of a sign-in (trial.ts) as the protocol sees it. Pure.
import type { ClientMetadata } from './client-metadata.ts';

export const trialPath = (applicationId: string): string =>
  `/applications/${applicationId}/test/callback`;

/**
 * What a trial says to the protocol: what the application would be told, and nothing by which it could
 * be reached. The only way back is a page of the console.
 */
export function trialMetadata(metadata: ClientMetadata, redirectUri: string): ClientMetadata {
  const { scope, id_token_signed_response_alg, default_max_age, require_auth_time } = metadata;
  const kept = { scope, id_token_signed_response_alg, default_max_age, require_auth_time };
  const given = Object.entries(kept).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(given) as ClientMetadata),
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}
