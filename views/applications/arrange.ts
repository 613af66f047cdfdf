// The portal to be arranged: sections and applications with a button up and a button down each, and beside
// it the page that comes of it. Works without scripts: every button is a form.
import type { Application } from '../../src/applications/application.ts';
import type { CatalogItem } from '../../src/catalogs/catalog.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, selectField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { emptyState } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { monogram } from '../portal/monogram.ts';
import { applicationBadge } from './list.ts';
import { nameIn } from '../named.ts';

type Group = { section: CatalogItem | undefined; applications: readonly Application[] };

export type ArrangePage = {
  groups: readonly (Group & { form: FormState })[];
  form: FormState; // of the order of the sections
  preview: readonly Group[];
  refused: FormState | undefined;
  now: Date;
};

const none = '-'; // no code of a section

/** Both buttons of one thing; at an end of the list the one that would do nothing is off. */
function steps(
  { t }: ConsoleContext,
  form: { id: string; thing: string; name: string; first: boolean; last: boolean },
): Safe {
  const { id, thing, name, first, last } = form;
  const button = (to: 'up' | 'down', arrow: string, off: boolean) =>
    html`<button
      class="small step"
      form="${id}"
      name="move"
      value="${to}:${thing}"
      aria-label="${t.launcher[to](name)}"
      title="${t.launcher[to](name)}"
      ${off && html`disabled`}
    >
      <span aria-hidden="true">${arrow}</span>
    </button>`;
  return html`<span class="steps-buttons"
    >${button('up', '↑', first)} ${button('down', '↓', last)}</span
  >`;
}

/** What the buttons of a list belong to: the list as it is shown. */
const orderForm = (id: string, action: string, { values }: FormState): Safe =>
  html`<form id="${id}" method="post" action="/applications/launcher/${action}">
    <input type="hidden" name="order" value="${values['order']}" />
    <input type="hidden" name="version" value="${values['version']}" />
  </form>`;

function row(context: ConsoleContext, group: ArrangePage['groups'][number], at: number): Safe {
  const { t } = context;
  const application = group.applications[at]!;
  const name = nameIn(context, application);
  return html`<li id="at-${application.id}">
    <span
      ><a href="/applications/${application.id}">${name}</a>
      ${application.state !== 'active' && applicationBadge(t, application)}</span
    >
    <span class="row-actions">
      <a
        class="button small"
        href="/applications/${application.id}/section"
        aria-label="${t.launcher.placeOf(name)}"
        >${t.launcher.place}</a
      >
      ${steps(context, {
        id: `order-of-${group.section?.code ?? none}`,
        thing: application.id,
        name,
        first: at === 0,
        last: at === group.applications.length - 1,
      })}
    </span>
  </li>`;
}

const isOver = ({ validTo }: CatalogItem, now: Date) => validTo !== null && validTo <= now;
const isToCome = ({ validFrom }: CatalogItem, now: Date) => validFrom !== null && validFrom > now;

function badgeOf({ t }: ConsoleContext, section: CatalogItem | undefined, now: Date): Value {
  if (!section) return null;
  if (isOver(section, now)) return html`<span class="badge bad">${t.launcher.ended}</span>`;
  return isToCome(section, now) && html`<span class="badge">${t.launcher.notYet}</span>`;
}

function head(context: ConsoleContext, page: ArrangePage, at: number): Safe {
  const { t } = context;
  const { section } = page.groups[at]!;
  const name = section ? nameIn(context, section) : t.launcher.other;
  return html`<div class="section-head">
    <h2>${name}</h2>
    ${badgeOf(context, section, page.now)}
    ${
      section &&
      html`<span class="row-actions">
        <a
          class="button small"
          href="/catalogs/launcher-section/items/${encodeURIComponent(section.code)}"
          aria-label="${t.launcher.editSection}: ${name}"
          >${t.launcher.editSection}</a
        >
        ${steps(context, {
          id: 'order-sections',
          thing: section.code,
          name,
          first: at === 0,
          last: at === page.groups.length - 2, // the last group is of no section
        })}
      </span>`
    }
  </div>`;
}

function card(context: ConsoleContext, page: ArrangePage, at: number): Safe {
  const { t } = context;
  const group = page.groups[at]!;
  const { section, applications } = group;
  const code = section?.code ?? none;
  const away = section && (isOver(section, page.now) || isToCome(section, page.now));
  return html`<section class="card arrange" id="at-${code}">
    ${head(context, page, at)} ${away && html`<p class="hint muted">${t.launcher.endedHint}</p>`}
    ${!section && html`<p class="hint muted">${t.launcher.otherHint}</p>`}
    ${orderForm(`order-of-${code}`, 'applications', group.form)}
    ${
      applications.length === 0
        ? html`<p class="muted">${t.launcher.empty}</p>`
        : html`<ol class="plain rows">
            ${applications.map((_, i) => row(context, group, i))}
          </ol>`
    }
  </section>`;
}

function preview(context: ConsoleContext, groups: readonly Group[]): Safe {
  const { t } = context;
  return html`<section class="card preview" aria-labelledby="preview">
    <h2 id="preview">${t.launcher.preview}</h2>
    <p class="hint muted">${t.launcher.previewHint}</p>
    ${groups.length === 0 && emptyState(t.launcher.previewEmpty)}
    ${groups.map(
      ({ section, applications }) =>
        html`<h3>${section ? nameIn(context, section) : t.launcher.other}</h3>
          <ul class="tiles">
            ${applications.map(
              (one) =>
                html`<li class="tile">
                  ${monogram(one.name, nameIn(context, one))}
                  <strong>${nameIn(context, one)}</strong>
                  ${one.description && html`<span class="tile-text">${one.description}</span>`}
                </li>`,
            )}
          </ul>`,
    )}
  </section>`;
}

export function arrangePage(context: ConsoleContext, page: ArrangePage): Safe {
  const { t } = context;
  const groups = page.groups.flatMap(({ section, applications }, at) =>
    section || applications.length > 0 ? [card(context, page, at)] : [],
  );
  const refused = page.refused && { ...page.refused, values: {} };
  return consolePage(context, {
    section: 'applications',
    title: t.launcher.title,
    up: { href: '/applications', label: t.applications.title },
    actions: html`<a class="button" href="/catalogs/launcher-section/new"
      >${t.launcher.createSection}</a
    >`,
    body: html`<p class="lead">${t.launcher.about}</p>
      ${formErrors(context, refused)}
      <div class="columns arrange-columns">
        <div>${orderForm('order-sections', 'sections', page.form)} ${groups}</div>
        ${preview(context, page.preview)}
      </div>`,
  });
}

export function placePage(
  context: ConsoleContext,
  page: { application: Application; form: FormState; sections: readonly CatalogItem[] },
): Safe {
  const { t } = context;
  const { application, form, sections } = page;
  const name = nameIn(context, application);
  const back = `/applications/${application.id}`;
  return consolePage(context, {
    section: 'applications',
    title: t.launcher.placeOf(name),
    up: { href: back, label: name },
    body: html`<form method="post" class="card form" action="${back}/section">
      ${formErrors(context, form)}
      ${selectField(context, form, {
        name: 'section',
        label: t.launcher.section,
        hint: t.launcher.sectionHint,
        none: t.launcher.noSection,
        options: sections.map((each) => ({ value: each.code, label: nameIn(context, each) })),
      })}
      <div class="actions">
        <button class="primary">${t.common.save}</button>
        <a class="button" href="/applications/launcher">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}
