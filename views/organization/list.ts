// Units as a tree or in a row; a search shows what matches as a plain list.
import type { Unit, UnitBranch } from '../../src/organization/unit.ts';
import type { UnitListItem, UnitSort } from '../../src/organization/units.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe } from '../html.ts';
import { consolePage } from '../console/frame.ts';
import { address } from '../address.ts';
import { columnPanel, type ChosenColumns } from '../console/columns.ts';
import { exportForm } from '../console/export.ts';
import { searchBox } from '../console/search.ts';
import { sortField, sortOptions } from '../console/sorting.ts';
import { pager } from '../console/pager.ts';
import { unitBadge } from './badge.ts';
import { unitTree } from './tree.ts';
import { emptyState, shownColumns, table, type Column } from '../console/table.ts';

export type UnitsPage =
  | { kind: 'tree'; text: string; roots: readonly UnitBranch[]; open: string | undefined }
  | {
      kind: 'found';
      text: string;
      units: readonly UnitListItem[];
      next: string | undefined;
      previous: string | undefined;
      sort: UnitSort;
      after: string | undefined;
      chosen: ChosenColumns;
    };
type FoundUnits = UnitsPage & { kind: 'found' };

const contactOf = (unit: Unit): string =>
  [unit.contactName, unit.contactPhone, unit.contactMail].filter(Boolean).join(', ');

const columnsOf = (t: Messages): Column<UnitListItem>[] => [
  {
    label: t.units.name,
    sort: 'name',
    cell: (unit) => html`<a href="/units/${unit.id}">${unit.name}</a> ${unitBadge(t, unit)}`,
  },
  {
    id: 'code',
    label: t.units.code,
    sort: 'code',
    cell: ({ code }) => code && html`<span class="mono">${code}</span>`,
  },
  { id: 'parent', label: t.units.parent, cell: ({ parentName }) => parentName },
  { id: 'contact', label: t.units.contact, cell: contactOf },
  {
    id: 'origin',
    extra: true,
    label: t.units.origin,
    cell: ({ sourceId }) => (sourceId ? t.console.fromDirectory : t.console.byHand),
  },
];

const view = { view: 'list' };

const sortingOf = (t: Messages, { text, sort }: FoundUnits) => {
  return { t, current: sort, usual: 'name', path: '/units', parameters: { ...view, text } };
};

function found(context: ConsoleContext, page: FoundUnits): Safe {
  const { t } = context;
  const { units, next, previous, sort, after, chosen, text } = page;
  const columns = columnsOf(t);
  const sorting = sortingOf(t, page);
  return html`${columnPanel(context, 'units', columns, chosen)}
  ${table({
    caption: t.units.title,
    columns: shownColumns(columns, chosen, sorting),
    rows: units,
    empty: t.units.noMatch,
    sorting,
  })}
  ${pager(context, {
    path: '/units',
    parameters: { ...view, text, sort: sort === 'name' ? undefined : sort, after },
    cursorName: 'after',
    next,
    ways: { previous },
  })}
  ${units.length > 0 && exportForm(context, '/units/export', { text })}`;
}

/** The tree, or the same units in a row. */
function tabs({ t }: ConsoleContext, { kind }: UnitsPage): Safe {
  const tab = (href: string, label: string, here: boolean) =>
    html`<a href="${href}" ${here && html`aria-current="page"`}>${label}</a>`;
  return html`<nav class="nav tabs" aria-label="${t.units.views}">
    ${tab('/units', t.units.asTree, kind === 'tree')}
    ${tab(address('/units', view), t.units.asList, kind === 'found')}
  </nav>`;
}

export function unitsPage(context: ConsoleContext, page: UnitsPage): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'units',
    title: t.units.title,
    actions: html`<a class="button" href="/units/new">${t.units.create}</a>`,
    body: html`${searchBox(context, {
      path: '/units',
      label: t.units.search,
      hint: t.units.searchHint,
      text: page.text,
      more:
        page.kind === 'found' &&
        html`<input type="hidden" name="view" value="list" />
          ${sortField(t, sortingOf(t, page), sortOptions(t, columnsOf(t)))}`,
    })}
    ${tabs(context, page)}
    ${
      page.kind === 'found'
        ? found(context, page)
        : page.roots.length === 0
          ? emptyState(t.units.empty)
          : unitTree(context, page.roots, page.open)
    }`,
  });
}
