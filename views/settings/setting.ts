// One setting: what it does, what it is, who changed it and how, and the way back to its default.
import { registry, type SettingKey, type SettingValues } from '../../src/settings/registry.ts';
import type { LastChange } from '../../src/settings/settings.ts';
import type { JournalEntry } from '../../src/journal/entry.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDateTime } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import type { Json } from '../../src/journal/journal.ts';
import { address } from '../address.ts';
import { facts } from '../console/facts.ts';
import { formErrors } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';
import { actorLink } from '../journal/entries.ts';
import { fallbackText, isDefault, lastChange, valueText } from './value.ts';

export type SettingPage = {
  key: SettingKey;
  value: SettingValues[SettingKey];
  form: FormState; // of the way back
  change: LastChange | undefined;
  events: readonly JournalEntry[];
};

/** Of an entry: what it says the setting was, and became. */
function was(context: ConsoleContext, key: SettingKey, side: Json | undefined): string {
  const value = (side as { value?: SettingValues[SettingKey] } | undefined)?.value;
  return valueText(context, key, value ?? null);
}

function history(context: ConsoleContext, { key, events }: SettingPage): Safe {
  const { t } = context;
  return html`<section>
    <h2>${t.settings.history}</h2>
    ${table({
      caption: t.settings.history,
      columns: [
        {
          label: t.journal.at,
          cell: (entry: JournalEntry) =>
            html`<a class="when" href="/journal/${entry.id}">${formatDateTime(entry.at)}</a>`,
        },
        { label: t.journal.before, cell: ({ detail }) => was(context, key, detail['before']) },
        { label: t.journal.after, cell: ({ detail }) => was(context, key, detail['after']) },
        { label: t.journal.actor, cell: (entry) => actorLink(t, entry) },
      ],
      rows: events,
      empty: t.settings.never,
    })}
    ${
      events.length > 0 &&
      html`<p class="after-table">
        <a href="${address('/journal', { type: 'setting', object: key })}"
          >${t.console.allEvents}</a
        >
      </p>`
    }
  </section>`;
}

/** The value goes along, so that nobody sets back what another has just set. */
function wayBack(context: ConsoleContext, { key, value, form }: SettingPage): Value {
  const { t } = context;
  if (isDefault(key, value)) return null;
  return html`<form method="post" action="/settings/of/${key}/default" id="default">
    ${formErrors(context, form)}
    <div class="actions">
      <button>${t.settings.toDefault}: ${fallbackText(context, key)}</button>
    </div>
  </form>`;
}

export function settingPage(context: ConsoleContext, page: SettingPage): Safe {
  const { t } = context;
  const { key, value } = page;
  const { title, help } = t.settings.items[key];
  const { group } = registry[key];
  return consolePage(context, {
    section: 'settings',
    title,
    badge: isDefault(key, value) && html`<span class="badge">${t.settings.isDefault}</span>`,
    up: { href: `/settings#group-${group}`, label: t.settings.groups[group].title },
    actions: html`<a class="button" href="/settings#field-${key}">${t.settings.edit}</a>`,
    body: html`<section class="card">
        <p>${help}</p>
        ${facts([
          [t.settings.current, html`<span class="lines">${valueText(context, key, value)}</span>`],
          [t.settings.fallback, fallbackText(context, key)],
          [t.settings.lastChange, lastChange(context, page.change)],
        ])}
        ${wayBack(context, page)}
      </section>
      ${history(context, page)}`,
  });
}
