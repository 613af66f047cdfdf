// Applications by class and state.
import type { ApplicationListItem } from '../../src/applications/applications.ts';
import type { Application, ApplicationState } from '../../src/applications/application.ts';
import type { CatalogItem } from '../../src/catalogs/catalog.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Locale, Messages } from '../../src/web/messages/messages.ts';
import { optionList } from '../console/form.ts';
import { exportForm } from '../console/export.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe } from '../html.ts';

export type ApplicationsPage = {
  asked: { class: string | undefined; state: ApplicationState | undefined };
  states: readonly ApplicationState[];
  classes: readonly CatalogItem[];
  applications: readonly ApplicationListItem[];
};

const tone = { draft: 'warn', active: 'ok', suspended: 'bad', retired: '' } as const;

export const applicationBadge = (t: Messages, { state }: Pick<Application, 'state'>): Safe =>
  html`<span class="badge ${tone[state]}">${t.applications.states[state]}</span>`;

export function classNames(classes: readonly CatalogItem[], locale: Locale): Map<string, string> {
  return new Map(classes.map(({ code, name, nameEn }) => [code, locale === 'vi' ? name : nameEn]));
}

function filters({ t, locale }: ConsoleContext, page: ApplicationsPage): Safe {
  const { asked, states, classes } = page;
  const all = { value: '', label: t.console.all };
  const classOptions = [...classNames(classes, locale)].map(([value, label]) => ({ value, label }));
  const stateOptions = states.map((value) => ({ value, label: t.applications.states[value] }));
  return html`<form class="filters" method="get" action="/applications" role="search">
    <div class="field">
      <label for="filter-class">${t.applications.class}</label>
      <select id="filter-class" name="class">
        ${optionList([all, ...classOptions], asked.class)}
      </select>
    </div>
    <div class="field">
      <label for="filter-state">${t.console.state}</label>
      <select id="filter-state" name="state">
        ${optionList([all, ...stateOptions], asked.state)}
      </select>
    </div>
    <div class="filter-buttons">
      <button class="primary">${t.console.filter}</button>
      ${
        (asked.class || asked.state) &&
        html`<a class="button" href="/applications">${t.console.clearFilter}</a>`
      }
    </div>
  </form>`;
}

export function applicationsPage(context: ConsoleContext, page: ApplicationsPage): Safe {
  const { t, locale } = context;
  const names = classNames(page.classes, locale);
  return consolePage(context, {
    section: 'applications',
    title: t.applications.title,
    actions: html`<a class="button" href="/applications/launcher">${t.launcher.link}</a>
      <a class="button" href="/applications/wizard">${t.applications.create}</a>`,
    body: html`${filters(context, page)}
    ${table({
      caption: t.applications.title,
      columns: [
        {
          label: t.applications.name,
          cell: (each: ApplicationListItem) =>
            html`<a href="/applications/${each.id}">${locale === 'vi' ? each.name : each.nameEn}</a>
              ${each.builtIn && html`<span class="badge">${t.applications.builtIn}</span>`}`,
        },
        {
          label: t.applications.clientId,
          cell: ({ clientId }) => html`<span class="mono">${clientId}</span>`,
        },
        { label: t.applications.class, cell: (each) => names.get(each.class) ?? each.class },
        { label: t.applications.owner, cell: ({ ownerUnitName }) => ownerUnitName },
        { label: t.console.state, cell: (each) => applicationBadge(t, each) },
      ],
      rows: page.applications,
      empty: t.applications.empty,
    })}
    ${page.applications.length > 0 && exportForm(context, '/applications/export', page.asked)}`,
  });
}
