// Shared catalogues: which there are, the items of one, one item as a form.
import type { CatalogItem, CatalogName } from '../../src/catalogs/catalog.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate, formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, textField } from '../console/form.ts';
import { consolePage, type Section } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { address } from '../address.ts';
import { recentEntries } from '../journal/entries.ts';
import { html, type Safe } from '../html.ts';

/** Catalogues that have a page of their own elsewhere in the console. */
const homes: Partial<Record<CatalogName, { section: Section; href: string }>> = {
  'launcher-section': { section: 'applications', href: '/applications/launcher' },
  position: { section: 'positions', href: '/positions' },
};
export const homeOf = (catalog: CatalogName) =>
  homes[catalog] ?? ({ section: 'catalogs', href: `/catalogs/${catalog}` } as const);

/** A position has a page of its own; other items are lines of a list. */
export const backOf = (
  catalog: CatalogName,
  item: Pick<CatalogItem, 'code'> | undefined,
): string =>
  catalog === 'position' && item
    ? `/positions/${encodeURIComponent(item.code)}`
    : homeOf(catalog).href;

export function catalogsPage(
  context: ConsoleContext,
  counts: readonly { catalog: CatalogName; items: number }[],
): Safe {
  const { t, locale } = context;
  return consolePage(context, {
    section: 'catalogs',
    title: t.catalogs.title,
    body: html`<ul class="tiles">
      ${counts.map(
        ({ catalog, items }) =>
          html`<li>
            <a class="tile" href="${homeOf(catalog).href}"
              ><strong>${t.catalogs.names[catalog]}</strong>
              <span class="muted">${t.catalogs.count(formatNumber(items, locale))}</span></a
            >
          </li>`,
      )}
    </ul>`,
  });
}

export function catalogPage(
  context: ConsoleContext,
  page: { catalog: CatalogName; items: readonly CatalogItem[]; now: Date },
): Safe {
  const { t } = context;
  const here = `/catalogs/${page.catalog}`;
  return consolePage(context, {
    section: 'catalogs',
    title: t.catalogs.names[page.catalog],
    up: { href: '/catalogs', label: t.catalogs.title },
    actions: html`<a class="button" href="${here}/new">${t.catalogs.create}</a>`,
    body: table({
      caption: t.catalogs.names[page.catalog],
      columns: [
        {
          label: t.catalogs.code,
          cell: ({ code }: CatalogItem) =>
            html`<a class="mono" href="${here}/items/${encodeURIComponent(code)}">${code}</a>`,
        },
        {
          label: t.catalogs.name,
          cell: (item) =>
            html`${item.name}
            ${
              item.validTo &&
              item.validTo <= page.now &&
              html`<span class="badge">${t.catalogs.ended}</span>`
            }`,
        },
        { label: t.catalogs.nameEn, cell: ({ nameEn }) => nameEn },
        { label: t.catalogs.order, cell: ({ order }) => String(order), number: true },
        {
          label: t.catalogs.validFrom,
          cell: ({ validFrom }) => validFrom && formatDate(validFrom),
        },
        { label: t.catalogs.validTo, cell: ({ validTo }) => validTo && formatDate(validTo) },
      ],
      rows: page.items,
      empty: t.catalogs.empty,
    }),
  });
}

export function catalogItemPage(
  context: ConsoleContext,
  page: {
    catalog: CatalogName;
    item: CatalogItem | undefined;
    form: FormState;
    events?: readonly JournalEntry[]; // of an item that is there already
  },
): Safe {
  const { t } = context;
  const { catalog, item, form } = page;
  const { section, href } = homeOf(catalog);
  const back = backOf(catalog, item);
  const here = `/catalogs/${catalog}`;
  const action = item ? `${here}/items/${encodeURIComponent(item.code)}` : `${here}/new`;
  return consolePage(context, {
    section,
    title: item ? t.catalogs.edit : t.catalogs.create,
    up:
      back === href
        ? { href, label: t.catalogs.names[catalog] }
        : { href: back, label: item?.name ?? '' },
    body: html`<form method="post" class="card form" action="${action}">
        ${formErrors(context, form)}
        ${
          item
            ? html`<p>${t.catalogs.code}: <strong class="mono">${item.code}</strong></p>`
            : textField(context, form, {
                name: 'code',
                label: t.catalogs.code,
                hint: t.catalogs.codeHint,
                required: true,
              })
        }
        ${textField(context, form, { name: 'name', label: t.catalogs.name, required: true })}
        ${textField(context, form, { name: 'nameEn', label: t.catalogs.nameEn })}
        ${textField(context, form, {
          name: 'order',
          label: t.catalogs.order,
          inputmode: 'numeric',
          required: true,
        })}
        ${textField(context, form, {
          name: 'validFrom',
          label: t.catalogs.validFrom,
          hint: t.catalogs.dateHint,
        })}
        ${textField(context, form, {
          name: 'validTo',
          label: t.catalogs.validTo,
          hint: t.catalogs.dateHint,
        })}
        <div class="actions">
          <button class="primary">${t.common.save}</button>
          <a class="button" href="${back}">${t.common.cancel}</a>
        </div>
      </form>
      ${
        item &&
        page.events &&
        recentEntries(
          context,
          page.events,
          address('/journal', { type: 'catalog-item', object: `${catalog}/${item.code}` }),
        )
      }`,
  });
}
