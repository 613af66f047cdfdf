// Security headers of every answer. The policy is strict: nothing inline, nothing from outside.
import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

const policy = (formAction: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    `form-action ${formAction}`,
  ].join('; ');

/** What helmet sets never differs from one request to the next: it is asked once. */
function commonHeaders(site: URL): [name: string, value: string][] {
  const headers: [string, string][] = [];
  const setHeader = (name: string, value: string) => headers.push([name, value]);
  const recorder = { setHeader, removeHeader: () => undefined } as unknown as Response;
  const set = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity:
      site.protocol === 'https:' ? { maxAge: 63072000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  set({} as Request, recorder, () => undefined);
  return headers;
}

export function securityHeaders(site: URL): RequestHandler {
  const headers: [string, string][] = [
    ['Content-Security-Policy', policy("'self'")],
    ['Cache-Control', 'no-store'],
    ...commonHeaders(site),
  ];
  return (_req, res, next) => {
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  };
}

/**
 * Chromium applies form-action to the redirects that follow a form as well, so a page whose form
 * ends at an application must name that application's origins.
 */
export function allowFormTargets(res: Response, origins: readonly string[]): void {
  res.set('Content-Security-Policy', policy(["'self'", ...origins].join(' ')));
}
