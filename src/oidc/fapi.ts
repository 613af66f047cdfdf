// FAPI 2.0 where the engine leaves the check to us.
import { errors, type Client, type KoaContextWithOIDC } from 'oidc-provider';
import type { ClientMetadata } from '../applications/client-metadata.ts';
import { fapiAlgorithms, isFapi } from '../applications/security-profile.ts';

/** The engine keeps what it does not know of an application as it is. */
export const isFapiClient = (client: Client | undefined): boolean =>
  client !== undefined && isFapi(client as unknown as ClientMetadata);

/** FAPI 2.0 Security Profile, sections 5.3.2.1 (audience) and 5.4 (algorithms). */
export function assertJwtClientAuthClaimsAndHeader(
  ctx: KoaContextWithOIDC,
  claims: Record<string, unknown>,
  header: Record<string, unknown>,
  client: Client,
): void {
  if (!isFapiClient(client)) return;
  if (claims['aud'] !== ctx.oidc.issuer)
    throw new errors.InvalidClientAuth('audience (aud) must equal the issuer identifier url');
  if (!fapiAlgorithms.includes(String(header['alg'])))
    throw new errors.InvalidClientAuth('the algorithm is not one of FAPI 2.0');
}
