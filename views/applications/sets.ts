// Classes and sets of applications: which there are, the rules of one, a set as a form.
import type { Grant } from '../../src/access/grant-rows.ts';
import type { ApplicationSet } from '../../src/applications/sets.ts';
import type { CatalogItem } from '../../src/catalogs/catalog.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { grantsSection } from '../access/grants.ts';
import { address } from '../address.ts';
import { errorOf, formErrors, textArea, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { emptyState, table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';

export type Member = { id: string; name: string; nameEn: string };

const home = '/application-sets';
const inWords = ({ locale }: ConsoleContext, { name, nameEn }: { name: string; nameEn: string }) =>
  locale === 'vi' ? name : nameEn;

export type SetsPage = {
  classes: readonly (CatalogItem & { count: number })[];
  sets: readonly ApplicationSet[];
};

export function setsPage(context: ConsoleContext, { classes, sets }: SetsPage): Safe {
  const { t } = context;
  const words = t.rules.sets;
  return consolePage(context, {
    section: 'applications',
    title: words.title,
    up: { href: '/applications', label: t.applications.title },
    actions: html`<a class="button" href="${home}/new">${words.add}</a>`,
    body: html`<p class="lead">${words.about}</p>
      <section>
        <h2>${words.classes}</h2>
        ${table({
          caption: words.classes,
          columns: [
            {
              label: words.name,
              cell: (each: SetsPage['classes'][number]) =>
                html`<a href="/application-classes/${each.code}">${inWords(context, each)}</a>`,
            },
            { label: words.applications, cell: ({ count }) => words.count(count) },
          ],
          rows: classes,
          empty: '',
        })}
      </section>
      <section>
        <h2>${words.own}</h2>
        ${table({
          caption: words.own,
          columns: [
            {
              label: words.name,
              cell: ({ id, name }: ApplicationSet) => html`<a href="${home}/${id}">${name}</a>`,
            },
            { label: words.description, cell: ({ description }) => description },
            {
              label: words.applications,
              cell: ({ applicationIds }) => words.count(applicationIds.length),
            },
          ],
          rows: sets,
          empty: words.none,
        })}
      </section>`,
  });
}

const memberList = (context: ConsoleContext, members: readonly Member[]): Value => {
  const words = context.t.rules.sets;
  return html`<section class="card">
    <h2>${words.applications}</h2>
    ${
      members.length === 0
        ? emptyState(words.empty)
        : html`<ul class="plain">
            ${members.map(
              (each) =>
                html`<li>
                  <a href="/applications/${each.id}">${inWords(context, each)}</a>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
};

/** `target` as addresses of rules say it; `set` where it is one and can be changed. */
export type SharedPage = {
  name: string;
  here: string;
  target: string;
  members: readonly Member[];
  grants: readonly Grant[];
  set?: ApplicationSet;
};

export function sharedPage(context: ConsoleContext, page: SharedPage): Safe {
  const { t } = context;
  const { name, here, target, members, grants, set } = page;
  return consolePage(context, {
    section: 'applications',
    title: name,
    up: { href: home, label: t.rules.sets.title },
    ...(set && {
      actions: html`<a class="button" href="${here}/edit">${t.console.edit}</a>
        <a class="button" href="${here}/remove">${t.rules.sets.remove}</a>`,
    }),
    body: html`${set?.description && html`<p class="lead">${set.description}</p>`}
      ${grantsSection(context, grants, {
        of: 'application',
        back: here,
        add: address('/grants/new', { application: target }),
      })}
      <p class="muted">${t.grants.overrideHint}</p>
      ${memberList(context, members)}`,
  });
}

export type SetFormPage = {
  set: ApplicationSet | undefined;
  form: FormState;
  applications: readonly Member[];
};

export function setFormPage(
  context: ConsoleContext,
  { set, form, applications }: SetFormPage,
): Safe {
  const { t } = context;
  const words = t.rules.sets;
  const back = set ? `${home}/${set.id}` : home;
  return consolePage(context, {
    section: 'applications',
    title: set ? words.change(set.name) : words.add,
    up: { href: back, label: set?.name ?? words.title },
    body: html`<form
      method="post"
      class="card form"
      action="${set ? `${back}/edit` : `${home}/new`}"
    >
      ${formErrors(context, form)}
      ${textField(context, form, { name: 'name', label: words.name, required: true })}
      ${textArea(context, form, { name: 'description', label: words.description, rows: 2 })}
      <fieldset class="choices">
        <legend>${words.applications}</legend>
        ${applications.map(
          (each) =>
            html`<label
              ><input
                type="checkbox"
                name="app_${each.id}"
                value="yes"
                ${form.values[`app_${each.id}`] && html`checked`}
              />
              ${inWords(context, each)}</label
            >`,
        )}
        ${errorOf(context, form, 'applications')}
      </fieldset>
      ${set && html`<p class="muted">${words.now}</p>`}
      <div class="actions">
        <button class="primary">${t.common.save}</button>
        <a class="button" href="${back}">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}
