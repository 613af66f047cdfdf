// Why an application is missing: those in use that are closed to this person, why, and whom to ask.
import type { MissingApplication } from '../../src/portal/missing.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { denialText } from '../access/denial.ts';
import { html, type Safe, type Value } from '../html.ts';
import { helpContact } from '../help.ts';
import { findForm } from './find.ts';
import { portalPage } from './frame.ts';
import { nameIn } from '../named.ts';

export type MissingPage = {
  fullName: string;
  text: string | undefined;
  applications: readonly MissingApplication[];
};

function why(context: RequestContext, { code, denials }: MissingApplication): Safe {
  const words = context.t.signIn.refused;
  const sentence = words.why[code as keyof typeof words.why] ?? words.whyOther;
  return html`<p>${sentence}</p>
    ${
      code === 'denied' &&
      denials.length > 0 &&
      html`<ul>
        ${denials.map((rule) => html`<li>${denialText(context.t, rule)}</li>`)}
      </ul>`
    }`;
}

/** One after the other with a dot between. */
const dotted = (parts: readonly Value[]): Value =>
  parts.filter(Boolean).map((part, i) => html`${i > 0 && ' · '}${part}`);

function whomToAsk({ t }: RequestContext, { contact, owner }: MissingApplication): Safe {
  const { contactName: name, contactMail: mail, contactPhone: phone } = owner ?? {};
  const known = dotted([
    contact,
    name,
    phone && html`<a href="tel:${phone}">${phone}</a>`,
    mail && html`<a href="mailto:${mail}">${mail}</a>`,
    owner && html`<span class="muted">${owner.name}</span>`,
  ]);
  const anybody = contact ?? name ?? mail ?? phone ?? owner;
  return html`<p class="ask">
    <span class="badge">${t.portal.missing.ask}</span>
    ${anybody ? known : t.signIn.refused.askNobody}
  </p>`;
}

const entry = (context: RequestContext, one: MissingApplication): Safe =>
  html`<li class="card">
    <h2>${nameIn(context, one)}</h2>
    ${why(context, one)} ${whomToAsk(context, one)}
  </li>`;

export function missingPage(context: RequestContext, page: MissingPage): Safe {
  const { t } = context;
  const words = t.portal.missing;
  const { applications, text } = page;
  return portalPage(context, {
    section: 'applications',
    title: words.title,
    fullName: page.fullName,
    body: html`<p class="up"><a href="/">← ${t.portal.title}</a></p>
      <div class="prose">
        <h1>${words.title}</h1>
        <p>${words.about}</p>
        ${(applications.length > 0 || text !== undefined) && findForm(context, '/missing', text)}
        ${
          applications.length === 0 &&
          html`<p class="empty" role="status">
            ${text === undefined ? words.none : words.notFound(text)}
          </p>`
        }
        ${text !== undefined && html`<p><a href="/missing">${t.portal.showAll}</a></p>`}
        <ul class="missing">
          ${applications.map((one) => entry(context, one))}
        </ul>
        <p class="muted">${words.notHere}</p>
        ${helpContact(context)}
      </div>`,
  });
}
