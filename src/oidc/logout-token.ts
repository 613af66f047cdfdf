// Reads a logout token of our own (OpenID Connect Back-Channel Logout 1.0, section 2.6), for our own
// pages: they are told of the end of a session like every other application.
import { createLocalJWKSet, errors, jwtVerify, type JWK, type JWTPayload } from 'jose';
import { signingAlgorithms } from '../applications/client-metadata.ts';
import type { Keys } from './keys.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const publicParts = ['kty', 'kid', 'alg', 'use', 'n', 'e', 'crv', 'x', 'y'];

const publicOf = (key: JWK): JWK =>
  Object.fromEntries(Object.entries(key).filter(([part]) => publicParts.includes(part))) as JWK;

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function named(payload: JWTPayload): { sub?: string; sid?: string } | undefined {
  const [sub, sid] = [textOf(payload.sub), textOf(payload['sid'])];
  const said = (payload['events'] as Record<string, unknown> | undefined)?.[event];
  if (typeof said !== 'object' || 'nonce' in payload || (!sub && !sid)) return undefined;
  return { ...(sub && { sub }), ...(sid && { sid }) };
}

export function createLogoutTokens(deps: { keys: Pick<Keys, 'load'>; issuer: URL }) {
  return {
    /** Whom or which session it names; undefined unless it is ours, for this client, and of now. */
    async verify(
      token: string,
      clientId: string,
    ): Promise<{ sub?: string; sid?: string } | undefined> {
      const { jwks } = await deps.keys.load();
      const verified = await jwtVerify(token, createLocalJWKSet({ keys: jwks.map(publicOf) }), {
        issuer: deps.issuer.href,
        audience: clientId,
        typ: 'logout+jwt',
        requiredClaims: ['iat', 'jti', 'events'],
        maxTokenAge: '5 minutes',
        algorithms: [...signingAlgorithms],
      }).catch((error: unknown) => {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      });
      return verified && named(verified.payload);
    },
  };
}
