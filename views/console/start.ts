// The first page: today in numbers, then what waits for an administrator.
import type { Hour, LastRun, Overview } from '../../src/console/overview.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sentenceOfCode } from '../directory/report.ts';
import { runBadge } from '../directory/run-state.ts';
import { countsLine } from '../directory/source.ts';
import { accountsToLookAt, attacksSeen, attention, heldNames } from './attention.ts';
import { barChart, barTable } from './chart.ts';
import { consolePage } from './frame.ts';
import { emptyState } from './table.ts';
import { nameIn } from '../named.ts';

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

/** How the last run went, in words. */
function lastRunOf(context: ConsoleContext, run: LastRun | null): Value {
  const { t } = context;
  if (!run) return html`<span class="muted">${t.console.start.neverRun}</span>`;
  const words = run.reason
    ? sentenceOfCode(context, run.reason, run.reasonDetail)
    : countsLine(context, run.counts) || (run.state !== 'running' && t.dashboard.noChange);
  return html`<a href="/directory/runs/${run.id}">${formatDateTime(run.startedAt)}</a>
    ${runBadge(t, run)} <span class="line muted">${words}</span>`;
}

function sources(context: ConsoleContext, today: Overview): Safe {
  const { t } = context;
  const words = t.console.start;
  return html`<section class="card">
    <h2>${words.lastRuns}</h2>
    ${
      today.sources.length === 0
        ? html`<p>${words.noSource} <a href="/directory/set-up">${words.addSource}</a></p>`
        : html`<ul class="plain rows">
            ${today.sources.map(
              ({ id, name, lastRun, nextRunAt }) =>
                html`<li>
                  <a href="/directory/${id}">${name}</a>
                  <span
                    >${lastRunOf(context, lastRun)}
                    ${
                      nextRunAt &&
                      html`<span class="line muted"
                        >${t.dashboard.nextRun(formatDateTime(nextRunAt))}</span
                      >`
                    }</span
                  >
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

function signIns({ t, locale }: ConsoleContext, { hours, ...today }: Overview): Safe {
  const words = t.dashboard;
  const number = (value: number) => formatNumber(value, locale);
  const total = (hour: Hour) => hour.signIns + hour.failures;
  const [busiest] = hours.toSorted((a, b) => total(b) - total(a));
  const empty = !busiest || total(busiest) === 0;
  return html`<section class="card roomy">
    <h2>${words.byHour}</h2>
    ${
      empty
        ? emptyState(words.none)
        : barChart({
            title: words.byHour,
            summary: words.summary(
              number(today.signIns),
              number(today.failures),
              words.hourOf(busiest.hour),
            ),
            columns: { label: words.hour, good: words.good, bad: words.bad },
            bars: hours.map(({ hour, signIns: good, failures: bad }) => ({
              label: String(hour),
              good,
              bad,
            })),
            labelEvery: 3,
            asTable: words.asTable,
            number,
          })
    }
  </section>`;
}

function byApplication(context: ConsoleContext, { applications }: Overview): Safe {
  const { t, locale } = context;
  const words = t.dashboard;
  return html`<section class="card">
    <h2>${words.byApplication}</h2>
    ${
      applications.length === 0
        ? emptyState(words.nobodyEntered)
        : barTable({
            caption: words.byApplication,
            columns: { label: words.application, good: words.entered, bad: words.refused },
            rows: applications.map((one) => ({
              label: html`<a href="/applications/${one.applicationId}">${nameIn(context, one)}</a>`,
              good: one.entered,
              bad: one.refused,
            })),
            number: (value) => formatNumber(value, locale),
          })
    }
  </section>`;
}

const draftsShown = 6;

function drafts(context: ConsoleContext, { drafts: all }: Overview): Value {
  const { t } = context;
  if (all.length === 0) return null;
  return html`<section class="card">
    <h2>${t.console.start.drafts}</h2>
    <ul class="plain">
      ${all
        .slice(0, draftsShown)
        .map((one) => html`<li><a href="/applications/${one.id}">${nameIn(context, one)}</a></li>`)}
    </ul>
    ${
      all.length > draftsShown &&
      html`<p class="after-table">
        <a href="/applications?state=draft">${t.console.start.allDrafts(all.length)}</a>
      </p>`
    }
  </section>`;
}

export function startPage(context: ConsoleContext, today: Overview, now: Date): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'start',
    title: t.console.start.title,
    body: html`${waiting(context, today)} ${figures(context, today)}
      <div class="columns">
        ${attacksSeen(context, today)} ${attention(context, today, now)}
        ${heldNames(context, today)} ${accountsToLookAt(context, today)}
      </div>
      <div class="columns">${signIns(context, today)} ${byApplication(context, today)}</div>
      <div class="columns">${sources(context, today)} ${drafts(context, today)}</div>`,
  });
}
