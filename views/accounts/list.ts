// People: search blind to marks, filters, in the order of Vietnamese lists.
import type { Kind, State } from '../../src/accounts/account.ts';
import type { AccountListItem, AccountSort } from '../../src/accounts/accounts.ts';
import type { Choosing } from '../../src/web/choosing.ts';
import type { Concern } from '../../src/accounts/concern.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { html, type Safe, type Value } from '../html.ts';
import { optionList, type Option } from '../console/form.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { searchBox } from '../console/search.ts';
import { pager } from '../console/pager.ts';
import { columnPanel, type ChosenColumns } from '../console/columns.ts';
import { selectionBar } from '../console/selection.ts';
import { sortField, sortOptions } from '../console/sorting.ts';
import { address } from '../address.ts';
import { unitFilter } from '../organization/chooser.ts';
import { peopleColumns, peopleTable } from './table.ts';

export type PeoplePage = {
  asked: {
    text: string | undefined;
    state: State | undefined;
    kind: Kind | undefined;
    concern: Concern | undefined;
    unit: string | undefined;
    sort: AccountSort;
    after: string | undefined;
  };
  states: readonly State[];
  kinds: readonly Kind[];
  concerns: readonly Concern[];
  unit: Choosing;
  people: readonly AccountListItem[];
  next: string | undefined;
  previous: string | undefined;
  count: number | undefined; // of all that match, where there are several pages
  chosen: ChosenColumns;
};

const actions = [
  'people.suspend',
  'people.restore',
  'people.group',
  'people.allow',
  'people.deny',
  'people.sessions',
];

const select = (
  name: string,
  label: string,
  all: string,
  options: readonly Option[],
  chosen: string | undefined,
): Safe =>
  html`<div class="field">
    <label for="filter-${name}">${label}</label>
    <select id="filter-${name}" name="${name}">
      ${optionList([{ value: '', label: all }, ...options], chosen)}
    </select>
  </div>`;

function filters(
  context: ConsoleContext,
  { asked, states, kinds, concerns, unit }: PeoplePage,
): Value {
  const { t } = context;
  const stateOptions = states.map((value) => ({ value, label: t.people.states[value] }));
  const kindOptions = kinds.map((value) => ({ value, label: t.people.kinds[value] }));
  const concernOptions = concerns.map((value) => ({ value, label: t.dashboard.concerns[value] }));
  return html`${unitFilter(context, 'unit', unit)}
  ${select('state', t.console.state, t.console.all, stateOptions, asked.state)}
  ${select('kind', t.people.kind, t.console.all, kindOptions, asked.kind)}
  ${select('concern', t.dashboard.concern, t.console.all, concernOptions, asked.concern)}`;
}

const usual: AccountSort = 'name';

const sortingOf = ({ t }: ConsoleContext, { asked }: PeoplePage) => {
  return { t, current: asked.sort, usual, path: '/people', parameters: filterOf(asked) };
};

function filterOf({ text, state, kind, concern, unit }: PeoplePage['asked']) {
  return { text, state, kind, concern, unit };
}

export function peoplePage(context: ConsoleContext, page: PeoplePage): Safe {
  const { t } = context;
  const { asked, people, next, previous, chosen } = page;
  const columns = peopleColumns(t);
  const sorting = sortingOf(context, page);
  const filter = filterOf(asked);
  const parameters = { ...filter, sort: asked.sort === usual ? undefined : asked.sort };
  const picking = {
    t,
    list: 'people',
    idOf: ({ id }: AccountListItem) => id,
    nameOf: ({ fullName }: AccountListItem) => fullName,
  };
  return consolePage(context, {
    section: 'people',
    title: t.people.title,
    actions: html`<a class="button" href="/imports">${t.imports.title}</a>
      <a class="button" href="/people/new">${t.people.create}</a>`,
    body: html`${searchBox(context, {
      path: '/people',
      label: t.people.search,
      hint: t.people.searchHint,
      text: asked.text ?? '',
      more: html`${filters(context, page)} ${sortField(t, sorting, sortOptions(t, columns))}`,
      filtered: Boolean(
        asked.state || asked.kind || asked.concern || asked.unit || page.unit.text || asked.after,
      ),
    })}
    ${columnPanel(context, 'people', columns, chosen)}
    ${peopleTable(context, { people, empty: t.people.empty, chosen, sorting, picking })}
    ${selectionBar(context, {
      picking,
      rows: people,
      actions,
      filter,
      back: address('/people', parameters),
      more: Boolean(next ?? previous),
      count: page.count,
    })}
    ${pager(context, {
      path: '/people',
      parameters: { ...parameters, after: asked.after },
      cursorName: 'after',
      next,
      ways: { previous },
    })}
    ${people.length > 0 && exportForm(context, '/people/export', filter)}`,
  });
}
