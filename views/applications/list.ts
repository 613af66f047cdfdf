// Applications by class and state.
import type { ApplicationListItem, ApplicationSort } from '../../src/applications/applications.ts';
import type { Application, ApplicationState } from '../../src/applications/application.ts';
import type { CatalogItem } from '../../src/catalogs/catalog.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Locale, Messages } from '../../src/web/messages/messages.ts';
import { optionList } from '../console/form.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { address } from '../address.ts';
import { columnPanel, type ChosenColumns } from '../console/columns.ts';
import { selectionBar } from '../console/selection.ts';
import { sortField, sortOptions } from '../console/sorting.ts';
import { shownColumns, table, type Column } from '../console/table.ts';
import { html, type Safe } from '../html.ts';
import { nameIn } from '../named.ts';

export type ApplicationsPage = {
  asked: {
    class: string | undefined;
    state: ApplicationState | undefined;
    sort: ApplicationSort;
  };
  states: readonly ApplicationState[];
  classes: readonly CatalogItem[];
  applications: readonly ApplicationListItem[];
  chosen: ChosenColumns;
};

const usual: ApplicationSort = 'order';

const tone = { draft: 'warn', active: 'ok', suspended: 'bad', retired: '' } as const;

export const applicationBadge = (t: Messages, { state }: Pick<Application, 'state'>): Safe =>
  html`<span class="badge ${tone[state]}">${t.applications.states[state]}</span>`;

export function classNames(classes: readonly CatalogItem[], locale: Locale): Map<string, string> {
  return new Map(classes.map((each) => [each.code, nameIn({ locale }, each)]));
}

function columnsOf(
  { t, locale }: ConsoleContext,
  { classes }: ApplicationsPage,
): Column<ApplicationListItem>[] {
  const names = classNames(classes, locale);
  return [
    {
      label: t.applications.name,
      sort: 'name',
      cell: (each) =>
        html`<a href="/applications/${each.id}">${nameIn({ locale }, each)}</a>
          ${each.builtIn && html`<span class="badge">${t.applications.builtIn}</span>`}`,
    },
    {
      id: 'client',
      label: t.applications.clientId,
      cell: ({ clientId }) => html`<span class="mono">${clientId}</span>`,
    },
    {
      id: 'class',
      label: t.applications.class,
      cell: (each) => names.get(each.class) ?? each.class,
    },
    {
      id: 'owner',
      label: t.applications.owner,
      cell: ({ ownerUnitName }) => ownerUnitName,
    },
    {
      id: 'contact',
      extra: true,
      label: t.applications.contact,
      cell: ({ contact }) => contact,
    },
    {
      id: 'state',
      label: t.console.state,
      sort: 'state',
      cell: (each) => applicationBadge(t, each),
    },
    {
      id: 'order',
      extra: true,
      label: t.applications.order,
      sort: 'order',
      number: true,
      cell: ({ order }) => order,
    },
  ];
}

const filterOf = ({ asked }: ApplicationsPage) => ({ class: asked.class, state: asked.state });

const sortingOf = (t: Messages, page: ApplicationsPage) => {
  const parameters = filterOf(page);
  return { t, current: page.asked.sort, usual, path: '/applications', parameters };
};

function filters(context: ConsoleContext, page: ApplicationsPage): Safe {
  const { t, locale } = context;
  const { asked, states, classes } = page;
  const all = { value: '', label: t.console.all };
  const classOptions = [...classNames(classes, locale)].map(([value, label]) => ({ value, label }));
  const stateOptions = states.map((value) => ({ value, label: t.applications.states[value] }));
  return html`<form class="filters" method="get" action="/applications" role="search">
    <div class="field">
      <label for="filter-class">${t.applications.class}</label>
      <select id="filter-class" name="class">
        ${optionList([all, ...classOptions], asked.class)}
      </select>
    </div>
    <div class="field">
      <label for="filter-state">${t.console.state}</label>
      <select id="filter-state" name="state">
        ${optionList([all, ...stateOptions], asked.state)}
      </select>
    </div>
    ${sortField(t, sortingOf(t, page), sortOptions(t, columnsOf(context, page)))}
    <div class="filter-buttons">
      <button class="primary">${t.console.filter}</button>
      ${
        (asked.class || asked.state) &&
        html`<a class="button" href="/applications">${t.console.clearFilter}</a>`
      }
    </div>
  </form>`;
}

export function applicationsPage(context: ConsoleContext, page: ApplicationsPage): Safe {
  const { t } = context;
  const { asked, applications: rows, chosen } = page;
  const columns = columnsOf(context, page);
  const sorting = sortingOf(t, page);
  const filter = filterOf(page);
  const picking = {
    t,
    list: 'applications',
    idOf: ({ id }: ApplicationListItem) => id,
    nameOf: ({ name }: ApplicationListItem) => name,
  };
  return consolePage(context, {
    section: 'applications',
    title: t.applications.title,
    actions: html`<a class="button" href="/application-sets">${t.rules.sets.title}</a>
      <a class="button" href="/applications/launcher">${t.launcher.link}</a>
      <a class="button" href="/applications/wizard">${t.applications.create}</a>`,
    body: html`${filters(context, page)} ${columnPanel(context, 'applications', columns, chosen)}
    ${table({
      caption: t.applications.title,
      // the order of the catalogue is the usual one: its number need not be seen
      columns: shownColumns(columns, chosen, asked.sort === usual ? undefined : sorting),
      rows,
      empty: t.applications.empty,
      sorting,
      picking,
    })}
    ${selectionBar(context, {
      picking,
      rows,
      actions: ['applications.suspend', 'applications.activate'],
      filter,
      back: address('/applications', {
        ...filter,
        sort: asked.sort === usual ? undefined : asked.sort,
      }),
      more: false,
    })}
    ${rows.length > 0 && exportForm(context, '/applications/export', filter)}`,
  });
}
