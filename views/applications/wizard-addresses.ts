// The third step: where people come back to. One field an address, its mistake beside it.
import type { Application } from '../../src/applications/application.ts';
import type { ApplicationKind } from '../../src/applications/kind.ts';
import type { AddressList } from '../../src/applications/wizard-form.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, textField } from '../console/form.ts';
import { html, type Safe, type Value } from '../html.ts';
import { stepPath, wizardPage } from './wizard.ts';

export type AddressesStep = {
  form: FormState;
  application: Application;
  kind: ApplicationKind | undefined;
  lines: Readonly<Record<AddressList, readonly string[]>>; // names of fields
};

function lists(context: ConsoleContext, { form, kind, lines }: AddressesStep): Value {
  const words = context.t.wizard;
  const hint = kind === 'native' ? words.nativeHint : words.redirectHint;
  const group = (list: AddressList, legend: string, label: (i: number) => string) =>
    html`<fieldset>
      <legend>${legend}</legend>
      ${list === 'redirect_uris' && html`<p class="hint">${hint}</p>`}
      ${lines[list].map((name, i) =>
        textField(context, form, {
          name,
          label: label(i + 1),
          required: name === 'redirect_uris_0',
        }),
      )}
      <button class="small" name="more" value="${list}" formnovalidate>${words.moreLines}</button>
    </fieldset>`;
  return html`${group('redirect_uris', context.t.applications.redirectUris, words.redirect)}
  ${group('post_logout_redirect_uris', context.t.applications.postLogoutUris, words.logout)}
  ${
    kind === 'web' &&
    textField(context, form, {
      name: 'backchannel_logout_uri',
      label: context.t.applications.backchannel,
      hint: context.t.applications.backchannelHint,
    })
  }`;
}

function fields(context: ConsoleContext, page: AddressesStep): Value {
  const { t } = context;
  const { form, kind } = page;
  if (kind === 'machine') return html`<p>${t.wizard.noAddresses}</p>`;
  const link = {
    name: 'link',
    label: t.applications.link,
    hint: t.applications.linkHint,
    required: kind === 'link',
  };
  return html`${kind !== 'link' && lists(context, page)} ${textField(context, form, link)}`;
}

export function addressesStep(context: ConsoleContext, page: AddressesStep): Safe {
  const { t } = context;
  const { application, kind, form } = page;
  return wizardPage(context, {
    step: 'addresses',
    application,
    body: kind
      ? html`<form
          method="post"
          class="card form"
          action="${stepPath(application.id, 'addresses')}"
          novalidate
        >
          <button class="visually-hidden" tabindex="-1" aria-hidden="true">${t.wizard.next}</button>
          ${formErrors(context, form)} ${fields(context, page)}
          ${kind === 'link' && html`<input type="hidden" name="kind" value="link" />`}
          <div class="actions">
            <button class="primary">${t.wizard.next}</button>
            <a class="button" href="${stepPath(application.id, 'people')}">${t.wizard.later}</a>
          </div>
        </form>`
      : html`<p class="notice warn">
          ${t.wizard.chooseKindFirst}
          <a href="${stepPath(application.id, 'kind')}">${t.wizard.steps.kind}</a>
        </p>`,
  });
}
