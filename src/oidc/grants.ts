// The engine's Grant (what one person has given one client) without asking the person: an application
// of the province gets what it is registered for and asks for.
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { personOf } from './account.ts';
import type { Resources } from './resources.ts';

async function ofSession(ctx: KoaContextWithOIDC, accountId: string): Promise<Grant | undefined> {
  const id = ctx.oidc.session?.grantIdFor(ctx.oidc.client!.clientId);
  const grant = id === undefined ? undefined : await ctx.oidc.provider.Grant.find(id);
  return grant?.accountId === accountId ? grant : undefined;
}

export const loadGrantsWith =
  (resources: Pick<Resources, 'grant'>) =>
  /** Undefined where the person may not enter: then nothing is granted or written. */
  async (ctx: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const person = personOf(ctx);
    if (!person?.entry.decision.allowed) return undefined;
    const { accountId } = person;
    const kept = await ofSession(ctx, accountId);
    const { clientId } = ctx.oidc.client!;
    const grant = kept ?? new ctx.oidc.provider.Grant({ accountId, clientId });
    const had = new Set(grant.getOIDCScope().split(' '));
    const asked = [...ctx.oidc.requestParamOIDCScopes].filter((scope) => !had.has(scope));
    if (asked.length > 0) grant.addOIDCScope(asked);
    const more = await resources.grant(ctx, accountId, grant);
    if (!kept || asked.length > 0 || more) await grant.save();
    return grant;
  };
