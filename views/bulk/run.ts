// How far one deed on many is, and afterwards the report: done, left alone, refused, each with why.
import type { Bulk, BulkItem, BulkOutcome } from '../../src/bulk/bulk.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { address } from '../address.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sectionOf, titleOf, whyNot } from './words.ts';

export type BulkRunPage = {
  bulk: Bulk;
  outcome: BulkOutcome | undefined;
  after: number | undefined;
  items: readonly BulkItem[];
  next: number | undefined;
};

const tone = { done: 'ok', skipped: 'warn', refused: 'bad' } as const;

function pageOf(bulk: Bulk, item: BulkItem): Value {
  if (bulk.action.startsWith('people') || bulk.action.startsWith('members'))
    return html`<a href="/people/${item.objectId}">${item.name}</a>`;
  if (bulk.action.startsWith('applications'))
    return html`<a href="/applications/${item.objectId}">${item.name}</a>`;
  return item.name;
}

const toneOf = ({ state, refused }: Bulk) =>
  state === 'running' ? '' : state === 'stopped' || refused > 0 ? 'warn' : 'ok';

/** How far it is. While it goes on, with scripts it asks for itself again; the page reloads at the end. */
export function bulkProgress({ t, locale }: ConsoleContext, bulk: Bulk): Safe {
  const number = (value: number) => formatNumber(value, locale);
  const seen = bulk.done + bulk.skipped + bulk.refused;
  const { running, stopped, finished } = t.bulk.states;
  const going = bulk.state === 'running';
  const sentence = {
    ready: '',
    running: running(number(seen), number(bulk.total)),
    stopped: stopped(number(seen), number(bulk.total)),
    done: finished(bulk.endedAt ? formatDateTime(bulk.endedAt) : ''),
  }[bulk.state];
  return html`<div
    class="notice ${toneOf(bulk)}"
    ${going && html`hx-get="/bulk/${bulk.id}/progress" hx-trigger="every 2s" hx-swap="outerHTML"`}
  >
    <p>
      <strong>${sentence}</strong>
      ${t.bulk.counts(number(bulk.done), number(bulk.skipped), number(bulk.refused))}
    </p>
    ${
      going &&
      html`<progress
        max="${bulk.total}"
        value="${seen}"
        aria-label="${t.bulk.progress}"
      ></progress>`
    }
  </div>`;
}

function whileItGoesOn({ t, path }: ConsoleContext, bulk: Bulk): Safe {
  return html`<form method="post" action="/bulk/${bulk.id}/stop" class="filter-buttons">
      <a class="button small" href="${path}">${t.sync.progress.lookAgain}</a>
      <button class="small">${t.bulk.stop}</button>
    </form>
    <p class="muted">${t.bulk.goesOn}</p>
    <script src="/assets/htmx.js" defer></script>`;
}

function tabs({ t }: ConsoleContext, { bulk, outcome }: BulkRunPage): Safe {
  const tab = (value: BulkOutcome | undefined, label: string) =>
    html`<a
      href="${address(`/bulk/${bulk.id}`, { outcome: value })}"
      ${value === outcome && html`aria-current="page"`}
      >${label}</a
    >`;
  return html`<nav class="nav tabs" aria-label="${t.bulk.report}">
    ${tab(undefined, t.console.all)} ${tab('done', t.bulk.outcomes.done)}
    ${tab('skipped', t.bulk.outcomes.skipped)} ${tab('refused', t.bulk.outcomes.refused)}
  </nav>`;
}

export function bulkRunPage(context: ConsoleContext, page: BulkRunPage): Safe {
  const { t } = context;
  const { bulk, items, next, after, outcome } = page;
  const here = `/bulk/${bulk.id}`;
  const going = bulk.state === 'running';
  return consolePage(context, {
    section: sectionOf(bulk.action),
    title: titleOf(context, bulk),
    up: { href: bulk.back, label: t.bulk.list },
    refreshSeconds: going ? 3 : undefined,
    body: html`${bulkProgress(context, bulk)} ${going && whileItGoesOn(context, bulk)}
      ${bulk.reason && html`<p>${t.console.reason}: ${bulk.reason}</p>`} ${tabs(context, page)}
      ${table({
        caption: t.bulk.report,
        columns: [
          { label: t.bulk.what, cell: (item: BulkItem) => pageOf(bulk, item) },
          {
            label: t.bulk.outcome,
            cell: ({ outcome: how }) =>
              how
                ? html`<span class="badge ${tone[how]}">${t.bulk.outcomes[how]}</span>`
                : html`<span class="muted">${t.bulk.waiting}</span>`,
          },
          { label: t.bulk.why, cell: (item) => whyNot(t, item) },
        ],
        rows: items,
        empty: t.bulk.noneSuch,
      })}
      ${pager(context, {
        path: here,
        parameters: { outcome, after },
        cursorName: 'after',
        next: next?.toString(),
      })}
      ${exportForm(context, `${here}/export`, { outcome })}
      <p class="after-table">
        <a class="button" href="${bulk.back}">${t.bulk.backToList}</a>
        <a class="button" href="${address('/journal', { type: 'bulk', object: bulk.id })}"
          >${t.bulk.inJournal}</a
        >
      </p>`,
  });
}
