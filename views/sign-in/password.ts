// Name and password. Works without a script; with one, the password can be shown and Caps Lock is told.
import type { RequestContext } from '../../src/web/context.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';
import { helpContact } from '../help.ts';
import { layout } from '../layout.ts';
import { passkeyForm, passkeyScripts } from '../second-factor/parts.ts';

type Faults = Messages['signIn']['faults'];
type PlainFault = Exclude<keyof Faults, 'wait' | 'unreachable'>;

export type PasswordFault =
  { code: PlainFault } | { code: 'wait' | 'unreachable'; seconds: number };

export type PasswordPage = {
  action: string;
  application: string;
  scopes: readonly string[];
  another: boolean; // instead of the person who is signed in
  login: string;
  fault: PasswordFault | undefined;
  announcement: string | undefined; // what the administrators have to say, plain text
  passkey: boolean; // one may stand for the password
};

const sentenceOf = (faults: Faults, fault: PasswordFault): string =>
  fault.code === 'wait' ? faults.wait(fault.seconds) : faults[fault.code];

/** What the application will be told, instead of a question nobody could answer with no. */
function notice({ t }: RequestContext, scopes: readonly string[]): Safe {
  const known = Object.entries(t.signIn.scopes).filter(([scope]) => scopes.includes(scope));
  return html`<details class="disclosure">
    <summary>${t.signIn.noticeTitle}</summary>
    <p>${t.signIn.notice}</p>
    <ul>
      ${known.map(([, sentence]) => html`<li>${sentence}</li>`)}
    </ul>
    <p><a href="/notice">${t.signIn.noticeLink}</a></p>
  </details>`;
}

const invalid = (is: boolean): Value => is && html`aria-invalid="true"`;
const focus = (is: boolean): Value => is && html`autofocus`;

function fields({ t }: RequestContext, { login, fault }: PasswordPage): Safe {
  const aboutLogin = fault?.code.startsWith('login-') ?? false;
  const aboutPassword = fault?.code === 'password-missing' || fault?.code === 'password-too-long';
  const wrong = fault?.code === 'wrong';
  const toPassword = !aboutLogin && login !== '';
  return html`<div class="field">
      <label for="login">${t.signIn.loginName}</label>
      <input
        id="login"
        name="login"
        value="${login}"
        autocomplete="username"
        autocapitalize="none"
        autocorrect="off"
        spellcheck="false"
        maxlength="256"
        required
        aria-describedby="login-hint"
        ${invalid(aboutLogin || wrong)}
        ${focus(!toPassword)}
      />
      <p class="hint" id="login-hint">${t.signIn.loginHint}</p>
    </div>
    <div class="field">
      <label for="password">${t.signIn.password}</label>
      <div class="with-button">
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          autocapitalize="none"
          spellcheck="false"
          required
          aria-describedby="password-hint"
          ${invalid(aboutPassword || wrong)}
          ${focus(toPassword)}
        />
        <button
          type="button"
          hidden
          data-shows="password"
          data-show="${t.signIn.show}"
          data-hide="${t.signIn.hide}"
          data-show-label="${t.signIn.showLabel}"
          data-hide-label="${t.signIn.hideLabel}"
        ></button>
      </div>
      <p
        class="hint caps"
        role="status"
        data-caps-of="password"
        data-text="${t.signIn.capsLock}"
      ></p>
      <p class="hint" id="password-hint">${t.signIn.passwordHint}</p>
    </div>`;
}

/** The same for everybody: which names have a key is nobody's business. Nothing to see without a script. */
const passkeyAlone = (context: RequestContext, action: string): Safe =>
  passkeyForm(context, {
    action,
    options: `${action.split('?')[0]}/passkey`,
    make: false,
    button: context.t.secondFactor.alone.button,
    primary: false,
    quiet: true,
    hidden: html`<input type="hidden" name="step" value="passkey" />`,
  });

export function passwordPage(context: RequestContext, page: PasswordPage): Safe {
  const { t } = context;
  const title = page.another ? t.signIn.asAnother : t.signIn.title;
  return layout(context, {
    title,
    body: html`${page.announcement && html`<p class="notice warn lines">${page.announcement}</p>`}
      <section class="card">
        <h1>${title}</h1>
        <p class="into">${t.signIn.into} <strong>${page.application}</strong></p>
        ${
          page.fault &&
          html`<p class="notice bad" role="alert">${sentenceOf(t.signIn.faults, page.fault)}</p>`
        }
        <form method="post" action="${page.action}">
          ${fields(context, page)}
          <button class="primary block" type="submit">${t.signIn.submit}</button>
        </form>
        ${page.passkey && passkeyAlone(context, page.action)}
        ${
          page.another &&
          html`<p class="after-form">
            <a href="${page.action.split('?')[0]}">${t.signIn.backToRefusal}</a>
          </p>`
        }
        <p class="muted after-form">${t.signIn.forgotten}</p>
        ${helpContact(context)}
      </section>
      ${notice(context, page.scopes)}
      <script type="module" src="/assets/sign-in.js"></script>
      ${page.passkey && passkeyScripts}`,
  });
}
