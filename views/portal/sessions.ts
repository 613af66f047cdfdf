// Where the person is signed in, and the pages around signing a device out.
import type { OwnSession } from '../../src/portal/devices.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import { html, type Safe, type Value } from '../html.ts';
import { layout } from '../layout.ts';
import { portalPage } from './frame.ts';
import { deviceName, trustedDevices, type ShownDevice } from './devices.ts';
import { nameIn } from '../named.ts';

export type SessionsPage = {
  fullName: string;
  sessions: readonly OwnSession[];
  trusted: readonly ShownDevice[];
  outcome: 'ended' | 'gone' | undefined; // of what was just asked for
};
export type EndPage = { fullName: string; session: OwnSession | undefined }; // undefined: all of them

const fact = (label: string, value: Value): Safe =>
  html`<dt>${label}</dt>
    <dd>${value}</dd>`;

function facts(context: RequestContext, one: OwnSession): Safe {
  const { t, locale } = context;
  const words = t.portal.devices;
  const names = one.applications.map((each) => nameIn({ locale }, each));
  return html`<dl class="facts tight">
    ${fact(words.signedIn, html`<span class="when">${formatDateTime(one.signedInAt)}</span>`)}
    ${one.address && fact(words.address, html`<span class="mono">${one.address}</span>`)}
    ${fact(words.applications, names.join(', ') || html`<span class="muted">${words.noApplications}</span>`)}
    ${fact(words.until, html`<span class="when">${formatDateTime(one.expiresAt)}</span>`)}
  </dl>`;
}

function session(context: RequestContext, one: OwnSession): Safe {
  const words = context.t.portal.devices;
  const name = deviceName(context, one.device);
  return html`<li class="card device">
    <div class="section-head">
      <h2>${name} ${one.here && html`<span class="badge ok">${words.thisDevice}</span>`}</h2>
      <a class="button small" href="/sessions/${one.id}/end" aria-label="${words.endThis(name)}"
        >${words.end}</a
      >
    </div>
    ${facts(context, one)}
  </li>`;
}

export function sessionsPage(context: RequestContext, page: SessionsPage): Safe {
  const words = context.t.portal.devices;
  const { sessions, outcome } = page;
  return portalPage(context, {
    section: 'sessions',
    title: words.title,
    fullName: page.fullName,
    body: html`<div class="prose">
      <h1>${words.title}</h1>
      <p class="muted">${words.about}</p>
      ${
        outcome &&
        html`<p class="notice ${outcome === 'ended' ? 'ok' : 'warn'}" role="status">
          ${words[outcome]}
        </p>`
      }
      ${sessions.length === 0 && html`<p class="empty">${words.none}</p>`}
      <ul class="devices">
        ${sessions.map((one) => session(context, one))}
      </ul>
      ${
        sessions.length > 0 &&
        html`<p><a class="button danger" href="/sessions/all/end">${words.endAll}</a></p>`
      }
      ${trustedDevices(context, page.trusted)}
    </div>`,
  });
}

/** Only its button does it. */
export function endPage(context: RequestContext, { fullName, session: one }: EndPage): Safe {
  const { t } = context;
  const words = t.portal.devices;
  const { title, consequences } = one ? words.endOne : words.all;
  return portalPage(context, {
    section: 'sessions',
    title,
    fullName,
    body: html`<p class="up"><a href="/sessions">← ${words.title}</a></p>
      <h1>${title}</h1>
      <form class="card confirm" method="post" action="/sessions/${one?.id ?? 'all'}/end">
        ${one && html`<h2>${deviceName(context, one.device)}</h2>`} ${one && facts(context, one)}
        <p class="list-title">${words.whatHappens}</p>
        <ul>
          ${consequences.map((sentence) => html`<li>${sentence}</li>`)}
          ${one?.here && html`<li>${words.endHere}</li>`}
        </ul>
        <div class="actions">
          <button class="danger-fill" type="submit">${one ? words.end : words.endAll}</button>
          <a class="button" href="/sessions">${t.common.cancel}</a>
        </div>
      </form>`,
  });
}

export function allEndedPage(context: RequestContext): Safe {
  const words = context.t.portal.devices.allEnded;
  return layout(context, {
    title: words.title,
    body: html`<section class="card">
      <h1>${words.title}</h1>
      <p>${words.about}</p>
      <p class="actions"><a class="button primary" href="/">${words.again}</a></p>
    </section>`,
  });
}
