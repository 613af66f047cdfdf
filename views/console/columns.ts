// Which columns of a list are shown: check boxes that fold away. Kept for this administrator.
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { html, type Safe } from '../html.ts';
import { shownColumns, type Column } from './table.ts';

export type ChosenColumns = ReadonlySet<string> | undefined;

export function columnPanel<Row>(
  context: ConsoleContext,
  list: string,
  columns: readonly Column<Row>[],
  chosen: ChosenColumns,
): Safe {
  const { t, path } = context;
  const shown = new Set(shownColumns(columns, chosen).map(({ id }) => id));
  return html`<details class="column-panel">
    <summary>${t.lists.columns}</summary>
    <form method="post" action="/list-columns" class="card">
      <input type="hidden" name="list" value="${list}" />
      <input type="hidden" name="back" value="${path}" />
      <fieldset class="choices">
        <legend>${t.lists.columnsLegend}</legend>
        ${columns.map(
          ({ id, label }) =>
            id !== undefined &&
            html`<label
              ><input
                type="checkbox"
                name="columns"
                value="${id}"
                ${shown.has(id) && html`checked`}
              />
              ${label}</label
            >`,
        )}
      </fieldset>
      <p class="hint muted">${t.lists.columnsHint}</p>
      <div class="filter-buttons">
        <button class="small primary">${t.lists.columnsSave}</button>
        ${chosen && html`<button class="small" name="usual" value="yes">${t.lists.columnsUsual}</button>`}
      </div>
    </form>
  </details>`;
}
