// Parts of setting up a second factor, alike at the sign-in and in the portal: the code application with
// its picture, the form of a passkey, the recovery codes.
import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe, type Value } from '../html.ts';
import { qrCode } from '../qr.ts';

export type TotpShown = { secret: string; uri: string; sealed: string };
export type TotpFault = 'wrong' | 'tooOld';

export const passkeyScripts = html`<script src="/assets/webauthn.js"></script>
  <script type="module" src="/assets/passkey.js"></script>`;

/** In fours, as people type it. */
const spaced = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

export const codeField = (
  label: string,
  hint: string | undefined,
  {
    name = 'code',
    focus = true,
    bad = false,
  }: { name?: string; focus?: boolean; bad?: boolean } = {},
): Safe =>
  html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      class="code"
      name="${name}"
      inputmode="numeric"
      autocomplete="one-time-code"
      autocapitalize="none"
      spellcheck="false"
      maxlength="12"
      required
      ${hint !== undefined && html`aria-describedby="${name}-hint"`}
      ${bad && html`aria-invalid="true"`}
      ${focus && html`autofocus`}
    />
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
  </div>`;

/** The form goes to `action`, with what its page needs besides in `hidden`. */
export function totpForm(
  { t }: RequestContext,
  page: { action: string; offer: TotpShown; fault: TotpFault | undefined; hidden?: Value },
): Safe {
  const words = t.secondFactor.enrol;
  const [install, scan, type] = words.steps;
  return html`${page.fault && html`<p class="notice bad" role="alert">${words[page.fault]}</p>`}
    <form method="post" action="${page.action}">
      ${page.hidden}
      <input type="hidden" name="offer" value="${page.offer.sealed}" />
      <ol class="numbered">
        <li>${install}</li>
        <li>
          ${scan} ${qrCode(page.offer.uri, words.picture)}
          <p class="hint">${words.bySight}</p>
          <p class="mono secret">${spaced(page.offer.secret)}</p>
          <p class="hint"><a href="${page.offer.uri}">${words.open}</a></p>
        </li>
        <li>
          ${type}
          ${codeField(t.secondFactor.code, undefined, { bad: page.fault === 'wrong', focus: page.fault !== undefined })}
        </li>
      </ol>
      <button class="primary block" type="submit">${t.secondFactor.codeSubmit}</button>
    </form>`;
}

/** A script asks `options` what to do, hands it to the browser and puts the answer into the form. */
export function passkeyForm(
  { t }: RequestContext,
  page: {
    action: string;
    options: string;
    make: boolean; // a new one, not one that is there
    button: string;
    primary: boolean;
    quiet?: boolean; // one way of several: no word where scripts are off
    hidden?: Value;
    fields?: Value;
  },
): Safe {
  const words = t.secondFactor;
  return html`<form
      class="passkey"
      method="post"
      action="${page.action}"
      data-passkey="${page.make ? 'make' : 'use'}"
      data-options="${page.options}"
      hidden
    >
      ${page.hidden} ${page.fields}
      <input type="hidden" name="answer" value="" />
      <p class="notice bad" role="alert" hidden data-failed>
        ${page.make ? words.enrol.keyFailed : words.passkeyFailed}
      </p>
      <button class="${page.primary ? 'primary block' : 'block'}" type="submit">
        ${page.button}
      </button>
    </form>
    ${!page.quiet && html`<noscript><p class="hint">${words.passkeyNeedsScript}</p></noscript>`}`;
}

export const keyNameField = ({ t }: RequestContext): Safe =>
  html`<div class="field">
    <label for="key-name">${t.secondFactor.enrol.keyName}</label>
    <input
      id="key-name"
      name="name"
      value="${t.secondFactor.enrol.keyDefault}"
      maxlength="60"
      required
      autocomplete="off"
      aria-describedby="key-name-hint"
    />
    <p class="hint" id="key-name-hint">${t.secondFactor.enrol.keyNameHint}</p>
  </div>`;

export function recoveryCodes({ t }: RequestContext, codes: readonly string[]): Safe {
  const words = t.secondFactor.codes;
  return html`<p>${words.about}</p>
    <p class="notice warn">${words.once}</p>
    <ol class="codes mono">
      ${codes.map((code) => html`<li>${code}</li>`)}
    </ol>`;
}
