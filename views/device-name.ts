// What a browser said of itself, in words a person knows; anybody may send any text.
import type { Messages } from '../src/web/messages/messages.ts';

export type Device = { browser: string | null; system: string | null };

export function deviceName(t: Messages, { browser, system }: Device): string {
  const words = t.portal.devices;
  if (!browser && !system) return words.unknown;
  return words.device(browser ?? words.unknownBrowser, system ?? words.unknownSystem);
}
