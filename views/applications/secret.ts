// The only page that ever shows a secret: the answer to the form that made it, never an address.
import type { Application } from '../../src/applications/application.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { facts } from '../console/facts.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe } from '../html.ts';
import { nameIn } from '../named.ts';

export function secretPage(
  context: ConsoleContext,
  { application, secret, issuer }: { application: Application; secret: string; issuer: string },
): Safe {
  const { t } = context;
  const here = `/applications/${application.id}`;
  return consolePage(context, {
    section: 'applications',
    title: t.applications.secretTitle,
    up: { href: here, label: nameIn(context, application) },
    body: html`<section class="card">
      <p class="notice warn">${t.applications.secretNote}</p>
      ${facts([
        [t.applications.issuer, html`<span class="mono">${issuer}</span>`],
        [t.applications.clientId, html`<span class="mono">${application.clientId}</span>`],
        [t.applications.secret, html`<code class="secret">${secret}</code>`],
      ])}
      <div class="actions"><a class="button" href="${here}">${t.applications.secretDone}</a></div>
    </section>`,
  });
}
