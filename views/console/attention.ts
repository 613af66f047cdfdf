// What needs a hand soon: sources that fail, people suspended today, secrets and keys that end.
import type { Overview } from '../../src/console/overview.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate, formatNumber } from '../../src/web/dates.ts';
import { html, type Safe, type Value } from '../html.ts';

function suspendedToday(
  { t, locale }: ConsoleContext,
  { attention: { suspended } }: Overview,
): Value {
  const { total, first } = suspended;
  if (total === 0) return null;
  return html`<li>
    <span
      >${t.dashboard.suspended(formatNumber(total, locale))}
      ${first.map(({ id, name }, i) => html`${i > 0 && ', '}<a href="/people/${id}">${name}</a>`)}
      ${total > first.length && '…'}</span
    >
    <a href="/journal?event=account.suspended">${t.dashboard.allSuspended}</a>
  </li>`;
}

export function attention(context: ConsoleContext, today: Overview, now: Date): Safe {
  const words = context.t.dashboard;
  const ends = (at: Date) =>
    html`<span class="badge ${at < now ? 'bad' : 'warn'}"
      >${at < now ? words.ended(formatDate(at)) : words.ends(formatDate(at))}</span
    >`;
  const rows = [
    ...today.sources
      .filter(({ lastRun }) => lastRun?.state === 'failed')
      .map(
        ({ name, lastRun }) =>
          html`<li><a href="/directory/runs/${lastRun?.id}">${words.failing(name)}</a></li>`,
      ),
    suspendedToday(context, today),
    ...today.attention.secrets.map(
      ({ applicationId, name, expiresAt }) =>
        html`<li>
          <a href="/applications/${applicationId}">${words.secret(name)}</a> ${ends(expiresAt)}
        </li>`,
    ),
    ...today.attention.keys.map(
      ({ alg, expiresAt }) => html`<li><span>${words.key(alg)}</span> ${ends(expiresAt)}</li>`,
    ),
  ].filter(Boolean);
  return html`<section class="card">
    <h2>${words.attention}</h2>
    ${
      rows.length === 0
        ? html`<p class="muted">${words.nothing}</p>`
        : html`<ul class="plain rows">
            ${rows}
          </ul>`
    }
  </section>`;
}
