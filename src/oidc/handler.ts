// The engine behind Express. Before it: host and scheme pinned, bodies bounded. Around it: one unit of
// work per request, committed before the answer leaves; what failed to commit is answered as failed.
import type { Request, RequestHandler, Response } from 'express';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { AppError, isAppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { originsOf, type Clients } from './clients.ts';
import type { Entries } from './entries.ts';
import type { Published } from './published.ts';
import { inOurWords } from './send-on-pages.ts';
import { SpentError, StaleError, type UnitsOfWork, type Work } from './unit-of-work.ts';

const bodyLimit = 64 * 1024;

/** The only things the engine may build its addresses from. */
export function pinTo(issuer: URL): RequestHandler {
  return (req, _res, next) => {
    req.headers['x-forwarded-host'] = issuer.host;
    req.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
    next();
  };
}

export const boundRequest: RequestHandler = (req, _res, next) => {
  if (Number(req.headers['content-length'] ?? 0) > bodyLimit)
    return next(new AppError('request.too-large'));
  // PostgreSQL keeps no NUL, and no parameter has a use for one.
  return next(/%00/.test(req.originalUrl) ? new AppError('request.malformed') : undefined);
};

export type EngineCallback = ReturnType<Provider['callback']>;

const localsOf = (ctx: KoaContextWithOIDC) => (ctx.res as unknown as Response).locals;

function withoutCookies(ctx: KoaContextWithOIDC): void {
  ctx.remove('Set-Cookie');
  ctx.remove('Location');
}

/** An OAuth error (RFC 6749, section 5.2) in the place of an answer that must not leave. */
function answerError(ctx: KoaContextWithOIDC, status: number, error: string): void {
  withoutCookies(ctx);
  ctx.status = status;
  ctx.body = { error };
  localsOf(ctx)['errorCode'] = error;
}

/** Chromium lets a form lead on to another site only where the page names it. */
async function nameFormTargets(ctx: KoaContextWithOIDC, clients: Clients): Promise<void> {
  // Where another person has just signed in, the way on leads through the end of the session before.
  const { clientId: next } = (ctx.oidc.session?.state ?? {}) as { clientId?: string };
  const clientId = ctx.oidc.client?.clientId ?? next;
  const policy = ctx.response.get('Content-Security-Policy');
  if (clientId === undefined || !ctx.response.is('html')) return;
  const origins = originsOf((await clients.metadata(clientId)) ?? {});
  ctx.set(
    'Content-Security-Policy',
    policy.replace(/form-action 'self'/, `form-action 'self' ${origins.join(' ')}`.trim()),
  );
}

/**
 * Nobody is signed in, so there is nothing to confirm: straight on to where the application asked. The
 * engine's session for the question it would ask is not kept: strangers could fill the table with them.
 */
function skipEmptyLogout(ctx: KoaContextWithOIDC, work: Work): void {
  const { session } = ctx.oidc;
  if (ctx.oidc.route !== 'end_session' || ctx.status !== 200 || session?.accountId) return;
  const state = session?.state as { postLogoutRedirectUri?: string; state?: string } | undefined;
  const target = new URL(state?.postLogoutRedirectUri ?? ctx.oidc.urlFor('end_session_success'));
  if (state?.postLogoutRedirectUri !== undefined && state.state !== undefined)
    target.searchParams.set('state', state.state);
  work.discard();
  withoutCookies(ctx);
  ctx.status = 303;
  ctx.redirect(target.href);
}

export function createHandler(deps: {
  logger: Logger;
  units: UnitsOfWork;
  clients: Clients;
  entries: Entries;
  published: Published;
}) {
  const { logger, units, clients, entries, published } = deps;

  async function refuseCommit(ctx: KoaContextWithOIDC, error: unknown): Promise<void> {
    if (error instanceof SpentError) {
      answerError(ctx, error.message === 'invalid_client' ? 401 : 400, error.message);
      if (error.replayed) await entries.replayed(ctx, error.replayed);
      return;
    }
    if (error instanceof StaleError && ctx.method === 'GET') {
      // What changed meanwhile is read anew; the browser has the newer cookie by then.
      withoutCookies(ctx);
      ctx.status = 303;
      return ctx.redirect((ctx.req as Request).originalUrl); // Koa's own lacks the mount
    }
    if (error instanceof StaleError) return answerError(ctx, 400, 'invalid_request');
    answerFailure(ctx, error);
  }

  function answerFailure(ctx: KoaContextWithOIDC, error: unknown): void {
    if (ctx.accepts('json', 'html') === 'html') {
      withoutCookies(ctx);
      return handOver(ctx, error);
    }
    const outage = isAppError(error, 'database.unreachable');
    if (!outage) logger.error({ err: error, path: ctx.path }, 'unexpected error in the engine');
    answerError(ctx, outage ? 503 : 500, outage ? 'temporarily_unavailable' : 'server_error');
  }

  async function settle(ctx: KoaContextWithOIDC, work: Work): Promise<void> {
    if (ctx.status >= 500) {
      work.discard();
      return withoutCookies(ctx);
    }
    if (ctx.oidc) {
      skipEmptyLogout(ctx, work);
      inOurWords(ctx);
      entries.began(ctx);
      await nameFormTargets(ctx, clients);
    }
    try {
      await units.commit(work);
    } catch (error) {
      await refuseCommit(ctx, error).catch((again: unknown) => answerFailure(ctx, again));
    }
  }

  /** Leaves the answer to Express: unknown paths and what nobody expected. */
  function handOver(ctx: KoaContextWithOIDC, error: unknown): void {
    ctx.respond = false;
    localsOf(ctx)['engineError'] = error;
  }

  async function around(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
    await units.run(async (work) => {
      try {
        await next();
        await settle(ctx, work);
      } catch (error) {
        return handOver(ctx, error);
      }
      if (ctx.status === 404 && !ctx.body) handOver(ctx, new AppError('request.not-found'));
      published.keep(ctx);
    });
  }

  function logFailure(ctx: KoaContextWithOIDC, error: Error): void {
    const { requestId } = localsOf(ctx)['context'] as { requestId: string };
    if (isAppError(error, 'database.unreachable')) {
      answerError(ctx, 503, 'temporarily_unavailable');
      return logger.warn({ requestId, err: error }, 'the database cannot be reached');
    }
    logger.error({ requestId, err: error }, 'unexpected error in the engine');
  }

  const noteError = (ctx: KoaContextWithOIDC, error: Error): void => {
    localsOf(ctx)['errorCode'] = error.message.slice(0, 60); // the code of RFC 6749, not the description
  };

  return {
    attach(provider: Provider): void {
      published.writtenBy(provider);
      provider.use(around as never);
      provider.on('server_error', logFailure);
      for (const event of refusals) provider.on(event as 'grant.error', noteError);
      // Koa's own event, for a socket that breaks while an answer is being sent.
      provider.on('error' as 'server_error', (error: unknown) =>
        logger.warn(
          { reason: error instanceof Error ? error.message : 'unknown' },
          'an answer of the engine could not be sent',
        ),
      );
    },
    /** Express's half: runs the provider of the moment. */
    run(current: () => EngineCallback | undefined): RequestHandler {
      return async (req, res, next) => {
        const engine = current();
        if (!engine) return next(new AppError('database.unreachable'));
        await engine(req, res);
        if (res.locals['engineError'] !== undefined) next(res.locals['engineError']);
      };
    },
  };
}

const refusals = [
  'authorization.error',
  'grant.error',
  'device_authorization.error',
  'code_verification.error',
  'device_resume.error',
  'introspection.error',
  'revocation.error',
  'userinfo.error',
  'end_session.error',
  'end_session_confirm.error',
  'end_session_success.error',
  'jwks.error',
  'discovery.error',
] as const;
