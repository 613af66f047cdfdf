// A web site of ours: the public one (sign-in, protocol, portal) or the console. The order of its
// middleware is the list in createSite, and nowhere else.
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, type Router } from 'express';
import { AppError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { SettingValues } from '../settings/registry.ts';
import type { RequestContext } from './context.ts';
import { errorHandler } from './error-response.ts';
import { chooseLocale } from './locale.ts';
import { messagesFor } from './messages/messages.ts';
import { sameOrigin } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { chosenTheme, themeChoice } from './theme.ts';

export type Mount = { path: string | RegExp; handler: RequestHandler | Router };

export type SiteOptions = {
  url: URL; // the origin that people open
  trustedProxies: readonly string[];
  demo: boolean;
  settings: () => Promise<SettingValues>;
  logger: Logger;
  ready: () => Promise<void>; // rejects while this node cannot serve
  beforeBody?: readonly Mount[]; // parse their own bodies: the protocol engine
  pages: readonly Mount[];
};

const assets = fileURLToPath(new URL('../../views/assets', import.meta.url));
const require = createRequire(import.meta.url);
/** @simplewebauthn/browser, as one file that sets a global of its own. */
const webauthn = join(
  dirname(require.resolve('@simplewebauthn/browser')),
  '../dist/bundle/index.umd.min.js',
);
const htmx = require.resolve('htmx.org/dist/htmx.min.js');

const requestLine =
  (logger: Logger): RequestHandler =>
  (req, res, next) => {
    const began = performance.now();
    const [path] = req.originalUrl.split('?'); // codes and tokens travel in the query: never logged
    res.on('finish', () => {
      if (path?.startsWith('/assets/')) return;
      const { requestId } = res.locals['context'] as RequestContext;
      logger.info({
        requestId,
        method: req.method,
        path: path?.slice(0, 200),
        status: res.statusCode,
        error: res.locals['errorCode'] as string | undefined,
        ms: Math.round(performance.now() - began),
      });
    });
    next();
  };

const setContext =
  (options: SiteOptions): RequestHandler =>
  async (req, res, next) => {
    const settings = await options.settings();
    const locale = chooseLocale(req, res, settings.firstLanguage);
    const context: RequestContext = {
      requestId: randomUUID(),
      address: req.ip ?? null,
      userAgent: req.get('user-agent') ?? null,
      locale,
      t: messagesFor(locale),
      theme: chosenTheme(req),
      demo: options.demo,
      settings,
      path: req.originalUrl,
    };
    res.locals['context'] = context;
    res.set('X-Request-Id', context.requestId);
    next();
  };

/** Host pinned: links and tokens are never built from what a request claims to be. */
const knownHost =
  (site: URL): RequestHandler =>
  (req, _res, next) =>
    next(req.headers.host === site.host ? undefined : new AppError('request.unknown-host'));

/** Kept, and asked about each time: nobody loads them anew for every page, nor sees those before an update. */
const keepAssets: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-cache');
  next();
};

const health = (ready: SiteOptions['ready']): Router =>
  express
    .Router()
    .get('/live', (_req, res) => void res.type('text').send('ok'))
    .get('/ready', async (_req, res) => {
      const up = await ready().then(
        () => true,
        () => false,
      );
      res
        .status(up ? 200 : 503)
        .type('text')
        .send(up ? 'ok' : 'not ready');
    });

export function createSite(options: SiteOptions): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', [...options.trustedProxies]);
  app.set('query parser', 'simple');
  app.set('env', 'production'); // should an error page fail, Express's own tells no stack

  app.use('/health', health(options.ready)); // also where nothing can be read
  app.use(setContext(options));
  app.use(requestLine(options.logger));
  app.use(securityHeaders(options.url));
  app.use(knownHost(options.url));
  app.use('/assets', keepAssets);
  app.get('/assets/htmx.js', (_req, res) => res.sendFile(htmx));
  app.get('/assets/webauthn.js', (_req, res) => res.sendFile(webauthn));
  app.use('/assets', express.static(assets, { index: false, fallthrough: false }));
  for (const mount of options.beforeBody ?? []) app.use(mount.path, mount.handler);
  app.use(express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 500 }));
  app.use(sameOrigin(options.url));
  app.use(themeChoice(options.url));
  for (const mount of options.pages) app.use(mount.path, mount.handler);
  app.use(() => {
    throw new AppError('request.not-found');
  });
  app.use(errorHandler(options.logger));
  return app;
}
