// A real sign-in at our own OpenID Connect, for looking at: everything that came back is given as it
// is, and what went wrong as data. Signatures are checked although the way is our own.
import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
} from 'openid-client';
import { clean, cut } from '../core/text.ts';
import { localFetch, type Listener, type Pending } from './own-client.ts';

export type TrialClient = ReturnType<typeof createTrialClient>;

/** Who asks: a trial, its derived secret, and the page of the console that it comes back to. */
export type TrialParty = {
  id: string;
  secret: string;
  redirectUri: string;
  scope: string;
  algorithm: string;
};

type Json = Record<string, unknown>;
export type TrialAnswer =
  | { ok: true; header: Json; claims: Json; person: Json; expiresIn: number | undefined }
  | { ok: false; step: 'authorize' | 'token' | 'userinfo'; code: string; detail: string };

const decoded = (part: string | undefined): Json =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8')) as Json;

function failure(step: 'authorize' | 'token' | 'userinfo', error: unknown): TrialAnswer {
  const told = error instanceof AuthorizationResponseError || error instanceof ResponseBodyError;
  const { code: own } = error as { code?: unknown };
  const code = told ? error.error : typeof own === 'string' ? own : 'unexpected';
  const detail = told ? (error.error_description ?? '') : (error as Error).message;
  return { ok: false, step, code: cut(clean(code), 80), detail: cut(detail, 300) };
}

export function createTrialClient(options: { issuer: URL; listener: Listener }) {
  const { issuer, listener } = options;
  // Plain http is for localhost only (config.ts).
  // oxlint-disable-next-line typescript/no-deprecated
  const insecure = issuer.protocol === 'http:' ? [allowInsecureRequests] : [];

  const configuration = ({ id, secret, redirectUri, algorithm }: TrialParty) =>
    discovery(
      issuer,
      id,
      { redirect_uris: [redirectUri], id_token_signed_response_alg: algorithm },
      ClientSecretBasic(secret),
      {
        [customFetch]: localFetch(listener),
        execute: [enableNonRepudiationChecks, ...insecure],
      },
    );

  return {
    /** `again`: the password is asked for although the person is signed in. */
    async begin(
      party: TrialParty,
      { locale, again }: { locale: string; again: boolean },
    ): Promise<{ address: URL; pending: Pending }> {
      const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()];
      const address = buildAuthorizationUrl(await configuration(party), {
        redirect_uri: party.redirectUri,
        scope: party.scope,
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ui_locales: locale,
        ...(again && { prompt: 'login' }),
      });
      return { address, pending: { state, nonce, verifier } };
    },

    /** `query` is what the browser came back with; its `state` was found to be ours. */
    async complete(party: TrialParty, query: string, pending: Pending): Promise<TrialAnswer> {
      let step: 'authorize' | 'token' | 'userinfo' = 'token';
      try {
        const config = await configuration(party);
        const back = new URL(`${party.redirectUri}${query}`);
        if (back.searchParams.has('error')) step = 'authorize';
        const tokens = await authorizationCodeGrant(config, back, {
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          pkceCodeVerifier: pending.verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims()!;
        step = 'userinfo';
        const person = await fetchUserInfo(config, tokens.access_token, claims.sub);
        const [header] = tokens.id_token!.split('.');
        return {
          ok: true,
          header: decoded(header),
          claims: { ...claims },
          person: { ...person },
          expiresIn: tokens.expires_in,
        };
      } catch (error) {
        return failure(step, error);
      }
    },
  };
}
