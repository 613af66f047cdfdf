// What went wrong between an application and the engine, in words; the code is for the application's makers.
import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe } from '../html.ts';
import { helpContact } from '../help.ts';
import { layout } from '../layout.ts';

export function engineErrorPage(
  context: RequestContext,
  error: { code: string; description: string | undefined },
): Safe {
  const { t } = context;
  const sentence = t.oidc.errors[error.code as keyof typeof t.oidc.errors] ?? t.oidc.errors.other;
  return layout(context, {
    title: t.oidc.errorTitle,
    body: html`<section class="card">
      <h1>${t.oidc.errorTitle}</h1>
      <p>${sentence}</p>
      <p class="muted">
        ${t.oidc.forMakers}
        <code>${error.code}${error.description && html`: ${error.description}`}</code>
      </p>
      <p class="muted">${t.common.requestId(context.requestId)}</p>
      ${helpContact(context)}
      <p><a class="button" href="/">${t.oidc.toPortal}</a></p>
    </section>`,
  });
}
