// The algorithms the engine takes part in: what our keys sign with, and what applications may sign and
// encrypt with. No shared secrets (HS256), no RSA1_5, no RSA-OAEP with SHA-1, no direct symmetric keys.
import type { Configuration } from 'oidc-provider';
import {
  contentEncryption,
  keyEncryption,
  signingAlgorithms,
} from '../applications/client-metadata.ts';

const [signing, key, content] = [signingAlgorithms, keyEncryption, contentEncryption].map(
  (list) => [...list],
) as [string[], string[], string[]];

export const algorithms = {
  clientAuthSigningAlgValues: signing,
  idTokenSigningAlgValues: signing,
  requestObjectSigningAlgValues: signing,
  userinfoSigningAlgValues: signing,
  introspectionSigningAlgValues: signing,
  authorizationSigningAlgValues: signing,
  dPoPSigningAlgValues: signing,
  idTokenEncryptionAlgValues: key,
  userinfoEncryptionAlgValues: key,
  introspectionEncryptionAlgValues: key,
  authorizationEncryptionAlgValues: key,
  requestObjectEncryptionAlgValues: [],
  idTokenEncryptionEncValues: content,
  userinfoEncryptionEncValues: content,
  introspectionEncryptionEncValues: content,
  authorizationEncryptionEncValues: content,
  requestObjectEncryptionEncValues: [],
} as NonNullable<Configuration['enabledJWA']>;
