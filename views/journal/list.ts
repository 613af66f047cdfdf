// The journal: filters, entries, export.
import type { EventName } from '../../src/journal/events.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { html, type Safe, type Value } from '../html.ts';
import { selectField, textField, formErrors } from '../console/form.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import type { Sorting } from '../console/sorting.ts';
import { entriesTable } from './entries.ts';
import { nameIn } from '../named.ts';

export type JournalPage = {
  form: FormState; // what was asked, under the names of the filters
  events: readonly EventName[];
  applications: readonly { id: string; name: string; nameEn: string }[];
  objectName: string | undefined; // set where only one thing's entries are asked for
  entries: readonly JournalEntry[];
  sort: 'newest' | 'oldest';
  next: string | undefined;
  previous: string | undefined;
  partial: boolean; // looked for in a part of the time only; next or previous go on from there
};

function filters(context: ConsoleContext, page: JournalPage): Safe {
  const { t } = context;
  const { form } = page;
  return html`<form class="filters" method="get" action="/journal" role="search">
    ${textField(context, form, { name: 'text', label: t.journal.person })}
    ${textField(context, form, { name: 'unit', label: t.journal.unit })}
    ${selectField(context, form, {
      name: 'event',
      label: t.journal.event,
      none: t.console.all,
      options: page.events.map((value) => ({ value, label: t.events[value] })),
    })}
    ${selectField(context, form, {
      name: 'application',
      label: t.journal.application,
      none: t.console.all,
      options: page.applications.map((one) => ({ value: one.id, label: nameIn(context, one) })),
    })}
    ${selectField(context, form, {
      name: 'outcome',
      label: t.journal.outcome,
      none: t.console.all,
      options: (['success', 'failure'] as const).map((value) => ({
        value,
        label: t.journal.outcomes[value],
      })),
    })}
    ${textField(context, form, { name: 'actor', label: t.journal.actor })}
    ${textField(context, form, { name: 'address', label: t.journal.address })}
    ${textField(context, form, {
      name: 'from',
      label: t.journal.from,
      placeholder: t.journal.dateHint,
    })}
    ${textField(context, form, {
      name: 'to',
      label: t.journal.to,
      placeholder: t.journal.dateHint,
    })}
    ${selectField(context, form, {
      name: 'sort',
      label: t.lists.sort,
      options: [
        { value: '', label: t.journal.newest },
        { value: 'oldest', label: t.journal.oldest },
      ],
    })}
    ${kept(form)}
    <div class="filter-buttons">
      <button class="primary">${t.console.filter}</button>
      <a class="button" href="/journal">${t.console.clearFilter}</a>
    </div>
  </form>`;
}

/** Conditions that come from a link, not from a field, stay while others change. */
const kept = (form: FormState): Value =>
  ['person', 'type', 'object'].map(
    (name) =>
      form.values[name] &&
      html`<input type="hidden" name="${name}" value="${form.values[name]}" />`,
  );

function asked({ form }: JournalPage): Record<string, string> {
  const { after: _after, sort: _sort, ...filter } = form.values;
  return filter;
}

/** By time: from the beginning upwards, from now downwards. */
const sortingOf = ({ t }: ConsoleContext, page: JournalPage): Sorting => ({
  t,
  current: page.sort === 'oldest' ? 'oldest' : '-oldest',
  usual: '-oldest',
  path: '/journal',
  parameters: asked(page),
});

export function journalPage(context: ConsoleContext, page: JournalPage): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'journal',
    title: t.journal.title,
    body: html`${formErrors(context, page.form)} ${filters(context, page)}
    ${page.objectName && html`<p class="notice">${t.journal.onlyObject(page.objectName)}</p>`}
    ${!(page.partial && page.entries.length === 0) && entriesTable(context, page.entries, sortingOf(context, page))}
    ${page.partial && html`<p class="notice" role="status">${t.journal.partial}</p>`}
    ${pager(context, {
      path: '/journal',
      parameters: page.form.values,
      cursorName: 'after',
      next: page.next,
      ways: { previous: page.previous },
    })}
    ${page.entries.length > 0 && exportForm(context, '/journal/export', asked(page))}`,
  });
}
