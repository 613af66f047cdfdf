// Which language a page speaks: asked in the address (?lang), else the cookie, else what the
// administrators set: one language for everybody, or the browser's wish, else Vietnamese.
import type { Request, Response } from 'express';
import { preferenceName, readCookie } from './cookies.ts';
import { isLocale, type Locale } from './messages/messages.ts';

const cookie = 'motchia_lang';
const year = 365 * 24 * 3600 * 1000;

function wished(header: string | undefined): Locale {
  for (const part of (header ?? '').split(',')) {
    const language = part.trim().slice(0, 2).toLowerCase();
    if (isLocale(language)) return language;
  }
  return 'vi';
}

/** The first language of OpenID Connect's `ui_locales`. */
const uiLocale = (list: unknown) => (typeof list === 'string' ? list.slice(0, 2) : undefined);

/** Whether the person picked a language, here or earlier; else an application may wish for one. */
export const hasChosenLocale = (req: Request): boolean =>
  req.query['lang'] !== undefined || isLocale(readCookie(req, preferenceName(req, cookie)));

/** This browser speaks it from now on. */
export function keepLocale(req: Request, res: Response, locale: Locale): void {
  const options = { sameSite: 'lax', httpOnly: true, secure: req.secure } as const;
  res.cookie(preferenceName(req, cookie), locale, { ...options, maxAge: year });
}

/** Also remembers a language asked for in the address. */
export function chooseLocale(req: Request, res: Response, first: Locale | 'browser'): Locale {
  const { query } = req; // parsed anew at each mention
  const asked = query['lang'] ?? uiLocale(query['ui_locales']);
  if (isLocale(asked)) {
    if (query['lang'] !== undefined) keepLocale(req, res, asked);
    return asked;
  }
  const kept = readCookie(req, preferenceName(req, cookie));
  if (isLocale(kept)) return kept;
  return first === 'browser' ? wished(req.get('accept-language')) : first;
}
