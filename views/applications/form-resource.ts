// The part of an application's form about the API it offers to other applications.
import type { ConsoleContext } from '../../src/web/administrator.ts';
import type { FormState } from '../../src/web/forms.ts';
import { selectField, textArea, textField } from '../console/form.ts';
import { html, type Safe } from '../html.ts';

const formats = ['opaque', 'jwt'] as const;
const names = ['resource', 'resource_scopes', 'resource_clients', 'access_token_seconds'];

/** Open where something in it is filled in or wrong: nothing that matters hides. */
export function resourceFields(context: ConsoleContext, form: FormState): Safe {
  const words = context.t.applications;
  const open = names.some((name) => form.errors[name] || form.values[name]);
  return html`<details ${open && html`open`}>
    <summary>${words.api}</summary>
    <p class="muted">${words.apiHint}</p>
    ${textField(context, form, {
      name: 'resource',
      label: words.resource,
      hint: words.resourceHint,
      type: 'url',
    })}
    ${textArea(context, form, {
      name: 'resource_clients',
      label: words.resourceClients,
      hint: words.resourceClientsHint,
      mono: true,
    })}
    ${textField(context, form, {
      name: 'resource_scopes',
      label: words.resourceScopes,
      hint: words.resourceScopesHint,
      mono: true,
    })}
    ${selectField(context, form, {
      name: 'access_token_format',
      label: words.tokenFormat,
      required: true,
      options: formats.map((value) => ({ value, label: words.tokenFormats[value] })),
    })}
    ${textField(context, form, {
      name: 'access_token_seconds',
      label: words.tokenSeconds,
      hint: words.tokenSecondsHint,
      inputmode: 'numeric',
    })}
  </details>`;
}
