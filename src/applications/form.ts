// The form of an application and its definition: one to the other and back. Pure.
import { z } from 'zod';
import { clean } from '../core/text.ts';
import type { Application } from './application.ts';
import { grantTypes, isClient, type ClientMetadata } from './client-metadata.ts';
import type { ApplicationDefinition } from './definition.ts';

const line = z.string().max(2000).default('').transform(clean);
const block = z.string().max(20_000).default('');

/** Only shapes and bounds: what the fields mean is checked by definition.ts, for every way in. */
export const applicationForm = z.object({
  client_id: line,
  name: line,
  name_en: line,
  class: line,
  owner_unit: line,
  contact: line,
  description: block.transform(clean),
  link: line,
  connects: z.string().optional(),
  redirect_uris: block,
  post_logout_redirect_uris: block,
  backchannel_logout_uri: line,
  scope: line,
  grant_authorization_code: z.string().optional(),
  grant_refresh_token: z.string().optional(),
  grant_client_credentials: z.string().optional(),
  'grant_urn:ietf:params:oauth:grant-type:device_code': z.string().optional(),
  'grant_urn:ietf:params:oauth:grant-type:token-exchange': z.string().optional(),
  token_endpoint_auth_method: line,
  id_token_signed_response_alg: line,
  application_type: line,
  security_profile: line,
  jwks_uri: line,
  tls_client_auth_subject_dn: line,
  tls_client_auth_san_dns: line,
  tls_client_certificate_bound_access_tokens: z.string().optional(),
  subject_type: line,
  sector_identifier_uri: line,
  resource: line,
  resource_scopes: line,
  resource_clients: block,
  access_token_format: line,
  access_token_seconds: line,
  jwks: block.refine((text) => text.trim() === '' || isJson(text), 'not-json'),
});
export type ApplicationFormValues = z.output<typeof applicationForm>;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const linesOf = (text: string) => text.split(/\r?\n/).map(clean).filter(Boolean);
const filled = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** An application that is only called by others signs nobody in, and says so. */
function resourceOf(values: ApplicationFormValues): Record<string, unknown> {
  const { resource, access_token_format: format, access_token_seconds: seconds } = values;
  return {
    resource,
    resource_scopes: values.resource_scopes.split(' ').filter(Boolean),
    resource_clients: linesOf(values.resource_clients),
    access_token_format: format === 'opaque' ? '' : format,
    access_token_seconds: seconds && (/^\d+$/.test(seconds) ? Number(seconds) : seconds),
  };
}

function metadataOf(values: ApplicationFormValues): object {
  if (!values.connects) return {};
  const grants = grantTypes.filter((type) => values[`grant_${type}`]);
  // None is a choice where others call it: it signs nobody in. Elsewhere it would be the protocol's default.
  const none = grants.length === 0 && values.resource !== '';
  const fields = filled({
    redirect_uris: linesOf(values.redirect_uris),
    post_logout_redirect_uris: linesOf(values.post_logout_redirect_uris),
    backchannel_logout_uri: values.backchannel_logout_uri,
    scope: values.scope,
    grant_types: grants,
    token_endpoint_auth_method: values.token_endpoint_auth_method,
    id_token_signed_response_alg: values.id_token_signed_response_alg,
    application_type: values.application_type,
    security_profile: values.security_profile === 'standard' ? '' : values.security_profile,
    tls_client_auth_subject_dn: values.tls_client_auth_subject_dn,
    tls_client_auth_san_dns: values.tls_client_auth_san_dns,
    tls_client_certificate_bound_access_tokens: values.tls_client_certificate_bound_access_tokens
      ? true
      : '',
    subject_type: values.subject_type === 'public' ? '' : values.subject_type,
    sector_identifier_uri: values.sector_identifier_uri,
    ...resourceOf(values),
    jwks_uri: values.jwks_uri,
    jwks: values.jwks.trim() ? (JSON.parse(values.jwks) as unknown) : '',
  });
  return none ? { ...fields, grant_types: [] } : fields;
}

/**
 * What `apply` takes. `kept` is the metadata that the form has no fields for: it stays while the
 * application stays connected.
 */
export function definitionOf(
  values: ApplicationFormValues,
  clientId: string,
  kept: Partial<ClientMetadata>,
): ApplicationDefinition {
  const { name, name_en, owner_unit, contact, description, link } = values;
  // A box that is not ticked is no value, and means no.
  const boxes = ['grant_types', 'tls_client_certificate_bound_access_tokens'];
  const asked = new Set([...Object.keys(values), ...boxes]);
  const unasked = Object.entries(values.connects ? kept : {}).filter(([name]) => !asked.has(name));
  return {
    client_id: clientId,
    name,
    name_en: name_en || null,
    class: values.class,
    owner_unit: owner_unit || null,
    contact: contact || null,
    description: description || null,
    link: link || null,
    ...Object.fromEntries(unasked),
    ...metadataOf(values),
  };
}

/** What the form shows first: an application as it is, or what most new ones are. */
export function formValuesOf(application: Application | undefined): Record<string, string> {
  const about: Partial<Application> = application ?? {};
  const metadata = about.metadata ?? {};
  const connected = application === undefined || Object.keys(metadata).length > 0;
  // One that is connected and names none has what the protocol gives it; a new one most likely wants both.
  const refreshes = isClient(metadata) ? [] : ['refresh_token'];
  const grants: readonly string[] = metadata.grant_types ?? ['authorization_code', ...refreshes];
  return {
    name: about.name ?? '',
    name_en: about.nameEn ?? '',
    class: about.class ?? '',
    owner_unit: about.ownerUnitId ?? '',
    contact: about.contact ?? '',
    description: about.description ?? '',
    link: about.link ?? '',
    connects: connected ? 'yes' : '',
    redirect_uris: (metadata.redirect_uris ?? []).join('\n'),
    post_logout_redirect_uris: (metadata.post_logout_redirect_uris ?? []).join('\n'),
    backchannel_logout_uri: metadata.backchannel_logout_uri ?? '',
    scope: metadata.scope ?? 'openid profile email org',
    ...Object.fromEntries(grantTypes.map((t) => [`grant_${t}`, grants.includes(t) ? 'yes' : ''])),
    token_endpoint_auth_method: metadata.token_endpoint_auth_method ?? 'client_secret_basic',
    id_token_signed_response_alg: metadata.id_token_signed_response_alg ?? 'PS256',
    application_type: metadata.application_type ?? 'web',
    security_profile: metadata.security_profile ?? 'standard',
    tls_client_auth_subject_dn: metadata.tls_client_auth_subject_dn ?? '',
    tls_client_auth_san_dns: metadata.tls_client_auth_san_dns ?? '',
    tls_client_certificate_bound_access_tokens: metadata.tls_client_certificate_bound_access_tokens
      ? 'yes'
      : '',
    subject_type: metadata.subject_type ?? 'public',
    sector_identifier_uri: metadata.sector_identifier_uri ?? '',
    resource: metadata.resource ?? '',
    resource_scopes: (metadata.resource_scopes ?? []).join(' '),
    resource_clients: (metadata.resource_clients ?? []).join('\n'),
    access_token_format: metadata.access_token_format ?? 'opaque',
    access_token_seconds: metadata.access_token_seconds?.toString() ?? '',
    jwks_uri: metadata.jwks_uri ?? '',
    jwks: metadata.jwks ? JSON.stringify(metadata.jwks, null, 2) : '',
  };
}
