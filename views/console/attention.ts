// What needs a hand soon: directories that are lost, sources that fail, people suspended today, secrets and keys that end; who is
// held back from signing in; accounts to look at.
import type { Overview } from '../../src/console/overview.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate, formatDateTime, formatNumber, formatTime } from '../../src/web/dates.ts';
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

/** Directories whose servers are lost, and how people sign in meanwhile. */
function lost({ t, locale }: ConsoleContext, { attention: { directories, byVerifier } }: Overview) {
  const number = (value: number) => formatNumber(value, locale);
  const rows = directories.map(({ id, name, servers, lost: gone, dead, since }) => {
    const all = dead >= servers;
    return html`<li>
      <a href="/directory/${id}"
        >${all ? t.servers.lostAll(name) : t.servers.lostSome(name, number(gone), number(servers))}</a
      >
      <span class="badge ${all ? 'bad' : 'warn'}"
        >${t.servers.lostSince(formatDateTime(since))}</span
      >
    </li>`;
  });
  if (byVerifier === 0) return rows;
  return [
    ...rows,
    html`<li>
      <a href="/journal?event=sign-in.succeeded">${t.servers.byVerifier(number(byVerifier))}</a>
    </li>`,
  ];
}

export function attention(context: ConsoleContext, today: Overview, now: Date): Safe {
  const words = context.t.dashboard;
  const ends = (at: Date) =>
    html`<span class="badge ${at < now ? 'bad' : 'warn'}"
      >${at < now ? words.ended(formatDate(at)) : words.ends(formatDate(at))}</span
    >`;
  const rows = [
    context.settings.secondFactorPeople === 'nobody' &&
      html`<li>
        <a href="/settings/of/secondFactorPeople">${context.t.secondFactor.console.relaxed}</a>
      </li>`,
    ...lost(context, today),
    ...today.sources
      .filter(({ lastRun }) => lastRun?.state === 'failed')
      .map(
        ({ name, lastRun }) =>
          html`<li><a href="/directory/runs/${lastRun?.id}">${words.failing(name)}</a></li>`,
      ),
    today.attention.conflicts > 0 &&
      html`<li>
        <a href="/directory/conflicts"
          >${context.t.conflicts.open(formatNumber(today.attention.conflicts, context.locale))}</a
        >
      </li>`,
    suspendedToday(context, today),
    ...today.attention.secrets.map(
      ({ applicationId, name, expiresAt }) =>
        html`<li>
          <a href="/applications/${applicationId}">${words.secret(name)}</a> ${ends(expiresAt)}
        </li>`,
    ),
    ...today.attention.keys.map(
      ({ alg, since }) =>
        html`<li>
          <a href="/keys">${words.keyOverdue(alg)}</a>
          <span class="badge warn">${words.signingSince(formatDate(since))}</span>
        </li>`,
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

/** Nobody held: no card. */
export function heldNames({ t }: ConsoleContext, { attention: { held } }: Overview): Value {
  if (held.length === 0) return null;
  const words = t.dashboard;
  return html`<section class="card">
    <h2>${words.held}</h2>
    <p class="muted">${words.heldHint}</p>
    <ul class="plain rows">
      ${held.map(
        ({ accountId, name, address, until }) =>
          html`<li>
            <span
              >${accountId ? html`<a href="/people/${accountId}">${name}</a>` : words.unknownName}
              ${address && html`<span class="muted">${words.from(address)}</span>`}</span
            >
            <span class="badge warn">${words.until(formatTime(until))}</span>
          </li>`,
      )}
    </ul>
    <p class="after-table">
      <a href="/journal?event=sign-in.throttled">${words.heldJournal}</a>
    </p>
  </section>`;
}

export function accountsToLookAt({ t, locale }: ConsoleContext, today: Overview): Safe {
  const words = t.dashboard;
  const some = today.attention.concerns;
  return html`<section class="card">
    <h2>${words.accounts}</h2>
    ${
      some.length === 0
        ? html`<p class="muted">${words.noConcern}</p>`
        : html`<ul class="plain rows">
            ${some.map(
              ({ concern, count }) =>
                html`<li>
                  <a href="/people?concern=${concern}">${words.concerns[concern]}</a>
                  <strong>${formatNumber(count, locale)}</strong>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}
