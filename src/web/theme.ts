// Light, dark, or as the device says: a choice kept in a cookie and drawn by the server, so that no
// page flashes in the other colours first. The form stands at the foot of every page.
import { Router, type Request } from 'express';
import { preferenceName, readCookie } from './cookies.ts';
import { returnTo } from './return-to.ts';

const themes = ['device', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const cookie = 'motchia_theme';
const year = 365 * 24 * 3600 * 1000;

const isTheme = (text: unknown): text is Theme => (themes as readonly unknown[]).includes(text);

export function chosenTheme(req: Pick<Request, 'headers' | 'secure'>): Theme {
  const kept = readCookie(req, preferenceName(req, cookie));
  return isTheme(kept) ? kept : 'device';
}

/** POST /theme: keeps the choice and goes back to the page it was made on. */
export function themeChoice(site: URL): Router {
  return Router().post('/theme', (req, res) => {
    const { theme, return_to: back } = (req.body ?? {}) as Record<string, unknown>;
    if (isTheme(theme))
      res.cookie(preferenceName(req, cookie), theme, {
        maxAge: year,
        sameSite: 'lax',
        httpOnly: true,
        secure: req.secure,
      });
    res.redirect(303, returnTo(site, back));
  });
}
