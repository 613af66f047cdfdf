// The search of a list: one field, its button, and the way back to everything.
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { html, type Safe, type Value } from '../html.ts';

export function searchBox(
  { t }: ConsoleContext,
  box: {
    path: string;
    label: string;
    hint: string;
    text: string;
    more?: Value;
    filtered?: boolean;
  },
): Safe {
  return html`<form class="filters" method="get" action="${box.path}" role="search">
    <div class="field grow">
      <label for="search-text">${box.label}</label>
      <input
        type="search"
        id="search-text"
        name="text"
        value="${box.text}"
        maxlength="100"
        placeholder="${box.hint}"
        autocomplete="off"
      />
    </div>
    ${box.more}
    <div class="filter-buttons">
      <button class="primary">${t.common.search}</button>
      ${
        (box.text || box.filtered) &&
        html`<a class="button" href="${box.path}">${t.console.clearFilter}</a>`
      }
    </div>
  </form>`;
}
