// A new password in place of an initial one, or of one that is too old.
import type { AppError } from '../../src/core/errors.ts';
import type { PasswordDemands } from '../../src/credentials/password-policy.ts';
import type { RequestContext } from '../../src/web/context.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe } from '../html.ts';
import { layout } from '../layout.ts';
import { passwordRules, passwordStrength } from '../password-rules.ts';

export type ChangeFault = keyof Messages['signIn']['change']['faults'];

export type ChangePasswordPage = {
  action: string;
  username: string;
  proof: string;
  why: keyof Messages['signIn']['change']['why'];
  demands: PasswordDemands;
  fault: ChangeFault | AppError | undefined;
};

const sentenceOf = (t: Messages, fault: ChangeFault | AppError): string =>
  typeof fault === 'string' ? t.signIn.change.faults[fault] : t.errors[fault.code](fault.params);

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
    title: words.title[page.why],
    body: html`<section class="card">
      <h1>${words.title[page.why]}</h1>
      <p>${words.why[page.why]}</p>
      ${page.fault && html`<p class="notice bad" role="alert">${sentenceOf(t, page.fault)}</p>`}
      ${passwordRules(context, page.demands)}
      <form method="post" action="${page.action}">
        <input type="hidden" name="step" value="change-password" />
        <input type="hidden" name="proof" value="${page.proof}" />
        <input type="hidden" name="username" value="${page.username}" autocomplete="username" />
        ${newPassword('password', words.newPassword, { focus: true, bad })}
        ${passwordStrength(context, page.demands)}
        ${newPassword('again', words.again, { focus: false, bad })}
        <button class="primary block" type="submit">${words.submit}</button>
      </form>
    </section>`,
  });
}
