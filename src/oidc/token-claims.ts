// What an access token for a resource says beyond the engine's own: how the person signed in, who calls
// on whose behalf (RFC 8693, section 4.1), and in a JWT the ground it stands on, by which it can be
// followed back when it is exchanged.
import type {
  AccessToken,
  AuthorizationCode,
  ClientCredentials,
  DeviceCode,
  KoaContextWithOIDC,
  RefreshToken,
} from 'oidc-provider';
import { digest } from '../core/random.ts';
import type { Ground } from './storage.ts';

/** The application that calls, and before it whoever called that one. */
export type Actor = { sub: string; act?: Actor };

export type Delegation = { act: Actor; ground: Ground };

/** By the token while it is being made; the engine keeps only what it knows itself. */
const delegations = new WeakMap<object, Delegation>();

export const delegate = (token: AccessToken, delegation: Delegation): void =>
  void delegations.set(token, delegation);

type Source = AuthorizationCode | RefreshToken | DeviceCode | undefined;

function signedIn({ oidc: { entities } }: KoaContextWithOIDC) {
  const source: Source = entities.RefreshToken ?? entities.AuthorizationCode ?? entities.DeviceCode;
  if (!source) return {};
  // RFC 9068, section 2.2.1
  return { auth_time: source.authTime, acr: source.acr, amr: source.amr };
}

export function extraTokenClaims(
  ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
): Record<string, unknown> | undefined {
  if (token.aud === undefined) return undefined;
  const act = delegations.get(token)?.act;
  const claims = act ? { act } : token.kind === 'AccessToken' ? signedIn(ctx) : {};
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}

function groundOf(token: AccessToken): Ground | undefined {
  const given = delegations.get(token);
  if (given) return given.ground;
  if (token.grantId === undefined) return undefined;
  const session = token.expiresWithSession ? (token.sessionUid ?? null) : null;
  return { grant: digest(token.grantId), session };
}

/** Both open nothing: the one is a digest, the other is looked for and never let in by. */
export function customizeJwt(
  _ctx: KoaContextWithOIDC,
  token: AccessToken | ClientCredentials,
  jwt: { payload: Record<string, unknown> },
): void {
  const ground = token.kind === 'AccessToken' ? groundOf(token) : undefined;
  if (ground) Object.assign(jwt.payload, { ground });
}
