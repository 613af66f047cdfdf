// The cookie by which a browser is known to an account, on the site where people sign in. Long-lived, and no
// proof of anything: what it means is credentials/known-devices.ts's.
import type { Request, Response } from 'express';
import { cookieName, readCookie } from './cookies.ts';

export type DeviceCookie = ReturnType<typeof createDeviceCookie>;

export function createDeviceCookie(deps: {
  site: URL;
  days: number;
  devices: { fresh(): string; isOurs(value: string | undefined): value is string };
}) {
  const { site, devices } = deps;
  const name = cookieName(site, 'motchia_known');

  /** Undefined where there is none, or one that we did not make. */
  function read(req: Pick<Request, 'headers'>): string | undefined {
    const value = readCookie(req, name);
    return devices.isOurs(value) ? value : undefined;
  }

  return {
    read,
    /** Of this browser, or a new one for it. */
    of: (req: Pick<Request, 'headers'>): string => read(req) ?? devices.fresh(),
    keep: (res: Response, value: string): void =>
      void res.cookie(name, value, {
        httpOnly: true,
        sameSite: 'lax',
        secure: site.protocol === 'https:',
        path: '/',
        maxAge: deps.days * 24 * 3600 * 1000,
      }),
  };
}
