// The person's own second step, and the pages on which it is added, removed and made anew.
import type { Standing } from '../../src/credentials/second-factors.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { formatDate, formatDateTime } from '../../src/web/dates.ts';
import { html, type Safe, type Value } from '../html.ts';
import {
  keyNameField,
  passkeyForm,
  passkeyScripts,
  recoveryCodes,
  totpForm,
  type TotpFault,
  type TotpShown,
} from '../second-factor/parts.ts';
import { portalPage } from './frame.ts';
import { trustedDevices, type ShownDevice } from './devices.ts';

const home = '/account/second-step';

export type SecondStepPage = {
  fullName: string;
  standing: Standing;
  devices: readonly ShownDevice[];
  outcome: keyof RequestContext['t']['secondFactor']['portal']['outcomes'] | undefined;
};

const frame = (context: RequestContext, fullName: string, title: string, body: Value): Safe =>
  portalPage(context, {
    section: 'account',
    title,
    fullName,
    body: html`<div class="prose">${body}</div>`,
  });

const used = ({ t }: RequestContext, at: Date | null): string =>
  at ? t.secondFactor.portal.lastUsed(formatDateTime(at)) : t.secondFactor.portal.neverUsed;

const removal = ({ t }: RequestContext, what: string, name: string): Safe =>
  html`<a
    class="button small"
    href="${home}/remove/${what}"
    aria-label="${t.secondFactor.portal.removeOf(name)}"
    >${t.secondFactor.portal.remove}</a
  >`;

function totp(context: RequestContext, { totp: one }: Standing): Safe {
  const { enrol, portal } = context.t.secondFactor;
  return html`<section class="card" aria-labelledby="totp">
    <div class="section-head">
      <h2 id="totp">${enrol.totp}</h2>
      ${one && removal(context, 'totp', enrol.totp)}
    </div>
    <p class="muted">
      ${one ? html`${portal.totpOn(formatDate(one.createdAt))} · ${used(context, one.usedAt)}` : enrol.totpAbout}
    </p>
    <div class="actions">
      <a class="button" href="${home}/totp">${one ? portal.replaceTotp : portal.addTotp}</a>
    </div>
  </section>`;
}

function key(context: RequestContext, one: Standing['passkeys'][number]): Safe {
  const { portal, enrol } = context.t.secondFactor;
  const id = `name-${one.id}`;
  return html`<li>
    <div class="section-head">
      <h3>${one.name} ${one.clonedAt && html`<span class="badge bad">${portal.cloned}</span>`}</h3>
      ${removal(context, one.id, one.name)}
    </div>
    <p class="muted">
      ${portal.totpOn(formatDate(one.createdAt))} · ${used(context, one.usedAt)}
      ${one.synced && html`· ${portal.synced}`}
    </p>
    <details>
      <summary>${portal.rename}</summary>
      <form class="with-button" method="post" action="${home}/passkeys/${one.id}/name">
        <label class="visually-hidden" for="${id}">${enrol.keyName}</label>
        <input
          id="${id}"
          name="name"
          value="${one.name}"
          maxlength="60"
          required
          autocomplete="off"
        />
        <button type="submit">${portal.rename}</button>
      </form>
    </details>
  </li>`;
}

function keys(context: RequestContext, { passkeys }: Standing): Safe {
  const { portal } = context.t.secondFactor;
  return html`<section class="card" aria-labelledby="keys">
    <h2 id="keys">${portal.passkeys}</h2>
    ${passkeys.length === 0 && html`<p class="muted">${portal.noPasskeys}</p>`}
    ${
      passkeys.length > 0 &&
      html`<ul class="plain">
        ${passkeys.map((one) => key(context, one))}
      </ul>`
    }
    <div class="actions"><a class="button" href="${home}/passkey">${portal.addPasskey}</a></div>
  </section>`;
}

function codes({ t }: RequestContext, { enrolled, recoveryLeft }: Standing): Value {
  const { portal } = t.secondFactor;
  if (!enrolled) return null;
  return html`<form class="card" method="post" action="${home}/codes" aria-labelledby="codes">
    <h2 id="codes">${t.secondFactor.codes.title}</h2>
    <p>${portal.codesLeft(recoveryLeft)}</p>
    <p class="muted">${portal.remakeAbout}</p>
    <div class="actions"><button type="submit">${portal.remake}</button></div>
  </form>`;
}

export function secondStepPage(context: RequestContext, page: SecondStepPage): Safe {
  const { portal } = context.t.secondFactor;
  const { standing, outcome } = page;
  return frame(
    context,
    page.fullName,
    portal.heading,
    html`<h1>${portal.heading}</h1>
      ${outcome && html`<p class="notice ok" role="status">${portal.outcomes[outcome]}</p>`}
      <p>${portal.linkAbout}</p>
      <p class="muted">${standing.enrolled ? portal.on : portal.off} ${portal.confirmFirst}</p>
      ${totp(context, standing)} ${keys(context, standing)} ${codes(context, standing)}
      ${trustedDevices(context, page.devices)}`,
  );
}

const up = ({ t }: RequestContext): Safe =>
  html`<p class="up"><a href="${home}">← ${t.secondFactor.portal.heading}</a></p>`;

export function addTotpPage(
  context: RequestContext,
  page: { fullName: string; offer: TotpShown; fault: TotpFault | undefined },
): Safe {
  const title = context.t.secondFactor.enrol.totp;
  return frame(
    context,
    page.fullName,
    title,
    html`${up(context)}
      <h1>${title}</h1>
      <section class="card">${totpForm(context, { action: `${home}/totp`, ...page })}</section>`,
  );
}

export function addPasskeyPage(
  context: RequestContext,
  page: { fullName: string; failed: boolean },
): Safe {
  const words = context.t.secondFactor.enrol;
  return frame(
    context,
    page.fullName,
    words.passkey,
    html`${up(context)}
      <h1>${words.passkey}</h1>
      <section class="card">
        <p>${words.passkeyAbout}</p>
        ${page.failed && html`<p class="notice bad" role="alert">${words.keyFailed}</p>`}
        ${passkeyForm(context, {
          action: `${home}/passkey`,
          options: `${home}/passkey/options`,
          make: true,
          button: words.keySubmit,
          primary: true,
          fields: keyNameField(context),
        })}
      </section>
      ${passkeyScripts}`,
  );
}

export function newCodesPage(
  context: RequestContext,
  page: { fullName: string; codes: readonly string[] },
): Safe {
  const words = context.t.secondFactor.codes;
  return frame(
    context,
    page.fullName,
    words.title,
    html`<h1>${words.title}</h1>
      <section class="card">
        ${recoveryCodes(context, page.codes)}
        <div class="actions"><a class="button primary" href="${home}">${words.kept}</a></div>
      </section>`,
  );
}

/** Only its button does it. */
export function removeFactorPage(
  context: RequestContext,
  page: { fullName: string; name: string; action: string },
): Safe {
  const { t } = context;
  const { portal } = t.secondFactor;
  const title = portal.removeTitle(page.name);
  return frame(
    context,
    page.fullName,
    title,
    html`${up(context)}
      <h1>${title}</h1>
      <form class="card confirm" method="post" action="${page.action}">
        <p class="list-title">${t.portal.devices.whatHappens}</p>
        <ul>
          ${portal.removeConsequences.map((sentence) => html`<li>${sentence}</li>`)}
        </ul>
        <div class="actions">
          <button class="danger-fill" type="submit">${portal.remove}</button>
          <a class="button" href="${home}">${t.common.cancel}</a>
        </div>
      </form>`,
  );
}
