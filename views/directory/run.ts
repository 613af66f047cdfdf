// One run: how it ended and why, what it changed or would have changed, what it could not take.
import type { Progress } from '../../src/directory/progress.ts';
import type { RunChange, RunRejection } from '../../src/directory/record.ts';
import type { Run } from '../../src/directory/runs.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { optionList } from '../console/form.ts';
import { exportForm } from '../console/export.ts';
import { facts } from '../console/facts.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { html, type Safe, type Value } from '../html.ts';
import { changesTable } from './changes.ts';
import { watched } from './progress.ts';
import { rejectionsTable } from './rejections.ts';
import { sentenceOfCode } from './report.ts';
import { runBadge } from './run-state.ts';
import { countsLine, startedBy } from './source.ts';

export type RunPage = {
  run: Run;
  progress: Progress | undefined;
  now: Date;
  asked: {
    entity: string | undefined;
    op: string | undefined;
    text: string | undefined;
    after: number | undefined;
  };
  changes: readonly RunChange[];
  nextChange: number | undefined;
  rejections: readonly RunRejection[];
  afterRejection: number | undefined;
  nextRejection: number | undefined;
};

/** What a dry run or a held one would have made has no page yet. */
const isMade = (run: Run, { op }: RunChange): boolean =>
  op !== 'create' || (!run.dryRun && run.state === 'applied');

/** The numbers behind a brake; what a failure said of itself stands in its sentence already. */
function detailsLine({ t, locale }: ConsoleContext, { reasonDetail }: Run): string {
  return Object.entries(reasonDetail)
    .filter(([name]) => name in t.sync.details)
    .map(([name, value]) => {
      const shown = typeof value === 'number' ? formatNumber(value, locale) : JSON.stringify(value);
      return `${t.sync.details[name] ?? name}: ${shown}`;
    })
    .join(', ');
}

function about(context: ConsoleContext, { run }: RunPage): Safe {
  const { t } = context;
  const params = run.reasonDetail as Record<string, string | number>;
  return html`<section class="card">
    ${facts([
      [t.sync.startedAt, formatDateTime(run.startedAt)],
      [t.sync.endedAt, run.endedAt && formatDateTime(run.endedAt)],
      [t.sync.startedBy, startedBy(context, run)],
      [t.sync.result, countsLine(context, run.counts)],
      [t.sync.why, run.reason && sentenceOfCode(context, run.reason, params)],
      [t.journal.details, detailsLine(context, run)],
    ])}
  </section>`;
}

function filters({ t }: ConsoleContext, { run, asked }: RunPage): Safe {
  const all = { value: '', label: t.console.all };
  const options = (words: Record<string, string>) =>
    Object.entries(words).map(([value, label]) => ({ value, label }));
  return html`<form class="filters" method="get" action="/directory/runs/${run.id}">
    <div class="field grow">
      <label for="filter-text">${t.sync.searchReport}</label>
      <input
        type="search"
        id="filter-text"
        name="text"
        value="${asked.text}"
        maxlength="100"
        autocomplete="off"
        placeholder="${t.sync.searchReportHint}"
      />
    </div>
    <div class="field">
      <label for="filter-entity">${t.sync.entity}</label>
      <select id="filter-entity" name="entity">
        ${optionList([all, ...options(t.sync.entities)], asked.entity)}
      </select>
    </div>
    <div class="field">
      <label for="filter-op">${t.sync.op}</label>
      <select id="filter-op" name="op">
        ${optionList([all, ...options(t.sync.ops)], asked.op)}
      </select>
    </div>
    <div class="filter-buttons"><button>${t.console.filter}</button></div>
  </form>`;
}

const filterOf = ({ entity, op, text }: RunPage['asked']) => ({ entity, op, text });

function changes(context: ConsoleContext, page: RunPage): Safe {
  const { t } = context;
  const { run, asked } = page;
  return html`<section>
    <h2>${t.sync.changes}</h2>
    ${filters(context, page)}
    ${changesTable(context, {
      caption: t.sync.changes,
      rows: page.changes,
      isMade: (change) => isMade(run, change),
      empty: t.sync.noChanges,
    })}
    ${pager(context, {
      path: `/directory/runs/${run.id}`,
      parameters: asked,
      cursorName: 'after',
      next: page.nextChange?.toString(),
    })}
    ${page.changes.length > 0 && exportForm(context, `/directory/runs/${run.id}/export`, filterOf(asked))}
  </section>`;
}

function rejections(context: ConsoleContext, page: RunPage): Value {
  if (page.rejections.length === 0 && !page.afterRejection) return null;
  return html`<section>
    <h2>${context.t.sync.rejections}</h2>
    ${rejectionsTable(context, page.rejections)}
    ${pager(context, {
      path: `/directory/runs/${page.run.id}`,
      parameters: { ...filterOf(page.asked), rejection: page.afterRejection },
      cursorName: 'rejection',
      next: page.nextRejection?.toString(),
    })}
    ${exportForm(context, `/directory/runs/${page.run.id}/rejections/export`, { text: page.asked.text })}
  </section>`;
}

function actions({ t }: ConsoleContext, { run }: RunPage): Value {
  const here = `/directory/runs/${run.id}`;
  const compare = html`<a class="button" href="${here}/compare">${t.sync.compare}</a>`;
  if (run.state === 'running') return null;
  if (run.state !== 'held' || run.dryRun) return compare;
  return html`<a class="button primary" href="${here}/release">${t.sync.release}</a>
    <a class="button" href="${here}/dismiss">${t.sync.dismiss}</a> ${compare}`;
}

export function runPage(context: ConsoleContext, page: RunPage): Safe {
  const { t } = context;
  const { run } = page;
  return consolePage(context, {
    section: 'directory',
    title: t.sync.runOf(run.sourceName, formatDateTime(run.startedAt)),
    badge: runBadge(t, run),
    up: { href: `/directory/${run.sourceId}`, label: run.sourceName },
    actions: actions(context, page),
    refreshSeconds: run.state === 'running' ? 3 : undefined,
    body: html`${run.state === 'running' && watched(context, page)}
    ${run.dryRun && html`<p class="notice">${t.sync.dryRunNote}</p>`}
    ${run.state === 'held' && !run.dryRun && html`<p class="notice warn">${t.sync.heldNote}</p>`}
    ${about(context, page)} ${rejections(context, page)}
    ${run.state !== 'running' && changes(context, page)}`,
  });
}
