// Titles that are no position: the list, and one of them with both ways to settle it.
import type { Position } from '../../src/accounts/position-lists.ts';
import type { TitleGroup } from '../../src/accounts/position.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { address } from '../address.ts';
import { formErrors, selectField, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { searchBox } from '../console/search.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { nameWithCode } from './position-merge.ts';

const pathOf = ({ title }: TitleGroup): string => address('/position-titles/one', { title });

const others = ({ t }: ConsoleContext, { title, spellings }: TitleGroup): Value => {
  const more = spellings.filter((one) => one !== title).slice(0, 5);
  return (
    more.length > 0 && html`<span class="muted">${t.positions.spellings(more.join(', '))}</span>`
  );
};

export function titlesPage(
  context: ConsoleContext,
  page: { text: string | undefined; titles: readonly TitleGroup[] },
): Safe {
  const { t, locale } = context;
  return consolePage(context, {
    section: 'positions',
    title: t.positions.titles,
    up: { href: '/positions', label: t.positions.title },
    body: html`<p class="lead">${t.positions.titlesAbout}</p>
      ${searchBox(context, {
        path: '/position-titles',
        label: t.positions.titlesSearch,
        hint: t.positions.titlesHint,
        text: page.text ?? '',
      })}
      ${table({
        caption: t.positions.titles,
        columns: [
          {
            label: t.positions.titleWritten,
            cell: (each: TitleGroup) =>
              html`<a href="${pathOf(each)}">${each.title}</a> ${others(context, each)}`,
          },
          {
            label: t.positions.people,
            number: true,
            cell: ({ people }) => formatNumber(people, locale),
          },
          {
            label: t.positions.match,
            quiet: true,
            cell: (each) =>
              html`<a
                class="button small"
                href="${pathOf(each)}"
                aria-label="${t.positions.matchOf(each.title)}"
                >${t.positions.match}</a
              >`,
          },
        ],
        rows: page.titles,
        empty: page.text === undefined ? t.positions.noTitles : t.positions.noTitleFound,
      })}`,
  });
}

export type TitlePage = {
  group: TitleGroup;
  positions: readonly Position[];
  make: FormState;
  assign: FormState;
};

function make(context: ConsoleContext, { group, make: form }: TitlePage): Safe {
  const { t } = context;
  return html`<form method="post" class="card form" action="/position-titles/make">
    <h2>${t.positions.make}</h2>
    ${formErrors(context, form)} <input type="hidden" name="title" value="${group.title}" />
    ${textField(context, form, { name: 'name', label: t.positions.name, required: true })}
    ${textField(context, form, { name: 'nameEn', label: t.positions.nameEn })}
    ${textField(context, form, {
      name: 'code',
      label: t.positions.code,
      hint: t.catalogs.codeHint,
      required: true,
    })}
    <div class="actions"><button class="primary">${t.positions.doMake}</button></div>
  </form>`;
}

function assign(context: ConsoleContext, { group, positions, assign: form }: TitlePage): Safe {
  const { t } = context;
  return html`<form method="post" class="card form" action="/position-titles/assign">
    <h2>${t.positions.assign}</h2>
    ${formErrors(context, form)} <input type="hidden" name="title" value="${group.title}" />
    ${selectField(context, form, {
      name: 'into',
      label: t.positions.assignTo,
      hint: t.positions.assignHint,
      required: true,
      none: '',
      options: positions.map((each) => ({ value: each.code, label: nameWithCode(context, each) })),
    })}
    <div class="actions"><button>${t.positions.doAssign}</button></div>
  </form>`;
}

export function titlePage(context: ConsoleContext, page: TitlePage): Safe {
  const { t, locale } = context;
  const { group } = page;
  return consolePage(context, {
    section: 'positions',
    title: t.positions.matchTitle(group.title),
    up: { href: '/position-titles', label: t.positions.titles },
    body: html`<p class="lead">
        ${t.positions.matchAbout(formatNumber(group.people, locale))} ${others(context, group)}
      </p>
      <div class="columns">${make(context, page)} ${assign(context, page)}</div>`,
  });
}
