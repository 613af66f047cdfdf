// What a browser says of itself, in two words a person knows: browser and system. Pure. A guess for the
// eye only: anybody may send any text.

export type Device = { browser: string | null; system: string | null };

/** In this order: every browser also names those it resembles. */
const browsers: readonly [name: string, pattern: RegExp][] = [
  ['Zalo', /\bZalo\b/i],
  ['Facebook', /\bFB(AN|AV|_IAB)\b/],
  ['Cốc Cốc', /\bcoc_coc_browser\//i],
  ['Microsoft Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\/|\bOpera\b/],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|Chromium|HeadlessChrome)\//],
  ['Safari', /\bVersion\/[\d.]+ .*\bSafari\//],
  ['Internet Explorer', /\bMSIE |\bTrident\//],
];
const systems: readonly [name: string, pattern: RegExp][] = [
  ['Windows', /\bWindows( NT)?\b/],
  ['iPhone', /\biPhone\b|\biPod\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b|\bMacintosh\b/],
  ['Linux', /\bLinux\b|\bX11\b/],
];

const first = (list: readonly [string, RegExp][], text: string): string | null =>
  list.find(([, pattern]) => pattern.test(text))?.[0] ?? null;

/** @param userAgent the header as it was kept; null where there was none. */
export function deviceOf(userAgent: string | null): Device {
  const text = (userAgent ?? '').slice(0, 300);
  return { browser: first(browsers, text), system: first(systems, text) };
}
