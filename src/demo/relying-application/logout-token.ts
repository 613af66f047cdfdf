// Checks a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6): only the identity
// provider may end somebody's session here.
import { createRemoteJWKSet, jwtVerify } from 'jose';

export type LogoutOf = { sub: string | undefined; sid: string | undefined };
type Expected = { issuer: string; audience: string; keysAddress: () => Promise<URL> };

const event = 'http://schemas.openid.net/event/backchannel-logout';

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export function createLogoutTokenCheck({ issuer, audience, keysAddress }: Expected) {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;

  /** @throws where the token is not one of our issuer's, for us, fresh and about a logout. */
  return async (token: string): Promise<LogoutOf> => {
    keys ??= createRemoteJWKSet(await keysAddress());
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      typ: 'logout+jwt',
      maxTokenAge: 300,
      requiredClaims: ['iat', 'jti', 'events'],
    });
    const events = payload['events'];
    const isLogout = typeof events === 'object' && events !== null && event in events;
    if (!isLogout || payload['nonce'] !== undefined) throw new Error('not a logout token');
    const [sub, sid] = [text(payload.sub), text(payload['sid'])];
    if (!sub && !sid) throw new Error('the logout token names nobody');
    return { sub, sid };
  };
}
