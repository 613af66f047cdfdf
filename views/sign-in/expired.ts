import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe } from '../html.ts';
import { helpContact } from '../help.ts';
import { layout } from '../layout.ts';

export function expiredPage(context: RequestContext): Safe {
  const words = context.t.signIn.expired;
  return layout(context, {
    title: words.title,
    body: html`<section class="card">
      <h1>${words.title}</h1>
      <p>${words.explained}</p>
      <p>${words.advice}</p>
      ${helpContact(context)}
      <p><a class="button primary" href="/">${words.portal}</a></p>
    </section>`,
  });
}
