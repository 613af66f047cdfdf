// What people see of the protocol engine itself: its errors and the two pages of signing out. Signing
// in is sign-in/'s. Also where the engine's context meets that of our pages.
import type { Response } from 'express';
import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { engineErrorPage } from '../../views/oidc/error.ts';
import { loggedOutPage, logoutPage } from '../../views/oidc/logout.ts';
import { isAppError } from '../core/errors.ts';
import type { Origin } from '../journal/actor.ts';
import { contextOf, originOf, type RequestContext } from '../web/context.ts';
import type { Clients } from './clients.ts';
import { isProven, logoutNow } from './logout-now.ts';

/** Koa wraps the very response that Express made. */
const responseOf = (ctx: KoaContextWithOIDC): Response => ctx.res as unknown as Response;
const pageContext = (ctx: KoaContextWithOIDC): RequestContext => contextOf(responseOf(ctx));

export const requestOrigin = (ctx: KoaContextWithOIDC): Origin => originOf(responseOf(ctx));

/** `server_error` hides whether another try may help. */
function codeOf(out: ErrorOut, error: Error): string {
  if (isAppError(error, 'database.unreachable')) return 'temporarily_unavailable';
  return error.constructor.name === 'SessionNotFound' ? 'interaction_gone' : out.error;
}

export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut, error: Error): void {
  const context = pageContext(ctx);
  const code = codeOf(out, error);
  responseOf(ctx).locals['errorCode'] = code;
  if (code === 'temporarily_unavailable') ctx.status = 503;
  ctx.type = 'html';
  ctx.body = engineErrorPage(context, { code, description: out.error_description }).text;
}

/** `cookie` are the options under which the session's cookie was set: it is taken back by the same. */
export function createLogoutPages(deps: { clients: Clients; cookie: object }) {
  async function nameOf(clientId: string | undefined, context: RequestContext) {
    const application = clientId === undefined ? undefined : await deps.clients.find(clientId);
    return context.locale === 'vi' ? application?.name : application?.nameEn;
  }

  return {
    /**
     * Asks before signing out, unless the application proved whose session it ends. The engine's own
     * form is left aside for one in our words.
     */
    async logoutSource(ctx: KoaContextWithOIDC): Promise<void> {
      if (isProven(ctx)) return logoutNow(ctx, deps.cookie);
      const context = pageContext(ctx);
      ctx.body = logoutPage(context, {
        action: new URL(ctx.oidc.urlFor('end_session_confirm')).pathname,
        xsrf: String(ctx.oidc.session?.state?.['secret']),
        application: await nameOf(ctx.oidc.client?.clientId, context),
      }).text;
    },

    async postLogoutSuccessSource(ctx: KoaContextWithOIDC): Promise<void> {
      const context = pageContext(ctx);
      ctx.type = 'html';
      ctx.body = loggedOutPage(context, {
        application: await nameOf(ctx.oidc.client?.clientId, context),
      }).text;
    },
  };
}
