// The person is known and may not enter: which application, why, whom to ask, and the ways out.
import type { RequestContext } from '../../src/web/context.ts';
import { denialText } from '../access/denial.ts';
import { html, safeUrl, type Safe, type Value } from '../html.ts';
import { helpContact } from '../help.ts';
import { layout } from '../layout.ts';

export type Denial = { subject: string; name: string | null; reason: string | null };

export type Contact = {
  text: string | null; // as the application's owner worded it
  unit: string | null;
  name: string | null;
  mail: string | null;
  phone: string | null;
};

export type RefusedPage = {
  action: string;
  application: string;
  person: { fullName: string; username: string } | undefined;
  code: string;
  denials: readonly Denial[];
  contact: Contact;
  triedAgain: boolean;
};

type Words = RequestContext['t']['signIn']['refused'];

function why({ t }: RequestContext, words: Words, page: RefusedPage): Safe {
  const sentence = words.why[page.code as keyof Words['why']] ?? words.whyOther;
  return html`<h2>${words.whyTitle}</h2>
    <p>${sentence}</p>
    ${
      page.denials.length > 0 &&
      html`<ul>
        ${page.denials.map(
          (denial) =>
            html`<li>
              ${denialText(t, denial)}${denial.reason && html`. ${words.reason(denial.reason)}`}
            </li>`,
        )}
      </ul>`
    }`;
}

const fact = (label: string, value: Value): Value =>
  value !== null &&
  value !== '' &&
  html`<dt>${label}</dt>
    <dd>${value}</dd>`;

function whomToAsk(words: Words, { text, unit, name, mail, phone }: Contact): Safe {
  const known = text ?? name ?? mail ?? phone;
  return html`<h2>${words.askTitle}</h2>
    ${text && html`<p>${text}</p>`} ${!known && html`<p>${words.askNobody}</p>`}
    ${
      (unit ?? name ?? mail ?? phone) &&
      html`<dl class="facts tight">
        ${fact(words.owner, unit)} ${fact(words.contact, name)}
        ${fact(words.mail, mail && html`<a href="mailto:${mail}">${mail}</a>`)}
        ${fact(words.phone, phone && html`<a href="tel:${phone}">${phone}</a>`)}
      </dl>`
    }`;
}

export function refusedPage(context: RequestContext, page: RefusedPage): Safe {
  const words = context.t.signIn.refused;
  return layout(context, {
    title: words.title(page.application),
    body: html`<section class="card">
      <h1>${words.title(page.application)}</h1>
      ${
        page.person &&
        html`<p class="muted">
          ${words.signedInAs} <strong>${page.person.fullName}</strong> (${page.person.username})
        </p>`
      }
      ${page.triedAgain && html`<p class="notice warn" role="status">${words.retried}</p>`}
      ${why(context, words, page)} ${whomToAsk(words, page.contact)} ${helpContact(context)}
      <form class="actions" method="post" action="${page.action}">
        <button class="primary" type="submit" name="choice" value="back">${words.back}</button>
        <button type="submit" name="choice" value="retry">${words.retry}</button>
      </form>
      <ul class="ways">
        <li><a href="/">${words.portal}</a></li>
        <li><a href="${safeUrl(`${page.action}?as=another`)}">${words.another}</a></li>
      </ul>
    </section>`,
  });
}
