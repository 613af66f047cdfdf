// Units as a tree that folds without a script; a search shows what matches as a plain list.
import type { Unit } from '../../src/organization/unit.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { html, type Safe, type Value } from '../html.ts';
import { consolePage } from '../console/frame.ts';
import { searchBox } from '../console/search.ts';
import { emptyState, pager, table } from '../console/table.ts';

export type UnitBranch = Unit & { below: readonly UnitBranch[] };

export type UnitsPage =
  | { kind: 'tree'; roots: readonly UnitBranch[] }
  | { kind: 'found'; text: string; units: readonly Unit[]; next: string | undefined };

export const unitBadge = (t: Messages, unit: Pick<Unit, 'state'>): Value =>
  unit.state === 'closed' && html`<span class="badge">${t.units.states.closed}</span>`;

const line = (t: Messages, unit: Unit): Safe =>
  html`<a href="/units/${unit.id}">${unit.name}</a>
    ${unit.code && html`<span class="mono muted">${unit.code}</span>`} ${unitBadge(t, unit)}`;

/** The first level stands open: the province and its agencies. */
function branch(t: Messages, unit: UnitBranch, depth: number): Safe {
  if (unit.below.length === 0) return html`<li>${line(t, unit)}</li>`;
  return html`<li>
    ${line(t, unit)}
    <details ${depth < 1 && html`open`}>
      <summary>
        ${t.units.below(unit.below.length)}<span class="visually-hidden"> ${unit.name}</span>
      </summary>
      <ul>
        ${unit.below.map((child) => branch(t, child, depth + 1))}
      </ul>
    </details>
  </li>`;
}

function found(context: ConsoleContext, page: UnitsPage & { kind: 'found' }): Safe {
  const { t } = context;
  return html`${table({
    caption: t.units.title,
    columns: [
      { label: t.units.name, cell: (unit: Unit) => line(t, unit) },
      {
        label: t.units.contact,
        cell: (unit) =>
          [unit.contactName, unit.contactPhone, unit.contactMail].filter(Boolean).join(', '),
      },
    ],
    rows: page.units,
    empty: t.units.noMatch,
  })}
  ${pager(context, {
    path: '/units',
    parameters: { text: page.text },
    cursorName: 'after',
    next: page.next,
  })}`;
}

export function unitsPage(context: ConsoleContext, page: UnitsPage): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'units',
    title: t.units.title,
    actions: html`<a class="button" href="/units/new">${t.units.create}</a>`,
    body: html`${searchBox(context, {
      path: '/units',
      label: t.units.search,
      hint: t.units.searchHint,
      text: page.kind === 'found' ? page.text : '',
    })}
    ${
      page.kind === 'found'
        ? found(context, page)
        : page.roots.length === 0
          ? emptyState(t.units.empty)
          : html`<ul class="tree card">
              ${page.roots.map((root) => branch(t, root, 0))}
            </ul>`
    }`,
  });
}
