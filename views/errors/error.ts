import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe } from '../html.ts';
import { helpContact } from '../help.ts';
import { layout } from '../layout.ts';

export function errorPage(
  context: RequestContext,
  error: { status: number; sentence: string },
): Safe {
  return layout(context, {
    title: String(error.status),
    body: html`<section class="card">
      <h1>${error.sentence}</h1>
      <p class="muted">${context.t.common.requestId(context.requestId)}</p>
      ${helpContact(context)}
      <p><a class="button" href="/">${context.t.common.back}</a></p>
    </section>`,
  });
}
