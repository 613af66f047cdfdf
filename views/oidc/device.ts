// Signing in a device that has no keyboard (RFC 8628): the code it shows is typed here, what it is said,
// and whoever did not start it can say no.
import type { RequestContext } from '../../src/web/context.ts';
import { html, type Safe } from '../html.ts';
import { layout } from '../layout.ts';

export type DeviceProblem = keyof RequestContext['t']['oidc']['device']['problems'];

export type DeviceForm = {
  action: string;
  xsrf: string;
  code: string | undefined; // as it was typed
  problem: DeviceProblem | undefined;
};

export function devicePage(context: RequestContext, form: DeviceForm): Safe {
  const words = context.t.oidc.device;
  const { problem } = form;
  return layout(context, {
    title: words.title,
    body: html`<section class="card">
      <h1>${words.title}</h1>
      ${problem && html`<p class="notice bad" role="alert" id="problem">${words.problems[problem]}</p>`}
      <form method="post" action="${form.action}" class="form">
        <input type="hidden" name="xsrf" value="${form.xsrf}" />
        <div class="field">
          <label for="user-code">${words.code}</label>
          <input
            class="mono user-code"
            id="user-code"
            name="user_code"
            value="${form.code ?? ''}"
            maxlength="30"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            autofocus
            required
            aria-describedby="user-code-hint${problem && ' problem'}"
            ${problem && html`aria-invalid="true"`}
          />
          <p class="hint" id="user-code-hint">${words.codeHint}</p>
        </div>
        <div class="actions"><button class="primary">${words.next}</button></div>
      </form>
    </section>`,
  });
}

export type DeviceQuestion = {
  action: string;
  xsrf: string;
  code: string;
  application: string;
  address: string | null;
  userAgent: string | null;
};

export function deviceConfirmPage(context: RequestContext, asked: DeviceQuestion): Safe {
  const words = context.t.oidc.device;
  return layout(context, {
    title: words.confirmTitle,
    body: html`<section class="card">
      <h1>${words.confirmTitle}</h1>
      <p>${words.confirmExplained(asked.application)}</p>
      <dl class="facts">
        <dt>${words.shownCode}</dt>
        <dd><strong class="mono user-code">${asked.code}</strong></dd>
        <dt>${words.application}</dt>
        <dd>${asked.application}</dd>
        ${
          asked.address &&
          html`<dt>${words.address}</dt>
            <dd class="mono">${asked.address}</dd>`
        }
        ${
          asked.userAgent &&
          html`<dt>${words.device}</dt>
            <dd>${asked.userAgent}</dd>`
        }
      </dl>
      <p class="notice warn">${words.warning}</p>
      <form method="post" action="${asked.action}">
        <input type="hidden" name="xsrf" value="${asked.xsrf}" />
        <input type="hidden" name="user_code" value="${asked.code}" />
        <div class="actions">
          <button class="primary" name="confirm" value="yes">${words.confirm}</button>
          <button name="abort" value="yes">${words.abort}</button>
        </div>
      </form>
    </section>`,
  });
}

export function deviceDonePage(context: RequestContext, application: string): Safe {
  const words = context.t.oidc.device;
  return layout(context, {
    title: words.doneTitle,
    body: html`<section class="card">
      <h1>${words.doneTitle}</h1>
      <p>${words.doneExplained(application)}</p>
      <p><a class="button" href="/">${context.t.oidc.toPortal}</a></p>
    </section>`,
  });
}
