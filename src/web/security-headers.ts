// Security headers of every answer. The policy is strict: nothing inline, nothing from outside.
import type { RequestHandler, Response } from 'express';
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

export function securityHeaders(site: URL): RequestHandler {
  const common = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity:
      site.protocol === 'https:' ? { maxAge: 63072000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  return (req, res, next) => {
    res.set('Content-Security-Policy', policy("'self'"));
    res.set('Cache-Control', 'no-store');
    common(req, res, next);
  };
}

/**
 * Chromium applies form-action to the redirects that follow a form as well, so a page whose form
 * ends at an application must name that application's origins.
 */
export function allowFormTargets(res: Response, origins: readonly string[]): void {
  res.set('Content-Security-Policy', policy(["'self'", ...origins].join(' ')));
}
