// Our own pages as a client of our own OpenID Connect: the protocol's side of own-sign-in.ts, and the
// only door to openid-client. Server to server it talks to this node's own listener: the public name
// need not resolve here, nor its certificate be known.
import { request, type IncomingMessage } from 'node:http';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  customFetch,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
  type Configuration,
  type CustomFetchOptions,
} from 'openid-client';
import { AppError } from '../core/errors.ts';
import type { Proof } from './web-sessions.ts';

export type OwnClient = ReturnType<typeof createOwnClient>;

/** What has to be remembered between leaving for the identity provider and coming back. */
export type Pending = { state: string; nonce: string; verifier: string };

/** What is to be proved anew: the password, or a second factor after it. */
export type Prove = 'sign-in' | 'second-factor';

export type Listener = { host: string; port: number };

const timeoutMs = 10_000;

/** Where a listener on every address is reached from here. */
const reachable = (host: string): string =>
  host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;

async function readAnswer(answer: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers.set(name, String(value));
  return new Response(Buffer.concat(chunks), { status: answer.statusCode ?? 500, headers });
}

/** The host stays the public one: the site answers to no other. */
export const localFetch =
  (listener: Listener) =>
  (address: string, { method, headers, body }: CustomFetchOptions): Promise<Response> => {
    const url = new URL(address);
    const text =
      body === null || body === undefined ? '' : String(body as string | URLSearchParams);
    return new Promise((done, fail) => {
      request(
        {
          host: reachable(listener.host),
          port: listener.port,
          path: url.pathname + url.search,
          method,
          headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(text) },
          signal: AbortSignal.timeout(timeoutMs),
        },
        (answer) => void readAnswer(answer).then(done, fail),
      )
        .on('error', fail)
        .end(text);
    });
  };

export function createOwnClient(options: {
  issuer: URL;
  site: URL;
  clientId: string;
  secret: string;
  listener: Listener;
  strongAcr: string; // what a sign-in with a second factor is called in `acr`
}) {
  const { issuer, site, clientId, secret, listener } = options;
  const redirectUri = new URL('/callback', site).href;
  // Plain http is for localhost only (config.ts).
  // oxlint-disable-next-line typescript/no-deprecated
  const insecure = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];
  let discovered: Promise<Configuration> | undefined;

  const discover = (): Promise<Configuration> =>
    discovery(
      issuer,
      clientId,
      { redirect_uris: [redirectUri], id_token_signed_response_alg: 'PS256' },
      ClientSecretBasic(secret),
      { [customFetch]: localFetch(listener), execute: insecure },
    );

  /** Once per process; asked again where it failed. */
  async function configuration(): Promise<Configuration> {
    discovered ??= discover();
    try {
      return await discovered;
    } catch (cause) {
      discovered = undefined;
      throw new AppError('sign-in.not-completed', { cause });
    }
  }

  return {
    async begin(locale: string, prove?: Prove): Promise<{ address: URL; pending: Pending }> {
      const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
      const address = buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ui_locales: locale,
        ...(prove && { prompt: 'login' }),
        ...(prove === 'second-factor' && { acr_values: options.strongAcr }),
      });
      return { address, pending: { state, nonce, verifier } };
    },

    /** @throws AppError `sign-in.not-completed`; `sign-in.expired` for a code that is not this trip's. */
    async complete(query: string, pending: Pending): Promise<Proof & { idToken: string }> {
      const config = await configuration();
      const tokens = await authorizationCodeGrant(config, new URL(`${redirectUri}${query}`), {
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        pkceCodeVerifier: pending.verifier,
        idTokenExpected: true,
      }).catch((cause: unknown) => {
        const refused = cause instanceof ResponseBodyError && cause.error === 'invalid_grant';
        throw new AppError(refused ? 'sign-in.expired' : 'sign-in.not-completed', { cause });
      });
      const claims = tokens.claims();
      const sid = claims?.['sid'];
      if (!claims || !tokens.id_token || typeof sid !== 'string')
        throw new AppError('sign-in.not-completed');
      const [at, amr] = [claims.auth_time ?? 0, claims['amr']];
      return {
        accountId: claims.sub,
        sid,
        idToken: tokens.id_token,
        provedAt: new Date(at * 1000),
        amr: Array.isArray(amr) ? amr.map(String) : [],
      };
    },

    /**
     * OpenID Connect RP-Initiated Logout 1.0. It ends on the identity provider's own page, which says
     * that it is done: our first page would only ask for a password again.
     */
    async endSessionUrl(idToken: string): Promise<URL> {
      return buildEndSessionUrl(await configuration(), { id_token_hint: idToken });
    },
  };
}
