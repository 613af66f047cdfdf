// The engine's Grant (what one person has given one client) without asking the person: an application
// of the province gets what it is registered for and asks for.
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { personOf } from './account.ts';

async function ofSession(ctx: KoaContextWithOIDC, accountId: string): Promise<Grant | undefined> {
  const id = ctx.oidc.session?.grantIdFor(ctx.oidc.client!.clientId);
  const grant = id === undefined ? undefined : await ctx.oidc.provider.Grant.find(id);
  return grant?.accountId === accountId ? grant : undefined;
}

/** Undefined where the person may not enter: then nothing is granted or written. */
export async function loadExistingGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const person = personOf(ctx);
  if (!person?.entry.decision.allowed) return undefined;
  const { accountId } = person;
  const kept = await ofSession(ctx, accountId);
  const { clientId } = ctx.oidc.client!;
  const grant = kept ?? new ctx.oidc.provider.Grant({ accountId, clientId });
  const had = new Set(grant.getOIDCScope().split(' '));
  const asked = [...ctx.oidc.requestParamOIDCScopes].filter((scope) => !had.has(scope));
  if (asked.length > 0) grant.addOIDCScope(asked);
  if (!kept || asked.length > 0) await grant.save();
  return grant;
}
