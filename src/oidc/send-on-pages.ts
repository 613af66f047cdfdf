// The engine's page "Submitting Callback" in our words. It makes that page where it hands something over
// by POST: an answer in response mode form_post, and the end of one person's session where another has
// just signed in. It has no hook for it, so what it made is read and made anew.
import type { Response } from 'express';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { sendOnPage, type SendOn } from '../../views/oidc/send-on.ts';
import { contextOf } from '../web/context.ts';

const entities: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
const plain = (text = ''): string =>
  text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);

/** What the engine's form holds; undefined where the page is another. */
function formOfEngine(body: unknown): SendOn | undefined {
  if (typeof body !== 'string' || !body.includes('<title>Submitting Callback</title>'))
    return undefined;
  const action = /<form method="post" action="([^"]*)">/.exec(body)?.[1];
  const inputs = body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"\/>/g);
  const fields = [...inputs].map(([, name, value]) => ({ name: plain(name), value: plain(value) }));
  return { action: plain(action), fields };
}

/** Our page in the place of the engine's, under our policy: no script of the page's own is allowed. */
export function inOurWords(ctx: KoaContextWithOIDC): void {
  const form = formOfEngine(ctx.body);
  if (!form) return;
  ctx.body = sendOnPage(contextOf(ctx.res as unknown as Response), form).text;
  const policy = ctx.response.get('Content-Security-Policy');
  ctx.set('Content-Security-Policy', policy.replace(/ 'sha256-[^']*'/g, ''));
}
