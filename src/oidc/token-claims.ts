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
import type { ClientMetadata } from '../applications/client-metadata.ts';
import { digest } from '../core/random.ts';
import type { Clients } from './clients.ts';
import type { Resources } from './resources.ts';
import type { Ground } from './storage.ts';
import type { Subjects } from './subjects.ts';

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

function groundOf(token: AccessToken): Ground | undefined {
  const given = delegations.get(token);
  if (given) return given.ground;
  if (token.grantId === undefined) return undefined;
  const session = token.expiresWithSession ? (token.sessionUid ?? null) : null;
  return { grant: digest(token.grantId), session };
}

const isDefined = ([, value]: [string, unknown]) => value !== undefined;

type Token = AccessToken | ClientCredentials;

export function createTokenClaims(deps: {
  clients: Pick<Clients, 'byResource'>;
  subjects: Pick<Subjects, 'at'>;
  resources: Pick<Resources, 'rolesFor'>;
}) {
  /** The person as the resource knows them, whatever the client calls them. */
  async function subjectOf(token: Token): Promise<string | undefined> {
    const target = await deps.clients.byResource(String(token.aud));
    if (token.kind !== 'AccessToken' || !target) return undefined;
    return deps.subjects.at(token.accountId, target.metadata as ClientMetadata);
  }

  async function extraTokenClaims(
    ctx: KoaContextWithOIDC,
    token: Token,
  ): Promise<Record<string, unknown> | undefined> {
    if (token.aud === undefined) return undefined;
    const act = delegations.get(token)?.act;
    const more = act ? { act } : token.kind === 'AccessToken' ? signedIn(ctx) : {};
    // RFC 9068, section 2.2.3.1: what the person is there.
    const roles = deps.resources.rolesFor(ctx);
    const held = token.kind === 'AccessToken' && roles.length > 0 ? { roles } : {};
    const claims = { sub: await subjectOf(token), ...held, ...more };
    return Object.fromEntries(Object.entries(claims).filter(isDefined));
  }

  /** The ground's parts open nothing: the one is a digest, the other is looked for and never let in by. */
  function jwt(
    _ctx: KoaContextWithOIDC,
    token: Token,
    made: { payload: Record<string, unknown> },
  ): void {
    if (token.kind !== 'AccessToken') return;
    const { sub } = token.extra as { sub?: string };
    Object.assign(made.payload, { ...(sub && { sub }), ground: groundOf(token) });
  }

  return { extraTokenClaims, formats: { customizers: { jwt } } };
}
