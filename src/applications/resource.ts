// An application as a resource that others call: an API with an address of its own (RFC 8707), the
// access tokens it takes and who may ask for them. Pure.
import type { ClientMetadata, Mistake } from './client-metadata.ts';

/**
 * `opaque`: looked up by introspection, so that lost access bites at the next call. `jwt` (RFC 9068): read
 * without asking anyone, so it lives on for its few minutes, whatever happens meanwhile.
 */
export const accessTokenFormats = ['opaque', 'jwt'] as const;

/** Whoever lost access may go on calling for this long, at most. */
export const longestAccessToken = 600;
const usualSeconds = { opaque: longestAccessToken, jwt: 300 } as const;

/** In seconds. */
export const accessTokenSecondsOf = (metadata: ClientMetadata): number =>
  metadata.access_token_seconds ?? usualSeconds[metadata.access_token_format ?? 'opaque'];

export const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

const belonging = [
  'access_token_format',
  'access_token_seconds',
  'resource_scopes',
  'resource_clients',
] as const;

/** What describes a resource says nothing where there is none. */
export function mistakesOfResource(metadata: ClientMetadata): Mistake[] {
  const said = belonging.some((field) => metadata[field] !== undefined);
  if (metadata.resource !== undefined || !said) return [];
  return [{ field: 'resource', code: 'application.resource-missing' }];
}
