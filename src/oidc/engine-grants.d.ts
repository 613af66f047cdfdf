// What the engine's own grants are made of (oidc-provider 9.13), for one of ours. Its types leave it out.
declare module 'oidc-provider/lib/helpers/grants.js' {
  import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
  import type { X509Certificate } from 'node:crypto';

  type Proof = { thumbprint: string };

  /** @throws InvalidDpopProof, UseDpopNonce */
  export function validateDpop(
    provider: Provider,
    ctx: KoaContextWithOIDC,
  ): Promise<Proof | undefined>;
  /** @throws InvalidGrant where the client's tokens must be bound to a key and no proof came. */
  export function checkDpopRequired(
    provider: Provider,
    ctx: KoaContextWithOIDC,
    proof: Proof | undefined,
  ): void;
  /** @throws InvalidGrant where the proof was used before. */
  export function checkDpopReplay(
    provider: Provider,
    ctx: KoaContextWithOIDC,
    proof: Proof,
    clientId: string,
  ): Promise<void>;
  /** @throws InvalidGrant where the client's tokens must be bound to a certificate and none came. */
  export function checkMtlsCert(
    provider: Provider,
    ctx: KoaContextWithOIDC,
  ): X509Certificate | string | undefined;
  export function buildTokenResponse(
    provider: Provider,
    parts: {
      accessToken: string;
      issuedTokenType: string;
      expiresIn: number;
      scope: string | undefined;
      tokenType: string;
    },
  ): Record<string, unknown>;
}
