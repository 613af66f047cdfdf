// One position: what it is, what it allows, who holds it, what happened to it.
import type { Holder, Position } from '../../src/accounts/position-lists.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { address } from '../address.ts';
import { facts } from '../console/facts.ts';
import { consolePage } from '../console/frame.ts';
import { pager } from '../console/pager.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { recentEntries } from '../journal/entries.ts';
import { nameIn } from '../named.ts';
import { holdersOf, positionBadge, positionPath, validity } from './positions.ts';
import { stateBadge } from './table.ts';

export type PositionPage = {
  position: Position;
  into: Position | undefined; // what it was merged into
  holders: { items: readonly Holder[]; next: string | undefined };
  after: string | undefined;
  events: readonly JournalEntry[];
  now: Date;
};

function alsoCalled({ t }: ConsoleContext, position: Position): Value {
  const names = position.alsoCalled;
  return (
    names.length > 0 &&
    html`<ul class="plain">
      ${names.map(
        (title) =>
          html`<li>
            ${title}
            <form class="inline-form" method="post" action="${positionPath(position)}/forget">
              <input type="hidden" name="title" value="${title}" />
              <button class="small" aria-label="${t.positions.forgetOf(title)}">
                ${t.positions.forget}
              </button>
            </form>
          </li>`,
      )}
    </ul>`
  );
}

function known(context: ConsoleContext, { position, into }: PositionPage): Safe {
  const { t } = context;
  return html`<div class="columns">
    <section class="card">
      <h2>${t.positions.about}</h2>
      ${facts([
        [t.positions.code, html`<span class="mono">${position.code}</span>`],
        [t.positions.name, position.name],
        [t.positions.nameEn, position.nameEn],
        [t.positions.validity, validity(t, position)],
        [
          t.positions.mergedInto,
          into && html`<a href="${positionPath(into)}">${nameIn(context, into)}</a>`,
        ],
        [t.positions.people, holdersOf(context, position)],
        [t.positions.alsoCalled, alsoCalled(context, position)],
      ])}
    </section>
    <section class="card">
      <h2>${t.positions.rights}</h2>
      <p>${t.positions.noRights}</p>
    </section>
  </div>`;
}

function holders(context: ConsoleContext, page: PositionPage): Safe {
  const { t } = context;
  const { position, holders: list, after } = page;
  return html`<section>
    <h2>${t.positions.holders}</h2>
    ${table({
      caption: t.positions.holders,
      columns: [
        {
          label: t.people.fullName,
          cell: (each: Holder) =>
            html`<a href="/people/${each.accountId}">${each.fullName}</a> ${stateBadge(t, each)}`,
        },
        {
          label: t.people.username,
          cell: ({ username }) => html`<span class="mono">${username}</span>`,
        },
        {
          label: t.positions.unit,
          cell: ({ unitId, unitName }) => html`<a href="/units/${unitId}">${unitName}</a>`,
        },
        { label: t.positions.written, cell: ({ title }) => title },
      ],
      rows: list.items,
      empty: t.positions.noHolders,
    })}
    ${pager(context, {
      path: positionPath(position),
      parameters: { after },
      cursorName: 'after',
      next: list.next,
    })}
  </section>`;
}

export function positionPage(context: ConsoleContext, page: PositionPage): Safe {
  const { t } = context;
  const { position } = page;
  const path = `/catalogs/position/items/${encodeURIComponent(position.code)}`;
  return consolePage(context, {
    section: 'positions',
    title: nameIn(context, position),
    badge: positionBadge(t, position, page.now),
    up: { href: '/positions', label: t.positions.title },
    // One that was merged is history.
    actions:
      position.replacedBy === null &&
      html`<a class="button" href="${path}">${t.console.edit}</a>
        <a class="button" href="${positionPath(position)}/merge">${t.positions.merge}</a>`,
    body: html`${known(context, page)} ${holders(context, page)}
    ${recentEntries(
      context,
      page.events,
      address('/journal', { type: 'catalog-item', object: `position/${position.code}` }),
    )}`,
  });
}
