// The wizard's frame, and its first two steps: what the application is, of which kind it is.
import type { Application } from '../../src/applications/application.ts';
import type { ApplicationKind } from '../../src/applications/kind.ts';
import type { CatalogItem } from '../../src/catalogs/catalog.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Choosing } from '../../src/web/choosing.ts';
import type { FormState } from '../../src/web/forms.ts';
import { enterSaves } from '../console/chooser.ts';
import { checkField, formErrors, selectField, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe, type Value } from '../html.ts';
import { unitField } from '../organization/chooser.ts';
import { applicationBadge, classNames } from './list.ts';
import { nameIn } from '../named.ts';

const steps = ['about', 'kind', 'addresses', 'people', 'connect', 'test'] as const;
export type WizardStep = (typeof steps)[number];

export const stepPath = (id: string, step: WizardStep): string =>
  step === 'connect' || step === 'test'
    ? `/applications/${id}/${step}`
    : `/applications/${id}/setup/${step}`;

/** A link to every step of an application that is there already; the current one is marked. */
function stepList({ t }: ConsoleContext, here: WizardStep, id: string | undefined): Safe {
  const label = (step: WizardStep, i: number) =>
    html`<span class="step-number">${i + 1}</span> ${t.wizard.steps[step]}`;
  return html`<nav aria-label="${t.wizard.stepsLabel}">
    <ol class="steps">
      ${steps.map((step, i) =>
        step === here
          ? html`<li aria-current="step">${label(step, i)}</li>`
          : html`<li>
              ${id ? html`<a href="${stepPath(id, step)}">${label(step, i)}</a>` : label(step, i)}
            </li>`,
      )}
    </ol>
  </nav>`;
}

export function wizardPage(
  context: ConsoleContext,
  page: { step: WizardStep; application: Application | undefined; title?: string; body: Value },
): Safe {
  const { t, locale } = context;
  const { application, step } = page;
  const name = application && nameIn({ locale }, application);
  const editable = !application || application.state === 'draft';
  return consolePage(context, {
    section: 'applications',
    title: page.title ?? (name ? `${t.wizard.steps[step]}: ${name}` : t.wizard.title),
    badge: application && applicationBadge(t, application),
    up: application
      ? { href: `/applications/${application.id}`, label: name ?? '' }
      : { href: '/applications', label: t.applications.title },
    body: html`${editable && stepList(context, step, application?.id)} ${page.body}`,
  });
}

export type AboutStep = {
  form: FormState;
  application: Application | undefined; // undefined: a new one
  classes: readonly CatalogItem[];
  owner: Choosing;
};

export function aboutStep(context: ConsoleContext, page: AboutStep): Safe {
  const { t, locale } = context;
  const { form, application, classes, owner } = page;
  const words = t.applications;
  const classOptions = [...classNames(classes, locale)].map(([value, label]) => ({ value, label }));
  const clientId = {
    name: 'client_id',
    label: words.clientId,
    hint: t.wizard.clientIdHint,
  };
  return wizardPage(context, {
    step: 'about',
    application,
    body: html`<form
      method="post"
      class="card form"
      action="${application ? stepPath(application.id, 'about') : '/applications/wizard'}"
    >
      ${enterSaves(context)} ${formErrors(context, form)}
      ${textField(context, form, { name: 'name', label: words.name, required: true })}
      ${textField(context, form, { name: 'name_en', label: words.nameEn })}
      ${!application && textField(context, form, clientId)}
      ${selectField(context, form, { name: 'class', label: words.class, required: true, options: classOptions })}
      ${unitField(context, form, { name: 'owner_unit', label: words.owner, hint: t.wizard.ownerHint, none: words.noOwner }, owner)}
      ${textField(context, form, { name: 'contact', label: words.contact, hint: words.contactHint })}
      ${!application && html`<p class="muted">${t.wizard.draftNote}</p>`}
      <div class="actions">
        <button class="primary">${t.wizard.next}</button>
        ${!application && html`<a class="button" href="/applications/new">${t.wizard.wholeForm}</a>`}
      </div>
    </form>`,
  });
}

export type KindStep = {
  form: FormState;
  application: Application;
  kinds: readonly ApplicationKind[];
  scopes: readonly (keyof ConsoleContext['t']['wizard']['scopes'])[];
};

export function kindStep(context: ConsoleContext, page: KindStep): Safe {
  const { form, application, kinds, scopes } = page;
  const words = context.t.wizard;
  return wizardPage(context, {
    step: 'kind',
    application,
    body: html`<form method="post" class="card form" action="${stepPath(application.id, 'kind')}">
      ${formErrors(context, form)}
      <fieldset class="choices">
        <legend>${words.kindLegend}</legend>
        ${kinds.map(
          (kind) =>
            html`<label
                ><input
                  type="radio"
                  name="kind"
                  value="${kind}"
                  required
                  aria-describedby="kind-${kind}"
                  ${form.values['kind'] === kind && html`checked`}
                />
                ${words.kinds[kind]}</label
              >
              <p class="hint" id="kind-${kind}">${words.kindHints[kind]}</p>`,
        )}
        ${form.errors['kind'] && html`<p class="error">${context.t.forms['not-a-choice']}</p>`}
      </fieldset>
      <fieldset class="choices">
        <legend>${words.scopesLegend}</legend>
        ${scopes.map((name) =>
          checkField(context, form, { name: `scope_${name}`, label: words.scopes[name] }),
        )}
      </fieldset>
      <div class="actions">
        <button class="primary">${words.next}</button>
        <a class="button" href="/applications/${application.id}">${words.later}</a>
      </div>
    </form>`,
  });
}
