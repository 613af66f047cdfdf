// A form that goes on by itself: what the protocol engine hands over by POST (to an application, or to
// itself). Where scripts are off, a button sends it.
import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe } from '../html.ts';
import { layout } from '../layout.ts';

export type SendOn = { action: string; fields: readonly { name: string; value: string }[] };

export function sendOnPage(context: RequestContext, { action, fields }: SendOn): Safe {
  const { t } = context;
  return layout(context, {
    title: t.oidc.sendOnTitle,
    head: html`<script src="/assets/send-on.js" defer></script>`,
    body: html`<section class="card">
      <h1>${t.oidc.sendOnTitle}</h1>
      <p>${t.oidc.sendOnExplained}</p>
      <form method="post" action="${action}" data-sends-itself>
        ${fields.map(
          ({ name, value }) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <div class="actions"><button class="primary">${t.oidc.sendOn}</button></div>
      </form>
    </section>`,
  });
}
