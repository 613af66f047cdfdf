// A unit as a form: new, or changed. What a directory gave is shown, not asked.
import type { Unit } from '../../src/organization/unit.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { Choosing } from '../../src/web/choosing.ts';
import type { FormState } from '../../src/web/forms.ts';
import { enterSaves } from '../console/chooser.ts';
import { formErrors, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe, type Value } from '../html.ts';
import { unitField } from './chooser.ts';

export type UnitForm = {
  form: FormState;
  unit: Unit | undefined; // undefined: a new one
  parent: Choosing;
};

function own(context: ConsoleContext, { form, unit, parent }: UnitForm): Value {
  const { t } = context;
  if (unit?.sourceId) return html`<p class="notice">${t.units.fromDirectory}</p>`;
  return html`${textField(context, form, { name: 'name', label: t.units.name, required: true })}
  ${!unit && textField(context, form, { name: 'code', label: t.units.code })}
  ${unitField(context, form, { name: 'parentId', label: t.units.parent, none: t.units.noParent }, parent)}`;
}

export function unitFormPage(context: ConsoleContext, page: UnitForm): Safe {
  const { t } = context;
  const { form, unit } = page;
  const back = unit ? `/units/${unit.id}` : '/units';
  return consolePage(context, {
    section: 'units',
    title: unit ? t.units.edit : t.units.create,
    up: { href: back, label: unit?.name ?? t.units.title },
    body: html`<form
      method="post"
      class="card form"
      action="${unit ? `${back}/edit` : '/units/new'}"
    >
      ${enterSaves(context)} ${formErrors(context, form)} ${own(context, page)}
      <fieldset>
        <legend>${t.units.contact}</legend>
        <p class="hint muted">${t.units.contactHint}</p>
        ${textField(context, form, { name: 'contactName', label: t.units.contactName })}
        ${textField(context, form, { name: 'contactMail', label: t.units.contactMail, type: 'email' })}
        ${textField(context, form, { name: 'contactPhone', label: t.units.contactPhone, type: 'tel' })}
      </fieldset>
      <div class="actions">
        <button class="primary">${t.common.save}</button>
        <a class="button" href="${back}">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}
