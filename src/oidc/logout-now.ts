// Signing out where there is nothing to ask: the application hands in the ID token of the very session
// that ends, so the wish is proven to come from it (OpenID Connect RP-Initiated Logout 1.0, sections
// 2 and 6). The engine's own action always asks first; this does what its confirmation does.
import type { Client, ClientAuthorizationState, KoaContextWithOIDC } from 'oidc-provider';

/** Queues, see logout-sender.ts; not in the engine's types. */
type Told = Client & { backchannelLogout(accountId: string, sid: string): Promise<void> };

/** The hint names the client's part of this session: an id that only the two of them know. */
export function isProven(ctx: KoaContextWithOIDC): boolean {
  const { session, client } = ctx.oidc;
  const hint = ctx.oidc.entities.IdTokenHint as { payload: { sid?: string } } | undefined;
  const sid = client && session?.sidFor(client.clientId);
  return sid !== undefined && hint?.payload.sid === sid;
}

async function endAtClient(
  ctx: KoaContextWithOIDC,
  clientId: string,
  { sid, grantId, persistsLogout }: ClientAuthorizationState,
): Promise<void> {
  const provider = ctx.oidc.provider;
  const client = (await provider.Client.find(clientId).catch(() => undefined)) as Told | undefined;
  if (client?.backchannelLogoutUri && sid !== undefined)
    await client.backchannelLogout(ctx.oidc.session!.accountId!, sid);
  if (grantId === undefined || persistsLogout) return; // offline_access outlives the session
  const { AccessToken, AuthorizationCode, RefreshToken, Grant } = provider;
  for (const model of [AccessToken, AuthorizationCode, RefreshToken])
    await model.revokeByGrantId(grantId);
  await (await Grant.find(grantId))?.destroy();
}

function landing(ctx: KoaContextWithOIDC): string {
  const { post_logout_redirect_uri: asked, state } = ctx.oidc.params ?? {};
  const target = new URL(
    typeof asked === 'string' ? asked : ctx.oidc.urlFor('end_session_success'),
  );
  if (typeof asked === 'string' && typeof state === 'string')
    target.searchParams.set('state', state);
  return target.href;
}

/** Ends the session, its grants and its cookie, queues the back-channel logouts, and leads back. */
export async function logoutNow(ctx: KoaContextWithOIDC, cookie: object): Promise<void> {
  const session = ctx.oidc.session!;
  for (const [clientId, authorization] of Object.entries(session.authorizations ?? {}))
    await endAtClient(ctx, clientId, authorization);
  await session.destroy();
  ctx.cookies.set(ctx.oidc.provider.cookieName('session'), null, cookie);
  ctx.oidc.provider.emit('end_session.success', ctx);
  ctx.status = 303;
  ctx.redirect(landing(ctx));
}
