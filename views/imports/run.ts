// One file brought in: before it is applied the difference it would make, afterwards what it did.
import type { ImportLine, LineOutcome } from '../../src/imports/import.ts';
import type { ImportRun } from '../../src/imports/imports.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { address } from '../address.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { fieldNames, sayValue } from './words.ts';

export type ImportRunPage = {
  run: ImportRun;
  outcome: LineOutcome | undefined;
  lines: readonly ImportLine[];
  after: number | undefined;
  next: number | undefined;
  refused: Value; // why it was not applied just now
};

const outcomes: readonly LineOutcome[] = ['error', 'new', 'changed', 'same'];
const tone = { new: 'ok', changed: 'warn', same: '', error: 'bad' } as const;

/** What a line says, one sentence for each cell; also a cell of the report. */
export function sentences({ t }: Pick<ConsoleContext, 't'>, line: ImportLine): string[] {
  const names = fieldNames(t);
  return [
    ...line.mistakes.map(({ field, code }) =>
      t.imports.mistake(field ? names[field] : '', t.errors[code]({})),
    ),
    ...line.changes.map(({ field, old, new: now }) =>
      line.outcome === 'new' && old === null
        ? t.imports.mistake(names[field], sayValue(t, field, now))
        : t.imports.change(names[field], sayValue(t, field, old), sayValue(t, field, now)),
    ),
  ];
}

function tabs({ t, locale }: ConsoleContext, { run, outcome }: ImportRunPage): Safe {
  const here = `/imports/${run.id}`;
  const total = outcomes.reduce((sum, each) => sum + run.counts[each], 0);
  const tab = (value: LineOutcome | undefined, label: string) =>
    html`<a
      href="${address(here, { outcome: value })}"
      ${value === outcome && html`aria-current="page"`}
      >${label}</a
    >`;
  return html`<nav class="nav tabs" aria-label="${t.imports.outcome}">
    ${tab(undefined, t.imports.all(formatNumber(total, locale)))}
    ${outcomes.map((each) =>
      tab(each, t.imports.some(t.imports.outcomes[each], formatNumber(run.counts[each], locale))),
    )}
  </nav>`;
}

function verdict({ t, locale }: ConsoleContext, { run, refused }: ImportRunPage): Value {
  const { counts } = run;
  if (refused) return html`<p class="notice bad" role="alert">${refused}</p>`;
  if (run.appliedAt)
    return html`<p class="notice ok" role="status">
      ${t.imports.applied(run.appliedByName ?? '', formatDateTime(run.appliedAt))}
    </p>`;
  if (counts.error > 0) return html`<p class="notice bad">${t.imports.mend}</p>`;
  if (counts.new + counts.changed === 0) return html`<p class="notice ok">${t.imports.nothing}</p>`;
  const [fresh, changed] = [counts.new, counts.changed].map((n) => formatNumber(n, locale));
  return html`<form method="post" action="/imports/${run.id}/apply" class="card confirm">
    <p>${t.imports.applyHint(fresh ?? '', changed ?? '')}</p>
    <p class="hint muted">${t.imports.expires(formatDateTime(run.expiresAt))}</p>
    <div class="actions">
      <button class="primary">${t.imports.apply}</button>
      <a class="button" href="/imports">${t.common.cancel}</a>
    </div>
  </form>`;
}

export function importRunPage(context: ConsoleContext, page: ImportRunPage): Safe {
  const { t } = context;
  const { run, outcome, lines, after, next } = page;
  const here = `/imports/${run.id}`;
  return consolePage(context, {
    section: 'people',
    title:
      run.state === 'applied'
        ? t.imports.reportTitle(run.fileName)
        : t.imports.previewTitle(run.fileName),
    badge: html`<span class="badge">${t.imports.kinds[run.kind]}</span>`,
    up: { href: '/imports', label: t.imports.title },
    actions: html`<a class="button" href="/imports">${t.imports.again}</a>`,
    body: html`${verdict(context, page)} ${tabs(context, page)}
    ${table({
      caption: t.imports.changes,
      columns: [
        { label: t.imports.line, number: true, cell: (line: ImportLine) => line.line },
        { label: t.imports.about, cell: ({ key }) => html`<span class="mono">${key}</span>` },
        {
          label: t.imports.outcome,
          cell: (line) =>
            html`<span class="badge ${tone[line.outcome]}"
              >${t.imports.outcomes[line.outcome]}</span
            >`,
        },
        {
          label: t.imports.changes,
          cell: (line) =>
            html`<ul class="plain">
              ${sentences(context, line).map((sentence) => html`<li>${sentence}</li>`)}
            </ul>`,
        },
      ],
      rows: lines,
      empty: t.imports.noLines,
    })}
    ${pager(context, { path: here, parameters: { outcome, after }, cursorName: 'after', next: next?.toString() })}
    ${exportForm(context, `${here}/report`, { outcome })}`,
  });
}
