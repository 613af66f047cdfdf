// Reads a logout token of our own (OpenID Connect Back-Channel Logout 1.0, section 2.6), for our own
// pages: they are told of the end of a session like every other application.
import type { Keys } from './keys.ts';
import { readOwnJwt } from './own-jwt.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function named(payload: Record<string, unknown>): { sub?: string; sid?: string } | undefined {
  const [sub, sid] = [textOf(payload['sub']), textOf(payload['sid'])];
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
      const payload = await readOwnJwt(deps, token, {
        audience: clientId,
        typ: 'logout+jwt',
        requiredClaims: ['iat', 'jti', 'events'],
        maxTokenAge: '5 minutes',
      });
      return payload && named(payload);
    },
  };
}
