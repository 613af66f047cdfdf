// All settings: a card for each group, each with its own button, and for each setting what it is by
// default, who changed it last, its history and the way back.
import { registry, type SettingGroup, type SettingKey } from '../../src/settings/registry.ts';
import type { SettingValues } from '../../src/settings/registry.ts';
import type { LastChange } from '../../src/settings/settings.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { formErrors, selectField, textArea, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe, type Value } from '../html.ts';
import { fallbackText, isDefault, lastChange } from './value.ts';

export type SettingsPage = {
  forms: readonly { group: SettingGroup; keys: readonly SettingKey[]; form: FormState }[];
  values: SettingValues;
  changes: ReadonlyMap<SettingKey, LastChange>;
  noticeShown: boolean;
};

function field(context: ConsoleContext, form: FormState, key: SettingKey): Safe {
  const { t, locale } = context;
  const { control } = registry[key];
  const { title, help } = t.settings.items[key];
  const options = { name: key, label: title, hint: help };
  if (control.kind === 'lines') return textArea(context, form, options);
  if (control.kind === 'choice') {
    const choices = control.options.map((value) => {
      return { value, label: t.settings.choices[value] ?? value };
    });
    return selectField(context, form, { ...options, options: choices, required: true });
  }
  if (control.kind === 'number') {
    const [min, max] = [control.min, control.max].map((bound) => formatNumber(bound, locale));
    const unit = t.settings.units[control.unit];
    return textField(context, form, {
      ...options,
      label: `${title} (${unit})`,
      hint: `${help} ${t.settings.bounds(min!, max!, unit)}`,
      inputmode: 'numeric',
      required: true,
    });
  }
  if (control.kind === 'moment') return textField(context, form, options);
  const type = control.format && ({ mail: 'email', phone: 'tel' } as const)[control.format];
  return textField(context, form, {
    ...options,
    ...(type && { type }),
    required: control.required ?? false,
  });
}

function about(context: ConsoleContext, page: SettingsPage, key: SettingKey): Safe {
  const { t } = context;
  const { title } = t.settings.items[key];
  const changed = !isDefault(key, page.values[key]);
  return html`<p class="setting-about">
    <span>${t.settings.fallback}: ${fallbackText(context, key)}</span>
    <span>${lastChange(context, page.changes.get(key))}</span>
    <a href="/settings/of/${key}" aria-label="${t.settings.historyOf(title)}"
      >${t.settings.history}</a
    >
    ${
      changed &&
      html`<a href="/settings/of/${key}#default" aria-label="${t.settings.toDefaultOf(title)}"
        >${t.settings.toDefault}</a
      >`
    }
  </p>`;
}

function badge(context: ConsoleContext, page: SettingsPage, group: SettingGroup): Value {
  const { t } = context;
  if (group !== 'notice' || page.values.noticeText === null) return null;
  return page.noticeShown
    ? html`<span class="badge warn">${t.settings.noticeShown}</span>`
    : html`<span class="badge">${t.settings.noticeHidden}</span>`;
}

function card(
  context: ConsoleContext,
  page: SettingsPage,
  { group, keys, form }: SettingsPage['forms'][number],
): Safe {
  const { t } = context;
  const words = t.settings.groups[group];
  return html`<form
    method="post"
    class="card form settings"
    id="group-${group}"
    action="/settings/${group}"
    aria-labelledby="title-${group}"
  >
    <div class="section-head">
      <h2 id="title-${group}">${words.title}</h2>
      ${badge(context, page, group)}
    </div>
    <p class="muted">
      ${words.about} ${group === 'signing' && html`<a href="/keys">${t.keys.title}</a>`}
    </p>
    ${formErrors(context, form)}
    ${keys.map(
      (key) =>
        html`<div class="setting">${field(context, form, key)} ${about(context, page, key)}</div>`,
    )}
    <div class="actions">
      <button class="primary">
        ${t.common.save}<span class="visually-hidden"> ${words.title}</span>
      </button>
    </div>
  </form>`;
}

export function settingsPage(context: ConsoleContext, page: SettingsPage): Safe {
  const { t } = context;
  return consolePage(context, {
    section: 'settings',
    title: t.settings.title,
    actions: html`<a class="button" href="/settings/zones">${t.rules.zones.title}</a>`,
    body: html`<p class="lead">${t.settings.about}</p>
      <nav class="nav tabs" aria-label="${t.settings.groupsOf}">
        ${page.forms.map(
          ({ group }) => html`<a href="#group-${group}">${t.settings.groups[group].title}</a>`,
        )}
      </nav>
      <div class="settings-cards">${page.forms.map((form) => card(context, page, form))}</div>`,
  });
}
