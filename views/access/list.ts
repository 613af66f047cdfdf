// Every rule of the province, in one list.
import type { GrantSort } from '../../src/access/grant-search.ts';
import type { Grant } from '../../src/access/grant-rows.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { address } from '../address.ts';
import { columnPanel, type ChosenColumns } from '../console/columns.ts';
import { exportForm } from '../console/export.ts';
import { optionList } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { searchBox } from '../console/search.ts';
import { selectionBar } from '../console/selection.ts';
import { sortField, sortOptions } from '../console/sorting.ts';
import { shownColumns, table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { nameIn } from '../named.ts';
import { grantColumns, targetText } from './grants.ts';
import { subjectText } from './sentence.ts';

export type GrantsPage = {
  asked: {
    text?: string | undefined;
    application?: string | undefined;
    subject?: string | undefined;
    effect?: string | undefined;
    target?: string | undefined;
    status?: string | undefined;
    conditional?: string | undefined;
    sort: GrantSort;
    after?: string | undefined;
  };
  items: readonly Grant[];
  next: string | undefined;
  previous: string | undefined;
  applications: readonly { id: string; name: string; nameEn: string }[];
  chosen: ChosenColumns;
};

const usual: GrantSort = '-age';
const path = '/grants';

const filterOf = ({ asked }: GrantsPage) => {
  const { text, application, subject, effect, target, status, conditional } = asked;
  return { text, application, subject, effect, target, status, conditional };
};

function filters(context: ConsoleContext, { asked, applications }: GrantsPage): Value {
  const { t } = context;
  const all = { value: '', label: t.console.all };
  const choices = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, label]) => ({ value, label }));
  const select = (
    name: 'application' | 'subject' | 'effect' | 'target' | 'status' | 'conditional',
    label: string,
    options: { value: string; label: string }[],
  ) =>
    html`<div class="field">
      <label for="filter-${name}">${label}</label>
      <select id="filter-${name}" name="${name}">
        ${optionList([all, ...options], asked[name])}
      </select>
    </div>`;
  return [
    select(
      'application',
      t.grants.application,
      applications.map((one) => ({ value: one.id, label: nameIn(context, one) })),
    ),
    select('subject', t.grants.kind, choices(t.grants.subjects)),
    select('effect', t.grants.effect, choices(t.grants.effects)),
    select('target', t.grants.targetKind, choices(t.grants.targets)),
    select('status', t.grants.status, choices(t.grants.statuses)),
    select(
      'conditional',
      t.grants.conditions,
      choices({ yes: t.grants.conditional, no: t.grants.plain }),
    ),
  ];
}

export function grantsPage(context: ConsoleContext, page: GrantsPage): Safe {
  const { t } = context;
  const { asked, items, next, previous, chosen } = page;
  const filter = filterOf(page);
  const ordered = { ...filter, sort: asked.sort === usual ? undefined : asked.sort };
  const here = address(path, ordered);
  const columns = Object.values(grantColumns(context, path));
  const sorting = { t, current: asked.sort, usual, path, parameters: filter };
  const picking = {
    t,
    list: 'grants',
    idOf: ({ id }: Grant) => id,
    nameOf: (grant: Grant) => `${subjectText(t, grant)}, ${targetText(context, grant)}`,
  };
  return consolePage(context, {
    section: 'grants',
    title: t.grants.title,
    actions: html`<a class="button" href="/imports">${t.imports.title}</a>`,
    body: html`<p class="muted">${t.grants.rule} ${t.grants.howToAdd}</p>
      ${searchBox(context, {
        path,
        label: t.grants.findSubject,
        hint: t.grants.findHint,
        text: asked.text ?? '',
        filtered: Object.entries(filter).some(([name, value]) => name !== 'text' && value),
        more: html`${filters(context, page)} ${sortField(t, sorting, sortOptions(t, columns))}`,
      })}
      ${columnPanel(context, 'grants', columns, chosen)}
      ${table({
        caption: t.grants.title,
        columns: shownColumns(columns, chosen, sorting),
        rows: items,
        empty: t.grants.noneFound,
        sorting,
        picking,
      })}
      ${selectionBar(context, {
        picking,
        rows: items,
        actions: ['grants.remove'],
        filter: {},
        back: here,
        more: false,
      })}
      ${pager(context, {
        path,
        parameters: { ...ordered, after: asked.after },
        cursorName: 'after',
        next,
        ways: { previous },
      })}
      ${items.length > 0 && exportForm(context, '/grants/export', filter)}`,
  });
}
