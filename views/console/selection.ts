// Rows chosen for one deed: a box at each row, and the bar that says for which rows and what. The boxes
// name the form they belong to, so that rows may hold forms of their own.
import type { Messages } from '../../src/web/messages/messages.ts';
import { formatNumber } from '../../src/web/dates.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { html, type Safe } from '../html.ts';
import { optionList } from './form.ts';

export type Picking<Row> = {
  t: Messages;
  list: string;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
};

const countedTo = 10_000;

const formOf = <Row>({ list }: Picking<Row>) => `selection-${list}`;

export const pickHead = <Row>({ t }: Picking<Row>): Safe =>
  html`<th role="columnheader" scope="col" class="pick">
    <span class="visually-hidden">${t.bulk.pick}</span>
  </th>`;

export const pickCell = <Row>(picking: Picking<Row>, row: Row): Safe =>
  html`<td role="cell" class="pick">
    <input
      type="checkbox"
      form="${formOf(picking)}"
      name="ids"
      value="${picking.idOf(row)}"
      aria-label="${picking.t.bulk.pickOne(picking.nameOf(row))}"
    />
  </td>`;

export type SelectionBar<Row> = {
  picking: Picking<Row>;
  rows: readonly Row[];
  actions: readonly string[]; // codes of bulk/bulk.ts
  filter: Readonly<Record<string, string | undefined>>;
  back: string; // the list with its filter
  more: boolean; // there are other pages
  count?: number | undefined; // of all that match, as far as they were counted
};

export function selectionBar<Row>(context: ConsoleContext, bar: SelectionBar<Row>): Safe | null {
  const { t, locale } = context;
  const { picking, rows, actions, filter, back, more, count } = bar;
  if (rows.length === 0) return null;
  const number = (value: number) => formatNumber(value, locale);
  const all =
    count === undefined ? '' : count > countedTo ? t.bulk.over(number(countedTo)) : number(count);
  const scopes = [
    { value: 'marked', label: t.bulk.scopes.marked },
    { value: 'page', label: t.bulk.scopes.page(number(rows.length)) },
    ...(more ? [{ value: 'all', label: t.bulk.scopes.all(all) }] : []),
  ];
  const titles: Readonly<Record<string, string>> = t.bulk.actions;
  return html`<form id="${formOf(picking)}" class="selection card" method="post" action="/bulk">
    <input type="hidden" name="list" value="${picking.list}" />
    <input type="hidden" name="page" value="${rows.map(picking.idOf).join(' ')}" />
    <input type="hidden" name="back" value="${back}" />
    ${Object.entries(filter).map(
      ([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <div class="field">
      <label for="scope-${picking.list}">${t.bulk.scope}</label>
      <select id="scope-${picking.list}" name="scope" data-all="${t.bulk.pickPage}">
        ${optionList(scopes, 'marked')}
      </select>
    </div>
    <div class="field">
      <label for="action-${picking.list}">${t.bulk.action}</label>
      <select id="action-${picking.list}" name="action">
        ${optionList(
          actions.map((value) => ({ value, label: titles[value] ?? value })),
          undefined,
        )}
      </select>
    </div>
    <div class="filter-buttons"><button>${t.bulk.go}</button></div>
    <script type="module" src="/assets/selection.js"></script>
  </form>`;
}
