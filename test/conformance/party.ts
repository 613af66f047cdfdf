// A relying application as others would write it: openid-client, told nothing but the issuer, its client
// id and its key.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import * as client from 'openid-client';
import type { ApplicationDefinition } from '../../src/applications/definition.ts';
import type { Browser } from '../support/browser.ts';
import type { RelyingParty, Stage } from '../oidc/stage.ts';

export { client };

export type Party = {
  rp: RelyingParty;
  config: client.Configuration;
  privateKey: client.CryptoKey;
};

/** An application that proves itself by a key, may be entered by `accountId` where one is given, and is discovered. */
export async function startParty(
  stage: Stage,
  clientId: string,
  accountId: string | undefined,
  more: Partial<ApplicationDefinition> = {},
  alg = 'PS256',
): Promise<Party> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const rp = await stage.application(clientId, {
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: clientId, alg, use: 'sig' }] },
    ...more,
  });
  if (accountId !== undefined) await stage.allow(rp, accountId);
  const key = { key: privateKey, kid: clientId };
  const config = await client.discovery(
    new URL(stage.issuer),
    clientId,
    { id_token_signed_response_alg: more.id_token_signed_response_alg ?? 'PS256' },
    client.PrivateKeyJwt(key, {
      [client.modifyAssertion]: (_header, payload) => void (payload['aud'] = stage.issuer),
    }),
    { execute: [client.allowInsecureRequests] },
  );
  return { rp, config, privateKey };
}

/** What every request for a code says. */
export async function request(party: Party, more: Record<string, string> = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const parameters = {
    redirect_uri: party.rp.redirectUri,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...more,
  };
  const checks = {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  };
  return { parameters, checks };
}

/** Goes through the sign-in. @returns the address the application is called at. */
export async function arrive(
  stage: Stage,
  url: URL,
  accountId: string,
  browser: Browser = stage.browser(),
): Promise<URL> {
  const page = await stage.follow(browser, url.href, accountId);
  if (!page.location) throw new Error(`no redirect: ${page.status} ${page.text.slice(0, 2000)}`);
  return new URL(page.location);
}

export const seconds = () => Math.floor(Date.now() / 1000);

/** Any request object, right or wrong (RFC 9101). */
export function requestObject(
  stage: Stage,
  party: Party,
  parameters: Record<string, string>,
  more: Record<string, unknown> = {},
  alg = 'PS256',
): Promise<string> {
  const claims = {
    client_id: party.rp.clientId,
    response_type: 'code',
    iss: party.rp.clientId,
    aud: stage.issuer,
    nbf: seconds(),
    exp: seconds() + 60,
    ...parameters,
    ...more,
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg, kid: party.rp.clientId, typ: 'oauth-authz-req+jwt' })
    .sign(party.privateKey);
}

/** Pushes what openid-client would not send. */
export async function push(stage: Stage, party: Party, fields: Record<string, string>) {
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'PS256', kid: party.rp.clientId })
    .setIssuer(party.rp.clientId)
    .setSubject(party.rp.clientId)
    .setAudience(stage.issuer)
    .setJti(client.randomState())
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(party.privateKey);
  return stage.post('/request', {
    client_id: party.rp.clientId,
    response_type: 'code',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    ...fields,
  });
}
