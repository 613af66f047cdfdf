// Lists: a table that becomes cards on a phone, and what stands there when a list is empty. Heads that
// sort are links; rows can be chosen; columns can be left out. Roles are spelt out because
// `display: block` takes them from a table.
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';
import { pickCell, pickHead, type Picking } from './selection.ts';
import { sortHead, type Sorting } from './sorting.ts';

export type Column<Row> = {
  label: string;
  cell: (row: Row) => Value;
  number?: boolean;
  quiet?: boolean; // a column of buttons: its name is for screen readers
  id?: string; // can be left out or shown, under this name
  extra?: boolean; // shown only where it was asked for
  sort?: string; // the name of the order by this column
};

export type Table<Row> = {
  caption: string; // said to screen readers; `showCaption` shows it
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  empty: Value;
  sorting?: Sorting | undefined;
  picking?: Picking<Row> | undefined;
};

export const emptyState = (words: Value): Safe => html`<p class="empty">${words}</p>`;

/**
 * Those that are shown: `chosen` are ids, undefined where nobody ever chose. The column that a list is
 * sorted by is always among them: an order that cannot be seen puzzles.
 */
export const shownColumns = <Row>(
  columns: readonly Column<Row>[],
  chosen: ReadonlySet<string> | undefined,
  sorting?: Pick<Sorting, 'current'>,
): Column<Row>[] =>
  columns.filter(
    ({ id, extra, sort }) =>
      id === undefined ||
      (chosen ? chosen.has(id) : !extra) ||
      (sort !== undefined && [sort, `-${sort}`].includes(sorting?.current ?? '')),
  );

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

function headOf<Row>(t: Messages | undefined, { label, quiet, sort }: Column<Row>, by?: Sorting) {
  if (t && by && sort !== undefined) return sortHead(t, by, sort, label);
  return html`<th role="columnheader" scope="col">
    ${quiet ? html`<span class="visually-hidden">${label}</span>` : label}
  </th>`;
}

export function table<Row>(list: Table<Row>): Safe {
  const { caption, columns, rows, empty, sorting, picking } = list;
  if (rows.length === 0) return emptyState(empty);
  return html`<table class="listing" role="table">
    <caption class="visually-hidden">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${picking && pickHead(picking)}
        ${columns.map((column) => headOf(sorting?.t, column, sorting))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${picking && pickCell(picking, row)} ${columns.map((column) => cellOf(column, row))}
          </tr> `,
      )}
    </tbody>
  </table>`;
}
