// Setting up a second factor on the way in: choose one of two ways, do it, keep the recovery codes. And
// the page for those who cannot do it here.
import type { RequestContext } from '../../src/web/context.ts';
import { formatDate } from '../../src/web/dates.ts';
import { helpContact } from '../help.ts';
import { html, type Safe, type Value } from '../html.ts';
import { layout } from '../layout.ts';
import {
  keyNameField,
  passkeyForm,
  passkeyScripts,
  recoveryCodes,
  totpForm,
  type TotpFault,
  type TotpShown,
} from '../second-factor/parts.ts';
import { backForm, hiddenStep, lead, type SecondFactorPage } from './second-factor.ts';

type Base = Pick<SecondFactorPage, 'action' | 'application' | 'person' | 'reason'>;

export type EnrolPage = Base & { putOffUntil: Date | null };

const page = (context: RequestContext, title: string, body: Value): Safe =>
  layout(context, { title, body: html`<section class="card">${body}</section>` });

const later = (context: RequestContext, { action, putOffUntil }: EnrolPage): Value => {
  const words = context.t.secondFactor;
  return (
    putOffUntil &&
    html`<form class="after-form" method="post" action="${action}">
      ${hiddenStep('later')}
      <button class="block" type="submit">${words.later}</button>
      <p class="hint">${words.laterUntil(formatDate(putOffUntil))}</p>
    </form>`
  );
};

const way = (href: string, title: string, about: string): Safe =>
  html`<li>
    <a href="${href}"><strong>${title}</strong></a>
    <p class="hint">${about}</p>
  </li>`;

export function enrolPage(context: RequestContext, about: EnrolPage): Safe {
  const words = context.t.secondFactor.enrol;
  return page(
    context,
    words.title,
    html`<h1>${words.title}</h1>
      ${lead(context, about)}
      <p>${words.about}</p>
      <ul class="two-ways">
        ${way(`${about.action}?way=totp`, words.totp, words.totpAbout)}
        ${way(`${about.action}?way=passkey`, words.passkey, words.passkeyAbout)}
      </ul>
      ${later(context, about)} ${backForm(context, about.action)}`,
  );
}

const chooseAgain = ({ t }: RequestContext, action: string): Safe =>
  html`<p class="after-form"><a href="${action}">${t.secondFactor.enrol.again}</a></p>`;

export function enrolTotpPage(
  context: RequestContext,
  about: Base & { offer: TotpShown; fault: TotpFault | undefined },
): Safe {
  const words = context.t.secondFactor.enrol;
  return page(
    context,
    words.totp,
    html`<h1>${words.totp}</h1>
      ${totpForm(context, { ...about, hidden: hiddenStep('enrol-totp') })}
      ${chooseAgain(context, about.action)}`,
  );
}

export function enrolPasskeyPage(context: RequestContext, about: Base & { failed: boolean }): Safe {
  const words = context.t.secondFactor.enrol;
  return page(
    context,
    words.passkey,
    html`<h1>${words.passkey}</h1>
      <p>${words.passkeyAbout}</p>
      ${about.failed && html`<p class="notice bad" role="alert">${words.keyFailed}</p>`}
      ${passkeyForm(context, {
        action: about.action,
        options: `${about.action}/new-passkey`,
        make: true,
        button: words.keySubmit,
        primary: true,
        hidden: hiddenStep('enrol-passkey'),
        fields: keyNameField(context),
      })}
      ${chooseAgain(context, about.action)} ${passkeyScripts}`,
  );
}

export function keepCodesPage(
  context: RequestContext,
  about: { action: string; codes: readonly string[]; proof: string },
): Safe {
  const words = context.t.secondFactor.codes;
  const proof = html`<input type="hidden" name="proof" value="${about.proof}" />`;
  return page(
    context,
    words.title,
    html`<h1>${words.title}</h1>
      ${recoveryCodes(context, about.codes)}
      <form method="post" action="${about.action}">
        ${hiddenStep('codes-kept', proof)}
        <button class="primary block" type="submit">${words.kept}</button>
      </form>`,
  );
}

export function noFactorPage(context: RequestContext, about: EnrolPage): Safe {
  const words = context.t.secondFactor.enrol;
  return page(
    context,
    context.t.secondFactor.title,
    html`<h1>${context.t.secondFactor.title}</h1>
      ${lead(context, about)}
      <p class="notice warn">${words.notHere}</p>
      <p>${words.notHereAdvice}</p>
      ${helpContact(context)}
      <p class="actions"><a class="button" href="/account/second-step">${words.portal}</a></p>
      ${later(context, about)} ${backForm(context, about.action)}`,
  );
}
