// The kinds of applications the wizard offers, and what each presets of the client metadata. Pure. The
// kind itself is stored nowhere: it can be read from what it preset.
import { searchKey } from '../core/text.ts';
import type { Application } from './application.ts';
import { deviceGrant, isClient, scopes, type ClientMetadata } from './client-metadata.ts';

export const kinds = ['web', 'browser', 'native', 'machine', 'link'] as const;
export type ApplicationKind = (typeof kinds)[number];

/** What an administrator may let an application read of a person; `openid` goes without saying. */
export const readableScopes = ['profile', 'email', 'phone', 'org'] as const;
type ReadableScope = (typeof readableScopes)[number];

export const signsPeopleIn = (kind: ApplicationKind | undefined): boolean =>
  kind === 'web' || kind === 'browser' || kind === 'native';

/** Undefined for a draft that has not been told yet. */
export function kindOf(
  application: Pick<Application, 'metadata' | 'link'>,
): ApplicationKind | undefined {
  const { metadata, link } = application;
  if (!isClient(metadata)) return link ? 'link' : undefined;
  const grants = metadata.grant_types ?? ['authorization_code'];
  if (grants.includes(deviceGrant) && !grants.includes('authorization_code')) return 'native';
  if (!grants.includes('authorization_code')) return 'machine';
  if (metadata.application_type === 'native') return 'native';
  return metadata.token_endpoint_auth_method === 'none' ? 'browser' : 'web';
}

const people: Pick<ClientMetadata, 'grant_types' | 'id_token_signed_response_alg'> = {
  grant_types: ['authorization_code', 'refresh_token'],
  // What every library checks without being told (OpenID Connect Core 1.0, section 15.1).
  id_token_signed_response_alg: 'RS256',
};

const presets: Record<ApplicationKind, ClientMetadata> = {
  web: { ...people, application_type: 'web', token_endpoint_auth_method: 'client_secret_basic' },
  browser: { ...people, application_type: 'web', token_endpoint_auth_method: 'none' },
  native: { ...people, application_type: 'native', token_endpoint_auth_method: 'none' },
  machine: {
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
  },
  link: {},
};

/** In the order of the protocol's own list; whatever else was granted before stays. */
function scopeOf(wanted: readonly ReadableScope[], old: string | undefined): string {
  const kept = (old ?? '').split(' ').filter((name) => !isReadable(name));
  const all = new Set<string>(['openid', ...wanted, ...kept]);
  return scopes.filter((name) => all.has(name)).join(' ');
}

const isReadable = (name: string): name is ReadableScope =>
  (readableScopes as readonly string[]).includes(name);

export const scopesRead = (metadata: ClientMetadata): ReadableScope[] =>
  (metadata.scope ?? 'profile email org').split(' ').filter(isReadable);

/** The metadata of that kind; chosen a second time, nothing typed or set by hand is lost. */
export function presetOf(
  kind: ApplicationKind,
  wanted: readonly ReadableScope[],
  old: ClientMetadata,
): ClientMetadata {
  if (!signsPeopleIn(kind)) return presets[kind];
  const same = kindOf({ metadata: old, link: null }) === kind;
  const { redirect_uris, post_logout_redirect_uris, backchannel_logout_uri } = old;
  const addresses = { redirect_uris, post_logout_redirect_uris, backchannel_logout_uri };
  const merged = {
    ...addresses,
    ...presets[kind],
    ...(same && old),
    scope: scopeOf(wanted, old.scope),
  };
  const given = Object.entries(merged).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as ClientMetadata;
}

/** A client id made of a name: `Quản lý tài sản` is `quan-ly-tai-san`. */
export function clientIdOf(name: string): string {
  const slug = searchKey(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
  return slug.length > 1 ? slug : `ung-dung${slug && `-${slug}`}`;
}
