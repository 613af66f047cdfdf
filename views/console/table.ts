// Lists: a table that becomes cards on a phone, the link to the next page, and what stands there when
// a list is empty. Roles are spelt out because `display: block` takes them from a table.
import type { Messages } from '../../src/web/messages/messages.ts';
import { address, type Parameters } from '../address.ts';
import { html, type Safe, type Value } from '../html.ts';

export type Column<Row> = {
  label: string;
  cell: (row: Row) => Value;
  number?: boolean;
  quiet?: boolean; // a column of buttons: its name is for screen readers
};

export type Table<Row> = {
  caption: string; // said to screen readers; `showCaption` shows it
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  empty: Value;
};

export const emptyState = (words: Value): Safe => html`<p class="empty">${words}</p>`;

/** An empty cell is left out of a telephone's card. */
function cellOf<Row>({ label, quiet, number, cell }: Column<Row>, row: Row): Safe {
  const content = html`${cell(row)}`;
  const classes = [
    number && 'number',
    quiet && 'quiet',
    content.text.trim() === '' && 'blank',
  ].filter(Boolean);
  return html`<td
    role="cell"
    ${!quiet && html`data-label="${label}"`}
    ${classes.length > 0 && html`class="${classes.join(' ')}"`}
  >
    ${content}
  </td>`;
}

export function table<Row>({ caption, columns, rows, empty }: Table<Row>): Safe {
  if (rows.length === 0) return emptyState(empty);
  return html`<table class="listing" role="table">
    <caption class="visually-hidden">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          ({ label, quiet }) =>
            html`<th role="columnheader" scope="col">
              ${quiet ? html`<span class="visually-hidden">${label}</span>` : label}
            </th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${columns.map((column) => cellOf(column, row))}
          </tr> `,
      )}
    </tbody>
  </table>`;
}

/** Forward by cursor, back to the beginning; the browser's own button goes back by one. */
export function pager(
  { t }: { t: Messages },
  list: {
    path: string;
    parameters: Parameters;
    cursorName: string;
    next: string | null | undefined;
  },
): Value {
  const here = list.parameters[list.cursorName];
  const { [list.cursorName]: _, ...filters } = list.parameters;
  if (!here && !list.next) return null;
  return html`<nav class="pager" aria-label="${t.console.pages}">
    ${here && html`<a class="button small" href="${address(list.path, filters)}">${t.console.firstPage}</a>`}
    ${
      list.next &&
      html`<a
        class="button small"
        rel="next"
        href="${address(list.path, { ...filters, [list.cursorName]: list.next })}"
        >${t.common.nextPage}</a
      >`
    }
  </nav>`;
}
