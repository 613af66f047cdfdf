// Where the next delta goes on from, as it is kept: what the directory gave for each search, bound to
// the way it was asked and to the settings that say what is asked. With any of these changed it is worth nothing. Pure.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SourceSettings } from './settings.ts';

/** Ways to hear what changed. */
export type Method = 'syncrepl' | 'dirsync' | 'timestamp';

/** By search, or by what else the method asks for: the place it has come to. */
export type Places = Readonly<Record<string, string>>;

const kept = z.object({
  method: z.string(),
  settings: z.string(),
  places: z.record(z.string(), z.string()),
});

/** Differs where another reading would give other people: limits and waits do not count. */
function digestOf(settings: SourceSettings): string {
  const { urls, bindDn, bases, scope, filters, idAttribute } = settings;
  const { unitsFrom, groupsFrom, mapping, rules } = settings;
  const asked = { urls, bindDn, bases, scope, filters, idAttribute };
  const meant = { unitsFrom, groupsFrom, mapping, rules };
  return createHash('sha256').update(JSON.stringify({ asked, meant })).digest('base64url');
}

export const cookieOf = (method: Method, settings: SourceSettings, places: Places): string =>
  JSON.stringify({ method, settings: digestOf(settings), places });

/** Undefined where there is none, or none that is still good for this. */
export function placesIn(
  cookie: string | null,
  method: Method,
  settings: SourceSettings,
): Places | undefined {
  if (cookie === null) return undefined;
  try {
    const read = kept.parse(JSON.parse(cookie));
    if (read.method !== method || read.settings !== digestOf(settings)) return undefined;
    return read.places;
  } catch {
    return undefined;
  }
}
