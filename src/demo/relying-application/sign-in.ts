// How an application lets its people sign in at Một Chìa: all of it, with a stock OpenID Connect
// library. docs/connect.md shows this file; nothing in it knows the product.
import * as client from 'openid-client';

export type Settings = { issuer: URL; clientId: string; secret: string; url: URL };

/** Kept by the application between /login and /callback. */
export type Pending = { state: string; nonce: string; verifier: string };

/** Kept for as long as the person is signed in at the application. */
export type SignedIn = {
  sub: string;
  sid: string;
  idToken: string;
  claims: Record<string, unknown>;
};

export function createSignIn({ issuer, clientId, secret, url }: Settings) {
  const redirectUri = new URL('/callback', url).href;
  let known: Promise<client.Configuration> | undefined;

  // Everything else (addresses, keys, algorithms) is read from the issuer's discovery document.
  function configuration(): Promise<client.Configuration> {
    known ??= client
      .discovery(issuer, clientId, undefined, client.ClientSecretBasic(secret), {
        // Plain http is for a demo on one machine only: leave these lines out.
        // oxlint-disable-next-line typescript/no-deprecated -- it is marked so to stand out; this is the case it is for
        execute: issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        known = undefined; // ask again at the next sign-in
        throw error;
      });
    return known;
  }

  return {
    /** Where to send the browser, and what to remember until it comes back. */
    async begin(): Promise<{ to: URL; pending: Pending }> {
      const verifier = client.randomPKCECodeVerifier();
      const pending = { state: client.randomState(), nonce: client.randomNonce(), verifier };
      const to = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid profile email org',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { to, pending };
    },

    /**
     * Redeems the code in the address the browser came back to.
     * @throws client.AuthorizationResponseError where the sign-in was refused.
     */
    async finish(path: string, pending: Pending): Promise<SignedIn> {
      const config = await configuration();
      const tokens = await client.authorizationCodeGrant(config, new URL(path, url), {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.verifier,
      });
      const idToken = tokens.claims();
      if (!idToken || !tokens.id_token) throw new Error('the answer holds no ID token');
      const userInfo = await client.fetchUserInfo(config, tokens.access_token, idToken.sub);
      return {
        sub: idToken.sub,
        sid: typeof idToken['sid'] === 'string' ? idToken['sid'] : '',
        idToken: tokens.id_token,
        claims: { ...userInfo, ...idToken },
      };
    },

    /** Where to send the browser to sign out everywhere (RP-Initiated Logout 1.0). */
    async end(signedIn: SignedIn): Promise<URL> {
      return client.buildEndSessionUrl(await configuration(), {
        id_token_hint: signedIn.idToken,
        post_logout_redirect_uri: new URL('/', url).href,
      });
    },

    /** The issuer's keys, for logout tokens. */
    async keysAddress(): Promise<URL> {
      const { jwks_uri: address } = (await configuration()).serverMetadata();
      if (!address) throw new Error('the issuer publishes no keys');
      return new URL(address);
    },
  };
}

/** What the identity provider said no with, or undefined where the failure is another one. */
export function refusal(error: unknown): { code: string; description: string } | undefined {
  if (!(error instanceof client.AuthorizationResponseError)) return undefined;
  return { code: error.error, description: error.error_description ?? '' };
}
