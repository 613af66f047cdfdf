// What the security profiles ask of an application and settle for it. Pure. FAPI 2.0 Security Profile,
// section 5.3; FAPI 2.0 Message Signing, sections 5.3 to 5.5. An application chooses a profile as a whole:
// what belongs to it cannot be switched off one by one.
import type { ClientMetadata, Mistake } from './client-metadata.ts';

export const isFapi = ({ security_profile: profile }: ClientMetadata): boolean =>
  profile !== undefined && profile !== 'standard';

const signsMessages = ({ security_profile: profile }: ClientMetadata): boolean =>
  profile === 'fapi2-message-signing';

/** FAPI 2.0 Security Profile, section 5.4: no RSASSA-PKCS1-v1_5. */
export const fapiAlgorithms: readonly string[] = ['PS256', 'ES256', 'EdDSA'];

/** Section 5.3.2.1: by a key that never leaves the application. */
const strongMethods = ['private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'];

const signed = [
  'id_token_signed_response_alg',
  'request_object_signing_alg',
  'authorization_signed_response_alg',
  'userinfo_signed_response_alg',
  'introspection_signed_response_alg',
] as const;

/** Each would be a hole in the profile. */
export function mistakesOfProfile(metadata: ClientMetadata): Mistake[] {
  if (!isFapi(metadata)) return [];
  const found: Mistake[] = signed
    .filter((field) => metadata[field] && !fapiAlgorithms.includes(metadata[field]))
    .map((field) => ({ field, code: 'application.profile-algorithm', value: metadata[field]! }));
  if (!strongMethods.includes(metadata.token_endpoint_auth_method ?? ''))
    found.push({ field: 'token_endpoint_auth_method', code: 'application.profile-authentication' });
  if (metadata.application_type === 'native')
    found.push({ field: 'application_type', code: 'application.profile-confidential' });
  return found;
}

/** What the profile settles, over whatever the application says of itself. */
export function settledByProfile(metadata: ClientMetadata): ClientMetadata {
  if (!isFapi(metadata)) return {};
  const algorithm = metadata.id_token_signed_response_alg ?? 'PS256';
  return {
    require_pushed_authorization_requests: true,
    // Section 5.3.2.1: to a key in one way or the other.
    dpop_bound_access_tokens: metadata.tls_client_certificate_bound_access_tokens !== true,
    id_token_signed_response_alg: algorithm,
    ...(signsMessages(metadata) && {
      require_signed_request_object: true,
      authorization_signed_response_alg: metadata.authorization_signed_response_alg ?? algorithm,
      introspection_signed_response_alg: metadata.introspection_signed_response_alg ?? algorithm,
    }),
  };
}

/** The ways an answer may come back to the browser; undefined: every one there is. */
export const responseModesOf = (metadata: ClientMetadata): string[] | undefined =>
  signsMessages(metadata) ? ['jwt', 'query.jwt', 'form_post.jwt'] : undefined;
