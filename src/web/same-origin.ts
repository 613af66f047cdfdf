// Refuses forms that another site's page sends with a person's cookies (CSRF). Browsers say where a
// request comes from (Fetch Metadata, Origin); a request that says neither and carries cookies is refused.
import type { RequestHandler } from 'express';
import { AppError } from '../core/errors.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

export function sameOrigin(site: URL): RequestHandler {
  return (req, _res, next) => {
    if (safe.has(req.method)) return next();
    const fetchSite = req.get('sec-fetch-site');
    const origin = req.get('origin');
    const ours =
      origin !== undefined
        ? origin === site.origin
        : fetchSite !== undefined
          ? fetchSite === 'same-origin'
          : req.get('cookie') === undefined;
    return next(ours ? undefined : new AppError('request.foreign-origin'));
  };
}
