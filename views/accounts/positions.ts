// Positions: the list with how many hold each.
import type { Position } from '../../src/accounts/position-lists.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Messages } from '../../src/web/messages/messages.ts';
import { formatDate, formatNumber } from '../../src/web/dates.ts';
import { consolePage } from '../console/frame.ts';
import { searchBox } from '../console/search.ts';
import { table } from '../console/table.ts';
import { nameIn } from '../named.ts';
import { html, type Safe, type Value } from '../html.ts';

export type PositionsPage = {
  text: string | undefined;
  positions: readonly Position[];
  titles: number; // that match none
  now: Date;
};

export const positionPath = ({ code }: Pick<Position, 'code'>): string =>
  `/positions/${encodeURIComponent(code)}`;

export function positionBadge(t: Messages, position: Position, now: Date): Value {
  const { replacedBy, validFrom, validTo } = position;
  if (replacedBy !== null) return html`<span class="badge">${t.positions.merged}</span>`;
  if (validTo !== null && validTo <= now)
    return html`<span class="badge bad">${t.positions.ended}</span>`;
  return (
    validFrom !== null && validFrom > now && html`<span class="badge">${t.positions.notYet}</span>`
  );
}

export function validity(t: Messages, { validFrom, validTo }: Position): string {
  const parts = [
    validFrom && t.positions.validFrom(formatDate(validFrom)),
    validTo && t.positions.validTo(formatDate(validTo)),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : t.positions.always;
}

/** How many hold it, as far as was counted. */
export const holdersOf = ({ t, locale }: ConsoleContext, { people, more }: Position): string =>
  more ? t.bulk.over(formatNumber(people, locale)) : formatNumber(people, locale);

export function positionsPage(context: ConsoleContext, page: PositionsPage): Safe {
  const { t, locale } = context;
  const limited = page.positions.some(({ validFrom, validTo }) => validFrom ?? validTo);
  return consolePage(context, {
    section: 'positions',
    title: t.positions.title,
    actions: html`${
        page.titles > 0 &&
        html`<a class="button" href="/position-titles"
          >${t.positions.titlesCount(formatNumber(page.titles, locale))}</a
        >`
      } <a class="button" href="/catalogs/position/new">${t.positions.create}</a>`,
    body: html`${searchBox(context, {
      path: '/positions',
      label: t.positions.search,
      hint: t.positions.searchHint,
      text: page.text ?? '',
    })}
    ${table({
      caption: t.positions.title,
      columns: [
        {
          label: t.positions.name,
          cell: (each: Position) =>
            html`<a href="${positionPath(each)}">${nameIn(context, each)}</a>
              ${positionBadge(t, each, page.now)}`,
        },
        { label: t.positions.code, cell: ({ code }) => html`<span class="mono">${code}</span>` },
        ...(limited
          ? [{ label: t.positions.validity, cell: (each: Position) => validity(t, each) }]
          : []),
        {
          label: t.positions.people,
          number: true,
          cell: (each) => holdersOf(context, each),
        },
      ],
      rows: page.positions,
      empty: t.positions.empty,
    })}`,
  });
}
