// The second step, after the password: a code, a key, or a recovery code. Works without a script, keys apart.
import type { RequestContext } from '../../src/web/context.ts';
import { helpContact } from '../help.ts';
import { html, type Safe, type Value } from '../html.ts';
import { layout } from '../layout.ts';
import { codeField, passkeyForm, passkeyScripts } from '../second-factor/parts.ts';

export type SecondFactorFault =
  { code: 'malformed' | 'wrong' | 'cloned' | 'key-refused' } | { code: 'wait'; seconds: number };

export type SecondFactorPage = {
  action: string;
  application: string;
  person: { fullName: string; username: string };
  reason: string | undefined;
  has: { totp: boolean; passkey: boolean; recovery: boolean };
  trustDays: number; // 0: not offered
  fault: SecondFactorFault | undefined;
  method: string | undefined; // the one that failed
};

export const hiddenStep = (step: string, more: Value = null): Safe =>
  html`<input type="hidden" name="step" value="${step}" />${more}`;

const method = (name: string): Safe => html`<input type="hidden" name="method" value="${name}" />`;

/** Why it is asked, and who is signed in: alike on every page of this step. */
export function lead(
  { t }: RequestContext,
  page: Pick<SecondFactorPage, 'application' | 'person' | 'reason'>,
): Safe {
  const words = t.secondFactor;
  const why = page.reason === undefined ? undefined : words.why[page.reason];
  return html`<p class="into">${words.into} <strong>${page.application}</strong></p>
    <p class="muted">
      ${words.signedInAs} <strong>${page.person.fullName}</strong>
      <span class="mono">${page.person.username}</span>
    </p>
    ${why && html`<p>${why}</p>`}`;
}

export const backForm = ({ t }: RequestContext, action: string): Safe =>
  html`<form class="after-form" method="post" action="${action}">
    ${hiddenStep('back')}<button type="submit" class="link">${t.secondFactor.back}</button>
  </form>`;

const trust = ({ t }: RequestContext, days: number, id: string): Value =>
  days > 0 &&
  html`<div class="field check">
    <label for="${id}"
      ><input
        id="${id}"
        type="checkbox"
        name="trust"
        value="yes"
      />${t.secondFactor.trust(days)}</label
    >
    <p class="hint">${t.secondFactor.trustHint}</p>
  </div>`;

function sentenceOf({ t }: RequestContext, fault: SecondFactorFault): string {
  const { faults } = t.secondFactor;
  return fault.code === 'wait' ? faults.wait(fault.seconds) : faults[fault.code];
}

function totp(context: RequestContext, page: SecondFactorPage): Safe {
  const { t } = context;
  const bad = page.fault !== undefined && page.method === 'totp';
  return html`<form method="post" action="${page.action}">
    ${hiddenStep('second-factor', method('totp'))}
    ${codeField(t.secondFactor.code, t.secondFactor.codeHint, { bad })}
    ${trust(context, page.trustDays, 'trust-totp')}
    <button class="primary block" type="submit">${t.secondFactor.codeSubmit}</button>
  </form>`;
}

function passkey(context: RequestContext, page: SecondFactorPage): Safe {
  const words = context.t.secondFactor;
  return html`${page.has.totp && html`<hr />`}
  ${passkeyForm(context, {
    action: page.action,
    options: `${page.action}/passkey`,
    make: false,
    button: words.passkey,
    primary: !page.has.totp,
    hidden: hiddenStep('second-factor', method('passkey')),
    fields: html`<p class="hint">${words.passkeyHint}</p>
      ${trust(context, page.has.totp ? 0 : page.trustDays, 'trust-key')}`,
  })}`;
}

function recovery(context: RequestContext, page: SecondFactorPage): Safe {
  const words = context.t.secondFactor;
  const here = page.method === 'recovery';
  if (!page.has.recovery) return html`<p class="muted after-form">${words.recoveryNone}</p>`;
  return html`<details class="disclosure" ${here && html`open`}>
    <summary>${words.recovery}</summary>
    <form method="post" action="${page.action}">
      ${hiddenStep('second-factor', method('recovery'))}
      <div class="field">
        <label for="recovery">${words.recoveryCode}</label>
        <input
          id="recovery"
          class="code"
          name="code"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          maxlength="20"
          required
          aria-describedby="recovery-hint"
          ${here && page.fault && html`aria-invalid="true"`}
        />
        <p class="hint" id="recovery-hint">${words.recoveryHint}</p>
      </div>
      <button class="block" type="submit">${words.recoverySubmit}</button>
    </form>
    <p class="muted after-form">${words.lost}</p>
  </details>`;
}

export function secondFactorPage(context: RequestContext, page: SecondFactorPage): Safe {
  const { t } = context;
  return layout(context, {
    title: t.secondFactor.title,
    body: html`<section class="card">
        <h1>${t.secondFactor.title}</h1>
        ${lead(context, page)}
        ${page.fault && html`<p class="notice bad" role="alert">${sentenceOf(context, page.fault)}</p>`}
        ${page.has.totp && totp(context, page)} ${page.has.passkey && passkey(context, page)}
        ${backForm(context, page.action)} ${helpContact(context)}
      </section>
      ${recovery(context, page)} ${page.has.passkey && passkeyScripts}`,
  });
}
