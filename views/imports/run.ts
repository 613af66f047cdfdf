// One file brought in: before it is applied the difference it would make, afterwards what it did.
import type { Field, ImportLine, LineOutcome } from '../../src/imports/import.ts';
import type { ImportRun } from '../../src/imports/runs.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import { address } from '../address.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { goesOn, watched } from './progress.ts';
import { fieldNames, knownColumns, sayError, sayValue } from './words.ts';

export type ImportRunPage = {
  run: ImportRun;
  now: Date;
  outcome: LineOutcome | undefined;
  lines: readonly ImportLine[];
  after: number | undefined;
  next: number | undefined;
  fields: readonly Field[]; // that a file of that kind may have
};

const outcomes: readonly LineOutcome[] = ['error', 'new', 'changed', 'same'];
const tone = { new: 'ok', changed: 'warn', same: '', error: 'bad' } as const;

/** What is wrong with a line, a sentence for each cell; also a column of the report. */
export function mistakesOf(
  { t }: Pick<ConsoleContext, 't'>,
  { mistakes }: Pick<ImportLine, 'mistakes'>,
): string[] {
  const names = fieldNames(t);
  return mistakes.map(({ field, code }) =>
    t.imports.mistake(field ? names[field] : '', t.errors[code]({})),
  );
}

/** What a line would change, or did; also a column of the report. */
export function changesOf({ t }: Pick<ConsoleContext, 't'>, line: ImportLine): string[] {
  const names = fieldNames(t);
  return line.changes.map(({ field, old, new: now }) =>
    line.outcome === 'new' && old === null
      ? t.imports.mistake(names[field], sayValue(t, field, now))
      : t.imports.change(names[field], sayValue(t, field, old), sayValue(t, field, now)),
  );
}

/** Why rows may miss what the person sees in the file: said before their mistakes. */
const unknownColumns = ({ t }: ConsoleContext, { run, fields }: ImportRunPage): Safe =>
  html`<div class="${run.counts.error > 0 ? 'notice bad' : 'notice'}">
    <p>
      <strong
        >${t.imports.unknownTitles(run.unknownTitles.map((title) => `“${title}”`).join(', '))}</strong
      >
    </p>
    <p>${t.imports.knownColumns(knownColumns(t, fields))}</p>
  </div>`;

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

/** The rows that stop it, to mend them where they were written. */
const mistakesFile = ({ t }: ConsoleContext, { id }: ImportRun): Safe =>
  html`<form method="post" action="/imports/${id}/report">
    <input type="hidden" name="outcome" value="error" />
    <button class="small" name="format" value="csv">${t.imports.mistakesFile}</button>
  </form>`;

const failure = ({ t }: ConsoleContext, { reason, reasonDetail, compared }: ImportRun): Safe =>
  html`<div class="notice bad" role="alert">
    <p><strong>${compared ? t.imports.notApplied : t.imports.notRead}</strong></p>
    ${reason && html`<p>${sayError(t, reason, reasonDetail)}</p>`}
  </div>`;

function question({ t, locale }: ConsoleContext, { run }: ImportRunPage): Safe {
  const [fresh, changed] = [run.counts.new, run.counts.changed].map((n) => formatNumber(n, locale));
  return html`<form method="post" action="/imports/${run.id}/apply" class="card confirm">
    <p>${t.imports.applyHint(fresh ?? '', changed ?? '')}</p>
    <p class="hint muted">${t.imports.expires(formatDateTime(run.expiresAt))}</p>
    <div class="actions">
      <button class="primary">
        ${run.state === 'failed' ? t.imports.tryAgain : t.imports.apply}
      </button>
      <button formaction="/imports/${run.id}/cancel">${t.imports.drop}</button>
    </div>
  </form>`;
}

function verdict(context: ConsoleContext, page: ImportRunPage): Value {
  const { t } = context;
  const { run } = page;
  const { counts } = run;
  if (goesOn(run)) return watched(context, page);
  if (run.state === 'cancelled') return html`<p class="notice">${t.imports.stopped}</p>`;
  if (run.appliedAt)
    return html`<p class="notice ok" role="status">
      ${t.imports.applied(run.appliedByName ?? '', formatDateTime(run.appliedAt))}
    </p>`;
  if (counts.error > 0)
    return html`<div class="notice bad">
      <p>${t.imports.mend}</p>
      ${mistakesFile(context, run)}
    </div>`;
  if (run.compared && counts.new + counts.changed === 0)
    return html`<p class="notice ok">${t.imports.nothing}</p>`;
  if (run.state !== 'failed') return question(context, page);
  const again = run.compared && run.reason !== 'import.outdated';
  return html`${failure(context, run)} ${again && question(context, page)}`;
}

function difference(context: ConsoleContext, page: ImportRunPage): Safe {
  const { t } = context;
  const { run, outcome, lines, after, next } = page;
  const here = `/imports/${run.id}`;
  return html`${tabs(context, page)}
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
            ${[...mistakesOf(context, line), ...changesOf(context, line)].map(
              (sentence) => html`<li>${sentence}</li>`,
            )}
          </ul>`,
      },
    ],
    rows: lines,
    empty: t.imports.noLines,
  })}
  ${pager(context, { path: here, parameters: { outcome, after }, cursorName: 'after', next: next?.toString() })}
  ${exportForm(context, `${here}/report`, { outcome })}`;
}

const titles = {
  reading: 'readingTitle',
  ready: 'previewTitle',
  applying: 'applyingTitle',
  applied: 'reportTitle',
  failed: 'failedTitle',
  cancelled: 'failedTitle',
} as const;

export function importRunPage(context: ConsoleContext, page: ImportRunPage): Safe {
  const { t } = context;
  const { run } = page;
  const live = goesOn(run);
  return consolePage(context, {
    section: 'people',
    title: t.imports[titles[run.state]](run.fileName),
    badge: html`<span class="badge">${t.imports.kinds[run.kind]}</span>`,
    up: { href: '/imports', label: t.imports.title },
    actions: !live && html`<a class="button" href="/imports">${t.imports.again}</a>`,
    refreshSeconds: live ? 2 : undefined,
    body: html`${!live && run.unknownTitles.length > 0 && unknownColumns(context, page)}
    ${verdict(context, page)} ${!live && run.compared && difference(context, page)}`,
  });
}
