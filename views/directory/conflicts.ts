// The queue of conflicts, and the decisions that hold.
import type { Decision, OpenConflict } from '../../src/directory/conflicts.ts';
import type { CandidatePair } from '../../src/directory/join-candidates.ts';
import type { Clash } from '../../src/directory/names-of-people.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { confirmPage } from '../console/confirm.ts';
import { optionList, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { ownName } from '../journal/own-name.ts';
import { candidatesSection } from './joining.ts';

type Part<Row> = { rows: readonly Row[]; next: string | undefined };

export type ConflictsPage = {
  asked: {
    source: string | undefined;
    what: Clash | undefined;
    after: string | undefined;
    before: string | undefined;
  };
  sources: readonly Source[];
  conflicts: Part<OpenConflict>;
  decisions: Part<Decision>;
  candidates: readonly CandidatePair[];
};

const path = '/directory/conflicts';

function filters({ t }: ConsoleContext, { asked, sources }: ConflictsPage): Safe {
  const all = { value: '', label: t.console.all };
  const named = sources.map(({ id, name }) => ({ value: id, label: name }));
  const whats = Object.entries(t.conflicts.whats).map(([value, label]) => ({ value, label }));
  return html`<form class="filters" method="get" action="${path}">
    <div class="field">
      <label for="filter-source">${t.conflicts.source}</label>
      <select id="filter-source" name="source">
        ${optionList([all, ...named], asked.source)}
      </select>
    </div>
    <div class="field">
      <label for="filter-what">${t.conflicts.what}</label>
      <select id="filter-what" name="what">
        ${optionList([all, ...whats], asked.what)}
      </select>
    </div>
    <div class="filter-buttons"><button>${t.console.filter}</button></div>
  </form>`;
}

const holderOf = ({ t }: ConsoleContext, { holderId, holderName }: OpenConflict): Value =>
  holderId ? html`<a href="/people/${holderId}">${holderName}</a>` : t.conflicts.nobody;

function queue(context: ConsoleContext, page: ConflictsPage): Safe {
  const { t } = context;
  const words = t.conflicts;
  const { source, what, after } = page.asked;
  return html`<section>
    ${filters(context, page)}
    ${table({
      caption: words.list,
      columns: [
        {
          label: words.asking,
          cell: ({ id, name }: OpenConflict) => html`<a href="${path}/${id}">${name}</a>`,
        },
        { label: words.what, cell: (row) => words.whats[row.what] },
        { label: words.value, cell: ({ value }) => html`<span class="mono">${value}</span>` },
        { label: words.source, cell: ({ sourceName }) => sourceName },
        { label: words.holder, cell: (row) => holderOf(context, row) },
        { label: words.since, cell: ({ firstAt }) => formatDateTime(firstAt) },
      ],
      rows: page.conflicts.rows,
      empty: words.none,
    })}
    ${pager(context, { path, parameters: { source, what, after }, cursorName: 'after', next: page.conflicts.next })}
  </section>`;
}

const whatOf = ({ t }: ConsoleContext, { kind, given }: Decision): string =>
  given ? `${t.conflicts.kinds[kind]}: ${given}` : t.conflicts.kinds[kind];

function decisions(context: ConsoleContext, page: ConflictsPage): Safe {
  const { t } = context;
  const words = t.conflicts;
  return html`<section>
    <h2>${words.decisions}</h2>
    ${table({
      caption: words.decisions,
      columns: [
        {
          label: words.asking,
          cell: ({ name, sourceName }: Decision) =>
            html`${name} <span class="muted">${sourceName}</span>`,
        },
        {
          label: words.what,
          cell: ({ what, asked }) => html`${words.whats[what]} <span class="mono">${asked}</span>`,
        },
        {
          label: words.decision,
          cell: (row) =>
            html`${whatOf(context, row)}
            ${
              row.pending &&
              html`<span class="badge warn">${words.pending}</span>
                <a href="/directory/${row.sourceId}/run">${words.run}</a>`
            }`,
        },
        { label: words.reason, cell: ({ reason }) => reason },
        {
          label: words.by,
          cell: ({ byId, byName, at }) =>
            html`${byId ? html`<a href="/people/${byId}">${byName}</a>` : ownName(t, byName)}
              <span class="muted">${formatDateTime(at)}</span>`,
        },
        {
          label: words.takeBack,
          quiet: true,
          cell: ({ id }) =>
            html`<a class="button small" href="/directory/decisions/${id}/take-back"
              >${words.takeBack}</a
            >`,
        },
      ],
      rows: page.decisions.rows,
      empty: words.noDecision,
    })}
    ${pager(context, { path, parameters: { before: page.asked.before }, cursorName: 'before', next: page.decisions.next })}
  </section>`;
}

export function conflictsPage(context: ConsoleContext, page: ConflictsPage): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'directory',
    title: t.conflicts.title,
    up: { href: '/directory', label: t.sync.title },
    body: html`<p class="muted">${t.conflicts.intro}</p>
      ${queue(context, page)} ${candidatesSection(context, page.candidates)}
      ${decisions(context, page)}`,
  });
}

export function takeBackPage(context: ConsoleContext, decision: Decision, form: FormState): Safe {
  const words = context.t.conflicts;
  const { id, name, what, asked } = decision;
  return confirmPage(context, {
    section: 'directory',
    title: words.takeBackTitle(name),
    action: `/directory/decisions/${id}/take-back`,
    back: { href: path, label: words.title },
    consequences: [
      `${words.heading(words.whats[what], asked)}. ${words.decision}: ${whatOf(context, decision)}.`,
      ...words.consequences,
    ],
    fields: textField(context, form, {
      name: 'reason',
      label: words.reason,
      hint: words.reasonHint,
      required: true,
    }),
    form,
    button: words.takeBack,
  });
}
