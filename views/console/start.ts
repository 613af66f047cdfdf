// The first page: today in numbers, then what waits for an administrator.
import type { Overview } from '../../src/console/overview.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { html, type Safe, type Value } from '../html.ts';
import { runBadge } from '../directory/run-state.ts';
import { consolePage } from './frame.ts';

const figure = (label: string, value: string, href: string, bad = false): Safe =>
  html`<li>
    <a class="tile figure" href="${href}"
      ><span class="figure-value ${bad && 'bad'}">${value}</span> <span>${label}</span></a
    >
  </li>`;

function figures({ t, locale }: ConsoleContext, today: Overview): Safe {
  const words = t.console.start;
  const number = (value: number) => formatNumber(value, locale);
  return html`<ul class="tiles figures">
    ${figure(words.signIns, number(today.signIns), '/journal?event=sign-in.succeeded')}
    ${figure(words.failures, number(today.failures), '/journal?event=sign-in.failed', today.failures > 0)}
    ${figure(words.refusals, number(today.refusals), '/journal?event=application.refused')}
    ${figure(words.people, number(today.people), '/people?state=active')}
  </ul>`;
}

function waiting({ t }: ConsoleContext, { held }: Overview): Value {
  if (held.length === 0) return null;
  return html`<section class="notice warn">
    <h2>${t.console.start.held}</h2>
    <ul>
      ${held.map(
        ({ runId, source, startedAt }) =>
          html`<li>
            <a href="/directory/runs/${runId}">${source}, ${formatDateTime(startedAt)}</a>
          </li>`,
      )}
    </ul>
  </section>`;
}

const lastRunOf = (t: ConsoleContext['t'], run: Overview['sources'][number]['lastRun']): Value =>
  run
    ? html`<a href="/directory/runs/${run.id}">${formatDateTime(run.startedAt)}</a>
        ${runBadge(t, run)}`
    : html`<span class="muted">${t.console.start.neverRun}</span>`;

function sources({ t }: ConsoleContext, today: Overview): Safe {
  const words = t.console.start;
  return html`<section class="card">
    <h2>${words.lastRuns}</h2>
    ${
      today.sources.length === 0
        ? html`<p>${words.noSource} <a href="/directory/new">${words.addSource}</a></p>`
        : html`<ul class="plain rows">
            ${today.sources.map(
              ({ id, name, lastRun }) =>
                html`<li>
                  <a href="/directory/${id}">${name}</a> <span>${lastRunOf(t, lastRun)}</span>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

const draftsShown = 6;

function drafts({ t }: ConsoleContext, { drafts: all }: Overview): Value {
  if (all.length === 0) return null;
  return html`<section class="card">
    <h2>${t.console.start.drafts}</h2>
    <ul class="plain">
      ${all
        .slice(0, draftsShown)
        .map(({ id, name }) => html`<li><a href="/applications/${id}">${name}</a></li>`)}
    </ul>
    ${
      all.length > draftsShown &&
      html`<p class="after-table">
        <a href="/applications?state=draft">${t.console.start.allDrafts(all.length)}</a>
      </p>`
    }
  </section>`;
}

export function startPage(context: ConsoleContext, today: Overview): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'start',
    title: t.console.start.title,
    body: html`${waiting(context, today)} ${figures(context, today)}
      <div class="columns">${sources(context, today)} ${drafts(context, today)}</div>`,
  });
}
