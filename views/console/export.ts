// The two buttons under a list: take it away as CSV or as XLSX. A form, not a link: it writes the journal.
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import { html, type Safe } from '../html.ts';

/** `fields`: the filter as it is shown, sent along so that the file holds what the list shows. */
export function exportForm(
  { t, locale, settings }: ConsoleContext,
  action: string,
  fields: Readonly<Record<string, string | undefined>> = {},
): Safe {
  return html`<form method="post" action="${action}" class="export">
    ${Object.entries(fields).map(
      ([name, value]) => value && html`<input type="hidden" name="${name}" value="${value}" />`,
    )}
    <div class="filter-buttons">
      <button name="format" value="csv">${t.lists.csv}</button>
      <button name="format" value="xlsx">${t.lists.xlsx}</button>
    </div>
    <p class="hint muted">${t.lists.hint(formatNumber(settings.exportRows, locale))}</p>
  </form>`;
}
