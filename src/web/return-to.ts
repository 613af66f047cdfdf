// Where to go after signing in: a page of this very site, never another one (open redirect). Pure.

const longest = 1000;
const never = /^\/(login|callback|logout|backchannel-logout)(\/|\?|$)/;

/** Path and query of a page of `site`; `/` where the text names anything else. */
export function returnTo(site: URL, asked: unknown): string {
  if (typeof asked !== 'string' || asked.length > longest || !asked.startsWith('/')) return '/';
  if (!URL.canParse(asked, site.href)) return '/';
  const url = new URL(asked, site); // as a browser would read it: `\` and tabs included
  const path = url.pathname + url.search;
  if (url.origin !== site.origin || /^\/[/\\]/.test(path) || never.test(path)) return '/';
  return path;
}
