// A new password in place of the initial one.
import type { RequestContext } from '../../src/web/context.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import type { PasswordFault } from '../../src/credentials/password-policy.ts';
import { html, type Safe } from '../html.ts';
import { layout } from '../layout.ts';

export type ChangeFault = PasswordFault | keyof Messages['signIn']['change']['faults'];

export type ChangePasswordPage = {
  action: string;
  username: string;
  proof: string;
  fault: ChangeFault | undefined;
};

function sentenceOf(t: Messages, fault: ChangeFault): string {
  const { faults } = t.signIn.change;
  return fault in faults
    ? faults[fault as keyof typeof faults]
    : t.errors[`password.${fault as PasswordFault}`]({});
}

const newPassword = (name: string, label: string, options: { focus: boolean; bad: boolean }) =>
  html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="password"
      autocomplete="new-password"
      required
      aria-describedby="rules"
      ${options.bad && html`aria-invalid="true"`}
      ${options.focus && html`autofocus`}
    />
  </div>`;

export function changePasswordPage(context: RequestContext, page: ChangePasswordPage): Safe {
  const { t } = context;
  const words = t.signIn.change;
  const bad = page.fault !== undefined;
  return layout(context, {
    title: words.title,
    body: html`<section class="card">
      <h1>${words.title}</h1>
      <p>${words.why}</p>
      ${page.fault && html`<p class="notice bad" role="alert">${sentenceOf(t, page.fault)}</p>`}
      <div id="rules">
        <p class="list-title">${words.rules}</p>
        <ul>
          ${Object.values(words.rule).map((rule) => html`<li>${rule}</li>`)}
        </ul>
      </div>
      <form method="post" action="${page.action}">
        <input type="hidden" name="step" value="change-password" />
        <input type="hidden" name="proof" value="${page.proof}" />
        <input type="hidden" name="username" value="${page.username}" autocomplete="username" />
        ${newPassword('password', words.newPassword, { focus: true, bad })}
        ${newPassword('again', words.again, { focus: false, bad })}
        <button class="primary block" type="submit">${words.submit}</button>
      </form>
    </section>`,
  });
}
