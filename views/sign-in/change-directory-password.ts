// A new password in place of one that the directory no longer lets in.
import type { DirectoryPasswordFault } from '../../src/credentials/directory-password.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { faultAbove, passwordFields } from '../directory-password.ts';
import { html, type Safe } from '../html.ts';
import { layout } from '../layout.ts';

export type ChangeDirectoryPasswordPage = {
  action: string;
  username: string;
  proof: string;
  why: 'must-change' | 'expired';
  fault: DirectoryPasswordFault | undefined;
};

export function changeDirectoryPasswordPage(
  context: RequestContext,
  page: ChangeDirectoryPasswordPage,
): Safe {
  const { t } = context;
  const words = t.password;
  return layout(context, {
    title: words.title,
    body: html`<section class="card">
      <h1>${words.title}</h1>
      <p>${words.why[page.why]}</p>
      <p class="muted">${words.about}</p>
      ${faultAbove(t, page.fault)}
      <form method="post" action="${page.action}">
        <input type="hidden" name="step" value="change-password" />
        <input type="hidden" name="proof" value="${page.proof}" />
        <input type="hidden" name="username" value="${page.username}" autocomplete="username" />
        ${passwordFields(t, page.fault)}
        <button class="primary block" type="submit">${words.submitAndGo}</button>
      </form>
    </section>`,
  });
}
