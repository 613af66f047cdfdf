// Reads a JSON Web Token that we signed ourselves. Keys are those of now, retired ones included.
import {
  createLocalJWKSet,
  errors,
  jwtVerify,
  type JWK,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import { signingAlgorithms } from '../applications/client-metadata.ts';
import type { Keys } from './keys.ts';

const publicParts = ['kty', 'kid', 'alg', 'use', 'n', 'e', 'crv', 'x', 'y'];

const publicOf = (key: JWK): JWK =>
  Object.fromEntries(Object.entries(key).filter(([part]) => publicParts.includes(part))) as JWK;

/** Undefined unless it is ours, of that type, and of now. */
export async function readOwnJwt(
  deps: { keys: Pick<Keys, 'load'>; issuer: URL },
  token: string,
  options: JWTVerifyOptions & { typ: string },
): Promise<JWTPayload | undefined> {
  const { jwks } = await deps.keys.load();
  const keySet = createLocalJWKSet({ keys: jwks.map(publicOf) });
  const verified = await jwtVerify(token, keySet, {
    ...options,
    issuer: deps.issuer.href,
    algorithms: [...signingAlgorithms],
  }).catch((error: unknown) => {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  });
  return verified?.payload;
}
