// Reads cookies, and names ours: __Host- where the site is on https (RFC 6265bis, section 4.1.3.2).
import type { Request } from 'express';

export function readCookie(req: Pick<Request, 'headers'>, name: string): string | undefined {
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=').replace(/^"|"$/g, '');
  }
  return undefined;
}

/** Of what a browser prefers: on whichever of our sites it is. */
export const preferenceName = (req: Pick<Request, 'secure'>, name: string): string =>
  req.secure ? `__Host-${name}` : name;

/** Cookies do not know ports: portal and console on one host need names of their own. */
export function cookieName(site: URL, name: string): string {
  return site.protocol === 'https:' ? `__Host-${name}` : name;
}
