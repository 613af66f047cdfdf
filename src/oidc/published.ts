// Discovery and the JWKS are the same for everybody until a key changes: the engine writes each out
// once, and it is sent from memory from then on. Each node does so for itself; a change of keys builds
// the engine anew (oidc.ts), which begins with nothing kept.
import type { RequestHandler } from 'express';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { publishedSeconds } from './lifetimes.ts';

export type Published = ReturnType<typeof createPublished>;

const paths: readonly unknown[] = ['/.well-known/openid-configuration', '/jwks'];
const cacheControl = `public, max-age=${publishedSeconds}`;

export function createPublished() {
  let writer: Provider | undefined;
  const kept = new Map<string, { type: string; body: Buffer }>();

  return {
    /** Forgets what another provider wrote; requests of that one still under way are not kept either. */
    writtenBy(provider: Provider): void {
      writer = provider;
      kept.clear();
    },

    /** The engine has just answered. */
    keep(ctx: KoaContextWithOIDC): void {
      if (!/^(discovery|jwks)$/.test(ctx.oidc?.route) || ctx.status !== 200) return;
      ctx.set('Cache-Control', cacheControl);
      if (ctx.method !== 'GET' || ctx.oidc.provider !== writer || !paths.includes(ctx.path)) return;
      const body = Buffer.from(JSON.stringify(ctx.body));
      kept.set(ctx.path, { type: ctx.response.get('Content-Type'), body });
    },

    /** With the headers the engine would set: any program in a browser may read both. */
    send: ((req, res, next) => {
      const document = req.method === 'GET' ? kept.get(req.path) : undefined;
      if (!document) return next();
      res.setHeader('Vary', 'Origin');
      res.setHeader('Access-Control-Allow-Origin', req.headers.origin ?? '*');
      res.setHeader('Cache-Control', cacheControl);
      res.setHeader('Content-Type', document.type);
      res.setHeader('Content-Length', document.body.length);
      res.end(document.body);
    }) satisfies RequestHandler,
  };
}
