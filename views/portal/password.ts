// The person's own change of the password that the directory keeps.
import type { DirectoryPasswordFault } from '../../src/credentials/directory-password.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { faultAbove, passwordFields } from '../directory-password.ts';
import { html, type Safe } from '../html.ts';
import { portalPage } from './frame.ts';

export type OwnPasswordPage = {
  person: { fullName: string; username: string };
  fault: DirectoryPasswordFault | undefined;
};

export function ownPasswordPage(context: RequestContext, page: OwnPasswordPage): Safe {
  const { t } = context;
  const words = t.password;
  return portalPage(context, {
    section: 'account',
    title: words.title,
    fullName: page.person.fullName,
    body: html`<div class="prose">
      <h1>${words.title}</h1>
      <form class="card" method="post" action="/account/password">
        <p>${words.about}</p>
        <p class="muted">${words.othersEnd}</p>
        ${faultAbove(t, page.fault)}
        <input
          type="hidden"
          name="username"
          value="${page.person.username}"
          autocomplete="username"
        />
        ${passwordFields(t, page.fault)}
        <div class="actions">
          <button class="primary" type="submit">${words.submit}</button>
          <a class="button" href="/account">${t.common.cancel}</a>
        </div>
      </form>
    </div>`,
  });
}
