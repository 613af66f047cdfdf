// What an application may say of itself to the protocol (OpenID Connect Registration 1.0, section 2).
// Pure. Narrower than the specification: what is not listed does not exist here, the password and
// implicit grants among it. Each message is an error code.
import { z } from 'zod';
import type { ErrorCode } from '../core/errors.ts';
import { nativeAddress, webAddress } from './address.ts';
import { mistakesOfProfile } from './security-profile.ts';

const say = (code: ErrorCode) => ({ error: code }) as const;

export const grantTypes = ['authorization_code', 'refresh_token', 'client_credentials'] as const;
export const authMethods = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const;
export const signingAlgorithms = ['PS256', 'RS256', 'ES256', 'EdDSA'] as const;
export const scopes = [
  'openid',
  'profile',
  'email',
  'phone',
  'org',
  'roles',
  'offline_access',
] as const;

/** JSON Web Encryption to the application's own key (RFC 7518, sections 4 and 5). */
export const keyEncryption = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A256KW'] as const;
export const contentEncryption = ['A128CBC-HS256', 'A256CBC-HS512', 'A128GCM', 'A256GCM'] as const;

/**
 * What an application binds itself to beyond the usual: `fapi2` is the FAPI 2.0 Security Profile,
 * `fapi2-message-signing` FAPI 2.0 Message Signing on top of it (security-profile.ts).
 */
export const securityProfiles = ['standard', 'fapi2', 'fapi2-message-signing'] as const;
export type SecurityProfile = (typeof securityProfiles)[number];

/** Members of a private JSON Web Key (RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

const isScope = (text: string): boolean => (scopes as readonly string[]).includes(text);

const scope = z
  .string()
  .max(500)
  .refine((text) => text.split(' ').every(isScope), say('application.scope'));

/** JSON escapes control characters and halves of a pair by \u: no key has them, and PostgreSQL keeps none. */
const isStorable = (value: unknown): boolean => !JSON.stringify(value).includes(String.raw`\u`);

const jwks = z.strictObject({
  keys: z
    .array(z.record(z.string(), z.unknown()))
    .min(1, say('application.keys-missing'))
    .max(10)
    .refine(
      (keys) => !keys.some((key) => privateMembers.some((member) => member in key)),
      say('application.keys-private'),
    )
    .refine(isStorable),
});

const signingAlgorithm = z.enum(signingAlgorithms, say('application.signing-algorithm')).optional();

/** The fields, for a server whose configuration lists these private hosts. */
export function metadataFields(privateHosts: readonly string[]) {
  const web = webAddress(privateHosts);
  const address = z.string().refine(web, say('application.address'));
  const redirect = z.string().refine(nativeAddress(web), say('application.address'));
  return {
    application_type: z.enum(['web', 'native']).optional(),
    redirect_uris: z.array(redirect).max(50).optional(),
    post_logout_redirect_uris: z.array(redirect).max(50).optional(),
    backchannel_logout_uri: address.optional(),
    initiate_login_uri: address.optional(),
    grant_types: z
      .array(z.enum(grantTypes, say('application.grant-type')))
      .max(3)
      .optional(),
    token_endpoint_auth_method: z.enum(authMethods, say('application.auth-method')).optional(),
    id_token_signed_response_alg: signingAlgorithm,
    scope: scope.optional(),
    jwks: jwks.optional(),
    security_profile: z.enum(securityProfiles, say('application.profile')).optional(),
    require_pushed_authorization_requests: z.boolean().optional(),
    require_signed_request_object: z.boolean().optional(),
    request_object_signing_alg: signingAlgorithm,
    authorization_signed_response_alg: signingAlgorithm,
    userinfo_signed_response_alg: signingAlgorithm,
    introspection_signed_response_alg: signingAlgorithm,
    dpop_bound_access_tokens: z.boolean().optional(),
    id_token_encrypted_response_alg: z.enum(keyEncryption).optional(),
    id_token_encrypted_response_enc: z.enum(contentEncryption).optional(),
    userinfo_encrypted_response_alg: z.enum(keyEncryption).optional(),
    userinfo_encrypted_response_enc: z.enum(contentEncryption).optional(),
    jwks_uri: address.optional(),
    default_max_age: z.number().int().min(0).max(31_536_000).optional(),
    require_auth_time: z.boolean().optional(),
  };
}

export type ClientMetadata = {
  [Field in keyof ReturnType<typeof metadataFields>]?: z.output<
    ReturnType<typeof metadataFields>[Field]
  >;
};

export type Mistake = { field: string; code: ErrorCode; value?: string };

const mistake = (field: keyof ClientMetadata, code: ErrorCode, value?: string): Mistake =>
  value === undefined ? { field, code } : { field, code, value };

/** A mere link says nothing of itself to the protocol. */
export function isClient(metadata: ClientMetadata): boolean {
  return Object.values(metadata).some((value) => value !== undefined);
}

/** True where the application proves itself by a secret of ours. */
export function usesSecret(metadata: ClientMetadata): boolean {
  const method = metadata.token_endpoint_auth_method ?? 'client_secret_basic';
  return isClient(metadata) && method.startsWith('client_secret_');
}

/** What the fields must be to each other; each alone is right already. */
export function mistakesBetween(metadata: ClientMetadata): Mistake[] {
  if (!isClient(metadata)) return [];
  const found: Mistake[] = [];
  const grants = metadata.grant_types ?? ['authorization_code'];
  const method = metadata.token_endpoint_auth_method ?? 'client_secret_basic';
  if (grants.includes('authorization_code') && !metadata.redirect_uris?.length)
    found.push(mistake('redirect_uris', 'application.redirect-uris-missing'));
  if (grants.includes('refresh_token') && !grants.includes('authorization_code'))
    found.push(mistake('grant_types', 'application.grant-type', 'refresh_token'));
  if (grants.includes('client_credentials') && method === 'none')
    found.push(mistake('token_endpoint_auth_method', 'application.auth-method', 'none'));
  if (method === 'private_key_jwt' && !metadata.jwks && !metadata.jwks_uri)
    found.push(mistake('jwks', 'application.keys-missing'));
  return [...found, ...mistakesOfSchemes(metadata), ...mistakesOfProfile(metadata)];
}

/** A scheme of its own anyone on the telephone may claim: only public native clients, which use PKCE. */
function mistakesOfSchemes(metadata: ClientMetadata): Mistake[] {
  if (metadata.application_type === 'native') return [];
  const fields = ['redirect_uris', 'post_logout_redirect_uris'] as const;
  return fields.flatMap((field) =>
    (metadata[field] ?? [])
      .filter((uri) => !/^https?:/.test(uri))
      .map((uri) => mistake(field, 'application.address', uri)),
  );
}
