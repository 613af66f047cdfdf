// The ways from a page of a list to others: by cursor, so there are no page numbers.
import type { Messages } from '../../src/web/messages/messages.ts';
import { address, type Parameters } from '../address.ts';
import { html, type Value } from '../html.ts';

export type Pager = {
  path: string;
  parameters: Parameters; // filter, order, and the cursor of this page
  cursorName: string;
  next: string | null | undefined;
  /** Where a list can be read both ways: the cursor of the page before, undefined on the first. */
  ways?: { previous: string | undefined };
};

const last = 'last';

/** Lists that are read one way lead forward and to the beginning; the others to both ends. */
export function pager({ t }: { t: Messages }, list: Pager): Value {
  const { path, parameters, cursorName, next, ways } = list;
  const { [cursorName]: here, ...filters } = parameters;
  const first = ways ? ways.previous !== undefined : Boolean(here);
  if (!first && !next) return null;
  const link = (label: string, cursor: string | undefined, rel?: string) =>
    html`<a
      class="button small"
      ${rel && html`rel="${rel}"`}
      href="${address(path, { ...filters, [cursorName]: cursor })}"
      >${label}</a
    >`;
  return html`<nav class="pager" aria-label="${t.console.pages}">
    ${first && link(t.console.firstPage, undefined)}
    ${ways?.previous && link(t.common.previousPage, ways.previous, 'prev')}
    ${next && link(t.common.nextPage, next, 'next')} ${ways && next && link(t.lists.lastPage, last)}
  </nav>`;
}
