// Where an import begins: the file, the templates, what was brought in lately.
import type { ErrorCode } from '../../src/core/errors.ts';
import type { ImportRun } from '../../src/imports/runs.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime, formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, selectField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sayError } from './words.ts';

export type ImportStartPage = {
  form: FormState;
  kinds: readonly (keyof ConsoleContext['t']['imports']['kinds'])[];
  rowLimit: number;
  runs: readonly ImportRun[];
};

/** A file has no field of form.ts: a browser never gives it back. */
function mistake({ t }: ConsoleContext, { form }: ImportStartPage): string | undefined {
  const error = form.errors['file'];
  return error && sayError(t, error.code as ErrorCode, error.params ?? {});
}

function upload(context: ConsoleContext, page: ImportStartPage): Safe {
  const { t, locale } = context;
  const error = mistake(context, page);
  return html`<form method="post" action="/imports" enctype="multipart/form-data" class="card form">
    ${formErrors(context, page.form)}
    ${selectField(context, page.form, {
      name: 'kind',
      label: t.imports.kind,
      required: true,
      options: page.kinds.map((value) => ({ value, label: t.imports.kinds[value] })),
    })}
    <div class="field">
      <label for="field-file">${t.imports.file}</label>
      <p class="hint" id="file-hint">${t.imports.fileHint(formatNumber(page.rowLimit, locale))}</p>
      <input
        type="file"
        id="field-file"
        name="file"
        accept=".csv,.xlsx"
        required
        aria-describedby="file-hint${error ? ' file-error' : ''}"
        ${error && html`aria-invalid="true"`}
      />
      ${error && html`<p class="error" id="file-error">${error}</p>`}
    </div>
    <div class="actions"><button class="primary">${t.imports.upload}</button></div>
  </form>`;
}

function files({ t }: ConsoleContext, page: ImportStartPage): Safe {
  const forms = ['csv', 'xlsx'] as const;
  const link = (kind: (typeof page.kinds)[number], format: (typeof forms)[number]): Value =>
    html`<li>
      <a href="/imports/templates/${kind}?format=${format}"
        >${t.imports.template(t.imports.kinds[kind], format === 'csv' ? 'CSV' : 'Excel')}</a
      >
    </li>`;
  const current = (kind: 'groups' | 'grants'): Value =>
    html`<form class="inline-form" method="post" action="/imports/current/${kind}">
      <button class="small" name="format" value="xlsx">
        ${t.imports.template(t.imports.kinds[kind], 'Excel')}
      </button>
    </form>`;
  return html`<section class="card">
    <h2>${t.imports.templates}</h2>
    <ul class="plain">
      ${page.kinds.flatMap((kind) => forms.map((format) => link(kind, format)))}
    </ul>
    <h2>${t.imports.current}</h2>
    <div class="filter-buttons">${current('groups')} ${current('grants')}</div>
    <p class="hint muted">${t.imports.currentPeople}</p>
  </section>`;
}

export function importStartPage(context: ConsoleContext, page: ImportStartPage): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'people',
    title: t.imports.title,
    up: { href: '/people', label: t.people.title },
    body: html`<ul class="plain">
        ${t.imports.how.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
      <div class="columns">${upload(context, page)} ${files(context, page)}</div>
      <section>
        <h2>${t.imports.latest}</h2>
        ${table({
          caption: t.imports.latest,
          columns: [
            {
              label: t.imports.fileName,
              cell: (run: ImportRun) => html`<a href="/imports/${run.id}">${run.fileName}</a>`,
            },
            { label: t.imports.kind, cell: ({ kind }) => t.imports.kinds[kind] },
            { label: t.console.state, cell: ({ state }) => t.imports.states[state] },
            { label: t.imports.by, cell: ({ createdByName }) => createdByName },
            { label: t.imports.at, cell: ({ createdAt }) => formatDateTime(createdAt) },
          ],
          rows: page.runs,
          empty: t.imports.none,
        })}
      </section>`,
  });
}
