// The global search: its box in the header of every page, and the page of what was found.
import type { Found, FoundKind, Hit } from '../../src/console/finder.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { address } from '../address.ts';
import { html, type Safe, type Value } from '../html.ts';
import { consolePage } from './frame.ts';
import { emptyState } from './table.ts';

const kinds = ['people', 'units', 'groups', 'applications'] as const satisfies FoundKind[];

const hit = ({ t }: ConsoleContext, kind: FoundKind, one: Hit): Safe =>
  html`<li>
    <span
      ><a href="/${kind}/${one.id}">${one.name}</a>
      ${one.note && html`<span class="muted">${one.note}</span>`}</span
    >
    ${one.closed && html`<span class="badge">${t.frame.find.closed}</span>`}
  </li>`;

/** The list of applications has no search of its own: its rest is the whole list. */
const restOf = (kind: FoundKind, text: string): string =>
  kind === 'applications' ? '/applications' : address(`/${kind}`, { text });

function section(context: ConsoleContext, kind: FoundKind, text: string, found: Found): Value {
  const { t } = context;
  const { items, more } = found[kind];
  if (items.length === 0) return null;
  return html`<section class="card" aria-labelledby="found-${kind}">
    <h2 id="found-${kind}">${t.console.sections[kind]}</h2>
    <ul class="plain rows">
      ${items.map((one) => hit(context, kind, one))}
    </ul>
    ${more && html`<p class="after-table"><a href="${restOf(kind, text)}">${t.frame.find.more}</a></p>`}
  </section>`;
}

export function findPage(
  context: ConsoleContext,
  { text, found }: { text: string; found: Found | undefined },
): Safe {
  const { t } = context;
  const nothing = found && kinds.every((kind) => found[kind].items.length === 0);
  return consolePage(context, {
    section: 'search',
    title: text ? t.frame.find.results(text) : t.frame.find.label,
    sought: text,
    body: html`${!found && emptyState(t.frame.find.ask)}
    ${nothing && emptyState(t.frame.find.nothing)}
    ${found && html`<div class="columns">${kinds.map((kind) => section(context, kind, text, found))}</div>`}`,
  });
}
