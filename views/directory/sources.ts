// The sources: which directories there are, and how their last run went.
import type { Run } from '../../src/directory/runs.ts';
import type { ServerSeen } from '../../src/directory/server-status.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { runBadge } from './run-state.ts';
import { serversBadge } from './servers.ts';

export type SourceRow = { source: Source; last: Run | undefined; servers: readonly ServerSeen[] };

export const scheduleOf = ({ t, locale }: ConsoleContext, { everyMinutes }: Source): string =>
  everyMinutes === 0 ? t.sync.onDemand : t.sync.every(formatNumber(everyMinutes, locale));

const lastRun = ({ t }: ConsoleContext, last: Run | undefined): Value =>
  last
    ? html`<a href="/directory/runs/${last.id}">${formatDateTime(last.startedAt)}</a>
        ${runBadge(t, last)}`
    : html`<span class="muted">${t.console.start.neverRun}</span>`;

/** Two buttons that change places with the neighbour; the ends have one. */
function placeOf({ t }: ConsoleContext, sources: readonly SourceRow[], row: SourceRow): Value {
  const at = sources.indexOf(row);
  const { id, name } = row.source;
  const button = (path: 'up' | 'down', sign: string, label: string) =>
    html`<form class="inline-form" method="post" action="/directory/${id}/${path}">
      <button class="small" aria-label="${label}" title="${label}">${sign}</button>
    </form>`;
  return html`${at + 1} ${at > 0 && button('up', '↑', t.conflicts.up(name))}
  ${at < sources.length - 1 && button('down', '↓', t.conflicts.down(name))}`;
}

export type SourcesPage = { sources: readonly SourceRow[]; conflicts: number };

export function sourcesPage(context: ConsoleContext, { sources, conflicts }: SourcesPage): Safe {
  const { t, locale } = context;
  return consolePage(context, {
    section: 'directory',
    title: t.sync.title,
    actions: html`<a class="button primary" href="/directory/set-up">${t.setUp.guided}</a>
      <a class="button" href="/directory/new">${t.sync.create}</a>
      <a class="button" href="/directory/conflicts"
        >${t.conflicts.withCount(formatNumber(conflicts, locale))}</a
      >`,
    body: html`${sources.length > 1 && html`<p class="muted">${t.conflicts.precedenceHint}</p>`}
    ${table({
      caption: t.sync.sources,
      columns: [
        {
          label: t.sync.name,
          cell: ({ source }: SourceRow) =>
            html`<a href="/directory/${source.id}">${source.name}</a>
              ${!source.enabled && html`<span class="badge">${t.sync.disabled}</span>`}`,
        },
        {
          label: t.sync.urls,
          cell: ({ source, servers }) =>
            html`<span class="mono">${source.settings.urls[0]}</span>
              ${serversBadge(context, servers)}`,
        },
        ...(sources.length > 1
          ? [
              {
                label: t.conflicts.precedence,
                cell: (row: SourceRow) => placeOf(context, sources, row),
              },
            ]
          : []),
        { label: t.sync.schedule, cell: ({ source }) => scheduleOf(context, source) },
        { label: t.sync.lastRun, cell: ({ last }) => lastRun(context, last) },
        {
          label: t.sync.nextRun,
          cell: ({ source }) => source.nextRunAt && formatDateTime(source.nextRunAt),
        },
      ],
      rows: sources,
      empty: t.sync.empty,
    })}`,
  });
}
