// Signing out: the question, and the answer.
import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe } from '../html.ts';
import { layout } from '../layout.ts';

export function logoutPage(
  context: RequestContext,
  form: { action: string; xsrf: string; application: string | undefined },
): Safe {
  const { t } = context;
  return layout(context, {
    title: t.oidc.logoutTitle,
    body: html`<section class="card">
      <h1>${t.oidc.logoutTitle}</h1>
      <p>${t.oidc.logoutExplained}</p>
      <form method="post" action="${form.action}">
        <input type="hidden" name="xsrf" value="${form.xsrf}" />
        <div class="actions">
          <button class="primary" type="submit" name="logout" value="yes">
            ${t.oidc.logoutEverywhere}
          </button>
          ${
            form.application &&
            html`<button type="submit">${t.oidc.logoutHereOnly(form.application)}</button>`
          }
          <a class="button" href="/">${t.oidc.stay}</a>
        </div>
      </form>
    </section>`,
  });
}

export function loggedOutPage(
  context: RequestContext,
  done: { application: string | undefined },
): Safe {
  const { t } = context;
  const title = done.application ? t.oidc.loggedOutOf(done.application) : t.oidc.loggedOut;
  return layout(context, {
    title,
    body: html`<section class="card">
      <h1>${title}</h1>
      <p>${done.application ? t.oidc.loggedOutHereOnly : t.oidc.loggedOutAdvice}</p>
      <p><a class="button" href="/">${t.oidc.toPortal}</a></p>
    </section>`,
  });
}
