// One source: how it is set up, what can be done with it, the runs so far.
import type { LiveStatus } from '../../src/directory/live-status.ts';
import type { Run } from '../../src/directory/runs.ts';
import type { ServerSeen } from '../../src/directory/server-status.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { facts } from '../console/facts.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { table } from '../console/table.ts';
import { address } from '../address.ts';
import { recentEntries } from '../journal/entries.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sentenceOfCode } from './report.ts';
import { ownName } from '../journal/own-name.ts';
import { runBadge } from './run-state.ts';
import { liveSection } from './live.ts';
import { outageFacts, serversSection } from './servers.ts';
import { scheduleOf } from './sources.ts';

export type SourcePage = {
  events: readonly JournalEntry[];
  servers: readonly ServerSeen[];
  verifiers: number; // people who could sign in if all servers were lost now
  source: Source;
  live: LiveStatus | undefined;
  runs: readonly Run[];
  before: string | undefined;
  next: string | undefined;
};

const mono = (text: string | null): Value => text && html`<span class="mono">${text}</span>`;

function settings(context: ConsoleContext, { source, verifiers }: SourcePage): Safe {
  const { t } = context;
  const { security, bindDn, bases, filters, brake } = source.settings;
  const words = t.sync;
  return html`<section class="card">
    ${facts([
      [words.security, words.securities[security]],
      [words.bindDn, mono(bindDn)],
      [words.basesPeople, mono(bases.people)],
      [words.filtersPeople, mono(filters.people)],
      [words.basesUnits, mono(bases.units)],
      [words.basesGroups, mono(bases.groups)],
      [words.schedule, scheduleOf(context, source)],
      [words.nextRun, source.nextRunAt && formatDateTime(source.nextRunAt)],
      [
        words.brake,
        words.brakeOf(
          String(brake.maxLeavingPercent),
          formatNumber(brake.maxLeavingCount, context.locale),
        ),
      ],
      ...outageFacts(context, source, verifiers),
    ])}
  </section>`;
}

/** The numbers that matter, zeros left out. */
export function countsLine({ t, locale }: ConsoleContext, counts: Run['counts']): string {
  return Object.entries(t.sync.counts)
    .map(([name, label]) => [counts[name as keyof Run['counts']] ?? 0, label] as const)
    .filter(([count]) => count > 0)
    .map(([count, label]) => `${formatNumber(count, locale)} ${label}`)
    .join(', ');
}

/** What a run did, or why it did nothing. */
function outcomeOf(context: ConsoleContext, run: Run): Value {
  const counts = countsLine(context, run.counts);
  if (!run.reason) return counts;
  const params = run.reasonDetail as Record<string, string | number>;
  return html`${sentenceOfCode(context, run.reason, params)} ${counts}`;
}

export function startedBy({ t }: ConsoleContext, run: Run): Value {
  if (run.startedById) return html`<a href="/people/${run.startedById}">${run.startedByName}</a>`;
  return run.startedByName === null ? t.sync.bySchedule : ownName(t, run.startedByName);
}

function history(context: ConsoleContext, page: SourcePage): Safe {
  const { t } = context;
  return html`<section>
    <h2>${t.sync.history}</h2>
    ${table({
      caption: t.sync.history,
      columns: [
        {
          label: t.sync.startedAt,
          cell: (run: Run) =>
            html`<a href="/directory/runs/${run.id}">${formatDateTime(run.startedAt)}</a>`,
        },
        {
          label: t.console.state,
          cell: (run) => runBadge(t, run),
        },
        { label: t.sync.result, cell: (run) => outcomeOf(context, run) },
        { label: t.sync.startedBy, cell: (run) => startedBy(context, run) },
      ],
      rows: page.runs,
      empty: t.sync.noRuns,
    })}
    ${pager(context, {
      path: `/directory/${page.source.id}`,
      parameters: { before: page.before },
      cursorName: 'before',
      next: page.next,
    })}
  </section>`;
}

function actions({ t }: ConsoleContext, { source }: SourcePage): Value {
  const here = `/directory/${source.id}`;
  const button = (path: string, label: string) =>
    html`<form class="inline-form" method="post" action="${here}/${path}">
      <button>${label}</button>
    </form>`;
  return html`<a class="button" href="${here}/edit">${t.console.edit}</a>
    <a class="button" href="${here}/mapping">${t.mapping.edit}</a>
    ${!source.enabled && html`<a class="button primary" href="${here}/set-up">${t.setUp.goOn}</a>`}
    ${button('test', t.sync.test)}
    ${
      source.enabled &&
      html`${button('dry-run', t.sync.dryRun)}
        <a class="button" href="${here}/run">${t.sync.run}</a>`
    }`;
}

export function sourcePage(context: ConsoleContext, page: SourcePage): Safe {
  const { t } = context;
  const { source } = page;
  return consolePage(context, {
    section: 'directory',
    title: source.name,
    badge: html`<span class="badge ${source.enabled ? 'ok' : ''}"
      >${source.enabled ? t.sync.enabled : t.sync.disabled}</span
    >`,
    up: { href: '/directory', label: t.sync.title },
    actions: actions(context, page),
    body: html`${settings(context, page)} ${liveSection(context, page)}
    ${serversSection(context, page.servers)} ${history(context, page)}
    ${recentEntries(context, page.events, address('/journal', { type: 'source', object: source.id }))}`,
  });
}
