// The order of a list: heads of columns that are links, and the same choice in the filter for a phone,
// where the table is cards without heads.
import type { Messages } from '../../src/web/messages/messages.ts';
import { address, type Parameters } from '../address.ts';
import { html, type Safe } from '../html.ts';
import { optionList, type Option } from './form.ts';

export type Sorting = {
  t: Messages;
  current: string; // such as `name` or `-name`
  usual: string; // the order that no address needs to name
  path: string;
  parameters: Parameters; // the filter
};

const opposite = (sort: string) => (sort.startsWith('-') ? sort.slice(1) : `-${sort}`);

/** From the beginning again: a cursor belongs to one order. */
const linkTo = ({ path, parameters, usual }: Sorting, sort: string) =>
  address(path, { ...parameters, sort: sort === usual ? undefined : sort });

export function sortHead(t: Messages, by: Sorting, sort: string, label: string): Safe {
  const up = by.current === sort;
  const here = up || by.current === `-${sort}`;
  const state = !here ? undefined : up ? 'ascending' : 'descending';
  return html`<th role="columnheader" scope="col" ${state && html`aria-sort="${state}"`}>
    <a
      class="sort"
      href="${linkTo(by, here ? opposite(by.current) : sort)}"
      title="${t.lists.sortBy(label)}"
      >${label} <span aria-hidden="true">${here ? (up ? '▲' : '▼') : '↕'}</span></a
    >
  </th>`;
}

/** Sent along with the filter, so that filtering keeps the order; seen on a phone. */
export function sortField(t: Messages, by: Sorting, options: readonly Option[]): Safe {
  const all = options.map(({ value, label }) => {
    return { value: value === by.usual ? '' : value, label };
  });
  return html`<div class="field sort-field">
    <label for="filter-sort">${t.lists.sort}</label>
    <select id="filter-sort" name="sort">
      ${optionList(all, by.current === by.usual ? '' : by.current)}
    </select>
  </div>`;
}

/** The same choice where a list has no filter to stand in. */
export const sortForm = (t: Messages, by: Sorting, options: readonly Option[]): Safe =>
  html`<form class="filters sort-field" method="get" action="${by.path}">
    ${sortField(t, by, options)}
    <div class="filter-buttons"><button class="small">${t.lists.sortNow}</button></div>
  </form>`;

/** Both directions of each column. */
export const sortOptions = (
  t: Messages,
  columns: readonly { label: string; sort?: string }[],
): Option[] =>
  columns.flatMap(({ sort, label }) =>
    sort === undefined
      ? []
      : [
          { value: sort, label: t.lists.ascending(label) },
          { value: `-${sort}`, label: t.lists.descending(label) },
        ],
  );
