// How the changes of a source are followed: whether that works, since when, and if not, why.
import type { LiveState, LiveStatus } from '../../src/directory/live-status.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatMoment, formatNumber } from '../../src/web/dates.ts';
import { facts } from '../console/facts.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sentenceOfCode } from './report.ts';

type Page = { source: Source; live: LiveStatus | undefined };

const colours = {
  starting: '',
  running: 'ok',
  held: 'warn',
  waiting: 'bad',
  stopped: 'bad',
} as const satisfies Record<LiveState, string>;

function wayOf({ t, locale }: ConsoleContext, { source, live }: Page): Value {
  const { method, everySeconds } = source.settings.changes;
  const seconds = formatNumber(everySeconds, locale);
  if (live?.method) return t.live.ways[live.method](live.persistent, seconds);
  return t.live.methods[method];
}

function whyOf(context: ConsoleContext, live: LiveStatus): Value {
  const { t } = context;
  if (live.state === 'held')
    return html`${t.live.heldBy}
    ${live.runId && html`<a href="/directory/runs/${live.runId}">${t.live.seeHeld}</a>`}`;
  if (live.state === 'stopped') return t.live.nobody;
  if (live.state !== 'waiting' || live.reason === null) return undefined;
  const params = live.reasonDetail as Record<string, string | number>;
  return sentenceOfCode(context, live.reason, params);
}

function details(context: ConsoleContext, page: Page): Value {
  const { t } = context;
  const { source, live } = page;
  if (!live)
    return facts([
      [t.live.state, t.live.notYet],
      [t.live.method, wayOf(context, page)],
    ]);
  const { state } = live;
  return facts([
    [
      t.live.state,
      html`<span class="badge ${colours[state]}">${t.live.states[state]}</span>
        ${t.live.since(formatMoment(live.since))}`,
    ],
    [t.live.why, whyOf(context, live)],
    [t.live.method, wayOf(context, page)],
    [t.live.lastChange, live.changedAt ? formatMoment(live.changedAt) : t.live.noChange],
    ['', source.settings.groupsFrom === 'memberOf' && t.live.memberOf],
  ]);
}

export function liveSection(context: ConsoleContext, page: Page): Safe {
  const { t } = context;
  const { enabled, settings } = page.source;
  const off = !enabled || settings.changes.method === 'none';
  return html`<section class="card">
    <h2>${t.live.title}</h2>
    ${off ? html`<p class="muted">${t.live.off}</p>` : details(context, page)}
  </section>`;
}
