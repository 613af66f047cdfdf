// Finds the pages of a site by its links: one of each kind, so that a thousand people are one page.
import type { Page } from 'playwright-core';

const most = 120;
const never = /^\/(login|logout|callback|assets|oidc)(\/|\?|$)|^\/console$|\.(csv|xlsx)$|\/export/;

/** Ids and filters do not make another kind of page; the name of a filter does. */
function kindOf(path: string): string {
  const [pathname = '/', query = ''] = path.split('?');
  const names = [...new URLSearchParams(query).keys()].filter(
    (name) => name !== 'after' && name !== 'before',
  );
  const parts = pathname
    .split('/')
    .map((part) => (/^[0-9a-f]{8}-|^\d+$/.test(part) || part.length > 24 ? ':id' : part));
  const [, first, second, third] = parts;
  if (first === 'positions' && second) parts.splice(2, 1, ':code');
  if (first === 'settings' && second === 'of') parts.splice(3, 1, ':key');
  if (first === 'catalogs' && parts.length > 2) parts.splice(2, 1, ':catalog');
  if (third === 'items') parts.splice(4, 1, ':code');
  return `${parts.join('/')}?${names.toSorted().join('&')}`;
}

async function linksOf(page: Page): Promise<string[]> {
  return page.evaluate<
    string[]
  >(`[...document.querySelectorAll('main a[href], nav:not(.language) a[href]')]
    .map((a) => new URL(a.href)).filter((u) => u.origin === location.origin).map((u) => u.pathname + u.search)`);
}

/** Paths of `origin`, nearest to the first page first. */
export async function walk(page: Page, origin: string): Promise<string[]> {
  const found = new Map<string, string>([['/?', '/']]);
  for (let at = 0; at < found.size && found.size < most; at++) {
    const path = [...found.values()][at]!;
    const answer = await page.goto(origin + path).catch(() => null); // a file, not a page
    if (!answer?.headers()['content-type']?.startsWith('text/html')) {
      found.delete(kindOf(path));
      at--;
      continue;
    }
    for (const link of await linksOf(page))
      if (!never.test(link) && !found.has(kindOf(link))) found.set(kindOf(link), link);
  }
  return [...found.values()];
}
