import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe } from '../html.ts';
import { layout } from '../layout.ts';

/** Signed in, but no administrator. Its button signs out, so that another account can be used. */
export function forbiddenPage(context: RequestContext, name: string | undefined): Safe {
  const { t } = context;
  return layout(context, {
    title: t.console.forbidden.title,
    body: html`<section class="card">
      <h1>${t.console.forbidden.title}</h1>
      <p>${t.console.forbidden.sentence(name ?? '')}</p>
      <p>${t.console.forbidden.advice}</p>
      <form method="post" action="/logout">
        <button class="primary">${t.common.signOut}</button>
      </form>
    </section>`,
  });
}
