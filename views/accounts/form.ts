// An account as a form: a new local one, or changes to one. A directory's own fields are not asked.
import type { Account, Kind } from '../../src/accounts/account.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import type { Choosing } from '../../src/web/choosing.ts';
import { enterSaves } from '../console/chooser.ts';
import { formErrors, selectField, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe, type Value } from '../html.ts';
import { unitField } from '../organization/chooser.ts';

export type AccountForm = {
  form: FormState;
  account: Account | undefined; // undefined: a new one
  kinds: readonly Kind[];
  unit: Choosing;
  proposedName: string; // the field by which a proposed user name is taken
};

/** A name without marks and blanks, where some were typed: only pressing this takes it. */
function proposal({ t }: ConsoleContext, { form, proposedName }: AccountForm): Value {
  const { code, params } = form.errors['username'] ?? {};
  const name = String(params?.['proposed'] ?? '');
  if (code !== 'account.username-folded') return null;
  return html`<p>
    <button class="small" name="${proposedName}" value="${name}">
      ${t.people.useProposed(name)}
    </button>
  </p>`;
}

function own(context: ConsoleContext, page: AccountForm): Value {
  const { t } = context;
  const { form, account, unit } = page;
  if (account?.sourceId) return html`<p class="notice">${t.console.fromDirectoryHint}</p>`;
  return html`${textField(context, form, {
    name: 'fullName',
    label: t.people.fullName,
    required: true,
  })}
  ${textField(context, form, {
    name: 'username',
    label: t.people.username,
    hint: t.people.usernameHint,
    required: true,
  })}
  ${proposal(context, page)}
  ${textField(context, form, { name: 'mail', label: t.people.mail, type: 'email' })}
  ${textField(context, form, { name: 'phone', label: t.people.phone, type: 'tel' })}
  ${unitField(context, form, { name: 'unitId', label: t.people.unit, none: t.people.noUnit }, unit)}
  ${textField(context, form, { name: 'title', label: t.people.title_ })}`;
}

export function accountFormPage(context: ConsoleContext, page: AccountForm): Safe {
  const { t } = context;
  const { account, form, kinds } = page;
  const back = account ? `/people/${account.id}` : '/people';
  return consolePage(context, {
    section: 'people',
    title: account ? t.people.edit : t.people.createTitle,
    up: { href: back, label: account?.fullName ?? t.people.title },
    body: html`<form
      method="post"
      class="card form"
      action="${account ? `${back}/edit` : '/people/new'}"
    >
      ${enterSaves(context)} ${formErrors(context, form)}
      ${!account && html`<p class="muted">${t.people.createHint}</p>`} ${own(context, page)}
      ${selectField(context, form, {
        name: 'kind',
        label: t.people.kind,
        required: true,
        options: kinds.map((value) => ({ value, label: t.people.kinds[value] })),
      })}
      <div class="actions">
        <button class="primary">${account ? t.common.save : t.people.create}</button>
        <a class="button" href="${back}">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}
